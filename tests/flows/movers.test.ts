import { afterEach, describe, expect, test } from "vitest";
import { aCall, memoryLog, NOON } from "../support/calls.ts";
import { ASSETS, coin as coinOf, type StandInAsset } from "../stand-ins/market-assets.ts";
import { type CoinDesk, coinDesk, type CoinDeskOptions } from "../support/coin-desk.ts";
import type { Chart, Reply } from "../../src/core/reply.ts";
import { createMovers, medianChange, rankMovers } from "../../src/market/movers.ts";
import fc from "fast-check";
import type { Fault } from "../stand-ins/market.ts";
import { Health } from "../../src/core/health.ts";
import { isPegged } from "../../src/market/universe-pegged.ts";
import type { MarketRow } from "../../src/market/source.ts";
import { MIN_VOLUME_24H_USD } from "../../src/market/liquidity.ts";
import { movers } from "../../src/commands/movers.ts";
import type { MoversFacts } from "../../src/commands/movers-facts.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { plainText } from "../../src/core/plain.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { TABLE_WIDTH, tableText } from "../../src/core/table.ts";
import { toolText } from "../../src/agent/tool-text.ts";

const open: CoinDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (options: CoinDeskOptions = {}): Promise<CoinDesk> => {
  const desk = await coinDesk(options);
  open.push(desk);
  return desk;
};

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);
const picture = (reply: Reply): Chart | undefined =>
  reply.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : []))[0];
const rows = (reply: Reply): readonly (readonly string[])[] =>
  reply.blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));
/** Requests for lists by id; the search of assets asks by page. */
const lists = ({ standIn }: CoinDesk) => standIn.requests.filter(({ query }) => query["ids"] !== undefined);
const down: Fault = { kind: "status", status: 503 };

/** Ids of our own sector with a market of their own. */
const SECTOR = "aethir,nosana,livepeer,golem,grass,vana,kaito,aixbt,zerebro,theta-token,arweave,griffain".split(",");
const sector = (change: (index: number) => Partial<StandInAsset>): StandInAsset[] =>
  SECTOR.map((id, index) =>
    coinOf(id, id.slice(0, 5), `The ${id}`, 1.5 + index, { rank: 300 + index, volume: 1e6, ...change(index) }),
  );

