import { AmountError, moneyOf, quantityOf } from "./amount.ts";
import type { EnteredFee, Entry, StatedMoney } from "./entry.ts";

/** Why an entry cannot be kept, whatever else there is. */
export type EntryProblem =
  | { readonly kind: "future" }
  /** Before there was any coin. */
  | { readonly kind: "too_early" }
  /** No number, not above zero, more than 18 places, or more than there is of anything. */
  | {
      readonly kind: "quantity";
      readonly text: string;
      readonly why: "not_a_number" | "not_above_zero" | "too_precise" | "too_large";
    }
  /** Money that is no number, or below zero where it cannot be. */
  | {
      readonly kind: "money";
      readonly text: string;
      readonly why: "not_a_number" | "below_zero" | "too_precise" | "too_large";
    }
  | { readonly kind: "same_coin" }
  /** More is given back than was paid. */
  | { readonly kind: "rebate" }
  | { readonly kind: "acquired_later" }
  | { readonly kind: "too_long"; readonly what: "account" | "note" }
  | { readonly kind: "ratio" };

/** Bitcoin's first block. */
const FIRST_COIN_AT = Date.UTC(2009, 0, 3);
/** The clock of whoever asks may be ahead of ours. */
const CLOCK_MS = 60_000;
/** The coin of which there are most has fewer. */
const MOST_COINS = quantityOf("1e21");
const MOST_MONEY = moneyOf("1e21");

export const ACCOUNT_LENGTH = 40;
export const NOTE_LENGTH = 200;

/** What is wrong with an entry by itself; undefined when nothing is. @param now  UTC epoch milliseconds */
export function problemOf(entry: Entry, now: number): EntryProblem | undefined {
  if (!(entry.at <= now + CLOCK_MS)) return { kind: "future" };
  if (entry.at < FIRST_COIN_AT) return { kind: "too_early" };
  if ((entry.account?.length ?? 0) > ACCOUNT_LENGTH) return { kind: "too_long", what: "account" };
  if ((entry.note?.length ?? 0) > NOTE_LENGTH) return { kind: "too_long", what: "note" };
  if (entry.kind === "split") return ratioProblem(entry.numerator, entry.denominator);
  const ofFee = entry.fee && feeProblem(entry.fee, entry.kind);
  if (ofFee || entry.kind === "fee") return ofFee;
  const ofCoins = quantityProblem(entry.quantity);
  if (ofCoins) return ofCoins;
  if ("toAsset" in entry) {
    if (entry.toAsset === entry.asset) return { kind: "same_coin" };
    const ofOther = quantityProblem(entry.toQuantity);
    if (ofOther) return ofOther;
  }
  if (entry.kind === "migration") return undefined;
  if ("acquiredAt" in entry && entry.acquiredAt !== undefined && !(entry.acquiredAt <= entry.at))
    return { kind: "acquired_later" };
  return valueProblem(entry.value, entry.fee);
}

function quantityProblem(text: string): EntryProblem | undefined {
  const read = reading(() => quantityOf(text));
  if (typeof read === "string") return { kind: "quantity", text, why: read };
  if (read <= 0n) return { kind: "quantity", text, why: "not_above_zero" };
  return read > MOST_COINS ? { kind: "quantity", text, why: "too_large" } : undefined;
}

function moneyProblem({ amount: text }: StatedMoney, least: bigint): EntryProblem | undefined {
  const read = reading(() => moneyOf(text));
  if (typeof read === "string") return { kind: "money", text, why: read };
  if (read < least) return { kind: "money", text, why: "below_zero" };
  return read > MOST_MONEY ? { kind: "money", text, why: "too_large" } : undefined;
}

/** A maker's rebate is a fee below zero; it belongs to a trade. */
function feeProblem(fee: EnteredFee, kind: Entry["kind"]): EntryProblem | undefined {
  if (fee.kind === "coin") return quantityProblem(fee.quantity) ?? (fee.value && moneyProblem(fee.value, 0n));
  const mayBeRebate = kind === "buy" || kind === "sell" || kind === "swap";
  return moneyProblem(fee, mayBeRebate ? -MOST_MONEY : 0n);
}

function valueProblem(value: StatedMoney | undefined, fee: EnteredFee | undefined): EntryProblem | undefined {
  if (value === undefined) return undefined;
  const ofValue = moneyProblem(value, 0n);
  if (ofValue || fee?.kind !== "money" || fee.currency !== value.currency) return ofValue;
  return moneyOf(value.amount) + moneyOf(fee.amount) < 0n ? { kind: "rebate" } : undefined;
}

const ratioProblem = (...numbers: readonly string[]): EntryProblem | undefined =>
  numbers.every((each) => /^[1-9]\d{0,17}$/.test(each)) ? undefined : { kind: "ratio" };

function reading(read: () => bigint): bigint | AmountError["problem"] {
  try {
    return read();
  } catch (error) {
    if (error instanceof AmountError) return error.problem;
    throw error;
  }
}
