import type { Balance } from "../wallets/balances.ts";
import type { Call } from "../core/call.ts";
import type { ProviderFailure } from "../core/errors.ts";
import type { WalletAddress } from "../wallets/address.ts";

/** As many as one look asks for without trying anybody's patience. */
export const WALLET_LIMIT = 10;

/** A public address that the caller follows. */
export interface FollowedWallet extends WalletAddress {
  /** What its owner calls it, untrusted. */
  readonly label?: string;
}

/** The public addresses that the caller follows. Changes are carried out once for each call. */
export interface WalletBook {
  /** In the order added. */
  of(call: Call): Promise<readonly FollowedWallet[]>;
  /** @param factsOf  given the wallet as it is kept then. `full`: there are as many as there may be; `renamed`: it was there, called otherwise */
  add<Facts>(
    wallet: FollowedWallet,
    call: Call,
    factsOf: (became: "added" | "renamed" | "there" | "full", count: number, kept: FollowedWallet) => Facts,
  ): Promise<Facts>;
  remove<Facts>(address: string, call: Call, factsOf: (removed: FollowedWallet | undefined) => Facts): Promise<Facts>;
}

/** A balance with its worth, as far as somebody has a price. */
export interface ValuedBalance extends Balance {
  readonly symbol: string;
  /** In the facts' currency. */
  readonly price?: number;
  readonly value?: number;
}

/** What one address holds, the most valuable first. */
export interface WalletFacts {
  readonly address: string;
  readonly family: WalletAddress["family"];
  readonly label?: string;
  readonly balances: readonly ValuedBalance[];
  /** Tokens that are on no list of ours and are not shown. */
  readonly unlistedTokens: number;
  readonly chains: readonly string[];
  readonly silent: readonly { readonly chain: string; readonly failure: ProviderFailure }[];
  /** Chains that do not answer now, with the time of the look that is told instead. */
  readonly old: readonly { readonly chain: string; readonly asOf: number }[];
  /** UTC epoch milliseconds of the look at the chains. */
  readonly asOf: number;
  /** Sum of the values that are known. */
  readonly value: number;
}

/** What all addresses of the caller hold. */
export interface WalletListFacts {
  readonly currency: string;
  readonly wallets: readonly WalletFacts[];
  readonly value: number;
  /** Of the prices. */
  readonly origins: readonly { readonly source: string; readonly asOf: number; readonly isStale: boolean }[];
}

/** "0x12ab…90ef": enough to know one's own by. */
const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** A wallet by its label, or by its address where it has none. */
export const walletName = ({ label, address }: Pick<FollowedWallet, "label" | "address">): string =>
  label === undefined ? shortAddress(address) : `${label} (${shortAddress(address)})`;
