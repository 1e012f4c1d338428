import { type Conversion, entryNumberOf, readingActivities } from "./activities-of.ts";
import { type Conventions, type Method, USUAL_CONVENTIONS } from "./conventions.ts";
import type { Activity } from "./activity.ts";
import type { KeptEntry } from "./entry.ts";
import type { Ledger, Missing } from "./ledger.ts";
import { RefusedActivity } from "./refusal.ts";
import { atOnce, type Steps } from "./in-turns.ts";
import { replaying } from "./replay.ts";

/** What is kept is shown whatever is missing in it: files do not always tell everything. */
const KEPT_CONVENTIONS: Conventions = { ...USUAL_CONVENTIONS, oversell: "zero_cost" };

/** What follows from what is kept. */
export interface KeptLedger {
  readonly ledger: Ledger;
  /** Numbers of entries with money that has no rate of its day. */
  readonly unconverted: readonly number[];
}

/** So many migrations are mended one by one; each takes a replay. */
const MENDED_AT_MOST = 30;

/**
 * Replays what is kept, and always comes to an end of it: a migration of more than is held brings what is missing along at an
 * unknown cost and is listed, and a split that leaves nothing is left out.
 */
export const replayKept = (entries: readonly KeptEntry[], method: Method, conversion: Conversion): KeptLedger =>
  atOnce(replayingKept(entries, method, conversion));

/** The same in steps. */
export function* replayingKept(
  entries: readonly KeptEntry[],
  method: Method,
  conversion: Conversion,
): Steps<KeptLedger> {
  const read = yield* readingActivities(entries, conversion);
  const { unconverted } = read;
  let { activities } = read;
  const missing: Missing[] = [];
  for (let mended = 0; ; mended += 1) {
    try {
      const ledger = yield* replaying(activities, { method, conventions: KEPT_CONVENTIONS });
      const all = missing.length === 0 ? ledger : { ...ledger, missing: inOrder([...ledger.missing, ...missing]) };
      return { ledger: all, unconverted };
    } catch (error) {
      if (!(error instanceof RefusedActivity)) throw error;
      activities = mended < MENDED_AT_MOST ? withoutRefusal(activities, error, missing) : withoutMigrations(activities);
      if (mended > 2 * MENDED_AT_MOST) throw error;
    }
  }
}

const inOrder = (missing: readonly Missing[]): readonly Missing[] =>
  missing.toSorted((a, b) => a.at - b.at || entryNumberOf(a.id) - entryNumberOf(b.id));

function withoutRefusal(
  activities: readonly Activity[],
  { refusal }: RefusedActivity,
  missing: Missing[],
): readonly Activity[] {
  const { activityId } = refusal;
  if (refusal.kind !== "oversell") return activities.filter(({ id }) => id !== activityId);
  const { at, asset, asked, held } = refusal;
  const lack = asked - held;
  missing.push({ id: activityId, at, asset, found: held, missing: lack });
  const order = entryNumberOf(activityId);
  return [...activities, { kind: "gift_in", id: `${activityId}#missing`, at, order, asset, quantity: lack }];
}

/** Each migration as coins that went and others that came, of which no cost is known. */
const withoutMigrations = (activities: readonly Activity[]): readonly Activity[] =>
  activities
    .filter(({ kind }) => kind !== "split")
    .flatMap((activity): readonly Activity[] => {
      if (activity.kind !== "migration") return [activity];
      const { toAsset, toQuantity, ...left } = activity;
      const { id, at, order, account } = activity;
      const came = { id: `${id}#in`, at, order, account, asset: toAsset, quantity: toQuantity };
      return [
        { ...left, kind: "gift_out" },
        { ...came, kind: "gift_in" },
      ];
    });
