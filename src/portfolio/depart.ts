import type { Activity, Charge, Fee, GiftOut, Loss, Migration, Sell, Split, Swap, TransferOut } from "./activity.ts";
import { feeValue, leaveAsFee, payForFee } from "./fees.ts";
import type { Pages } from "./pages.ts";
import { RefusedActivity } from "./refusal.ts";
import { swappedIn } from "./arrive.ts";

/** Writes down what of an activity leaves or changes, fees in coins among it. */
export function depart(activity: Activity, pages: Pages): void {
  switch (activity.kind) {
    case "sell":
      return sold(activity, pages);
    case "gift_out":
    case "loss":
      return gone(activity, pages);
    case "swap":
      return swappedOut(activity, pages);
    case "transfer_out":
      return transferred(activity, pages);
    case "migration":
      return migrated(activity, pages);
    case "split":
      return split(activity, pages);
    case "fee":
      return charged(activity, pages);
    case "buy":
    case "income":
      return coinFee(activity, activity.fee, pages);
    case "gift_in":
    case "transfer_in":
      return;
  }
  return activity satisfies never;
}

/** Coins of a fee, where nothing special is said of them. */
function coinFee(activity: Activity, fee: Fee | undefined, pages: Pages): void {
  if (fee?.kind !== "coin") return;
  const manner = pages.conventions.feeAssetDisposal;
  leaveAsFee(activity, fee, { id: `${activity.id}#fee`, kind: "fee", manner }, pages);
}

const leavingOf = ({ id, at, asset, quantity }: Sell | Swap | GiftOut | Loss | Migration | TransferOut) => ({
  id,
  activityId: id,
  at,
  asset,
  quantity,
});

function sold(activity: Sell, pages: Pages): void {
  const { id: activityId, at, asset, quantity, value, fee } = activity;
  const { sellFee, assetFeeOnSell } = pages.conventions;
  const day = pages.book(asset).track.at(at);
  day.received += value;
  payForFee(activity, fee, asset, pages);
  if (fee?.kind === "coin" && fee.asset === asset && assetFeeOnSell === "zero_proceeds") {
    pages.balance(activity, asset, -quantity - fee.quantity);
    return pages.dispose({ ...leavingOf(activity), quantity: quantity + fee.quantity }, "sell", value);
  }
  pages.balance(activity, asset, -quantity);
  const deducted = sellFee === "deduct" ? feeValue(fee) : 0n;
  if (sellFee === "separate") pages.addExpense({ activityId, at, value: feeValue(fee) });
  pages.dispose(leavingOf(activity), "sell", value - deducted);
  if (fee?.kind === "coin" && fee.asset === asset && assetFeeOnSell === "market_value")
    leaveAsFee(activity, fee, { id: `${activityId}#fee`, kind: "fee", manner: "market_value" }, pages);
  else coinFee(activity, fee, pages);
}

/** A gift made, or coins lost or stolen. */
function gone(activity: GiftOut | Loss, pages: Pages): void {
  const { id: activityId, at, asset, quantity, value, kind } = activity;
  const { giftOut, loss, assetFeeOnSell, sellFee } = pages.conventions;
  const fee = kind === "gift_out" ? activity.fee : undefined;
  const manner = kind === "gift_out" ? giftOut : loss;
  // What was lost is a loss of the holding; what was given away is worth taken out of it.
  if (kind === "gift_out") takenOut(activity, pages);
  payForFee(activity, fee, asset, pages);
  if (manner === "market_value" && value === undefined) pages.addUnpriced({ activityId, at, asset, quantity });
  if (manner === "silent" || value === undefined) {
    pages.balance(activity, asset, -quantity);
    pages.release(leavingOf(activity));
    pages.addExpense({ activityId, at, value: feeValue(fee) });
    return coinFee(activity, fee, pages);
  }
  const isInside = fee?.kind === "coin" && fee.asset === asset && assetFeeOnSell === "zero_proceeds";
  const all = isInside ? quantity + fee.quantity : quantity;
  const deducted = !isInside && sellFee === "deduct" ? feeValue(fee) : 0n;
  if (!isInside && sellFee === "separate") pages.addExpense({ activityId, at, value: feeValue(fee) });
  pages.balance(activity, asset, -all);
  pages.dispose({ ...leavingOf(activity), quantity: all }, kind, value - deducted);
  if (!isInside) coinFee(activity, fee, pages);
}

