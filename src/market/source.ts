import type { Asset } from "./asset.ts";
import type { Figures } from "./quote.ts";

/** Who waits: a person for a second or two at most, a job for as long as the provider asks (within minutes). */
export type Patience = "person" | "job";

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

export type CurrencyKind = "fiat" | "commodity" | "crypto";

/** How much of each currency one bitcoin buys. */
export interface ExchangeRates {
  /** By code, upper case. */
  readonly perBitcoin: ReadonlyMap<string, { readonly kind: CurrencyKind; readonly value: number }>;
  readonly source: string;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
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
  /** The market list in US dollars by cap, 250 rows a page, `page` from 1; beyond the end it is empty. Works like a job. */
  topMarkets(page: number): Promise<readonly MarketRow[]>;
  /** Every active coin, about 17,000. Works like a job. */
  coinList(): Promise<readonly ListedCoin[]>;
  exchangeRates(patience: Patience): Promise<ExchangeRates>;
  /** Resolves when the provider answers. */
  ping(): Promise<void>;
}

/** A provider to fall back on. Throws ProviderError when it got no usable answer. */
export interface PriceSource {
  /** As shown: "DefiLlama". */
  readonly source: string;
  /** In US dollars, by asset id; an asset that it does not have for certain is left out. */
  prices(assets: readonly Asset[], patience: Patience): Promise<ReadonlyMap<string, Figures>>;
  ping(): Promise<void>;
}
