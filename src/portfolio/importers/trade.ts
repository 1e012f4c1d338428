import type { IncomeKind } from "../activity.ts";
import { quantityOf, quantityText, Exact } from "../amount.ts";
import type { EnteredFee, Entry, StatedMoney } from "../entry.ts";
import { AmountError } from "../amount.ts";
import { drafted, type Outcome, RowError, skipped } from "./draft.ts";
import { isMoney } from "./symbols.ts";

/** So much of a coin, or of money, as the file has it; the sign says which way. */
export interface Leg {
  readonly symbol: string;
  readonly amount: Exact;
}

/** When and where. */
export interface Occasion {
  readonly at: number;
  readonly account: string;
  readonly note?: string;
}

/** A quantity as it is kept: above zero, at most 18 places; what binary fractions of an export have added beyond is cut off. */
function quantityFrom(amount: Exact): string {
  const size = amount.abs();
  const cut = size.toDecimalPlaces(18, Exact.ROUND_DOWN);
  if (cut.isZero())
    throw new RowError(size.isZero() ? "the quantity is zero" : "the quantity is below any coin's smallest part");
  try {
    return quantityText(quantityOf(cut.toFixed()));
  } catch (error) {
    if (error instanceof AmountError) throw new RowError("the quantity is more than there can be");
    throw error;
  }
}

const moneyFrom = ({ symbol, amount }: Leg): StatedMoney => ({
  amount: amount.abs().toDecimalPlaces(30, Exact.ROUND_HALF_EVEN).toFixed(),
  currency: symbol,
});

/** A fee as kept; none where it is zero. A rebate, below zero, is money given back. */
function feeFrom(fee: Leg | undefined): EnteredFee | undefined {
  if (!fee || fee.amount.isZero()) return undefined;
  if (isMoney(fee.symbol)) {
    const { amount, currency } = moneyFrom(fee);
    return { kind: "money", amount: fee.amount.isNegative() ? `-${amount}` : amount, currency };
  }
  return { kind: "coin", asset: fee.symbol, quantity: quantityFrom(fee.amount) };
}

/** What was exchanged for what. Signs do not matter: `out` left, `into` came. */
export interface Exchange extends Occasion {
  readonly out: Leg;
  readonly into: Leg;
  /** Besides what left and came; below zero is a rebate, which is money. */
  readonly fee?: Leg | undefined;
  /** Of either side, where the file says it. */
  readonly value?: StatedMoney | undefined;
}

/** Coins against money are a purchase or a sale, coins against coins a swap; money against money is nobody's portfolio. */
export function exchanged({ out, into, fee, value, ...occasion }: Exchange): Outcome {
  if (isMoney(out.symbol) && isMoney(into.symbol)) return skipped("money changed into other money");
  const entered = feeFrom(fee);
  const common = { ...bare(occasion), ...(entered ? { fee: entered } : {}) };
  if (isMoney(out.symbol))
    return drafted({
      kind: "buy",
      ...common,
      asset: into.symbol,
      quantity: quantityFrom(into.amount),
      value: moneyFrom(out),
    });
  const left = { ...common, asset: out.symbol, quantity: quantityFrom(out.amount) };
  if (isMoney(into.symbol)) return drafted({ kind: "sell", ...left, value: moneyFrom(into) });
  if (out.symbol === into.symbol) return skipped("the same coin on both sides");
  return drafted({
    kind: "swap",
    ...left,
    toAsset: into.symbol,
    toQuantity: quantityFrom(into.amount),
    ...(value ? { value } : {}),
  });
}

/** What coins can do alone. */
export type Movement =
  | { readonly kind: "transfer_in" | "transfer_out" | "gift_in" | "gift_out" | "loss" | "sell" }
  | { readonly kind: "income"; readonly incomeKind: IncomeKind };

/** Coins that came or went by themselves; money that did is left out. */
export function moved(
  movement: Movement,
  {
    leg,
    fee,
    value,
    ...occasion
  }: Occasion & { readonly leg: Leg; readonly fee?: Leg | undefined; readonly value?: StatedMoney | undefined },
): Outcome {
  if (isMoney(leg.symbol)) return skipped("money, not a coin");
  const entered = feeFrom(fee);
  return drafted({
    ...movement,
    ...bare(occasion),
    asset: leg.symbol,
    quantity: quantityFrom(leg.amount),
    ...(entered ? { fee: entered } : {}),
    ...(value ? { value } : {}),
  } as Entry);
}

/** A fee that belongs to nothing else. */
export function charged(fee: Leg, occasion: Occasion): Outcome {
  const entered = feeFrom(fee);
  if (!entered) return skipped("a fee of nothing");
  return drafted({ kind: "fee", ...bare(occasion), fee: entered });
}

/** One coin became another. */
export const migrated = (out: Leg, into: Leg, occasion: Occasion): Outcome =>
  out.symbol === into.symbol
    ? skipped("the same coin under the same name")
    : drafted({
        kind: "migration",
        ...bare(occasion),
        asset: out.symbol,
        quantity: quantityFrom(out.amount),
        toAsset: into.symbol,
        toQuantity: quantityFrom(into.amount),
      });

/** What the file says that something was worth: undefined where it says nothing, or nothing that money is counted in. */
export function statedValue(amount: Exact | undefined, currency: string): StatedMoney | undefined {
  const code = currency.trim().toUpperCase();
  return amount === undefined || amount.isZero() || !isMoney(code) ? undefined : moneyFrom({ symbol: code, amount });
}

const bare = ({ at, account, note }: Occasion) => ({ at, account, ...(note === undefined ? {} : { note }) });
