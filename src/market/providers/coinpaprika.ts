import type { Figures } from "../quote.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import { known, maybe, price, readTime, rowsOf } from "../../wire/figure.ts";
import type { GlobalSource, PriceSource } from "../source.ts";
import { createCoinPaprikaGlobal } from "./coinpaprika-global.ts";
import type { Asset } from "../asset.ts";
import type { Patience } from "../../wire/transport.ts";
import { z } from "zod";

const SOURCE = "CoinPaprika";

/** The free plan renews prices up to ten minutes late and counts calls by the month. */
const CACHE_MS = 5 * 60_000;
/** Two thousand coins have about 1.5 MB. */
const LIST_BYTES = 16 * 1024 * 1024;
/** How far apart two providers' caps of one coin may lie: they count supply differently, and ours is up to a day old. */
const CAP_FACTOR = 5;

/** It says 0 for what it does not know, a change included. */
const change = maybe.change.transform((each) => (each === 0 ? undefined : each));
const row = z.object({
  name: z.string(),
  symbol: z.string(),
  rank: maybe.rank,
  last_updated: maybe.anything,
  quotes: z.object({
    USD: z.object({
      price,
      volume_24h: maybe.positive,
      market_cap: maybe.positive,
      percent_change_24h: change,
      percent_change_7d: change,
    }),
  }),
});

const tickerRows = rowsOf(row);

/** Symbol and name as one word for comparing: "TAO bittensor". */
export const coinKey = (symbol: string, name: string): string =>
  `${symbol.toUpperCase()} ${name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")}`;

/** CoinPaprika's tickers. It has ids of its own and no map to ours, so a coin is taken only when it can be no other. */
export function createCoinPaprika(parts: Wire & { readonly base: string }): PriceSource & GlobalSource {
  const transport = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 10, perMs: 1000 } });
  let cached: { readonly tickers: ReadonlyMap<string, Figures | "ambiguous">; readonly at: number } | undefined;

  return {
    source: SOURCE,

    async prices(assets, patience) {
      const tickers = await allTickers(patience);
      const found = new Map<string, Figures>();
      for (const asset of assets) {
        const ticker = tickers.get(coinKey(asset.symbol, asset.name));
        if (ticker !== undefined && ticker !== "ambiguous" && isSameCoin(asset, ticker)) found.set(asset.id, ticker);
      }
      return found;
    },

    ...createCoinPaprikaGlobal({ source: SOURCE, transport, clock: parts.clock }),

    async ping() {
      await transport.json("/global", {}, z.object({}), { patience: "person" });
    },
  };

  async function allTickers(patience: Patience): Promise<ReadonlyMap<string, Figures | "ambiguous">> {
    const age = parts.clock() - (cached?.at ?? -Infinity);
    if (cached && age >= 0 && age < CACHE_MS) return cached.tickers;
    const ask = { patience, maxBytes: LIST_BYTES };
    const rows = await transport.json("/tickers", { quotes: ["USD"] }, tickerRows, ask);
    const now = parts.clock();
    const tickers = new Map<string, Figures | "ambiguous">();
    for (const each of rows) {
      const key = coinKey(each.symbol, each.name);
      const { USD: usd } = each.quotes;
      tickers.set(
        key,
        tickers.has(key)
          ? "ambiguous"
          : {
              price: usd.price,
              asOf: readTime(each.last_updated, now) ?? now,
              ...known({
                change24h: usd.percent_change_24h,
                change7d: usd.percent_change_7d,
                marketCap: usd.market_cap,
                volume24h: usd.volume_24h,
                rank: each.rank,
              }),
            },
      );
    }
    cached = { tickers, at: now };
    return tickers;
  }
}

/** A namesake with the same symbol is told apart by its cap; where either cap is unknown, both have to be ranked coins. */
export function isSameCoin(asset: Asset, ticker: Pick<Figures, "marketCap" | "rank">): boolean {
  if (asset.capUsd !== undefined && ticker.marketCap !== undefined) {
    const ratio = asset.capUsd / ticker.marketCap;
    return ratio < CAP_FACTOR && ratio > 1 / CAP_FACTOR;
  }
  return asset.rank !== undefined && ticker.rank !== undefined;
}
