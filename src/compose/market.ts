import type { Config } from "../config.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { Assets, createAssets } from "../market/assets.ts";
import { createCoinGecko } from "../market/providers/coingecko.ts";
import { createCoinPaprika } from "../market/providers/coinpaprika.ts";
import { createDefiLlama } from "../market/providers/defillama.ts";
import { createFearAndGreed } from "../market/providers/fear-and-greed.ts";
import { createOverview, type Overview } from "../market/overview.ts";
import { createHistories, type Histories } from "../market/history.ts";
import { createQuotes, type Quotes } from "../market/quotes.ts";
import { createRates, type Rates } from "../market/rates.ts";
import { isReachable } from "../market/reachable.ts";
import { createSampleMarket } from "../market/sample.ts";
import type { AssetKeeper } from "../market/asset-list.ts";
import { assetChoices, assetKeeper } from "./market-keepers.ts";
import { quoteBook } from "../store/quote-store.ts";
import { rateBook } from "../store/rate-store.ts";
import type { Database } from "../store/database.ts";

/** Everything that commands ask of the market. */
export interface MarketServices {
  readonly assets: Assets;
  readonly quotes: Quotes;
  readonly histories: Histories;
  readonly rates: Rates;
  readonly overview: Overview;
}

export interface LiveMarket extends MarketServices {
  /** Whether any provider answers. */
  isReachable(): Promise<boolean>;
}

export interface SampleServices extends MarketServices {
  /** UTC epoch milliseconds of all its figures. */
  readonly asOf: number;
}

export interface MarketParts {
  readonly config: Config["market"];
  readonly version: string;
  readonly database: Database;
  readonly log: Log;
  readonly health: Health;
  readonly clock: () => number;
}

/** The market as the providers tell it, with everything known kept in the database. */
export async function openLiveMarket(parts: MarketParts): Promise<LiveMarket> {
  const { config, version, database, log, health, clock } = parts;
  const wire = { version, log, clock, health };
  const coingecko = createCoinGecko({ ...wire, ...config.coingecko });
  const fallbacks = [
    createDefiLlama({ ...wire, base: config.defillamaCoinsBase }),
    createCoinPaprika({ ...wire, base: config.coinpaprikaBase }),
  ];
  const histories = createHistories({ markets: coingecko, clock });
  const rates = createRates({ markets: coingecko, book: rateBook(database), clock, log });
  const quotes = createQuotes({ markets: coingecko, fallbacks, rates, book: quoteBook(database), clock, log, health });
  const sentiment = createFearAndGreed({ ...wire, base: config.fearGreedBase });
  const overview = createOverview({ markets: coingecko, sentiment, clock });
  const assets = createAssets({
    source: coingecko,
    store: assetKeeper(database),
    choices: assetChoices(database),
    log,
    clock,
  });
  await assets.load();
  return { assets, quotes, histories, rates, overview, isReachable: () => isReachable([coingecko, ...fallbacks]) };
}

/** Sample assets are never stored: the list of the live market must not shrink to them. */
const forgetful: AssetKeeper = {
  all: async () => [],
  put: async () => undefined,
  remove: async () => undefined,
  refreshedAt: async () => undefined,
  noteRefresh: async () => undefined,
};

/** The market of data/sample-market.json. Its figures never go stale, and are never kept as if they had been seen live. */
export async function openSampleMarket({ database, log, clock }: MarketParts): Promise<SampleServices> {
  const markets = createSampleMarket();
  const histories = createHistories({ markets, clock, staleAfterMs: Number.POSITIVE_INFINITY });
  const rates = createRates({ markets, clock, log });
  const quotes = createQuotes({ markets, fallbacks: [], rates, clock, log, staleAfterMs: Number.POSITIVE_INFINITY });
  const overview = createOverview({ markets, sentiment: markets.sentiment, clock, ages: "never" });
  const assets = createAssets({ source: markets, store: forgetful, choices: assetChoices(database), log, clock });
  await assets.refresh();
  return { assets, quotes, histories, rates, overview, asOf: markets.asOf };
}
