import type { Activity, Fee } from "./activity.ts";
import type { Money } from "./amount.ts";
import type { Pages } from "./pages.ts";

/** What a fee was worth; zero where there is none or nobody said. */
export const feeValue = (fee: Fee | undefined): Money => (fee?.kind === "money" ? fee.amount : (fee?.value ?? 0n));

/**
 * Writes down that a fee was paid for a coin: it counts among the fees, and was put into that holding. Money for it came from
 * outside; coins came from their own holding, or left the same one, which is a loss there and no flow.
 */
export function payForFee({ at }: Pick<Activity, "at">, fee: Fee | undefined, asset: string, pages: Pages): void {
  if (fee === undefined) return;
  const value = feeValue(fee);
  pages.addFee(value, at, asset);
  if (fee.kind === "money") {
    pages.book(asset).track.at(at).paid += value;
  } else if (pages.book(fee.asset) !== pages.book(asset)) {
    pages.book(asset).track.at(at).paid += value;
    pages.book(fee.asset).track.at(at).received += value;
  }
}

/** How coins that are a fee leave. */
export type CoinFeeManner = "silent" | "market_value" | "zero_proceeds";

/** Takes the coins of a fee from their lots. `id` is that of the disposal, if it is one. */
export function leaveAsFee(
  { id: activityId, at, account }: Pick<Activity, "id" | "at" | "account">,
  fee: Fee & { readonly kind: "coin" },
  { id, kind, manner }: { id: string; kind: "fee" | "transfer_fee"; manner: CoinFeeManner },
  pages: Pages,
): void {
  const { asset, quantity, value } = fee;
  const leaving = { id, activityId, at, asset, quantity };
  pages.balance({ account }, asset, -quantity);
  if (manner === "zero_proceeds") return pages.dispose(leaving, kind, 0n);
  if (value === undefined) pages.addUnpriced({ activityId, at, asset, quantity });
  // Without a value there is no gain to tell, and none is made up.
  if (manner === "silent" || value === undefined) pages.release(leaving);
  else pages.dispose(leaving, kind, value);
}
