import type { IncomeKind } from "./activity.ts";

/** Money as it was stated: decimal text, and the ISO 4217 code, or BTC or ETH, that it was stated in. */
export interface StatedMoney {
  readonly amount: string;
  readonly currency: string;
  /** True where nobody stated it and the day's price was taken: shown as such, wherever it counts. */
  readonly isFilled?: boolean;
  /** Where a filled price was taken from, as shown: "close of 2026-03-01, DefiLlama". */
  readonly filledFrom?: string;
}

/** What an activity cost besides, as entered. */
export type EnteredFee =
  | ({ readonly kind: "money" } & StatedMoney)
  | { readonly kind: "coin"; readonly asset: string; readonly quantity: string; readonly value?: StatedMoney };

interface EnteredAt {
  /** Instant in epoch milliseconds. */
  readonly at: number;
  /** Where it happened, as the person or the file calls it: "Kraken". */
  readonly account?: string;
  /** The person's own words, untrusted. */
  readonly note?: string;
}

interface EnteredCoins extends EnteredAt {
  /** Id of the asset list. */
  readonly asset: string;
  /** Decimal text above zero, at most 18 places, without the fee. */
  readonly quantity: string;
  readonly fee?: EnteredFee;
}

/** Of all coins of the entry together, without the fee; absent where it is unknown. */
interface Valued {
  readonly value?: StatedMoney;
}

interface IntoOther {
  readonly toAsset: string;
  readonly toQuantity: string;
}

/**
 * An activity as it is entered and kept: amounts as decimal text, money in the currency that it was stated in. `activitiesOf`
 * makes of these what the engine computes with.
 */
export type Entry =
  | (EnteredCoins & Valued & { readonly kind: "buy" | "sell" | "gift_in" | "gift_out" | "loss" })
  | (EnteredCoins & Valued & IntoOther & { readonly kind: "swap" })
  | (EnteredCoins & Valued & { readonly kind: "income"; readonly incomeKind: IncomeKind })
  | (EnteredCoins &
      Valued & {
        readonly kind: "transfer_in" | "transfer_out";
        /** The same for both halves of a move between own accounts. */
        readonly transferId?: string;
        /** When coins from outside were first got, if that is known. */
        readonly acquiredAt?: number;
      })
  | (EnteredCoins & IntoOther & { readonly kind: "migration" })
  | (EnteredAt & { readonly kind: "fee"; readonly fee: EnteredFee })
  | (EnteredAt & {
      readonly kind: "split";
      readonly asset: string;
      /** Every coin became `numerator / denominator` coins; whole numbers as text. */
      readonly numerator: string;
      readonly denominator: string;
    });

/** Where a kept entry came from, if it was read from a file: which import, and which of its rows, by content and occurrence. */
export interface EntryOrigin {
  readonly importId: string;
  readonly rowKey: string;
}

/** An entry that is to be kept; one that was read from a file says so. */
export type NewEntry = Entry & { readonly origin?: EntryOrigin };

/** An entry in somebody's portfolio. */
export type KeptEntry = Entry & {
  /** By which its owner calls it (`/portfolio edit 12`); never used again. It orders what happened at the same instant. */
  readonly number: number;
  readonly origin?: EntryOrigin;
};
