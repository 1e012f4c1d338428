import type { Asset } from "./asset.ts";

/** What a source says of one asset at one time. What it did not say is absent, never zero; amounts are in one currency. */
export interface Figures {
  readonly price: number;
  /** Fractions: 0.0123 is +1.23 %. */
  readonly change24h?: number;
  readonly change7d?: number;
  readonly change30d?: number;
  readonly marketCap?: number;
  readonly volume24h?: number;
  readonly rank?: number;
  /** UTC epoch milliseconds, by the provider's own clock where it says one. */
  readonly asOf: number;
}

/** A price of an asset with its source and time. */
export interface Quote extends Figures {
  readonly asset: Asset;
  /** ISO 4217 code or coin symbol that all amounts are in, upper case. */
  readonly currency: string;
  /** As shown: "CoinGecko", "DefiLlama", "CoinPaprika", or "sample data". */
  readonly source: string;
  /** Nothing newer could be had and it is older than the cache allows. */
  readonly isStale: boolean;
}
