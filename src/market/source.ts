import type { Asset } from "./asset.ts";
import type { Candle } from "../core/reply.ts";
import type { Figures } from "./quote.ts";
import type { Patience } from "../wire/transport.ts";

/** Oldest first; `at` in UTC epoch milliseconds. As `LineChart` in core/reply.ts takes them. */
export type Points = readonly (readonly [at: number, value: number])[];

/** One row of a market list. What the provider did not say, or said as null or zero, is absent; a row without a price is no row. */
export interface MarketRow extends Figures {
  readonly id: string;
  /** Upper case. */
  readonly symbol: string;
  /** Cleaned, but from outside all the same. */
  readonly name: string;
}

/** One coin of the list of all coins; without rank or price. */
export interface ListedCoin {
  readonly id: string;
  /** Upper case. */
  readonly symbol: string;
  readonly name: string;
  /** Contract address by CoinGecko platform id. */
  readonly contracts: Readonly<Record<string, string>>;
}

/** The last seven days of one asset. */
export interface Week {
  readonly points: Points;
  readonly currency: string;
  readonly source: string;
  readonly asOf: number;
}

/** How far back: whole days from now, or all there is. */
export type Days = number | "max";

/** Where a history is from and what of it there was. */
interface HistoryOrigin {
  readonly currency: string;
  readonly source: string;
  /** Of its newest price, in UTC epoch milliseconds. */
  readonly asOf: number;
  /** Set where more was asked for than the source gives anybody on this plan: so many days. */
  readonly limitedToDays?: number;
}

/** What an asset has cost. Instants are in order, each once. */
export interface History extends HistoryOrigin {
  /** At least one. */
  readonly points: Points;
  /** What was traded in the 24 hours before each instant. */
  readonly volumes: Points;
  /** Market caps; absent from sources that do not say them. */
  readonly caps?: Points;
}

/** What an asset's price did, interval by interval. */
export interface Candles extends HistoryOrigin {
  /** At least one, oldest first. */
  readonly candles: readonly Candle[];
  readonly intervalMs: number;
}

export type CurrencyKind = "fiat" | "commodity" | "crypto";

/** How much of each currency one bitcoin buys. */
export interface ExchangeRates {
  /** By code, upper case. */
  readonly perBitcoin: ReadonlyMap<string, { readonly kind: CurrencyKind; readonly value: number }>;
  readonly source: string;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
}

/** The whole market, in US dollars. What the provider did not say is absent. */
export interface GlobalMarket {
  readonly marketCap?: number;
  /** Fraction: -0.0161 is −1.61 %. */
  readonly change24h?: number;
  readonly volume24h?: number;
  /** Fractions of the total cap. */
  readonly btcDominance?: number;
  readonly ethDominance?: number;
  /** UTC epoch milliseconds, by the provider's clock. */
  readonly asOf: number;
}

/** What the coins that a provider puts into one category are worth together, in US dollars. */
export interface CategoryTotal {
  readonly marketCap: number;
  readonly asOf: number;
}

/** A coin that people look for. `price` in US dollars; `change24h` is a fraction. */
export interface TrendingCoin {
  readonly id: string;
  /** Upper case. */
  readonly symbol: string;
  /** Cleaned, but from outside all the same. */
  readonly name: string;
  readonly rank?: number;
  readonly price?: number;
  readonly change24h?: number;
}

/** The most looked for first. */
export interface Trending {
  readonly coins: readonly TrendingCoin[];
  readonly asOf: number;
}

/** The classes of the Fear & Greed index, from low values to high ones. */
export const MOODS = ["Extreme Fear", "Fear", "Neutral", "Greed", "Extreme Greed"] as const;

/** A day's value of the Fear & Greed index, which is about Bitcoin. */
export interface FearAndGreed {
  /** 0 (extreme fear) to 100 (extreme greed). */
  readonly value: number;
  /** As the provider classes it; absent when it says none that we know. */
  readonly mood?: (typeof MOODS)[number];
  /** UTC epoch milliseconds of the day that it is for. */
  readonly asOf: number;
}

/** A provider of the Fear & Greed index. */
export interface SentimentSource {
  /** As shown: "alternative.me". */
  readonly source: string;
  /** The newest value. @throws ProviderError when there is none to use */
  latest(patience: Patience): Promise<FearAndGreed>;
}

/**
 * A provider of the whole market by CoinGecko's ids: CoinGecko itself, or the sample data.
 * Every method throws ProviderError when it got no usable answer.
 */
export interface MarketSource {
  /** As shown: "CoinGecko". */
  readonly source: string;
  /** Rows by id; an id that is unknown or has no price is left out. @param currency  ISO code or coin symbol, any case */
  markets(ids: readonly string[], currency: string, patience: Patience): Promise<ReadonlyMap<string, MarketRow>>;
  /** Hourly prices of seven days; undefined when there are none. */
  week(id: string, currency: string, patience: Patience): Promise<Week | undefined>;
  /** Undefined when there are none: the asset is unknown, or was not traded. */
  history(id: string, currency: string, days: Days, patience: Patience): Promise<History | undefined>;
  /** The source decides the interval, and takes only some numbers of days: 1, 7, 14, 30, 90, 180, 365. */
  candles(id: string, currency: string, days: Days, patience: Patience): Promise<Candles | undefined>;
  /** The market list in US dollars by cap, 250 rows a page, `page` from 1; beyond the end it is empty. Works like a job. */
  topMarkets(page: number): Promise<readonly MarketRow[]>;
  /** Every active coin, about 17,000. Works like a job. */
  coinList(): Promise<readonly ListedCoin[]>;
  exchangeRates(patience: Patience): Promise<ExchangeRates>;
  global(patience: Patience): Promise<GlobalMarket>;
  /** Undefined when there is no such category, or it has no total. @param id  of CoinGecko: "artificial-intelligence" */
  categoryTotal(id: string, patience: Patience): Promise<CategoryTotal | undefined>;
  /** What people search for at the provider. */
  trending(patience: Patience): Promise<Trending>;
  /** Resolves when the provider answers. */
  ping(): Promise<void>;
}

/** A provider that sorts coins into categories. */
export interface CategoryList {
  /** Ids of all its categories: "artificial-intelligence". Works like a job. @throws ProviderError when it got no usable answer */
  categoryIds(): Promise<ReadonlySet<string>>;
  /**
   * Ids of a category's coins, the 250 with the largest caps at most. Works like a job.
   * @throws ProviderError when it got no usable answer; a category without coins is none
   */
  categoryMembers(id: string): Promise<{ readonly ids: readonly string[]; readonly isWhole: boolean }>;
}

/** A provider to fall back on. Throws ProviderError when it got no usable answer. */
export interface PriceSource {
  /** As shown: "DefiLlama". */
  readonly source: string;
  /** In US dollars, by asset id; an asset that it does not have for certain is left out. */
  prices(assets: readonly Asset[], patience: Patience): Promise<ReadonlyMap<string, Figures>>;
  ping(): Promise<void>;
}

/** A provider of histories to fall back on. Throws ProviderError when it got no usable answer. */
export interface HistorySource {
  /** As shown: "DefiLlama". */
  readonly source: string;
  /** In the source's own currency, which the answer says. Undefined when it does not have the asset for certain, or no prices of it. */
  history(asset: Asset, days: Days, patience: Patience): Promise<History | undefined>;
}

/** A provider of the whole market's figures to fall back on. */
export type GlobalSource = Pick<MarketSource, "source" | "global">;
