/** A coin or token that can be priced. */
export interface Asset {
  /** Ours and CoinGecko's: "bittensor". */
  readonly id: string;
  /** Upper case, as people type it: "TAO". Not unique. */
  readonly symbol: string;
  /** Cleaned, but from outside all the same. */
  readonly name: string;
  /** By market cap at the last refresh; absent where unknown. */
  readonly rank?: number;
  /** US dollars at the last refresh, for telling namesakes apart; never shown as a current figure. */
  readonly capUsd?: number;
  /** Contract address by CoinGecko platform id. */
  readonly contracts?: Readonly<Record<string, string>>;
}
