import type { Activity } from "./activity.ts";
import { RefusedActivity } from "./refusal.ts";
import type { Steps } from "./in-turns.ts";

const byTime = (a: Activity, b: Activity): number =>
  a.at - b.at || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * The activities as they happened: by instant, then by the order in which they were entered, then by id. Whatever order they
 * are given in, the same ones come out the same, so a backdated entry needs no care: everything is gone through again.
 */
export function inOrder(activities: readonly Activity[]): readonly Activity[] {
  for (let at = 1; at < activities.length; at += 1)
    // Mostly they come from the store in order, and a hundred thousand need not be sorted to find that out.
    if (byTime(activities[at - 1]!, activities[at]!) > 0) return activities.toSorted(byTime);
  return activities;
}

/** Activities between two places where the work may be interrupted. */
const STEP = 1_024;
const MAX_TIME = 8.64e15;

/** @throws RefusedActivity for the first one that cannot be, whatever else there is: see the kinds of `Refusal` */
export function* checkingEach(activities: readonly Activity[]): Steps<void> {
  const seen = new Set<string>();
  let known = 0;
  for (const activity of activities) {
    const { id: activityId, at, kind } = activity;
    const refuse = (refusal: "quantity" | "value" | "time" | "duplicate" | "pair"): never => {
      throw new RefusedActivity({ kind: refusal, activityId });
    };
    if (known % STEP === 0) yield;
    if (seen.add(activityId).size <= known) refuse("duplicate");
    known = seen.size;
    if (!(Math.abs(at) <= MAX_TIME)) refuse("time");
    if (kind === "split") {
      if (activity.numerator <= 0n || activity.denominator <= 0n) refuse("pair");
      continue;
    }
    const fee = "fee" in activity ? activity.fee : undefined;
    if (fee?.kind === "coin" && fee.quantity <= 0n) refuse("quantity");
    if (fee?.kind === "coin" && (fee.value ?? 0n) < 0n) refuse("value");
    if (kind === "fee") continue;
    if (activity.quantity <= 0n) refuse("quantity");
    if ("value" in activity && (activity.value ?? 0n) < 0n) refuse("value");
    if ("acquiredAt" in activity && activity.acquiredAt !== undefined && !(activity.acquiredAt <= at)) refuse("time");
    if (!("toAsset" in activity)) continue;
    if (activity.toQuantity <= 0n) refuse("quantity");
    if (activity.asset === activity.toAsset) refuse("pair");
  }
}
