import type { Config } from "../config.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { Assets, createAssets } from "../market/assets.ts";
import { createFees, type Fees } from "../market/fees/fees.ts";
import { createFunding, type Funding } from "../market/derivatives/funding.ts";
import { createSampleExchanges } from "../market/derivatives/sample.ts";
import { createSampleFees } from "../market/fees/sample.ts";
import { createDexTokens, type DexTokens } from "../market/dex/tokens.ts";
import { alertSources, sampleAlertSources } from "./alert-sources.ts";
import type { AlertSource } from "../jobs/check-alerts-prices.ts";
import { answerBook } from "../store/answer-store.ts";
import { backFillBook, closeBook } from "../store/daily-close-store.ts";
import type { Closes } from "../market/closes.ts";
import { createQuotas, MONTHLY_QUOTAS, type MonthOfUse } from "../market/quota.ts";
import { isMajor } from "../market/providers/binance.ts";
import { categoryBook } from "../store/category-book.ts";
import { checkCategories } from "../jobs/check-categories.ts";
import { keepCloses } from "../jobs/keep-closes.ts";
import { keepIndices } from "../jobs/keep-indices.ts";
import { keepUse } from "../jobs/keep-use.ts";
import { openSources } from "./market-sources.ts";
import { refreshAssets } from "../jobs/refresh-assets.ts";
import { refreshRates } from "../jobs/refresh-rates.ts";
import { sampleCloses } from "../market/sample-history.ts";
import type { Step } from "../jobs/tick.ts";
import { useBook } from "../store/provider-use-store.ts";
import { createOverview, type Overview } from "../market/overview.ts";
import { createHistories, type Histories } from "../market/history.ts";
import { createPastCloses, type PastCloses } from "../market/past-closes.ts";
import { createQuotes, type Quotes } from "../market/quotes.ts";
import { createRates, type Rates } from "../market/rates.ts";
import { isReachable } from "../market/reachable.ts";
import { rememberCloses } from "../market/remembered-closes.ts";
import { createMovers, type Movers } from "../market/movers.ts";
import { createProfiles, type Profiles } from "../market/profile.ts";
import { createSampleDex } from "../market/dex/sample.ts";
import { createSampleMarket } from "../market/sample.ts";
import { createSampleProfiles } from "../market/profile-sample.ts";
import type { AssetKeeper } from "../market/asset-list.ts";
import { assetChoices, assetKeeper } from "./market-keepers.ts";
import { readCurated } from "../market/curated-assets.ts";
import { sectorUniverse, type Universe } from "../market/universe.ts";
import { type IndexBook, NO_INDICES } from "../sector/indices.ts";
import { indexBook } from "../store/index-level-store.ts";
import { layerUniverses } from "../sector/layers.ts";
import { readSectorMap } from "../sector/map.ts";
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
  readonly profiles: Profiles;
  readonly movers: Movers;
  readonly tokens: DexTokens;
  readonly funding: Funding;
  readonly fees: Fees;
  /** Lists of coins that /movers knows by name; the first is meant where nobody names another. */
  readonly universes: readonly [Universe, ...Universe[]];
  /** Daily closes that were kept. */
  readonly closes: Closes;
  /** Closes of days before histories begin. */
  readonly pastCloses: PastCloses;
  /** What the layers and the sector did day by day. */
  readonly indices: IndexBook;
  /** Whose prices alerts go by. */
  readonly alertSources: readonly AlertSource[];
  /** How the quotas of providers stand. */
  readonly months: () => readonly MonthOfUse[];
}

