import { type ExchangeRates, type MarketRow, type MarketSource, MOODS, type SentimentSource } from "./source.ts";
import { known } from "../wire/figure.ts";
import { ProviderError } from "../core/errors.ts";
import { sampleCandles, sampleHistory } from "./sample-history.ts";
import { readFileSync } from "node:fs";
import { z } from "zod";

const SOURCE = "sample data";
const PAGE_SIZE = 250;
const DAY_MS = 24 * 60 * 60_000;

const positive = z.number().positive();

/** The form of data/sample-market.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** The instant that the figures are plausible for. */
  asOf: z.iso.datetime().transform((each) => Date.parse(each)),
  about: z.string(),
  currency: z.literal("USD"),
  /** Hours between two points of a week; the last point is at `asOf`. */
  weekStepHours: positive,
  rates: z.record(
    z.string().regex(/^[A-Z]{3}$/),
    z.strictObject({ kind: z.enum(["fiat", "commodity", "crypto"]), perBitcoin: positive }),
  ),
  /** In US dollars; shares as fractions. */
  overview: z.strictObject({
    marketCap: positive,
    change24h: z.number().min(-1),
    volume24h: positive,
    btcDominance: positive.max(1),
    ethDominance: positive.max(1),
    categories: z.record(z.string(), positive),
    fearAndGreed: z.strictObject({ value: z.int().min(0).max(100), mood: z.enum(MOODS) }),
    /** Ids of assets of this file, the most searched for first. */
    trending: z.array(z.string()).min(1),
  }),
  assets: z.array(
    z.strictObject({
      id: z.string().min(1),
      symbol: z.string().regex(/^[A-Z0-9]+$/),
      name: z.string().min(1),
      rank: z.int().positive(),
      price: positive,
      marketCap: positive,
      volume24h: positive,
      /** Fractions. */
      change24h: z.number().min(-1),
      change7d: z.number().min(-1),
      change30d: z.number().min(-1).optional(),
      contracts: z.record(z.string(), z.string()).optional(),
      week: z.array(positive).min(2),
    }),
  ),
});

/** A market that never moves, for trying the desk without the internet. */
export interface SampleMarket extends MarketSource {
  /** UTC epoch milliseconds of all its figures; every reply says it. */
  readonly asOf: number;
  readonly sentiment: SentimentSource;
}

/**
 * The figures of data/sample-market.json in the shape of a provider. Quotes made of it need `staleAfterMs: Infinity` and no book.
 * @throws Error when the file is missing or not in its form
 */
export function createSampleMarket(
  path: URL = new URL("../../data/sample-market.json", import.meta.url),
): SampleMarket {
  const sample = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const { asOf } = sample;
  const assets = new Map(sample.assets.map((asset) => [asset.id, asset]));
  const ranked = sample.assets.toSorted((a, b) => a.rank - b.rank);

  const market: SampleMarket = {
    source: SOURCE,
    asOf,

    async markets(ids, currency) {
      const rate = rateTo(currency);
      return new Map(ids.flatMap((id) => (assets.has(id) ? [[id, rowOf(id, rate)]] : [])));
    },

    async week(id, currency) {
      const asset = assets.get(id);
      if (!asset) return undefined;
      const rate = rateTo(currency);
      const points = asset.week.map((price, index): [number, number] => [
        asOf - (asset.week.length - 1 - index) * sample.weekStepHours * 3_600_000,
        price * rate,
      ]);
      return { points, currency: currency.toUpperCase(), source: SOURCE, asOf };
    },

    async history(id, currency, days) {
      const week = await market.week(id, currency, "person");
      return week && sampleHistory(week, days);
    },

    async candles(id, currency, days) {
      const week = await market.week(id, currency, "person");
      return week && sampleCandles(sampleHistory(week, days), sample.weekStepHours * 3_600_000);
    },

    async topMarkets(page) {
      const start = (page - 1) * PAGE_SIZE;
      return ranked.slice(start, start + PAGE_SIZE).map(({ id }) => rowOf(id, 1));
    },

    async coinList() {
      return sample.assets.map(({ id, symbol, name, contracts = {} }) => ({ id, symbol, name, contracts }));
    },

    async exchangeRates(): Promise<ExchangeRates> {
      const perBitcoin = Object.entries(sample.rates).map(
        ([code, { kind, perBitcoin: value }]) => [code, { kind, value }] as const,
      );
      return { perBitcoin: new Map(perBitcoin), source: SOURCE, asOf };
    },

    async global() {
      const { marketCap, change24h, volume24h, btcDominance, ethDominance } = sample.overview;
      return { marketCap, change24h, volume24h, btcDominance, ethDominance, asOf };
    },

    async categoryTotal(id) {
      const marketCap = sample.overview.categories[id];
      return marketCap === undefined ? undefined : { marketCap, asOf };
    },

    async trending() {
      return { coins: sample.overview.trending.map((id) => rowOf(id, 1)), asOf };
    },

    sentiment: {
      source: SOURCE,
      latest: async () => ({ ...sample.overview.fearAndGreed, asOf: Math.floor(asOf / DAY_MS) * DAY_MS }),
    },

    async ping() {},
  };
  return market;

  /** How much one US dollar is. In this market money stands still, so changes are the same in each. */
  function rateTo(currency: string): number {
    const rate = sample.rates[currency.toUpperCase()]?.perBitcoin;
    const usd = sample.rates["USD"]?.perBitcoin;
    if (rate === undefined || usd === undefined) throw new ProviderError(SOURCE, "missing", { detail: "currency" });
    return rate / usd;
  }

  function rowOf(id: string, rate: number): MarketRow {
    const asset = assets.get(id);
    if (!asset) throw new RangeError(`no sample figures of ${id}`);
    const { symbol, name, price, marketCap, volume24h, change24h, change7d, change30d, rank } = asset;
    const amounts = { price: price * rate, marketCap: marketCap * rate, volume24h: volume24h * rate };
    return { id, symbol, name, ...amounts, change24h, change7d, ...known({ change30d }), rank, asOf };
  }
}
