import { type AnswerBook, createMemory, type Standing } from "./memory.ts";
import type { MarketRow, MarketSource } from "./source.ts";
import { isPegged } from "./universe-pegged.ts";
import { MIN_VOLUME_24H_USD } from "./liquidity.ts";
import { ProviderError } from "../core/errors.ts";
import type { Patience } from "../wire/transport.ts";

/** What a change is measured over. */
export const PERIODS = ["24h", "7d"] as const;
export type Period = (typeof PERIODS)[number];

/** Rows of a list of assets, in US dollars, as they were answered together. */
export interface MoverList {
  /** Ids that were asked for; those without a price have no row. */
  readonly askedIds: readonly string[];
  readonly rows: readonly MarketRow[];
  /** UTC epoch milliseconds of the newest row. */
  readonly asOf: number;
}

/** Whole lists of figures, for ranking what is in them. */
export interface Movers {
  /** As shown: "CoinGecko". */
  readonly source: string;
  /**
   * The whole list or nothing: a page that is missing would make others the biggest.
   * @param key  names the list; lists with the same name are taken for the same for two minutes
   * @throws ProviderError when the provider does not answer and nothing younger than a day is known
   */
  list(key: string, assetIds: readonly string[], patience?: Patience): Promise<MoverList & Standing>;
}

export interface MoversParts {
  readonly markets: Pick<MarketSource, "source" | "markets">;
  readonly clock: () => number;
  readonly book?: AnswerBook;
  /** How many times longer answers are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
  /** From what age of the figures on a list is called stale; Infinity for sample data. */
  readonly staleAfterMs?: number;
}

const CACHE_MS = 2 * 60_000;
const STALE_AFTER_MS = 15 * 60_000;
/** The sector, its layers, some sizes of the market. */
const CACHE_SIZE = 40;

/** Lists with a cache of two minutes and a memory of a day. */
export function createMovers({ markets, staleAfterMs = STALE_AFTER_MS, ...parts }: MoversParts): Movers {
  const lists = createMemory<{ readonly key: string; readonly assetIds: readonly string[] }, MoverList>({
    ...parts,
    name: "movers",
    keyOf: ({ key }) => key,
    cacheMs: CACHE_MS,
    staleAfterMs,
    size: CACHE_SIZE,
    async ask({ assetIds }, patience) {
      const rows = [...(await markets.markets(assetIds, "USD", patience)).values()];
      if (rows.length === 0) throw new ProviderError(markets.source, "unusable", { detail: "no rows of a list" });
      return { askedIds: [...new Set(assetIds)], rows, asOf: Math.max(...rows.map(({ asOf }) => asOf)) };
    },
  });
  return {
    source: markets.source,
    async list(key, assetIds, patience) {
      try {
        const list = await lists({ key, assetIds }, patience);
        if (list) return list;
        throw new RangeError("a list is never unknown");
      } catch (error) {
        if (error instanceof ProviderError) throw explained(error);
        throw error;
      }
    },
  };
}

const explained = (failure: ProviderError): ProviderError =>
  new ProviderError(failure.provider, failure.failure, {
    cause: failure,
    remark: "A list needs all of its coins at once, and none younger than a day is known, so there are no movers now.",
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  });

/** An asset with its change over the period, as a fraction. */
export interface Mover {
  readonly row: MarketRow;
  readonly change: number;
}

/** A list in the order of its changes, and what is not in the order. */
export interface Ranking {
  /** The biggest gain first, the biggest loss last. */
  readonly ranked: readonly Mover[];
  /** Stablecoins, wrapped and staked copies. */
  readonly peggedCount: number;
  /** Traded for less than `MIN_VOLUME_24H_USD`. */
  readonly belowFloorCount: number;
  /** No price, no volume, no change over the period, or none of today. */
  readonly withoutFigureCount: number;
}

/** A coin whose figures are this much older than the newest of the list is not quoted any more. */
const OLD_MS = 6 * 60 * 60_000;

/** Puts a list in order by the change over the period. */
export function rankMovers({ askedIds, rows, asOf }: MoverList, period: Period): Ranking {
  const copies = rows.filter(isPegged);
  const others = rows.filter((row) => !isPegged(row));
  const movers: Mover[] = [];
  let belowFloorCount = 0;
  for (const row of others) {
    const change = period === "24h" ? row.change24h : row.change7d;
    if (change === undefined || row.volume24h === undefined || asOf - row.asOf > OLD_MS) continue;
    if (row.volume24h < MIN_VOLUME_24H_USD) belowFloorCount += 1;
    else movers.push({ row, change });
  }
  // Among equal changes, what is traded more comes first, up or down.
  const ranked = movers.toSorted(
    (a, b) => b.change - a.change || Math.sign(a.change || 1) * ((b.row.volume24h ?? 0) - (a.row.volume24h ?? 0)),
  );
  const seen = ranked.length + belowFloorCount + copies.length;
  return { ranked, peggedCount: copies.length, belowFloorCount, withoutFigureCount: askedIds.length - seen };
}

/** The middle of the changes, which one large one does not move; undefined where there is none. */
export function medianChange(ranked: readonly Mover[]): number | undefined {
  const middle = Math.floor(ranked.length / 2);
  const [below, above] = [ranked[middle - 1]?.change, ranked[middle]?.change];
  return ranked.length % 2 === 1 || below === undefined || above === undefined ? above : (below + above) / 2;
}
