import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Fault, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { createDefiLlamaFees } from "../../src/market/providers/defillama-fees.ts";
import { dailyPoints, readMany, takingsRow } from "../../src/market/fees/defillama-answers.ts";
import fc from "fast-check";
import type { ListedProtocol } from "../../src/market/fees/fees-source.ts";
import { NOON } from "../support/calls.ts";
import { ProtocolDirectory } from "../../src/market/fees/protocol-directory.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { testWire } from "../support/market.ts";

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket({ now: () => NOON });
});
afterEach(() => {
  expect(market.violations).toEqual([]);
  market.heal();
});
afterAll(() => market.close());

const DAY = 86_400_000;
const TODAY = Math.floor(NOON / DAY) * DAY;
const provider = (personMs = 10_000) =>
  createDefiLlamaFees({
    ...testWire({ clock: () => NOON, wait: async () => undefined, limits: { personMs } }),
    base: market.defillamaBase,
  });

describe("DefiLlama's lists", () => {
  test("are protocols with their family, token and value locked; null is nothing", async () => {
    const { rows, asOf } = await provider().protocols("person");
    expect(asOf).toBe(NOON);
    expect(rows.find(({ slug }) => slug === "lend-v3")).toEqual({
      slug: "lend-v3",
      name: "Lend V3",
      kind: "protocol",
      symbol: "LND",
      family: "lend",
      tvlUsd: 3e9,
      chains: ["Ethereum", "Base"],
      category: "Lending",
    });
    expect(rows.find(({ slug }) => slug === "akash")).not.toHaveProperty("tvlUsd");
    expect(rows.find(({ slug }) => slug === "quiet-vault")).not.toHaveProperty("symbol");
  });

  test("of takings are dollars, and a missing month before is missing", async () => {
    const { rows } = await provider().takings("revenue", "person");
    expect(rows.find(({ slug }) => slug === "lend-v2")).toMatchObject({ last30dUsd: 2e5, previous30dUsd: 4e5 });
    expect(rows.find(({ slug }) => slug === "virtuals-protocol")).not.toHaveProperty("previous30dUsd");
    expect(rows.find(({ slug }) => slug === "akash")).toMatchObject({ last30dUsd: 0 });
  });

  test.each<Fault>([
    { kind: "html" },
    { kind: "truncated" },
    { kind: "empty" },
    { kind: "hang" },
    { kind: "reset" },
    { kind: "body", body: [] },
    { kind: "body", body: { protocols: [] } },
    { kind: "body", body: { message: "Internal server error" } },
    { kind: "status", status: 400, body: { message: "not found" } },
    { kind: "huge", bytes: 49 * 1024 * 1024 },
  ])("with $kind are no answer", async (fault) => {
    market.fail("defillama", fault, Infinity);
    const asked = provider(fault.kind === "hang" ? 200 : undefined);
    await expect(asked.protocols("person")).rejects.toBeInstanceOf(ProviderError);
    if (fault.kind === "huge") return;
    await expect(asked.takings("fees", "person")).rejects.toBeInstanceOf(ProviderError);
    await expect(asked.daily("lend", "person")).rejects.toBeInstanceOf(ProviderError);
  });

  test("keep their good rows beside bad ones", async () => {
    const good = { slug: "a", name: "A", total30d: "5.5" };
    const rows = await readMany([null, 5, {}, { slug: "b/../c", name: "B" }, { slug: "", name: "" }, good], takingsRow);
    expect(rows).toEqual([{ slug: "a", name: "A", chains: [], methodology: {}, last30dUsd: 5.5 }]);
  });
});

describe("days", () => {
  test("are whole, in order, each once, today's left out", () => {
    const chart = [
      [TODAY / 1000, 9],
      [(TODAY - DAY) / 1000, 2],
      [(TODAY - 2 * DAY) / 1000, "1.5"],
      [(TODAY - 2 * DAY) / 1000, 3],
      [(TODAY - 400 * DAY) / 1000, 7],
      ["soon", 1],
      [TODAY / 1000 - 86_400 * 3, null],
      null,
    ];
    expect(dailyPoints(chart, 90, NOON)).toEqual([
      [TODAY - 2 * DAY, 3],
      [TODAY - DAY, 2],
    ]);
  });

  test("are numbers and in order whatever a chart holds", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.anything(), fc.tuple(fc.anything(), fc.anything()))), (chart) => {
        const points = dailyPoints(chart, 90, NOON);
        expect(points.every(([at, value]) => Number.isFinite(value) && at < TODAY)).toBe(true);
        expect(points.map(([at]) => at)).toEqual([...new Set(points.map(([at]) => at))].toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("the directory", () => {
  const protocol = (slug: string, rest: Partial<ListedProtocol> = {}): ListedProtocol => ({
    slug,
    name: slug,
    kind: "protocol",
    chains: [],
    ...rest,
  });

  test("sums a family's value locked without what is counted in it twice", () => {
    const directory = new ProtocolDirectory(
      [
        protocol("swap-v2", { family: "swap", tvlUsd: 10 }),
        protocol("swap-v3", { family: "swap", tvlUsd: 20 }),
        protocol("swap-staking", { family: "swap", tvlUsd: 500, isOutsideFamilyTvl: true }),
      ],
      [],
      [],
    );
    expect(directory.find("Swap")).toMatchObject({ kind: "family", tvlUsd: 30, name: "Swap" });
  });

  test("takes a family for a part of the same name, and a protocol for a chain", () => {
    const directory = new ProtocolDirectory(
      [protocol("hyper", { family: "hyper" }), protocol("akash", { assetId: "akash-network" })],
      [{ ...protocol("akash"), kind: "chain" }],
      [],
    );
    expect(directory.find("hyper")?.kind).toBe("family");
    expect(directory.find("AKASH")?.kind).toBe("protocol");
  });

  test("finds a family by a coin only where name and ticker agree", () => {
    const directory = new ProtocolDirectory([protocol("aave-v3", { family: "aave", symbol: "AAVE" })], [], []);
    expect(directory.ofAsset({ id: "aave", symbol: "AAVE", name: "Aave" })?.slug).toBe("aave");
    expect(directory.ofAsset({ id: "aave", symbol: "GHST", name: "Aavegotchi" })).toBeUndefined();
    expect(directory.ofAsset({ id: "other", symbol: "AAVE", name: "Other" })).toBeUndefined();
  });

  test("never lends a family the token of one of its parts where the parts have several", () => {
    const directory = new ProtocolDirectory(
      [protocol("x-a", { family: "x", assetId: "a" }), protocol("x-b", { family: "x", assetId: "b" })],
      [],
      [],
    );
    expect(directory.find("x")).not.toHaveProperty("assetId");
  });

  test("has what has fees and is in no other list", () => {
    const taking = { slug: "only-fees", name: "Only Fees", chains: ["Base"], methodology: {}, last30dUsd: 1 };
    expect(new ProtocolDirectory([], [], [taking]).find("only fees")).toMatchObject({
      slug: "only-fees",
      chains: ["Base"],
    });
  });
});
