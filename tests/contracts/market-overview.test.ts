import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createFearAndGreed } from "../../src/market/providers/fear-and-greed.ts";
import { createLastKnown } from "../../src/market/last-known.ts";
import fc from "fast-check";
import { join } from "node:path";
import { NOON } from "../support/calls.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { readDollars } from "../../src/market/providers/coingecko-overview.ts";
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

const coingecko = (now = NOON) =>
  createCoinGecko({ ...testWire({ clock: () => now }), plan: "pro", apiKey: "pro-key", base: market.coingeckoProBase });
const fearAndGreed = (now = NOON) =>
  createFearAndGreed({ ...testWire({ clock: () => now }), base: market.fearGreedBase });

/** Has the next answers be this text, whatever is asked. */
const serve = (body: string): void => {
  market.heal();
  market.fail("", { kind: "status", status: 200, body }, Infinity);
};

describe("CoinGecko's figures of the market", () => {
  test("are fractions and dollars with the provider's own time", async () => {
    expect(await coingecko().global("person")).toEqual({
      marketCap: 2.5e12,
      change24h: -0.016081983639177684,
      volume24h: 9.5e10,
      btcDominance: 0.56,
      ethDominance: expect.closeTo(0.096, 12),
      asOf: NOON - 40_000,
    });
  });

  test("without a single figure are no answer", async () => {
    serve(JSON.stringify({ data: { updated_at: 1_772_366_400 } }));
    await expect(coingecko().global("person")).rejects.toMatchObject({ failure: "unusable" });
  });

  test("of a category are its total; one that is not there or has none gives nothing", async () => {
    const gecko = coingecko();
    expect(await gecko.categoryTotal("artificial-intelligence", "person")).toEqual({
      marketCap: 2e10,
      asOf: NOON - 60_000,
    });
    expect(await gecko.categoryTotal("empty", "person")).toBeUndefined();
    expect(await gecko.categoryTotal("unheard-of", "person")).toBeUndefined();
  });

  test("name what is trending in its order, a coin without a price among them", async () => {
    const { coins, asOf } = await coingecko().trending("person");
    expect(asOf).toBe(NOON);
    expect(coins[0]).toEqual({
      id: "bittensor",
      symbol: "TAO",
      name: "Bittensor",
      rank: 35,
      price: 300,
      change24h: 0.095,
    });
    expect(coins.at(-1)).toEqual({ id: "no-market", symbol: "NOMKT", name: "No Market" });
  });
});

describe("a price as CoinGecko has written it", () => {
  test.each([
    [284.41, 284.41],
    [5.9e-6, 5.9e-6],
    ["$13.60", 13.6],
    ["$44,853.98", 44_853.98],
    ["$1,234,567", 1_234_567],
    ["0.5", 0.5],
    ['$0.0<sub title="0.000001216">5</sub>1216', 0.000001216],
  ])("%j is %d dollars", (written, dollars) => {
    expect(readDollars(written)).toBe(dollars);
  });

  test.each([
    0,
    -1,
    NaN,
    null,
    undefined,
    "",
    "$",
    "$0.00",
    "-5",
    "€13.60",
    "$1,23.4",
    "1,5",
    "12 34",
    "1.2.3",
    "$1e999",
    {},
    [],
    true,
    '$0.0<sub title="x">5</sub>1',
    '<b title="5">5</b>',
  ])("%j is no price", (written) => {
    expect(readDollars(written)).toBeUndefined();
  });

  test("is read the same however it is grouped, and nothing makes it throw or give a price that is none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (cents) => {
        const dollars = cents / 100;
        const written = dollars.toLocaleString("en", { minimumFractionDigits: 2 });
        expect(readDollars(`$${written}`)).toBe(dollars);
        expect(readDollars(written.replaceAll(",", ""))).toBe(dollars);
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readDollars(value);
        expect(read === undefined || (Number.isFinite(read) && read > 0)).toBe(true);
      }),
    );
  });
});

describe("the Fear & Greed index", () => {
  test("is the newest day's value with its class", async () => {
    expect(await fearAndGreed().latest("person")).toEqual({
      value: 12,
      mood: "Extreme Fear",
      asOf: Date.UTC(2026, 2, 1),
    });
    expect(market.requests.at(-1)).toMatchObject({ path: "/fng/", query: { limit: "1" } });
  });

  test("is the newest whatever the order, and rows that are none are left out", async () => {
    const rows = [
      { value: "30", value_classification: "Fear", timestamp: "1772236800" },
      { value: "many", timestamp: "1772323200" },
      null,
      { value: 45, value_classification: "fear", timestamp: 1_772_323_200 },
    ];
    serve(JSON.stringify({ data: rows }));
    expect(await fearAndGreed().latest("person")).toEqual({ value: 45, mood: "Fear", asOf: 1_772_323_200_000 });
  });

  test.each([
    ["no rows", { data: [], metadata: { error: "too many" } }],
    ["a value below the scale", { data: [{ value: "-1", timestamp: "1772323200" }] }],
    ["no time", { data: [{ value: "5", timestamp: "" }] }],
    ["another shape", { value: 5 }],
  ])("with %s is no answer", async (_what, body) => {
    serve(JSON.stringify(body));
    await expect(fearAndGreed().latest("person")).rejects.toBeInstanceOf(ProviderError);
  });
});

