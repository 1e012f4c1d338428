import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Fault, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import type { Asset } from "../../src/market/asset.ts";
import type { Days } from "../../src/market/source.ts";
import { createBinance, isMajor } from "../../src/market/providers/binance.ts";
import { createCoinPaprika } from "../../src/market/providers/coinpaprika.ts";
import { createDefiLlama } from "../../src/market/providers/defillama.ts";
import { join } from "node:path";
import { NOON } from "../support/calls.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { testWire } from "../support/market.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TAO: Asset = { id: "bittensor", symbol: "TAO", name: "Bittensor", rank: 35 };
const BTC: Asset = { id: "bitcoin", symbol: "BTC", name: "Bitcoin", rank: 1 };

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket({ now: () => NOON });
});
afterEach(() => {
  expect(market.violations).toEqual([]);
  market.heal();
});
afterAll(() => market.close());

const wire = (now = NOON) => testWire({ clock: () => now, limits: { personMs: 1_000 } });
const defillama = (now = NOON) => createDefiLlama({ ...wire(now), base: market.defillamaCoinsBase });
const binance = (isCertain: (asset: Asset) => boolean = () => true, now = NOON) =>
  createBinance({ ...wire(now), base: market.binanceBase, isCertain });
const coinpaprika = (now = NOON) => createCoinPaprika({ ...wire(now), base: market.coinpaprikaBase });

const FAULTS: readonly Fault[] = [
  { kind: "status", status: 400, body: { message: "no" } },
  { kind: "status", status: 404 },
  { kind: "status", status: 429, retryAfter: "60" },
  { kind: "status", status: 451 },
  { kind: "status", status: 500 },
  { kind: "html" },
  { kind: "truncated" },
  { kind: "empty" },
  { kind: "hang" },
  { kind: "reset-in-body" },
  { kind: "wrong-types" },
  { kind: "nulls" },
  { kind: "body", body: [] },
  { kind: "body", body: {} },
  { kind: "body", body: { coins: { "coingecko:bittensor": { prices: "many" } } } },
  { kind: "body", body: [[1, 2], null, "x", [1, "2", "3", "4", "-5", "6", 7]] },
];

const inOrder = (points: readonly (readonly [number, number])[]): boolean =>
  points.every(([at, price], index) => price > 0 && at <= NOON && at > (points[index - 1]?.[0] ?? 0));

describe("DefiLlama's history", () => {
  test.each<[Days, string, number, number | undefined]>([
    [1, "1h", 24, undefined],
    [7, "1h", 168, undefined],
    [30, "2h", 360, undefined],
    [90, "6h", 360, undefined],
    [365, "1d", 365, undefined],
    [2_000, "1d", 499, 499],
    ["max", "1d", 499, 499],
  ])("of %s days is asked for in steps of %s, never more than 500 of them", async (days, period, least, limit) => {
    const history = await defillama().history(TAO, days, "person");
    expect(market.requests.at(-1)).toMatchObject({ query: { period } });
    expect(history?.points.length).toBeGreaterThanOrEqual(least);
    expect(inOrder(history?.points ?? [])).toBe(true);
    expect(history).toMatchObject({
      source: "DefiLlama",
      currency: "USD",
      volumes: [],
      asOf: history?.points.at(-1)?.[0],
    });
    expect(history?.limitedToDays).toBe(limit);
  });

  test("starts at full days, so that each has its close", async () => {
    const start = Number((await defillama().history(TAO, 365, "person")) && market.requests.at(-1)?.query["start"]);
    expect((start * 1000) % DAY).toBe(0);
    expect(NOON - start * 1000).toBeLessThanOrEqual(365 * DAY);
  });

  test("of a coin that it does not have, or is not sure of, is none", async () => {
    expect(await defillama().history({ ...TAO, id: "unheard-of" }, 7, "person")).toBeUndefined();
    const prices = [{ timestamp: NOON / 1000 - 60, price: 300 }];
    market.fail("defillama-coins", {
      kind: "body",
      body: { coins: { "coingecko:bittensor": { confidence: 0.3, prices } } },
    });
    expect(await defillama().history(TAO, 7, "person")).toBeUndefined();
  });

  test("is read when numbers come as text", async () => {
    market.fail("defillama-coins", { kind: "numbers-as-text" });
    expect((await defillama().history(TAO, 7, "person"))?.points.length).toBeGreaterThan(160);
  });
});

