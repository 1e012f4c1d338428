import type { Activity, Buy, Fee, GiftIn, Income, Swap, TransferIn } from "./activity.ts";
import { feeValue, payForFee } from "./fees.ts";
import { type Money, type Price, valueAt } from "./amount.ts";
import { lotOf } from "./lot.ts";
import type { Pages } from "./pages.ts";
import { RefusedActivity } from "./refusal.ts";

/** Writes down what an activity brings in, if it brings anything. */
export function arrive(activity: Activity, pages: Pages): void {
  switch (activity.kind) {
    case "buy":
      return bought(activity, pages);
    case "income":
      return earned(activity, pages);
    case "gift_in":
      return given(activity, pages);
    case "transfer_in":
      if (!pages.moves.own.has(activity.id)) return given(activity, pages);
      return pages.balance(activity, activity.asset, activity.quantity);
    case "swap":
      // Coins that share lots have to leave before they come back, or they would be sold to themselves.
      if (pages.book(activity.asset) !== pages.book(activity.toAsset)) swappedIn(activity, pages);
      return;
    default:
      return;
  }
}

function bought(activity: Buy, pages: Pages): void {
  const { at, asset, value, fee } = activity;
  const feeCost = costOfFee(activity, fee, pages);
  makeLot(activity, { cost: value + feeCost, value }, pages);
  pages.book(asset).track.at(at).paid += value;
  payForFee(activity, fee, asset, pages);
}

/** What a fee adds to the cost of what comes in; where it adds nothing, it is written down as an expense. */
function costOfFee({ id: activityId, at }: Buy | Income, fee: Fee | undefined, pages: Pages): Money {
  if (pages.conventions.buyFee === "capitalise") return feeValue(fee);
  pages.addExpense({ activityId, at, value: feeValue(fee) });
  return 0n;
}

/** The half of a swap that comes in. Its cost does not depend on what the other half cost, so it can come first. */
export function swappedIn(activity: Swap, pages: Pages): void {
  const { at, toAsset, toQuantity, value, fee } = activity;
  const feeCost = pages.conventions.swapFee === "capitalise" ? feeValue(fee) : 0n;
  const { id, account } = activity;
  makeLot({ id, at, asset: toAsset, quantity: toQuantity, account }, { cost: value + feeCost, value }, pages);
  pages.book(toAsset).track.at(at).paid += value;
  payForFee(activity, fee, toAsset, pages);
}

function earned(activity: Income, pages: Pages): void {
  const { id: activityId, at, asset, quantity, value, fee, account, statedPrice } = activity;
  const { incomeCost } = pages.conventions;
  const worth = incomeCost === "market" ? (value ?? 0n) : 0n;
  const feeCost = costOfFee(activity, fee, pages);
  if (value === undefined) pages.addUnpriced({ activityId, at, asset, quantity });
  const isCostKnown = value !== undefined || incomeCost === "zero";
  const lot = { id: activityId, at, asset, quantity, account, isCostKnown, statedPrice };
  makeLot(lot, { cost: worth + feeCost, value: worth }, pages);
  pages.addIncome({ activityId, at, asset, quantity, value: worth });
  payForFee(activity, fee, asset, pages);
}

/** Coins from outside: a gift, or a transfer of which nobody entered the other half. */
function given(activity: GiftIn | TransferIn, pages: Pages): void {
  const { id: activityId, at, asset, quantity, value, account, acquiredAt } = activity;
  const lot = { id: activityId, at, asset, quantity, account, acquiredAt, isCostKnown: value !== undefined };
  makeLot(lot, { cost: value ?? 0n, value: value ?? 0n }, pages);
  const day = pages.book(asset).track.at(at);
  if (value === undefined) {
    pages.addUnpriced({ activityId, at, asset, quantity });
    day.arrived += quantity;
  } else {
    day.paid += value;
  }
}

interface NewLot extends Pick<Buy, "id" | "at" | "asset" | "quantity" | "account"> {
  readonly acquiredAt?: number | undefined;
  readonly isCostKnown?: boolean;
  readonly statedPrice?: Price | undefined;
}

function makeLot(lot: NewLot, { cost, value }: { cost: Money; value: Money }, pages: Pages): void {
  const { id: activityId, at, asset, quantity, acquiredAt = at, isCostKnown = true, statedPrice } = lot;
  // A rebate larger than the price: nobody is paid for taking coins, so one of the two figures is wrong.
  if (cost < 0n) throw new RefusedActivity({ kind: "value", activityId });
  const price = statedPrice === undefined ? value : valueAt(quantity, statedPrice);
  const paid = pages.conventions.hifoKey === "price" ? price : cost;
  const arrival = pages.nextArrival();
  const figures = { activityId, acquiredAt, arrival, isCostKnown, quantity, cost, paid, paidFor: quantity };
  pages.book(asset).acquire(lotOf(figures), at);
  pages.balance(lot, asset, quantity);
}
