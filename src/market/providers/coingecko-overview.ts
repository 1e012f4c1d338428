import type { CategoryTotal, GlobalMarket, TrendingCoin } from "../source.ts";
import { known, maybe, price, readNumber, readPositive, readRows, readTime } from "../../wire/figure.ts";
import { cleanLine } from "../../core/clean.ts";
import { z } from "zod";

/** What CoinGecko answers about the market as a whole, read as tolerantly as the rest. */

const record = z.record(z.string(), z.unknown()).catch({});

/** `/global`. */
export const globalBody = z.object({
  data: z.object({
    total_market_cap: record,
    total_volume: record,
    market_cap_percentage: record,
    market_cap_change_percentage_24h_usd: maybe.change,
    updated_at: maybe.anything,
  }),
});

/** Undefined when not one figure can be read. `now` stands in where it does not say its time. */
export function globalOf({ data }: z.output<typeof globalBody>, now: number): GlobalMarket | undefined {
  const figures = known({
    marketCap: readPositive(data.total_market_cap["usd"]),
    change24h: data.market_cap_change_percentage_24h_usd,
    volume24h: readPositive(data.total_volume["usd"]),
    btcDominance: readShare(data.market_cap_percentage["btc"]),
    ethDominance: readShare(data.market_cap_percentage["eth"]),
  });
  if (Object.keys(figures).length === 0) return undefined;
  return { ...figures, asOf: readTime(data.updated_at, now) ?? now };
}

/** A part of a whole in percent as a fraction. */
function readShare(percent: unknown): number | undefined {
  const number = readPositive(percent);
  return number !== undefined && number <= 100 ? number / 100 : undefined;
}

/** `/coins/categories`: all of them at once, without pages. */
export const categoriesBody = z.array(z.unknown());

const category = z.object({ id: z.string(), market_cap: price, updated_at: maybe.anything });

export function totalOf(body: readonly unknown[], id: string, now: number): CategoryTotal | undefined {
  const row = readRows(body, category).find((each) => each.id === id);
  return row && { marketCap: row.market_cap, asOf: readTime(row.updated_at, now) ?? now };
}

/** `/coins/categories/list`: ids and names alone. */
export const categoryIdsOf = (body: readonly unknown[]): ReadonlySet<string> =>
  new Set(readRows(body, z.object({ category_id: z.string() })).map((each) => each.category_id));

/** `/search/trending`. */
export const trendingBody = z.object({ coins: z.array(z.unknown()) });

/** The figures came with the years: `data` is missing in old answers, its price was text such as "$2,263.87" in later ones. */
const trendingRow = z.object({
  item: z.object({
    id: z.string().min(1).max(200),
    symbol: z
      .string()
      .transform((each) => cleanLine(each, 30).toUpperCase())
      .catch(""),
    name: z
      .string()
      .transform((each) => cleanLine(each, 80))
      .catch(""),
    market_cap_rank: maybe.rank,
    data: z
      .object({
        price: maybe.anything.transform(readDollars),
        price_change_percentage_24h: z.object({ usd: maybe.change }).optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});

/** In the order given, each coin once. A coin that nobody can call by a name is left out. */
export function trendingOf({ coins }: z.output<typeof trendingBody>): readonly TrendingCoin[] {
  const read = readRows(coins, trendingRow).flatMap(({ item }): TrendingCoin[] => {
    const { id, symbol, data, market_cap_rank: rank } = item;
    const name = item.name || symbol;
    const figures = known({ rank, price: data?.price, change24h: data?.price_change_percentage_24h?.usd });
    return name === "" ? [] : [{ id, symbol, name, ...figures }];
  });
  return [...new Map(read.toReversed().map((coin) => [coin.id, coin])).values()].toReversed();
}

/** `$0.0<sub title="0.000001216">5</sub>1216`: a small price with its zeros counted, and in full in the title. */
const WITH_ZEROS_COUNTED = /^\$?0\.0<sub title="(\d+\.\d+)">\d+<\/sub>\d+$/;

/** @returns US dollars; undefined for anything that is not plainly one amount */
export function readDollars(value: unknown): number | undefined {
  if (typeof value !== "string") return readPositive(value);
  const written = value.trim();
  const inFull = WITH_ZEROS_COUNTED.exec(written)?.[1];
  if (inFull !== undefined) return readPositive(inFull);
  const plain = written.replace(/^\$/, "");
  const isGrouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain);
  return readPositive(readNumber(isGrouped ? plain.replaceAll(",", "") : plain));
}