describe("Binance's history", () => {
  test.each<[Days, string, number]>([
    [1, "15m", 96],
    [7, "15m", 672],
    [30, "1h", 720],
    [90, "4h", 540],
    [365, "1d", 365],
    ["max", "1d", 1_000],
  ])("of %s days has klines of %s, in Tether and called so", async (days, interval, count) => {
    const history = await binance().history(BTC, days, "person");
    expect(market.requests.at(-1)?.query).toEqual({ symbol: "BTCUSDT", interval, limit: String(count) });
    expect(history?.points).toHaveLength(count);
    expect(inOrder(history?.points ?? [])).toBe(true);
    expect(history).toMatchObject({ source: "Binance", currency: "USDT", volumes: [], asOf: NOON });
  });

  test("is not asked for a coin that its pair may not be, nor for Tether in itself", async () => {
    const before = market.requests.length;
    expect(await binance(() => false).history(TAO, 7, "person")).toBeUndefined();
    expect(
      await binance().history({ id: "tether", symbol: "USDT", name: "Tether", rank: 3 }, 7, "person"),
    ).toBeUndefined();
    expect(market.requests).toHaveLength(before);
  });

  test("is of the hundred largest only, and of those whose symbol no other ranked coin has", () => {
    const other = { id: "tao-inu", symbol: "TAO", name: "Tao Inu", rank: 900 };
    expect(isMajor(TAO, [BTC, TAO])).toBe(true);
    expect(isMajor(TAO, [BTC, TAO, other])).toBe(false);
    expect(isMajor({ ...TAO, rank: 101 }, [BTC, { ...TAO, rank: 101 }])).toBe(false);
    expect(isMajor({ id: "x", symbol: "X", name: "X" }, [BTC])).toBe(false);
    expect(isMajor({ ...TAO, symbol: "T&A" }, [{ ...TAO, symbol: "T&A" }])).toBe(false);
  });

  test("of a pair that there is not is a failure, not an empty history", async () => {
    await expect(
      binance().history({ id: "x", symbol: "NOPE", name: "x", rank: 90 }, 7, "person"),
    ).rejects.toMatchObject({ failure: "refused" });
  });
});

test.each(FAULTS)("instead of a history %j is none or a failure of the provider", async (fault) => {
  for (const ask of [() => defillama().history(TAO, 7, "person"), () => binance().history(BTC, 7, "person")]) {
    market.fail("", fault, Infinity);
    try {
      const history = await ask();
      expect(history === undefined || inOrder(history.points)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(ProviderError);
    }
    market.heal();
  }
});

describe("CoinPaprika's figures of the market", () => {
  test("are fractions and dollars; what it says as zero or not at all is missing", async () => {
    expect(await coinpaprika().global("person")).toEqual({
      marketCap: 2.4e12,
      volume24h: 9e10,
      btcDominance: 0.573,
      change24h: expect.closeTo(-0.014, 12) as number,
      asOf: NOON - 90_000,
    });
    market.fail("coinpaprika/global", {
      kind: "body",
      body: { market_cap_usd: 2.4e12, volume_24h_usd: 0, bitcoin_dominance_percentage: 101, market_cap_change_24h: 0 },
    });
    expect(await coinpaprika().global("person")).toEqual({ marketCap: 2.4e12, asOf: NOON });
  });

  test.each(FAULTS)("instead of them %j is a failure of the provider", async (fault) => {
    market.fail("coinpaprika/global", fault, Infinity);
    await expect(coinpaprika().global("person")).rejects.toBeInstanceOf(ProviderError);
  });
});

/** A folder of answers that real providers once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
const files = folder === undefined ? [] : readdirSync(folder, { recursive: true, encoding: "utf8" });
const read = (file: string): string => readFileSync(join(folder ?? "", file), "utf8");
const matching = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file));
/** After all recordings. */
const LATER = Date.UTC(2027, 0, 1);

/** Has the next answers be this text, whatever is asked. */
const serve = (body: string): void => {
  market.heal();
  market.fail("", { kind: "status", status: 200, body }, Infinity);
};

describe.skipIf(folder === undefined)("recorded answers of the folder SAMPLES", () => {
  test("the folder holds answers of every endpoint that is called", () => {
    for (const pattern of [/klines_1d/, /chart_coins\.json$/, /coinpaprika\/.*\/global\.json$/])
      expect(matching(pattern).length).toBeGreaterThan(0);
  });

  test.for(matching(/klines_1d/))("%s: each kline is read", async (file) => {
    serve(read(file));
    const rows = JSON.parse(read(file)) as [number, string, string, string, string, string, number][];
    const history = await binance(() => true, LATER).history(BTC, 30, "person");
    expect(history?.points).toEqual(rows.map(([, , , , close, , closeTime]) => [closeTime, Number(close)]));
  });

  test.for(matching(/chart_coins\.json$/))("%s: each point is read", async (file) => {
    const [coin] = Object.values((JSON.parse(read(file)) as { coins: Record<string, { prices: unknown[] }> }).coins);
    serve(JSON.stringify({ coins: { "coingecko:bittensor": coin } }));
    expect((await defillama(LATER).history(TAO, 30, "person"))?.points).toHaveLength(coin?.prices.length ?? NaN);
  });

  test.for(matching(/coinpaprika\/.*\/global\.json$/))("%s: every figure is read", async (file) => {
    serve(read(file));
    const global = await coinpaprika(LATER).global("person");
    expect(Object.keys(global).toSorted()).toEqual(["asOf", "btcDominance", "change24h", "marketCap", "volume24h"]);
  });

  test.for(matching(/\.(json|xml|rss|html|txt)$/))(
    "%s: in the place of any answer it gives prices or a ProviderError",
    async (file) => {
      serve(read(file));
      const asks: readonly (() => Promise<readonly unknown[]>)[] = [
        async () => (await defillama(LATER).history(TAO, 30, "person"))?.points.map(([, price]) => price) ?? [],
        async () =>
          (await binance(() => true, LATER).history(BTC, 30, "person"))?.points.map(([, price]) => price) ?? [],
        async () => [(await coinpaprika(LATER).global("person")).marketCap ?? 1],
      ];
      for (const ask of asks) {
        try {
          for (const price of await ask()) expect(typeof price === "number" && price > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
      }
    },
  );
});
