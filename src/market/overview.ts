import type { CategoryTotal, FearAndGreed, GlobalMarket, MarketSource, SentimentSource, Trending } from "./source.ts";
import { createLastKnown, type Told } from "./last-known.ts";
import { ProviderError } from "../core/errors.ts";
import { readCurated } from "./curated-assets.ts";

/** CoinGecko's category that stands for the sector. It counts coins that few would call AI, so its name is always said. */
export const AI_CATEGORY = "artificial-intelligence";

/** The market as a whole. Each part is asked for by itself, so that one that fails takes no other with it. */
export interface Overview {
  /** Who says the market's figures, as shown: "CoinGecko". */
  readonly source: string;
  /** Who says the Fear & Greed index, as shown: "alternative.me". */
  readonly sentimentSource: string;
  global(): Promise<Told<GlobalMarket>>;
  /** What the coins of CoinGecko's category "artificial-intelligence" are worth. */
  aiCategory(): Promise<Told<CategoryTotal>>;
  fearAndGreed(): Promise<Told<FearAndGreed>>;
  trending(): Promise<Told<Trending>>;
  /** Whether an asset is of the crypto-AI sector by our own list, data/assets.json. */
  isAi(assetId: string): boolean;
}

export interface OverviewParts {
  readonly markets: Pick<MarketSource, "source" | "global" | "categoryTotal" | "trending">;
  readonly sentiment: SentimentSource;
  readonly clock: () => number;
  /** Whether figures get old; those of sample data do not. */
  readonly ages?: "never";
}

/** As long as CoinGecko's own caches keep each of them, or longer: without a key it answers five times a minute. */
const GLOBAL_CACHE_MS = 2 * 60_000;
const SLOW_CACHE_MS = 10 * 60_000;
const STALE_AFTER_MS = 60 * 60_000;
/** It is for a whole day, and the next day's comes some time after midnight. */
const MOOD_STALE_AFTER_MS = 36 * 60 * 60_000;

export function createOverview({ markets, sentiment, clock, ages }: OverviewParts): Overview {
  const aiIds = new Set(
    readCurated()
      .assets.filter(({ outsideSector }) => outsideSector === undefined)
      .map(({ id }) => id),
  );
  const kept = <Value extends { readonly asOf: number }>(
    ask: () => Promise<Value>,
    cacheMs: number,
    staleAfterMs = STALE_AFTER_MS,
  ) =>
    createLastKnown({ ask, clock, cacheMs, staleAfterMs: ages === "never" ? Number.POSITIVE_INFINITY : staleAfterMs });

  return {
    source: markets.source,
    sentimentSource: sentiment.source,
    global: kept(() => markets.global("person"), GLOBAL_CACHE_MS),
    aiCategory: kept(async () => {
      const total = await markets.categoryTotal(AI_CATEGORY, "person");
      if (total === undefined) throw new ProviderError(markets.source, "missing", { detail: AI_CATEGORY });
      return total;
    }, SLOW_CACHE_MS),
    fearAndGreed: kept(() => sentiment.latest("person"), SLOW_CACHE_MS, MOOD_STALE_AFTER_MS),
    trending: kept(() => markets.trending("person"), SLOW_CACHE_MS),
    isAi: (assetId) => aiIds.has(assetId),
  };
}
