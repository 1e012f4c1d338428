import type { Money, Price, Quantity } from "./amount.ts";

/** What an activity cost besides: money of the portfolio's currency (below zero for a maker's rebate), or coins. */
export type Fee =
  | { readonly kind: "money"; readonly amount: Money }
  /** `value` is what the coins were worth then; without it they leave and nothing is added to any cost. */
  | { readonly kind: "coin"; readonly asset: string; readonly quantity: Quantity; readonly value?: Money | undefined };

export type IncomeKind = "staking" | "interest" | "airdrop" | "mining" | "hardfork" | "wages" | "other";

interface Entered {
  /** Unique in the portfolio. */
  readonly id: string;
  /** Instant in epoch milliseconds. */
  readonly at: number;
  /** Its place among activities of the same instant: smaller is earlier. Equal ones go by their id. */
  readonly order: number;
  /** Where it happened; balances are kept for each account that is named. Lots belong to the portfolio, not to an account. */
  readonly account?: string | undefined;
}

interface OfAsset extends Entered {
  readonly asset: string;
  /** Above zero, without the fee. */
  readonly quantity: Quantity;
}

interface Priced {
  /** What the quantity was worth then, without the fee: zero or above. */
  readonly value: Money;
}

interface MaybePriced {
  /** What the quantity was worth then; without it the cost or the proceeds are unknown, which is said and never guessed. */
  readonly value?: Money | undefined;
}

/** The price that was stated, where it is not the value over the quantity; lots are ranked by it when they are by price. */
interface Stated {
  readonly statedPrice?: Price | undefined;
}

interface WithFee {
  readonly fee?: Fee | undefined;
}

/** Where coins came from with a history of their own: when they were first got, if that is known. */
interface Inherited {
  readonly acquiredAt?: number | undefined;
}

export type Buy = OfAsset & Priced & Stated & WithFee & { readonly kind: "buy" };
export type Sell = OfAsset & Priced & WithFee & { readonly kind: "sell" };
/** `quantity` of `asset` against `toQuantity` of `toAsset`; `value` is what either side was worth. */
export type Swap = OfAsset &
  Priced &
  WithFee & { readonly kind: "swap"; readonly toAsset: string; readonly toQuantity: Quantity };
export type Income = OfAsset &
  MaybePriced &
  Stated &
  WithFee & { readonly kind: "income"; readonly incomeKind: IncomeKind };
export type GiftIn = OfAsset & MaybePriced & Inherited & { readonly kind: "gift_in" };
export type GiftOut = OfAsset & MaybePriced & WithFee & { readonly kind: "gift_out" };
/** Lost or stolen. */
export type Loss = OfAsset & MaybePriced & { readonly kind: "loss" };
/** A fee of its own: gas of a failed transaction, an exchange's monthly fee. */
export type Charge = Entered & { readonly kind: "fee"; readonly fee: Fee };
/**
 * Half of a move. With the other half (same `transferId`) it is one between own accounts, and only the fee leaves; alone, the
 * coins go to or come from outside.
 */
export type TransferIn = OfAsset &
  MaybePriced &
  Inherited & { readonly kind: "transfer_in"; readonly transferId?: string | undefined };
export type TransferOut = OfAsset &
  WithFee & { readonly kind: "transfer_out"; readonly transferId?: string | undefined };
/** `quantity` of the old coin became `toQuantity` of the new one, keeping dates and cost: the ratio is theirs. */
export type Migration = OfAsset &
  WithFee & { readonly kind: "migration"; readonly toAsset: string; readonly toQuantity: Quantity };
/** Every coin of the asset became `numerator` / `denominator` coins. */
export type Split = Entered & {
  readonly kind: "split";
  readonly asset: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
};

/** One thing that happened to a portfolio, as entered. */
export type Activity =
  | Buy
  | Sell
  | Swap
  | Income
  | GiftIn
  | GiftOut
  | Loss
  | Charge
  | TransferIn
  | TransferOut
  | Migration
  | Split;