describe("what was last known", () => {
  const kept = (clock: () => number, ask: () => Promise<{ asOf: number }>) =>
    createLastKnown({ name: "x", ask, clock, cacheMs: 60_000, staleAfterMs: 3_600_000 });

  test("is not asked for again within the cache, and never counts as fresh once asking failed, at any time", async () => {
    const step = fc.record({ ms: fc.integer({ min: -10_000, max: 30 * 3_600_000 }), isUp: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        let now = NOON;
        let isUp = true;
        let asked = 0;
        const read = kept(
          () => now,
          async () => {
            asked += 1;
            if (!isUp) throw new ProviderError("X", "timeout");
            return { asOf: now };
          },
        );
        for (const each of steps) {
          now += each.ms;
          ({ isUp } = each);
          const before = asked;
          const told = await read();
          const wasAsked = asked > before;
          if (wasAsked && isUp) expect(told).toEqual({ kind: "known", value: { asOf: now }, isStale: false });
          if (wasAsked && !isUp && told.kind === "known") {
            expect(told.isStale).toBe(true);
            expect(now - told.value.asOf).toBeLessThan(24 * 3_600_000);
          }
          if (!wasAsked) expect(told).toMatchObject({ kind: "known", isStale: false });
        }
      }),
    );
  });

  test("a fault of ours is not taken for a provider's", async () => {
    const read = kept(
      () => NOON,
      async () => {
        throw new TypeError("ours");
      },
    );
    await expect(read()).rejects.toBeInstanceOf(TypeError);
  });
});

/** A folder of answers that real providers once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
const files = folder === undefined ? [] : readdirSync(folder, { recursive: true, encoding: "utf8" });
const read = (file: string): string => readFileSync(join(folder ?? "", file), "utf8");
const matching = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file));
/** After all recordings. */
const LATER = Date.UTC(2027, 0, 1);

describe.skipIf(folder === undefined)("recorded answers of the folder SAMPLES", () => {
  test("the folder holds answers of every endpoint that is called", () => {
    for (const pattern of [/global\.json$/, /trending\.json$/, /categories\.json$/, /fng_/])
      expect(matching(pattern).length).toBeGreaterThan(0);
  });

  test.for(matching(/^coingecko\/.*\/global\.json$/))("%s: every figure is read", async (file) => {
    serve(read(file));
    const {
      marketCap = 0,
      volume24h = 0,
      btcDominance = 0,
      ethDominance = 0,
      change24h,
      asOf,
    } = await coingecko(LATER).global("person");
    expect(marketCap).toBeGreaterThan(volume24h);
    expect(volume24h).toBeGreaterThan(1e9);
    expect(btcDominance + ethDominance).toBeLessThan(1);
    expect(btcDominance * ethDominance).toBeGreaterThan(0);
    expect(change24h).toBeDefined();
    expect(asOf).toBeLessThan(LATER);
  });

  test.for(matching(/^coingecko\/.*\/categories\.json$/))("%s: totals are read", async (file) => {
    serve(read(file));
    const rows = JSON.parse(read(file)) as { id: string; market_cap: number | null }[];
    const gecko = coingecko(LATER);
    for (const { id, market_cap: cap } of rows.slice(0, 20))
      expect((await gecko.categoryTotal(id, "person"))?.marketCap).toBe(cap ?? undefined);
  });

  test.for(matching(/^coingecko\/.*trending\.json$/))("%s: each coin is read with price and change", async (file) => {
    serve(read(file));
    const { coins } = await coingecko(LATER).trending("person");
    expect(coins).toHaveLength((JSON.parse(read(file)) as { coins: unknown[] }).coins.length);
    expect(coins.filter(({ price, change24h }) => price === undefined || change24h === undefined)).toEqual([]);
  });

  test.for(matching(/^alternative-me\//))("%s: the newest day is read", async (file) => {
    serve(read(file));
    const { data } = JSON.parse(read(file)) as { data: { value: string; timestamp: string }[] };
    const newest = Math.max(...data.map(({ timestamp }) => Number(timestamp)));
    const mood = await fearAndGreed(LATER).latest("person");
    expect(mood.asOf).toBe(newest * 1000);
    expect(mood.mood).toBeDefined();
  });

  test.for(matching(/\.(json|xml|rss|html|txt)$/))(
    "%s: in the place of any answer it gives figures or a ProviderError",
    async (file) => {
      serve(read(file));
      const gecko = coingecko(LATER);
      const asks: readonly (() => Promise<readonly unknown[]>)[] = [
        async () => [(await gecko.global("person")).marketCap],
        async () => [(await gecko.categoryTotal("artificial-intelligence", "person"))?.marketCap],
        async () => (await gecko.trending("person")).coins.map(({ price }) => price),
        async () => [(await fearAndGreed(LATER).latest("person")).value + 1],
      ];
      for (const ask of asks) {
        try {
          for (const figure of await ask())
            expect(figure === undefined || (typeof figure === "number" && figure > 0 && Number.isFinite(figure))).toBe(
              true,
            );
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
      }
    },
  );
});
