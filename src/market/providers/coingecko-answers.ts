import type { CurrencyKind, ListedCoin, MarketRow, Points } from "../source.ts";
import { known, maybe, price, readNumber, readPositive, readRows, readTime } from "../../wire/figure.ts";
import { cleanLine } from "../../core/clean.ts";
import { setImmediate as pause } from "node:timers/promises";
import { z } from "zod";

/**
 * What CoinGecko answers, read tolerantly: its own OpenAPI file is stricter than its answers (recordings fail it with nulls),
 * and figures change between number and text over the years.
 */

const LONGEST_ID = 200;
const id = z.string().min(1).max(LONGEST_ID);
const symbol = z.string().transform((each) => cleanLine(each, 30).toUpperCase());
const name = z.string().transform((each) => cleanLine(each, 80));

/** `/coins/markets`. */
export const marketsBody = z.array(z.unknown());

const marketRow = z.object({
  id,
  symbol: symbol.catch(""),
  name: name.catch(""),
  current_price: price,
  market_cap: maybe.positive,
  market_cap_rank: maybe.rank,
  total_volume: maybe.positive,
  price_change_percentage_24h: maybe.change,
  price_change_percentage_24h_in_currency: maybe.change,
  price_change_percentage_7d_in_currency: maybe.change,
  price_change_percentage_30d_in_currency: maybe.change,
  last_updated: maybe.anything,
});

/** Ids of all rows, of those without a price too. */
export const coinIdsOf = (body: readonly unknown[]): readonly string[] =>
  readRows(body, z.object({ id })).map((row) => row.id);

/** Rows with a price; `now` stands in where a row does not say its time. */
export const marketRows = (body: readonly unknown[], now: number): readonly MarketRow[] =>
  readRows(body, marketRow).map((row) => ({
    id: row.id,
    symbol: row.symbol,
    name: row.name,
    price: row.current_price,
    asOf: readTime(row.last_updated, now) ?? now,
    ...known({
      change24h: row.price_change_percentage_24h_in_currency ?? row.price_change_percentage_24h,
      change7d: row.price_change_percentage_7d_in_currency,
      change30d: row.price_change_percentage_30d_in_currency,
      marketCap: row.market_cap,
      volume24h: row.total_volume,
      rank: row.market_cap_rank,
    }),
  }));

/** `/coins/list?include_platform=true`. */
export const listBody = z.array(z.unknown());

const listRow = z.object({
  id,
  symbol,
  name,
  platforms: z.record(z.string(), z.unknown()).catch({}),
});

/** Rows that are read between two breaths of the event loop; about three milliseconds. */
const BREATH = 500;

/** Reads the 17,000 without holding up whoever is waiting for something else. */
export async function listedCoins(body: readonly unknown[]): Promise<readonly ListedCoin[]> {
  const coins: ListedCoin[] = [];
  for (let start = 0; start < body.length; start += BREATH) {
    for (const row of readRows(body.slice(start, start + BREATH), listRow)) coins.push(toListedCoin(row));
    await pause();
  }
  return coins;
}

const toListedCoin = (row: z.output<typeof listRow>): ListedCoin => ({
  id: row.id,
  symbol: row.symbol,
  name: row.name,
  contracts: Object.fromEntries(
    Object.entries(row.platforms).flatMap(([platform, address]) =>
      typeof address === "string" && platform !== "" && address.trim() !== "" ? [[platform, address.trim()]] : [],
    ),
  ),
});

/** `/exchange_rates`: how much of each one bitcoin buys. */
export const ratesBody = z.object({ rates: z.record(z.string(), z.unknown()) });

const rateRow = z.object({ value: price, type: z.enum(["fiat", "commodity", "crypto"]) });

export function ratesOf(
  body: z.output<typeof ratesBody>,
): ReadonlyMap<string, { readonly kind: CurrencyKind; readonly value: number }> {
  return new Map(
    Object.entries(body.rates).flatMap(([code, raw]) => {
      const read = rateRow.safeParse(raw);
      return read.success && /^[a-z]{2,6}$/i.test(code)
        ? [[code.toUpperCase(), { kind: read.data.type, value: read.data.value }] as const]
        : [];
    }),
  );
}

/** `/coins/{id}/market_chart`: pairs of milliseconds and price. */
export const chartBody = z.object({ prices: z.array(z.unknown()) });

export function pointsOf(body: z.output<typeof chartBody>, now: number): Points {
  const points = body.prices.flatMap((pair): [number, number][] => {
    const [at, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const read = readPositive(value);
    const time = readNumber(at) === undefined ? undefined : readTime(at, now);
    return read === undefined || time === undefined ? [] : [[time, read]];
  });
  return points.toSorted(([a], [b]) => a - b);
}
