import { describe, expect, test } from "vitest";
import { createQuotes } from "./quotes.ts";
import { createRates } from "./rates.ts";
import { createSampleMarket } from "./sample.ts";
import { dayOf } from "./closes.ts";
import { sampleCloses } from "./sample-history.ts";
import { memoryLog, NOON } from "../../tests/support/calls.ts";

const sample = createSampleMarket();
const list = await sample.topMarkets(1);

describe("the file", () => {
  test("holds the crypto-AI coins that people ask for and the majors", async () => {
    const wanted =
      "bittensor near render-token fetch-ai virtual-protocol akash-network internet-computer the-graph worldcoin-wld livepeer aethir grass io nosana morpheusai elizaos ai16z aixbt arc ai-rig-complex sleepless-ai kaito arkham venice-token theta-token pha bitcoin ethereum solana usd-coin tether";
    const ids = new Set((await sample.coinList()).map(({ id }) => id));
    expect(wanted.split(" ").filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(list.length);
  });

  test("agrees with itself: ranks are unique and follow the caps, changes are those of the week's prices", async () => {
    expect(new Set(list.map(({ rank }) => rank)).size).toBe(list.length);
    const caps = list.map(({ marketCap }) => marketCap ?? 0);
    expect(caps).toEqual(caps.toSorted((a, b) => b - a));
    for (const row of list) {
      const prices = ((await sample.week(row.id, "USD", "person"))?.points ?? []).map(([, price]) => price);
      const dayAgo = prices.at(-7) ?? NaN;
      expect(prices.at(-1)).toBe(row.price);
      expect(row.price / dayAgo - 1).toBeCloseTo(row.change24h ?? NaN, 3);
      expect(row.price / (prices[0] ?? NaN) - 1).toBeCloseTo(row.change7d ?? NaN, 3);
    }
  });

  test("has a market that its coins fit into, and only coins that it has are trending", async () => {
    const { marketCap = NaN, btcDominance, ethDominance } = await sample.global("person");
    const cap = (id: string): number => list.find((row) => row.id === id)?.marketCap ?? NaN;
    expect(cap("bitcoin") / marketCap).toBeCloseTo(btcDominance ?? NaN, 3);
    expect(cap("ethereum") / marketCap).toBeCloseTo(ethDominance ?? NaN, 3);
    expect(list.reduce((sum, row) => sum + (row.marketCap ?? 0), 0)).toBeLessThan(marketCap);
    const { coins } = await sample.trending("person");
    expect(coins).toHaveLength(10);
    expect(coins.every(({ price }) => price !== undefined)).toBe(true);
    expect((await sample.categoryTotal("artificial-intelligence", "person"))?.marketCap).toBeLessThan(marketCap);
    expect(await sample.categoryTotal("unheard-of", "person")).toBeUndefined();
    expect((await sample.sentiment.latest("person")).asOf).toBe(Date.UTC(2026, 2, 20));
  });

  test("has ether's rate and price from the same table", async () => {
    const { perBitcoin } = await sample.exchangeRates("person");
    const usd = perBitcoin.get("USD")?.value ?? NaN;
    const price = (id: string): number => list.find((row) => row.id === id)?.price ?? NaN;
    expect(usd).toBe(price("bitcoin"));
    expect(usd / (perBitcoin.get("ETH")?.value ?? NaN)).toBeCloseTo(price("ethereum"), 1);
  });
});

test("quotes of the sample name it as their source, with its own date, and are not called stale", async () => {
  const log = memoryLog();
  const rates = createRates({ markets: sample, clock: () => NOON, log });
  const quotes = createQuotes({
    markets: sample,
    fallbacks: [],
    rates,
    clock: () => NOON,
    log,
    staleAfterMs: Infinity,
  });
  const tao = { id: "bittensor", symbol: "TAO", name: "Bittensor" };
  const usd = (await quotes.of([tao], "USD", "person")).get("bittensor");
  const eur = (await quotes.of([tao], "EUR", "person")).get("bittensor");
  const rate = (await rates.rate("USD", "EUR", "person"))?.value ?? NaN;
  expect(usd).toMatchObject({ source: "sample data", asOf: sample.asOf, isStale: false });
  expect(eur?.price).toBeCloseTo((usd?.price ?? NaN) * rate, 6);
  expect((await quotes.week(tao, "EUR"))?.points.at(-1)?.[1]).toBeCloseTo(eur?.price ?? NaN, 6);
  expect(await quotes.of([{ ...tao, id: "unheard-of" }], "USD", "person")).toEqual(new Map());
});

test("past its one page there are no more coins", async () => {
  expect(await sample.topMarkets(2)).toEqual([]);
});

describe("history", () => {
  const market = createSampleMarket();
  const DAY = 86_400_000;

  test("of a week or less is the end of the week", async () => {
    const week = await market.history("bittensor", "USD", 7, "person");
    const day = await market.history("bittensor", "USD", 1, "person");
    expect(week?.limitedToDays).toBeUndefined();
    expect(day?.points).toEqual(week?.points.filter(([at]) => at >= market.asOf - DAY));
    expect(day?.points.length).toBeGreaterThan(1);
  });

  test.each([30, 365, "max"] as const)("of %s days is all seven, and says so", async (days) => {
    const history = await market.history("bittensor", "EUR", days, "person");
    expect(history).toMatchObject({ limitedToDays: 7, currency: "EUR", source: "sample data", asOf: market.asOf });
  });

  test("as candles begins and ends with the same prices", async () => {
    const [history, candles] = [
      await market.history("bittensor", "USD", 7, "person"),
      await market.candles("bittensor", "USD", 7, "person"),
    ];
    expect(candles?.candles[0]?.open).toBe(history?.points[0]?.[1]);
    expect(candles?.candles.at(-1)?.at).toBeGreaterThan(market.asOf - (candles?.intervalMs ?? 0));
    for (const { open, high, low, close } of candles?.candles ?? []) {
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
    }
  });

  test("of an unknown asset is none", async () => {
    expect(await market.history("nothing", "USD", 7, "person")).toBeUndefined();
    expect(await market.candles("nothing", "USD", 7, "person")).toBeUndefined();
  });
});

test("closes of the sample are those of the days of its week that are over, and of nothing else", async () => {
  const closes = sampleCloses((id) => sample.week(id, "USD", "person"));
  const today = dayOf(sample.asOf);
  const kept = await closes.of(["bittensor", "nothing"], today - 30, today);
  expect(kept.length).toBeGreaterThanOrEqual(6);
  expect(kept.every(({ assetId, day, close }) => assetId === "bittensor" && day < today && close > 0)).toBe(true);
  expect(await closes.of(["bittensor"], today - 1, today - 1)).toHaveLength(1);
});
