import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createQuotes, type Quotes, type QuotesParts } from "../../src/market/quotes.ts";
import { createRates, type Rates } from "../../src/market/rates.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { type TestWire, testWire } from "../support/market.ts";
import type { Asset } from "../../src/market/asset.ts";
import { ASSETS } from "../stand-ins/market-assets.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createCoinPaprika } from "../../src/market/providers/coinpaprika.ts";
import { createDefiLlama } from "../../src/market/providers/defillama.ts";
import { NOON } from "../support/calls.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { quoteBook } from "../../src/store/quote-store.ts";
import { rateBook } from "../../src/store/rate-store.ts";

const asset = (id: string): Asset => {
  const one = ASSETS.find((each) => each.id === id);
  if (!one) throw new RangeError(id);
  const { symbol, name, rank, cap } = one;
  return {
    id,
    symbol: symbol.toUpperCase(),
    name,
    ...(rank === null ? {} : { rank }),
    ...(cap === null ? {} : { capUsd: cap }),
  };
};
const TAO = asset("bittensor");
const NEAR = asset("near");
const ARC = asset("arc");
const NO_MARKET = asset("no-market");
const DOWN = { kind: "status", status: 500 } as const;

let market: MarketStandIn;
let wire: TestWire;
let database: Database;

beforeEach(async () => {
  wire = testWire();
  market = await startMarket({ now: wire.clock });
  database = await openDatabase(":memory:");
});
afterEach(async () => {
  expect(market.violations).toEqual([]);
  await market.close();
  await database.destroy();
});

interface Desk {
  readonly quotes: Quotes;
  readonly rates: Rates;
}

/** The market room as main puts it together; a second one on the same database is the desk after a restart. */
function open(change: Partial<QuotesParts> = {}): Desk {
  const coingecko = createCoinGecko({ ...wire, plan: "demo", apiKey: "demo-key", base: market.coingeckoBase });
  const rates = createRates({ markets: coingecko, book: rateBook(database), clock: wire.clock, log: wire.log });
  const fallbacks = [
    createDefiLlama({ ...wire, base: market.defillamaCoinsBase }),
    createCoinPaprika({ ...wire, base: market.coinpaprikaBase }),
  ];
  const quotes = createQuotes({ ...wire, markets: coingecko, fallbacks, rates, book: quoteBook(database), ...change });
  return { quotes, rates };
}

const asked = (provider: string): number =>
  market.requests.filter((request) => request.provider === provider && request.path !== "/exchange_rates").length;

describe("one provider answers", () => {
  test("a quote carries its asset, currency, source and the provider's time", async () => {
    const { quotes } = open();
    expect((await quotes.of([TAO], "usd", "person")).get("bittensor")).toEqual({
      asset: TAO,
      currency: "USD",
      price: 300,
      change24h: 0.095,
      change7d: 0.24,
      marketCap: 2.8e9,
      volume24h: 1.4e8,
      rank: 35,
      source: "CoinGecko",
      asOf: NOON - 30_000,
      isStale: false,
    });
    expect(asked("defillama-coins") + asked("coinpaprika")).toBe(0);
  });

  test("within a minute the same question costs no request, after it one", async () => {
    const { quotes } = open();
    await quotes.of([TAO, NEAR], "USD", "person");
    wire.pass(59_000);
    await quotes.of([NEAR, TAO], "usd", "job");
    expect(asked("coingecko")).toBe(1);
    wire.pass(1_000);
    await quotes.of([NEAR], "USD", "person");
    expect(asked("coingecko")).toBe(2);
  });

  test("what twenty people ask at the same time is one request", async () => {
    const { quotes } = open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => quotes.of([index % 2 === 0 ? TAO : NEAR], "USD", "person")),
    );
    expect(answers.every((answer) => answer.size === 1)).toBe(true);
    expect(asked("coingecko")).toBe(1);
  });

  test("the same asset twice is one quote, and none is none", async () => {
    const { quotes } = open();
    expect((await quotes.of([TAO, TAO], "USD", "person")).size).toBe(1);
    expect((await quotes.of([], "USD", "person")).size).toBe(0);
  });

  test("figures that the provider has not renewed for long are called stale", async () => {
    const { quotes } = open();
    const old = { id: "near", symbol: "near", name: "NEAR", current_price: 1, last_updated: "2026-03-01T09:00:00Z" };
    market.fail("coingecko/coins/markets", { kind: "body", body: [old] });
    expect((await quotes.of([NEAR], "USD", "person")).get("near")).toMatchObject({ isStale: true });
  });
});