describe("the biggest moves", () => {
  test("of the sector are five up and five down in one table, with what is left out and why", async () => {
    const { say } = await aDesk({ assets: [...ASSETS, ...sector((index) => ({ change24h: index - 6 }))] });
    const reply = await say("movers");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Movers: AI, 24 h

      Name                  Price   24 h
      Bittensor           $300.00 +9.50%
      The griffain         $12.50 +5.00%
      The zerebro           $9.50 +2.00%
      Render                $1.74 +1.50%
      Artificial Superin…  $0.225 +1.50%
      NEAR Protocol         $1.35 -2.86%
      The golem             $4.50 -3.00%
      The livepeer          $3.50 -4.00%
      The nosana            $2.50 -5.00%
      The aethir            $1.50 -6.00%

      8 up, 7 down of 16, median +0.50%.
      Looked at 75; left out: 1 under the floor of $250K 24 h volume, 58 without a figure.

      Movers: AI, 24 h: TAO +9.50%, GRIFF +5.00%, ZEREB +2.00%, RENDER +1.50%, FET +1.50%, NEAR -2.86%, GOLEM -3.00%, LIVEP -4.00%, NOSAN -5.00%, AETHI -6.00%.

      Source: CoinGecko · 30 s ago"
    `);
    expect(labels(reply)).toEqual(["· 24 h ·", "7 d", "· AI ·", "Whole market"]);
  });

  test("are a picture of the same figures, in words too", async () => {
    const { say } = await aDesk();
    const reply = await say("movers 7d");
    expect(picture(reply)).toEqual({
      kind: "bars",
      title: "Movers: AI, 7 days",
      unit: "%",
      bars: [
        { name: "TAO", value: 0.24 },
        ...["AKT", "VIRTUAL", "FET", "RENDER", "NEAR"].map((name) => ({ name, value: -0.04 })),
      ],
      source: "CoinGecko",
      asOf: NOON - 30_000,
    });
  });

  test("fit a phone", async () => {
    const { say } = await aDesk();
    for (const line of ["movers", "movers all 7d"])
      for (const block of (await say(line)).blocks)
        if (block.kind === "table")
          for (const each of tableText(block).split("\n")) expect(each.length).toBeLessThanOrEqual(TABLE_WIDTH);
  });

  test("cost one request for 250 coins, and none again within two minutes, whatever the period", async () => {
    const desk = await aDesk();
    const reply = await desk.say("movers");
    expect(lists(desk)).toHaveLength(1);
    await desk.press(reply, "7 d");
    expect(lists(desk)).toHaveLength(1);
    desk.pass(2 * 60_000);
    await desk.press(reply, "7 d");
    expect(lists(desk)).toHaveLength(2);
  });

  test("of more than 250 coins are asked for in as many pages", async () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      coinOf(`many-${index}`, `m${index}`, `Many ${index}`, 2, { rank: 2_000 + index, cap: 1e6 - index, volume: 1e6 }),
    );
    const desk = await aDesk({ assets: [...ASSETS, ...many] });
    const facts = (await desk.facts("movers", { of: ["top", "300"] })) as MoversFacts;
    expect(facts).toMatchObject({ universe: "top 300", lookedAtCount: 300 });
    expect(lists(desk)).toHaveLength(2);
  });

  test("are turned round by their buttons: other period, other market, and back", async () => {
    const { say, press } = await aDesk();
    const ai = await say("movers");
    const week = await press(ai, "7 d");
    expect(week.title).toBe("Movers: AI, 7 days");
    const whole = await press(week, "Whole market");
    expect(whole.title).toBe("Movers of the top 250, 7 days");
    expect(labels(whole)).toEqual(["24 h", "· 7 d ·", "AI", "· Whole market ·"]);
    expect(plainText(await press(await press(whole, "AI"), "24 h"))).toBe(plainText(ai));
  });

  test("reach the model small, and survive JSON", async () => {
    const { facts } = await aDesk({ assets: [...ASSETS, ...sector((index) => ({ change24h: index - 6 }))] });
    const each = await facts("movers", {});
    expect(JSON.parse(JSON.stringify(each))).toEqual(each);
    expect(each).toMatchObject({ floorVolume24hUsd: MIN_VOLUME_24H_USD, currency: "USD", period: "24h" });
    const read = toolText(each, "marker", NOON);
    expect(read).toContain('"down":[{');
    expect(read.length).toBeLessThan(2_400);
  });
});

describe("what is asked for", () => {
  test.each([
    ["movers", "Movers: AI, 24 h"],
    ["movers 7d", "Movers: AI, 7 days"],
    ["movers week", "Movers: AI, 7 days"],
    ["movers of the last week", "Movers: AI, 7 days"],
    ["movers 7 days", "Movers: AI, 7 days"],
    ["movers ai 7d", "Movers: AI, 7 days"],
    ["movers 7d ai", "Movers: AI, 7 days"],
    ["movers over:7d", "Movers: AI, 7 days"],
    ["movers crypto AI today", "Movers: AI, 24 h"],
    ["movers top 100 24h", "Movers of the top 100, 24 h"],
    ["movers top100", "Movers of the top 100, 24 h"],
    ["movers top 100 week", "Movers of the top 100, 7 days"],
    ["movers 500", "Movers of the top 500, 24 h"],
    ["movers top", "Movers of the top 100, 24 h"],
    ["movers TOP, 50", "Movers of the top 50, 24 h"],
    ["movers all", "Movers of the top 250, 24 h"],
    ["movers the whole market", "Movers of the top 250, 24 h"],
    ["movers market 1w", "Movers of the top 250, 7 days"],
    ["movers all over:7d", "Movers of the top 250, 7 days"],
  ])("%s is understood", async (line, title) => {
    const { say } = await aDesk();
    expect((await say(line)).title).toBe(title);
  });

  test.each([
    ["movers memecoins", /no list of coins by the name "memecoins"\. There is: AI, top 100 \(up to 500\), all\./],
    ["movers tao", /One coin alone: \/coin\./],
    ["movers top 501", /top 10 to 500, not at the top 501/],
    ["movers top 999999", /not at the top 999999/],
    ["movers top 3", /not at the top 3\./],
    ["movers 30d", /the changes of 24 hours and of 7 days, not of 30d/],
    ["movers ai 1y", /not of 1y/],
    ["movers over:month", /24h|7d/],
  ])("%s is answered with a sentence", async (line, sentence) => {
    const desk = await aDesk();
    expect(plainText(await desk.say(line))).toMatch(sentence);
    expect(desk.faults).toEqual([]);
    expect(lists(desk)).toEqual([]);
  });

  test("a layer is one more list, by its name or what people call it", async () => {
    const layers = [{ name: "Compute", aliases: ["GPU", "de pin"], assetIds: ["render-token", "akash-network"] }];
    const { say, press, facts } = await aDesk({ layers });
    const reply = await say("movers gpu 7d");
    expect(reply.title).toBe("Movers: Compute, 7 days");
    expect(rows(reply).map(([name]) => name)).toEqual(["Akash Network", "Render"]);
    expect(labels(reply)).toEqual(["24 h", "· 7 d ·", "AI", "Whole market", "· Compute ·"]);
    expect((await press(reply, "24 h")).title).toBe("Movers: Compute, 24 h");
    expect((await say("movers depin")).title).toBe("Movers: Compute, 24 h");
    expect(plainText(await say("movers compte"))).toContain("Did you mean Compute?");
    expect(await facts("movers", { of: ["Compute"] })).toMatchObject({ lookedAtCount: 2, kind: "list" });
  });

  test("lists are suggested while somebody types", async () => {
    const { desk } = await aDesk();
    const values = async (typed: string) =>
      (await desk.suggest("movers", "of", typed, aCall())).map(({ value }) => value);
    expect(await values("")).toEqual(["AI", "top 100", "top 250", "top 500", "all"]);
    expect(await values("TOP")).toEqual(["top 100", "top 250", "top 500"]);
  });
});

describe("what is left out", () => {
  const row = (change: Partial<MarketRow> = {}): MarketRow => ({
    id: "x",
    symbol: "X",
    name: "Ex",
    price: 5,
    change24h: 0.1,
    change7d: 0.2,
    volume24h: 1e6,
    asOf: NOON,
    ...change,
  });
  const ranking = (each: readonly MarketRow[], askedIds = each.map(({ id }) => id)) =>
    rankMovers({ askedIds, rows: each, asOf: NOON }, "24h");

  test.each<[string, Partial<MarketRow>, boolean]>([
    ["a dollar", { symbol: "USDT", name: "Tether", id: "tether", price: 1.001 }, true],
    ["a dollar by its name", { symbol: "GHO", name: "GHO", id: "gho", price: 0.999 }, true],
    ["a dollar that has lost its peg", { symbol: "USDX", name: "A dollar", price: 0.71 }, false],
    ["a coin with dollar in its price only", { symbol: "SUI", name: "Sui", price: 1.01, change24h: 0.03 }, false],
    ["a fund that stands at a dollar", { symbol: "FUND", price: 1.001, change24h: 0.0001, change7d: 0.001 }, true],
    ["a euro", { symbol: "EURC", name: "EURC", price: 1.16 }, true],
    ["wrapped bitcoin", { symbol: "WBTC", name: "Wrapped Bitcoin", price: 70_000 }, true],
    ["staked ether", { symbol: "STETH", name: "Lido Staked Ether", price: 2_000 }, true],
    ["a bridged coin", { symbol: "ETH", name: "Bridged Ether", price: 2_000 }, true],
    ["bitcoin", { id: "bitcoin", symbol: "BTC", name: "Bitcoin", price: 70_000 }, false],
    ["Bittensor", { id: "bittensor", symbol: "TAO", name: "Bittensor", price: 300 }, false],
    ["wrapped TAO", { symbol: "WTAO", name: "wTAO", price: 300 }, true],
  ])("%s is told from what moves by itself", (_what, change, expected) => {
    expect(isPegged(row(change))).toBe(expected);
  });

  test("is counted by its reason, and everything that was looked at is counted once", () => {
    const change = fc.option(fc.double({ min: -1, max: 50, noNaN: true }), { nil: undefined });
    const arbitrary = fc.record(
      {
        symbol: fc.constantFrom("X", "USDT", "WBTC"),
        price: fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        change24h: change,
        volume24h: fc.option(fc.double({ min: 1, max: 1e9, noNaN: true }), { nil: undefined }),
        asOf: fc.integer({ min: NOON - 86_400_000, max: NOON }),
      },
      { requiredKeys: ["symbol", "price", "asOf"] },
    );
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 60 }), fc.nat(20), (each, unpriced) => {
        const given = each.map(({ change24h, volume24h, ...rest }, index): MarketRow => ({
          id: `id-${index}`,
          name: "Ex",
          ...rest,
          ...(change24h === undefined ? {} : { change24h }),
          ...(volume24h === undefined ? {} : { volume24h }),
        }));
        const asked = [...given.map(({ id }) => id), ...Array.from({ length: unpriced }, (_, index) => `no-${index}`)];
        const { ranked, peggedCount, belowFloorCount, withoutFigureCount } = ranking(given, asked);
        expect(ranked.length + peggedCount + belowFloorCount + withoutFigureCount).toBe(asked.length);
        expect(withoutFigureCount).toBeGreaterThanOrEqual(unpriced);
        for (const { row: one } of ranked) expect(one.volume24h).toBeGreaterThanOrEqual(MIN_VOLUME_24H_USD);
        const changes = ranked.map((one) => one.change);
        expect(changes).toEqual(changes.toSorted((a, b) => b - a));
        const median = medianChange(ranked);
        if (median !== undefined)
          expect(changes.filter((one) => one >= median).length * 2).toBeGreaterThanOrEqual(changes.length);
      }),
    );
  });

  test("a coin that is quoted no more is none of today's movers", () => {
    const { ranked, withoutFigureCount } = ranking([row(), row({ id: "dead", asOf: NOON - 7 * 3_600_000 })]);
    expect([ranked.map((each) => each.row.id), withoutFigureCount]).toEqual([["x"], 1]);
  });

  test("exactly at the floor is in, below it is out", () => {
    const at = row({ id: "at", volume24h: MIN_VOLUME_24H_USD });
    const below = row({ id: "below", volume24h: MIN_VOLUME_24H_USD - 0.01 });
    const { ranked, belowFloorCount } = ranking([at, below]);
    expect([ranked.map((each) => each.row.id), belowFloorCount]).toEqual([["at"], 1]);
  });

  test("all of them leaves a sentence and no picture", async () => {
    const layers = [{ name: "Quiet", aliases: [], assetIds: ["fusotao", "no-market", "tether"] }];
    const { say } = await aDesk({ layers });
    const reply = await say("movers quiet");
    expect(plainText(reply)).toMatch(
      /None of these coins has a change to be ranked by right now\.\nLooked at 3; left out: 1 under the floor of \$250K 24 h volume, 1 stable or wrapped, 1 without a figure\./,
    );
    expect(picture(reply)).toBeUndefined();
  });

  test("nobody is stated too, with the floor", async () => {
    const layers = [{ name: "Loud", aliases: [], assetIds: ["bittensor", "near"] }];
    const { say } = await aDesk({ layers });
    expect(plainText(await say("movers loud"))).toContain(
      "1 up, 1 down of 2, median +3.32%.\nLooked at 2; left out: none. Floor: $250K 24 h volume.",
    );
  });
});

describe("where CoinGecko does not answer", () => {
  test("the last known of a day stands in, as old as it is, and after that there are none", async () => {
    const desk = await aDesk();
    await desk.say("movers");
    desk.standIn.fail("coingecko", down, Infinity);
    desk.pass(3 * 3_600_000);
    const reply = await desk.say("movers");
    expect(rows(reply)).toHaveLength(6);
    expect(reply.footer).toBe("Source: CoinGecko · 3 h ago, nothing newer to be had");
    desk.pass(24 * 3_600_000);
    expect(plainText(await desk.say("movers"))).toMatch(
      /CoinGecko does not answer right now[^]*so there are no movers now/,
    );
    expect(desk.faults[0]).toBeInstanceOf(ProviderError);
  });

  test("what it says of waiting is passed on, with why there is no list", async () => {
    const lists = createMovers({
      markets: {
        source: "CoinGecko",
        async markets() {
          throw new ProviderError("CoinGecko", "limited", { retryAfterMs: 60_000 });
        },
      },
      clock: () => NOON,
    });
    const failure: unknown = await lists.list("top 500", ["a", "b"]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ failure: "limited", retryAfterMs: 60_000, remark: expect.stringContaining("all") });
  });

  test.each<[string, Fault]>([
    ["a page instead of an answer", { kind: "html" }],
    ["half an answer", { kind: "truncated" }],
    ["an empty list", { kind: "body", body: [] }],
    ["rows without prices", { kind: "nulls" }],
    ["figures that are words", { kind: "wrong-types" }],
    ["another shape", { kind: "body", body: { rows: [] } }],
  ])("%s is no list", async (_what, fault) => {
    const desk = await aDesk();
    desk.standIn.fail("coingecko/coins/markets", fault, Infinity);
    expect(plainText(await desk.say("movers"))).toMatch(/CoinGecko does not answer right now/);
  });

  test("a fault of ours is not taken for a provider's", async () => {
    const lists = createMovers({
      markets: { source: "CoinGecko", markets: async () => Promise.reject(new TypeError("ours")) },
      clock: () => NOON,
    });
    await expect(lists.list("AI", ["a"])).rejects.toBeInstanceOf(TypeError);
  });
});

test("before the list of the largest coins has come, the whole market is on its way and the sector is there", async () => {
  const desk = await aDesk();
  const bare = movers({
    movers: createMovers({ markets: { source: "CoinGecko", markets: async () => new Map() }, clock: () => NOON }),
    assets: { ranked: () => [] },
    universes: [{ name: "AI", aliases: [], assetIds: ["bittensor"] }],
  });
  const run = async () => await bare.run({ of: ["all"] }, aCall(), () => undefined);
  await expect(run()).rejects.toThrow("still on its way");
  expect((await desk.say("movers")).title).toBe("Movers: AI, 24 h");
});

test("sample data has movers of the sector and of the market", async () => {
  const database = await openDatabase(":memory:");
  const parts = { config: {} as never, version: "0", database, log: memoryLog(), health: new Health() };
  const sample = await openSampleMarket({ ...parts, clock: () => NOON });
  const command = movers(sample);
  for (const of of [[], ["all"]]) {
    const facts = await command.run({ of, over: "7d" }, aCall(), () => undefined);
    expect(facts).toMatchObject({ source: "sample data", isStale: false });
    expect([facts.up.length, facts.down.length]).toEqual([5, 5]);
  }
  await database.destroy();
});