function takenOut({ at, asset, quantity, value }: GiftOut, pages: Pages): void {
  const day = pages.book(asset).track.at(at);
  if (value === undefined) day.left += quantity;
  else {
    day.received += value;
  }
}

function swappedOut(activity: Swap, pages: Pages): void {
  const { id: activityId, at, asset, quantity, value, fee } = activity;
  const { swapFee } = pages.conventions;
  pages.book(asset).track.at(at).received += value;
  pages.balance(activity, asset, -quantity);
  if (swapFee === "separate") pages.addExpense({ activityId, at, value: feeValue(fee) });
  pages.dispose(leavingOf(activity), "swap", swapFee === "deduct" ? value - feeValue(fee) : value);
  if (pages.book(asset) === pages.book(activity.toAsset)) swappedIn(activity, pages);
  coinFee(activity, fee, pages);
}

function transferred(activity: TransferOut, pages: Pages): void {
  const { id, at, asset, quantity, fee } = activity;
  const isOwn = pages.moves.own.has(id);
  const manner = pages.conventions.transferFee === "none" ? "silent" : pages.conventions.transferFee;
  payForFee(activity, fee, asset, pages);
  pages.balance(activity, asset, -quantity);
  if (!isOwn) {
    pages.book(asset).track.at(at).left += quantity;
    pages.release(leavingOf(activity));
  }
  if (fee?.kind === "money") pages.addExpense({ activityId: id, at, value: fee.amount });
  else if (fee) leaveAsFee(activity, fee, { id, kind: "transfer_fee", manner }, pages);
  const lost = pages.moves.lost.get(id);
  if (lost === undefined) return;
  const unsaid = { kind: "coin", asset, quantity: lost } as const;
  leaveAsFee({ id, at }, unsaid, { id: `${id}#lost`, kind: "transfer_fee", manner }, pages);
}

function migrated(activity: Migration, pages: Pages): void {
  const { id: activityId, at, asset, quantity, toAsset, toQuantity, fee } = activity;
  const book = pages.book(asset);
  const target = pages.book(toAsset);
  pages.balance(activity, asset, -quantity);
  pages.balance(activity, toAsset, toQuantity);
  if (book !== target) {
    book.moveTo(target, leavingOf(activity), toQuantity, pages.nextArrival);
    pages.addMigration({ at, asset: book.asset, quantity, toAsset: target.asset, toQuantity });
  }
  // Coins that share lots are one holding: only their number can change.
  else if (quantity !== toQuantity) throw new RefusedActivity({ kind: "pair", activityId });
  payForFee(activity, fee, toAsset, pages);
  if (fee?.kind === "money") pages.addExpense({ activityId, at, value: fee.amount });
  coinFee(activity, fee, pages);
}

function split({ id: activityId, at, asset, numerator, denominator }: Split, pages: Pages): void {
  const book = pages.book(asset);
  const before = book.pool.quantity;
  // Nothing would be left to bear the cost.
  if (before > 0n && (before * numerator) / denominator === 0n) throw new RefusedActivity({ kind: "pair", activityId });
  book.scale(numerator, denominator, at);
}

function charged(activity: Charge, pages: Pages): void {
  const { id, at, fee } = activity;
  if (fee.kind === "coin") {
    pages.addFee(feeValue(fee), at, fee.asset);
    return leaveAsFee(activity, fee, { id, kind: "fee", manner: pages.conventions.charge }, pages);
  }
  pages.addCharge({ at, value: fee.amount });
  pages.addExpense({ activityId: id, at, value: fee.amount });
}
