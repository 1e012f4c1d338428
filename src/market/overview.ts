import type {
  CategoryTotal,
  FearAndGreed,
  GlobalMarket,
  GlobalSource,
  MarketSource,
  SentimentSource,
  Trending,
} from "./source.ts";
import type { AnswerBook } from "./memory.ts";
import { createLastKnown, type Told } from "./last-known.ts";
import { firstAnswer } from "./first-answer.ts";
import { ProviderError } from "../core/errors.ts";
import { readCurated } from "./curated-assets.ts";

/** CoinGecko's category that stands for the sector. It counts coins that few would call AI, so its name is always said. */
export const AI_CATEGORY = "artificial-intelligence";

/** The whole market's figures, with who said them. */
export interface SourcedGlobal extends GlobalMarket {
  /** As shown: "CoinGecko". */
  readonly source: string;
}

/** The market as a whole. Each part is asked for by itself, so that one that fails takes no other with it. */
export interface Overview {
  /** Who is asked first for the market's figures, as shown: "CoinGecko". */
  readonly source: string;
  /** Who says the Fear & Greed index, as shown: "alternative.me". */
  readonly sentimentSource: string;
  global(): Promise<Told<SourcedGlobal>>;
  /** What the coins of CoinGecko's category "artificial-intelligence" are worth. */
  aiCategory(): Promise<Told<CategoryTotal>>;
  fearAndGreed(): Promise<Told<FearAndGreed>>;
  trending(): Promise<Told<Trending>>;
  /** Whether an asset is of the crypto-AI sector by our own list, data/assets.json. */
  isAi(assetId: string): boolean;
}

export interface OverviewParts {
  readonly markets: Pick<MarketSource, "source" | "global" | "categoryTotal" | "trending">;
  /** Asked in this order for the whole market's figures when the market does not answer. */
  readonly globalFallbacks?: readonly GlobalSource[];
  readonly sentiment: SentimentSource;
  readonly clock: () => number;
  /** Without one, figures are forgotten at the end of the process; sample figures have to be. */
  readonly book?: AnswerBook;
  /** How many times longer the market's figures are cached, to spare its quota; 1 by default. */
  readonly stretch?: () => number;
  /** Whether figures get old; those of sample data do not. */
  readonly ages?: "never";
}

/** As long as CoinGecko's own caches keep each of them, or longer: without a key it answers five times a minute. */
const GLOBAL_CACHE_MS = 2 * 60_000;
const SLOW_CACHE_MS = 10 * 60_000;
const STALE_AFTER_MS = 60 * 60_000;
/** It is for a whole day, and the next day's comes some time after midnight. */
const MOOD_STALE_AFTER_MS = 36 * 60 * 60_000;

export function createOverview(parts: OverviewParts): Overview {
  const { markets, globalFallbacks = [], sentiment, clock, book, stretch, ages } = parts;
  const aiIds = new Set(
    readCurated()
      .assets.filter(({ outsideSector }) => outsideSector === undefined)
      .map(({ id }) => id),
  );
  const common = {
    clock,
    staleAfterMs: ages === "never" ? Number.POSITIVE_INFINITY : STALE_AFTER_MS,
    ...(book ? { book } : {}),
  };
  const ofMarket = { ...common, ...(stretch ? { stretch } : {}) };

  return {
    source: markets.source,
    sentimentSource: sentiment.source,
    global: createLastKnown<SourcedGlobal>({
      ...ofMarket,
      name: "global market",
      ask: async (patience) => {
        const global = await firstAnswer([markets, ...globalFallbacks], async (each) => ({
          ...(await each.global(patience)),
          source: each.source,
        }));
        if (!global) throw new ProviderError(markets.source, "missing", { detail: "no figures of the market" });
        return global;
      },
      cacheMs: GLOBAL_CACHE_MS,
    }),
    aiCategory: createLastKnown<CategoryTotal>({
      ...ofMarket,
      name: "AI category",
      ask: async (patience) => {
        const total = await markets.categoryTotal(AI_CATEGORY, patience);
        if (total === undefined) throw new ProviderError(markets.source, "missing", { detail: AI_CATEGORY });
        return total;
      },
      cacheMs: SLOW_CACHE_MS,
    }),
    fearAndGreed: createLastKnown<FearAndGreed>({
      ...common,
      name: "fear and greed",
      ask: (patience) => sentiment.latest(patience),
      cacheMs: SLOW_CACHE_MS,
      ...(ages === "never" ? {} : { staleAfterMs: MOOD_STALE_AFTER_MS }),
    }),
    trending: createLastKnown<Trending>({
      ...ofMarket,
      name: "trending",
      ask: (patience) => markets.trending(patience),
      cacheMs: SLOW_CACHE_MS,
    }),
    isAi: (assetId) => aiIds.has(assetId),
  };
}