describe("falling back", () => {
  test("what CoinGecko does not answer DefiLlama does, under its own name", async () => {
    market.fail("coingecko", DOWN, Infinity);
    const { quotes } = open();
    const quote = (await quotes.of([TAO], "USD", "person")).get("bittensor");
    expect(quote).toEqual({
      asset: TAO,
      currency: "USD",
      price: 300,
      source: "DefiLlama",
      asOf: expect.any(Number) as number,
      isStale: false,
    });
    expect(wire.health.all().get("coingecko")).toMatchObject({ state: "late" });
    expect(wire.health.all().get("market")).toMatchObject({ state: "ok" });
  });

  test("what DefiLlama does not answer either CoinPaprika does", async () => {
    market.fail("coingecko", { kind: "html" }, Infinity);
    market.fail("defillama-coins", { kind: "reset" }, Infinity);
    const quote = (await open().quotes.of([TAO], "USD", "person")).get("bittensor");
    expect(quote).toMatchObject({ price: 300, source: "CoinPaprika", change24h: 0.095 });
  });

  test("each asset has the source that it came from", async () => {
    const row = { id: "near", symbol: "near", name: "NEAR Protocol", current_price: 1.4 };
    market.fail("coingecko/coins/markets", { kind: "body", body: [row] });
    const answer = await open().quotes.of([TAO, NEAR], "USD", "person");
    expect(Object.fromEntries([...answer].map(([id, { source }]) => [id, source]))).toEqual({
      bittensor: "DefiLlama",
      near: "CoinGecko",
    });
  });

  test("an asset that one provider has does not wait for one that nobody has", async () => {
    market.fail("defillama-coins", { kind: "hang" }, Infinity);
    const slow = createDefiLlama({ ...wire, limits: { personMs: 400 }, base: market.defillamaCoinsBase });
    const { quotes } = open({ fallbacks: [slow] });
    const both = quotes.of([NO_MARKET, NEAR], "USD", "person");
    const alone = quotes.of([NEAR], "USD", "person");
    expect(await Promise.race([both.then(() => "both"), alone.then(() => "alone")])).toBe("alone");
    expect([...(await both).keys()]).toEqual(["near"]);
  });

  test("a fall-back's dollars are converted, without changes that were measured in dollars", async () => {
    const { quotes, rates } = open();
    await rates.rate("USD", "EUR", "person");
    market.fail("coingecko", DOWN, Infinity);
    market.fail("defillama-coins", DOWN, Infinity);
    const quote = (await quotes.of([TAO], "eur", "person")).get("bittensor");
    expect(quote).toMatchObject({ currency: "EUR", price: 270, source: "CoinPaprika" });
    expect(quote?.marketCap).toBeCloseTo(2.52e9, -3);
    expect(quote).not.toHaveProperty("change24h");
  });

  test("a currency that CoinGecko has no prices in goes by way of the dollar", async () => {
    const quote = (await open().quotes.of([TAO], "COP", "person")).get("bittensor");
    expect(quote).toMatchObject({ currency: "COP", price: 1_200_000, source: "CoinGecko" });
    expect(quote).not.toHaveProperty("change24h");
  });
});

