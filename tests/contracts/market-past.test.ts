import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, dayOf } from "../../src/market/closes.ts";
import { type Fault, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import type { Asset } from "../../src/market/asset.ts";
import { ASSETS } from "../stand-ins/market-assets.ts";
import { closeBook } from "../../src/store/daily-close-store.ts";
import { createDayPrices } from "../../src/market/day-prices.ts";
import { createDefiLlama } from "../../src/market/providers/defillama.ts";
import { createPastCloses } from "../../src/market/past-closes.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openLiveMarket } from "../../src/compose/market.ts";
import { Health } from "../../src/core/health.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { readConfig } from "../../src/config.ts";
import { testWire } from "../support/market.ts";
import { withValues } from "../../src/compose/import-values.ts";

const TAO: Asset = { id: "bittensor", symbol: "TAO", name: "Bittensor", rank: 35 };
const TODAY = dayOf(NOON);
/** A coin of which there are prices for two years and a bit. */
const SINCE = (TODAY - 800) * DAY_MS;

let market: MarketStandIn;
let database: Database;

beforeEach(async () => {
  const assets = ASSETS.map((each) => (each.id === "bittensor" ? { ...each, since: SINCE } : each));
  market = await startMarket({ now: () => NOON, assets });
  database = await openDatabase(":memory:");
});
afterEach(async () => {
  expect(market.violations).toEqual([]);
  await market.close();
  await database.destroy();
});

const defillama = () => createDefiLlama({ ...testWire(), base: market.defillamaCoinsBase });
/** It takes one request a second: time passes with each. */
const clock = (): number => NOON + market.requests.length * 1_500;
const paths = (part: string): string[] =>
  market.requests.map(({ provider, path }) => `${provider}${path}`).filter((each) => each.includes(part));

describe("DefiLlama's past closes", () => {
  test("of one day are one price at its end; of many a chart of days", async () => {
    const [day] = [TODAY - 500];
    const one = await defillama().pastCloses(TAO, day, day, "person");
    expect(market.requests.at(-1)).toMatchObject({
      path: `/prices/historical/${((day + 1) * DAY_MS) / 1000}/coingecko:bittensor`,
      query: { searchWidth: "1h" },
    });
    const many = await defillama().pastCloses(TAO, day - 9, day, "person");
    expect([...many.keys()]).toEqual(Array.from({ length: 10 }, (_, index) => day - 9 + index));
    expect(many.get(day)).toBeCloseTo(one.get(day) ?? 0, 1);
  });

  test("are none of a day before there were any, of a coin that it does not have, and of one that it is not sure of", async () => {
    const day = TODAY - 900;
    expect((await defillama().pastCloses(TAO, day, day, "person")).size).toBe(0);
    expect([...(await defillama().pastCloses(TAO, TODAY - 810, TODAY - 790, "person")).keys()][0]).toBe(TODAY - 801);
    expect((await defillama().pastCloses({ ...TAO, id: "unheard-of" }, day, day, "person")).size).toBe(0);
    const price = { price: 300, timestamp: ((day + 1) * DAY_MS) / 1000, confidence: 0.3 };
    market.fail("defillama-coins", { kind: "body", body: { coins: { "coingecko:bittensor": price } } });
    expect((await defillama().pastCloses(TAO, day, day, "person")).size).toBe(0);
  });

  test("are none where the nearest price is more than an hour from the day's end", async () => {
    const day = TODAY - 500;
    const price = { price: 300, timestamp: ((day + 1) * DAY_MS) / 1000 - 3_700, confidence: 0.99 };
    market.fail("defillama-coins", { kind: "body", body: { coins: { "coingecko:bittensor": price } } });
    expect((await defillama().pastCloses(TAO, day, day, "person")).size).toBe(0);
  });

  test.each<Fault>([
    { kind: "status", status: 429, retryAfter: "60" },
    { kind: "status", status: 502 },
    { kind: "html" },
    { kind: "truncated" },
    { kind: "body", body: [] },
  ])("are a failure and not none when it answers with %o", async (fault) => {
    market.fail("defillama-coins", fault, Infinity);
    await expect(defillama().pastCloses(TAO, TODAY - 500, TODAY - 500, "person")).rejects.toBeInstanceOf(ProviderError);
  });
});

describe("past closes", () => {
  const open = () =>
    createPastCloses({
      sources: [defillama()],
      closes: { book: closeBook(database), log: memoryLog() },
      clock,
    });

  test("are asked for once, and kept beyond the process", async () => {
    const day = TODAY - 500;
    const [close] = await open().of(TAO, [day], "person");
    expect(close).toMatchObject({ assetId: "bittensor", day, source: "DefiLlama" });
    expect(await open().of(TAO, [day], "person")).toEqual([close]);
    expect(paths("historical")).toHaveLength(1);
  });

  test("of some days within 500 are one request, and of days further apart one for each stretch", async () => {
    const found = await open().of(TAO, [TODAY - 400, TODAY - 450, TODAY - 799], "person");
    expect(paths("chart")).toHaveLength(1);
    expect(found).toHaveLength(400);
    await open().of({ id: "bitcoin", symbol: "BTC", name: "Bitcoin" }, [TODAY - 400, TODAY - 1_000], "person");
    expect(paths("historical")).toHaveLength(2);
  });

  test("of a coin that was not there then are not looked for further back, nor asked for again", async () => {
    const past = open();
    const days = [TODAY - 900, TODAY - 1_500, TODAY - 2_100];
    expect(await past.of(TAO, days, "person")).toEqual([]);
    expect(await past.of(TAO, days, "person")).toEqual([]);
    expect(paths("historical")).toHaveLength(1);
  });

  test("of twenty years are the newest four requests, and no more", async () => {
    const days = Array.from({ length: 4_000 }, (_, index) => TODAY - 400 - index);
    const found = await open().of({ id: "bitcoin", symbol: "BTC", name: "Bitcoin" }, days, "person");
    expect(found).toHaveLength(2_000);
    expect(paths("chart")).toHaveLength(4);
  });
});

describe("the price of a day", () => {
  const live = async () => {
    const { market: config } = readConfig({
      COINGECKO_API_BASE: market.coingeckoBase,
      COINPAPRIKA_API_BASE: market.coinpaprikaBase,
      DEFILLAMA_COINS_API_BASE: market.defillamaCoinsBase,
      BINANCE_API_BASE: market.binanceBase,
    });
    const parts = { config, version: "0", database, log: memoryLog(), health: new Health(), clock };
    const services = await openLiveMarket({ ...parts, keep: "nothing" });
    return { services, prices: createDayPrices({ ...services, clock }) };
  };

  test("within a year is CoinGecko's, before it DefiLlama's, and both are kept", async () => {
    const { prices } = await live();
    const [recent, old] = [TODAY - 100, TODAY - 600];
    expect(await prices.at(TAO, recent * DAY_MS, "USD", "person")).toMatchObject({
      from: expect.stringContaining("CoinGecko") as unknown,
    });
    const found = await prices.at(TAO, old * DAY_MS + 1, "USD", "person");
    expect(found?.from).toBe(`close of ${new Date(old * DAY_MS).toISOString().slice(0, 10)}, DefiLlama`);
    const asked = market.requests.length;
    for (const day of [recent, old]) await prices.at(TAO, day * DAY_MS, "USD", "person");
    expect(market.requests).toHaveLength(asked);
  });

  test("is in US dollars where only DefiLlama has the day, and not known where nobody has", async () => {
    const { prices } = await live();
    expect(await prices.at(TAO, (TODAY - 600) * DAY_MS, "EUR", "person")).toMatchObject({ currency: "USD" });
    expect(await prices.at(TAO, (TODAY - 900) * DAY_MS, "USD", "person")).toBeUndefined();
  });

  test("before a year is told by DefiLlama also when CoinGecko does not answer", async () => {
    market.fail("coingecko", { kind: "status", status: 500 }, Infinity);
    const { prices } = await live();
    expect((await prices.at(TAO, (TODAY - 600) * DAY_MS, "USD", "person"))?.from).toContain("DefiLlama");
  });

  test("is filled in for rows of a file: from what is kept, else from histories, else from before them", async () => {
    const { services } = await live();
    const day = (ago: number): number => (TODAY - ago) * DAY_MS + 1;
    await closeBook(database).keep([
      { assetId: "bittensor", day: TODAY - 50, close: 123, source: "CoinGecko", volume: 1 },
    ]);
    const stake = (at: number) =>
      ({ kind: "income", incomeKind: "staking", at, asset: "bittensor", quantity: "2" }) as const;
    const parts = { ...services, assets: { byId: () => TAO } };
    const entries = [50, 100, 600, 900].map((ago) => stake(day(ago)));
    const valued = await withValues(entries, parts, { progress: () => undefined, pause: async () => undefined });
    const told = valued.map((entry) => ("value" in entry ? entry.value : undefined));
    expect(told[0]).toEqual({
      amount: "246",
      currency: "USD",
      isFilled: true,
      filledFrom: expect.stringMatching(/^close of .*, CoinGecko$/) as unknown,
    });
    expect(
      told.map((value) => /\w+$/.exec((value as { filledFrom?: string } | undefined)?.filledFrom ?? "none")?.[0]),
    ).toEqual(["CoinGecko", "CoinGecko", "DefiLlama", "none"]);
  });
});
