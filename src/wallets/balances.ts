import type { ProviderFailure } from "../core/errors.ts";

/** So many coins of an asset in a wallet, on one chain. */
export interface Balance {
  /** Of the asset list. */
  readonly assetId: string;
  /** CoinGecko's platform id. */
  readonly chain: string;
  /** Decimal text, above zero, exact. */
  readonly quantity: string;
}

/** What one chain says of an address. */
export interface ChainBalances {
  readonly balances: readonly Balance[];
  /** Tokens in it that are on no list of ours: mostly what nobody asked for. Absent where the chain does not tell. */
  readonly unlisted?: number;
}

/** Reads the balances of public addresses on one chain. */
export interface ChainReader {
  readonly family: "evm" | "solana";
  /** CoinGecko's platform id. */
  readonly chain: string;
  /** @throws ProviderError */
  read(address: string): Promise<ChainBalances>;
}

/** What all chains of an address's family say. */
export interface WalletBalances {
  readonly balances: readonly Balance[];
  readonly unlisted: number;
  /** Chains that did not answer: what lies there is unknown, and not nothing. */
  readonly silent: readonly { readonly chain: string; readonly failure: ProviderFailure }[];
  /** Chains that did not answer now either, whose balances are those of an earlier look, a day ago at most. */
  readonly old: readonly { readonly chain: string; readonly asOf: number }[];
  /** Chains whose balances these are. */
  readonly chains: readonly string[];
  /** UTC epoch milliseconds of the oldest look among them. */
  readonly asOf: number;
}