describe("nothing to give", () => {
  test("an asset that nobody has a price for is absent, and is not asked for again within the minute", async () => {
    const { quotes } = open();
    expect((await quotes.of([NO_MARKET, TAO], "USD", "person")).has("no-market")).toBe(false);
    const before = market.requests.length;
    expect((await quotes.of([NO_MARKET], "USD", "person")).size).toBe(0);
    expect(market.requests).toHaveLength(before);
  });

  test("when nobody answers and nothing is known it is the outside's fault", async () => {
    for (const provider of ["coingecko", "defillama-coins", "coinpaprika"]) market.fail(provider, DOWN, Infinity);
    await expect(open().quotes.of([TAO], "USD", "person")).rejects.toMatchObject({ provider: "CoinGecko" });
    expect(wire.health.all().get("market")).toMatchObject({ state: "down" });
    expect(wire.health.isReady()).toBe(false);
  });

  test("once somebody answers again the market is ok again", async () => {
    for (const provider of ["coingecko", "defillama-coins", "coinpaprika"]) market.fail(provider, DOWN, Infinity);
    const { quotes } = open();
    await expect(quotes.of([TAO], "USD", "person")).rejects.toBeInstanceOf(ProviderError);
    market.heal();
    expect((await quotes.of([TAO], "USD", "person")).size).toBe(1);
    expect(wire.health.all().get("market")).toMatchObject({ state: "ok" });
  });

  test("no way through a hostile provider leads to a price of zero", async () => {
    for (const current_price of [0, "0", -1, "1e-999", null, "NaN", {}, []])
      market.fail("coingecko/coins/markets", { kind: "body", body: [{ id: "arc", current_price }] });
    const { quotes } = open({ cacheMs: 0 });
    for (let count = 0; count < 8; count += 1) expect((await quotes.of([ARC], "USD", "person")).size).toBe(0);
  });
});

describe("the last known quote", () => {
  const allDown = (): void => {
    for (const provider of ["coingecko", "defillama-coins", "coinpaprika"]) market.fail(provider, DOWN, Infinity);
  };

  test("stands in while nobody answers, stale, with its own time", async () => {
    const { quotes } = open();
    await quotes.of([TAO], "USD", "person");
    allDown();
    wire.pass(3_600_000);
    const quote = (await quotes.of([TAO], "USD", "person")).get("bittensor");
    expect(quote).toMatchObject({ price: 300, source: "CoinGecko", asOf: NOON - 30_000, isStale: true });
  });

  test("outlives the process", async () => {
    await open().quotes.of([TAO, NEAR], "USD", "person");
    allDown();
    wire.pass(3_600_000);
    const answer = await open().quotes.of([TAO, ARC], "USD", "person");
    expect(answer.get("bittensor")).toMatchObject({ asset: TAO, price: 300, change7d: 0.24, isStale: true });
    expect(answer.has("arc")).toBe(false);
  });

  test("is not given for another currency, nor once it is a day old", async () => {
    const { quotes } = open();
    await quotes.of([TAO], "USD", "person");
    allDown();
    await expect(open().quotes.of([TAO], "GBP", "person")).rejects.toBeInstanceOf(ProviderError);
    wire.pass(24 * 3_600_000);
    await expect(quotes.of([TAO], "USD", "person")).rejects.toBeInstanceOf(ProviderError);
    await expect(open().quotes.of([TAO], "USD", "person")).rejects.toBeInstanceOf(ProviderError);
  });

  test("a book that cannot be written or read costs no answer, and says so in the log", async () => {
    const book = {
      keep: () => Promise.reject(new Error("disk full")),
      lastKnown: () => Promise.reject(new Error("disk full")),
    };
    const { quotes } = open({ book });
    expect((await quotes.of([TAO], "USD", "person")).size).toBe(1);
    allDown();
    await expect(quotes.of([NEAR], "USD", "person")).rejects.toBeInstanceOf(ProviderError);
    expect(wire.lines.filter(({ level }) => level === "error").map(({ event }) => event)).toEqual([
      "quotes not kept",
      "quotes not recalled",
    ]);
  });

  test("a fault of ours is not mistaken for the outside's", async () => {
    const markets = createCoinGecko({ ...wire, plan: "public", base: market.coingeckoBase });
    const broken = { ...markets, markets: () => Promise.reject(new TypeError("a bug")) };
    const { quotes } = open({ markets: broken });
    await expect(Promise.all([quotes.of([TAO], "USD", "person"), quotes.of([TAO], "USD", "person")])).rejects.toThrow(
      "a bug",
    );
    await expect(quotes.of([TAO], "USD", "person")).rejects.toThrow("a bug");
  });
});

