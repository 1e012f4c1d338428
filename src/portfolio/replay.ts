import type { Activity } from "./activity.ts";
import type { Conventions, Method, MethodByYear } from "./conventions.ts";
import type { Ledger } from "./ledger.ts";
import { atOnce, type Steps } from "./in-turns.ts";
import { checkingEach, inOrder } from "./order.ts";
import { arrive } from "./arrive.ts";
import { depart } from "./depart.ts";
import { findMoves } from "./moves.ts";
import { Pages } from "./pages.ts";

/** How the activities are read. */
export interface Reading {
  readonly method: Method | MethodByYear;
  readonly conventions: Conventions;
}

/**
 * Goes through all activities from the first to the last and tells what follows: lots, gains, income, holdings. The same
 * activities give the same ledger in whatever order they are given. The time taken grows with their number times its
 * logarithm; a split or a migration takes as long as there are lots that it changes.
 * @throws RefusedActivity at the first that cannot be; then there is no result
 */
export const replay = (activities: readonly Activity[], reading: Reading): Ledger =>
  atOnce(replaying(activities, reading));

/** Activities between two places where the work may be interrupted. */
const STEP = 256;

/** The same in steps. */
export function* replaying(activities: readonly Activity[], { method, conventions }: Reading): Steps<Ledger> {
  const sorted = inOrder(activities);
  yield;
  yield* checkingEach(sorted);
  yield;
  const methodIn = methodOf(method);
  const pages = new Pages(methodIn(sorted[0]?.at ?? 0), conventions, findMoves(sorted));
  yield;
  for (let from = 0, steps = 1; from < sorted.length; steps += 1) {
    if (steps % STEP === 0) yield;
    const { at } = sorted[from]!;
    let to = from + 1;
    if (conventions.sameTime === "acquisitions_first") while (sorted[to]?.at === at) to += 1;
    pages.use(methodIn(at));
    if (to === from + 1) {
      arrive(sorted[from]!, pages);
      depart(sorted[from]!, pages);
    } else together(sorted.slice(from, to), pages);
    from = to;
  }
  return pages.ledger;
}

/** What arrives comes first, then coins change, so that what a split or a migration brings may leave in the same instant. */
function together(activities: readonly Activity[], pages: Pages): void {
  for (const activity of activities) arrive(activity, pages);
  for (const activity of activities) if (isChange(activity)) depart(activity, pages);
  for (const activity of activities) if (!isChange(activity)) depart(activity, pages);
}

const isChange = ({ kind }: Activity): boolean => kind === "split" || kind === "migration";

function methodOf(method: Method | MethodByYear): (at: number) => Method {
  if (typeof method === "string") return () => method;
  const years = [...method].toSorted(([a], [b]) => a - b);
  const first = years[0]?.[1] ?? "fifo";
  return (at) => {
    const year = new Date(at).getUTCFullYear();
    return years.findLast(([from]) => from <= year)?.[1] ?? first;
  };
}