export interface LiveMarket extends MarketServices {
  /** What the tick looks after. */
  readonly steps: readonly Step[];
  /** Who is asked for each need of the plan, in order. */
  readonly sources: ReturnType<typeof openSources>;
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

export interface LiveMarketParts extends MarketParts {
  /** Whether daily closes are fetched without anybody asking: not for a process that forgets them at its end. */
  readonly keep: "closes" | "nothing";
}

const map = readSectorMap();

const universes = [sectorUniverse(readCurated()), ...layerUniverses(map)] as const;

/** Whose daily closes are kept without anybody asking: the sector, and what it is measured against. */
const KEPT_ASSETS = [...new Set([...universes[0].assetIds, "bitcoin", "ethereum", "solana"])];

/** How many of the largest coins are looked through for another of the same symbol. */
const NAMESAKES = 1_000;

/** What each plan gives a month; the on-chain address of CoinGecko takes of the same key. */
const quotasOf = ({ coingecko: { plan } }: Config["market"]) => ({
  quotas: {
    CoinGecko: { public: undefined, demo: MONTHLY_QUOTAS.coingeckoDemo, pro: MONTHLY_QUOTAS.coingeckoPro }[plan],
    CoinPaprika: MONTHLY_QUOTAS.coinpaprika,
  },
  countedAs: { "CoinGecko on-chain": "CoinGecko" },
});

/** The market as the providers tell it by the plan, with everything known kept in the database. */
export async function openLiveMarket(parts: LiveMarketParts): Promise<LiveMarket> {
  const { config, version, database, log, health, clock } = parts;
  const quotas = createQuotas({ ...quotasOf(config), book: useBook(database), clock });
  await quotas.load();
  const closes = rememberCloses(closeBook(database));
  const indices = indexBook(database);
  const wire = { version, log, clock, health, budget: quotas };
  const sources = openSources({
    config,
    wire,
    closes,
    isCertain: (asset) => isMajor(asset, assets.ranked(NAMESAKES)),
  });
  const [markets, ...fallbacks] = sources.price;
  const [, ...historyFallbacks] = sources.history;
  const stretch = (): number => quotas.stretch(markets.source);
  const remembered = { clock, stretch, book: answerBook(database, log) };

  const rates = createRates({ markets: sources.rates[0], book: rateBook(database), clock, log, stretch });
  const quotes = createQuotes({ markets, fallbacks, rates, book: quoteBook(database), clock, log, health, stretch });
  const histories = createHistories({
    ...remembered,
    markets: {
      history: (...asked) => sources.history[0].history(...asked),
      candles: (...asked) => sources.candles[0].candles(...asked),
    },
    fallbacks: historyFallbacks,
    closes: { book: closes, quotes, log },
  });
  const pastCloses = createPastCloses({ ...remembered, sources: sources.pastClose, closes: { book: closes, log } });
  const [sentiment] = sources.sentiment;
  const [global, ...globalFallbacks] = sources.global;
  const overview = createOverview({
    ...remembered,
    markets: {
      source: global.source,
      global: (patience) => global.global(patience),
      categoryTotal: (...asked) => sources.categories[0].categoryTotal(...asked),
      trending: (patience) => sources.trending[0].trending(patience),
    },
    globalFallbacks,
    sentiment,
  });
  const profiles = createProfiles({ ...remembered, sources: sources.profile });
  const movers = createMovers({ ...remembered, markets: sources.marketList[0] });
  const [pools, dexscreener] = sources.dexToken;
  const tokens = createDexTokens({
    data: pools,
    check: dexscreener,
    clock,
    stretch: () => quotas.stretch(pools.source),
  });
  const funding = createFunding({ exchanges: sources.funding, clock });
  const fees = createFees({ source: sources.fees[0], clock });
  const assets = createAssets({
    source: sources.idList[0],
    store: assetKeeper(database),
    choices: assetChoices(database),
    log,
    clock,
  });
  await assets.load();
  return {
    assets,
    quotes,
    histories,
    rates,
    overview,
    profiles,
    movers,
    tokens,
    funding,
    fees,
    universes,
    closes,
    pastCloses,
    indices,
    alertSources: alertSources(sources.price, config.coingecko.plan),
    months: () => quotas.months(),
    steps: [
      refreshRates(rates),
      refreshAssets({ assets, log }),
      keepUse(quotas),
      ...(parts.keep === "nothing"
        ? []
        : [
            keepCloses({ markets, closes, backFills: backFillBook(database), assetIds: KEPT_ASSETS, log }),
            keepIndices({ map, closes, indices, log }),
            checkCategories({ map, source: sources.categories[0], book: categoryBook(database), log, health }),
          ]),
    ],
    sources,
    isReachable: () => isReachable([markets, ...fallbacks]),
  };
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
  const never = { clock, staleAfterMs: Number.POSITIVE_INFINITY };
  const profiles = createProfiles({ sources: [createSampleProfiles(markets)], ...never });
  const movers = createMovers({ markets, ...never });
  const tokens = createDexTokens({ data: createSampleDex(markets), clock, ages: "never" });
  const funding = createFunding({ exchanges: createSampleExchanges(clock), clock, ages: "never" });
  const fees = createFees({ source: createSampleFees(), clock, ages: "never" });
  const closes = sampleCloses((id) => markets.week(id, "USD", "person"));
  const assets = createAssets({ source: markets, store: forgetful, choices: assetChoices(database), log, clock });
  await assets.refresh();
  return {
    assets,
    quotes,
    histories,
    rates,
    overview,
    profiles,
    movers,
    tokens,
    funding,
    fees,
    universes,
    closes,
    pastCloses: createPastCloses({ sources: [], clock }),
    indices: NO_INDICES,
    alertSources: sampleAlertSources(quotes),
    months: () => [],
    asOf: markets.asOf,
  };
}