describe("a week", () => {
  test("comes from CoinGecko and is kept for ten minutes", async () => {
    const { quotes } = open();
    expect((await quotes.week(TAO, "EUR"))?.points).toHaveLength(169);
    wire.pass(599_000);
    expect(await quotes.week(TAO, "eur")).toMatchObject({ currency: "EUR", source: "CoinGecko" });
    expect(asked("coingecko")).toBe(1);
  });

  test("is in dollars, and says so, where there is no other", async () => {
    expect(await open().quotes.week(TAO, "COP")).toMatchObject({ currency: "USD" });
  });

  test("is absent while CoinGecko does not answer, or the last one known", async () => {
    const { quotes } = open();
    await quotes.week(TAO, "USD");
    market.fail("coingecko", DOWN, Infinity);
    wire.pass(601_000);
    expect((await quotes.week(TAO, "USD"))?.asOf).toBe(NOON);
    expect(await quotes.week(NEAR, "USD")).toBeUndefined();
  });
});

describe("exchange rates", () => {
  test.each([
    ["USD", "EUR", 0.9],
    ["eur", "usd", 70 / 63],
    ["BTC", "USD", 70_000],
    ["GBP", "GBP", 1],
    ["XAU", "USD", 4_000],
  ])("one %s is so many %s", async (from, to, value) => {
    const rate = await open().rates.rate(from, to, "person");
    expect(rate?.value).toBeCloseTo(value, 9);
    expect(rate).toMatchObject({ source: "CoinGecko", asOf: NOON, isStale: false });
  });

  test("an unknown currency has no rate", async () => {
    expect(await open().rates.rate("USD", "ZZZ", "person")).toBeUndefined();
    expect(await open().rates.rate("constructor", "USD", "person")).toBeUndefined();
  });

  test("they are asked for once in five minutes", async () => {
    const { rates } = open();
    await Promise.all([rates.rate("USD", "EUR", "person"), rates.rate("USD", "GBP", "person")]);
    wire.pass(299_000);
    await rates.rate("EUR", "JPY", "person");
    expect(market.requests).toHaveLength(1);
  });

  test("the last known ones stand in for a day, over a restart as well", async () => {
    await open().rates.rate("USD", "EUR", "person");
    market.fail("coingecko", DOWN, Infinity);
    wire.pass(3_600_000);
    const later = open();
    expect(await later.rates.rate("USD", "EUR", "person")).toMatchObject({ asOf: NOON, isStale: true });
    wire.pass(23 * 3_600_000);
    await expect(later.rates.rate("USD", "EUR", "person")).rejects.toBeInstanceOf(ProviderError);
  });

  test("what is a currency is known without asking; coins are not, and new money is learned", async () => {
    const { rates } = open();
    for (const code of "USD EUR GBP JPY CHF CNY INR KRW BRL CAD AUD XAU eur".split(" "))
      expect(rates.isCurrency(code)).toBe(true);
    for (const code of ["BTC", "LINK", "TAO", "SATS", "", "constructor", "ISK"])
      expect(rates.isCurrency(code)).toBe(false);
    expect(market.requests).toHaveLength(0);
    const isk = { name: "Icelandic Króna", unit: "kr", value: 9_000_000, type: "fiat" };
    market.fail("coingecko/exchange_rates", {
      kind: "body",
      body: { rates: { usd: { value: 70_000, type: "fiat" }, isk } },
    });
    await rates.rate("USD", "ISK", "person");
    expect(rates.isCurrency("isk")).toBe(true);
    expect(rates.currencies().slice(0, 3)).toEqual(["USD", "EUR", "GBP"]);
  });

  test.each([
    { rates: {} },
    { rates: { usd: { value: 0, type: "fiat" } } },
    { rates: [] },
    { rates: { usd: "x", eur: null } },
  ])("an answer without rates is no answer: %j", async (body) => {
    market.fail("coingecko/exchange_rates", { kind: "body", body });
    await expect(open().rates.rate("USD", "EUR", "person")).rejects.toMatchObject({ failure: "unusable" });
  });
});
