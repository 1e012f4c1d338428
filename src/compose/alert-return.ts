import { alertsBackReply } from "../commands/alert-back.ts";
import type { AlertStore } from "../store/alert-store.ts";
import { changed } from "./alert-rules.ts";
import type { Database, Executor } from "../store/database.ts";
import { type Delivery, directPlace } from "../core/delivery.ts";
import type { GroupServices } from "../core/desk.ts";
import type { KeptAlert } from "../store/alert-row.ts";
import type { Log } from "../core/log.ts";
import type { Place } from "../core/call.ts";
import { subjectOf } from "../alerts/subject.ts";
import type { UserStore } from "../store/user-store.ts";
import type { Watch } from "../alerts/watch.ts";

/** How long it is worth saying. */
const STALE_MS = 3_600_000;

interface ReturnParts {
  readonly database: Database;
  readonly alerts: AlertStore;
  /** What an alert that has been changed waits for. */
  readonly watchAfter: (on: Executor, before: KeptAlert, after: KeptAlert, now: number) => Promise<Watch | undefined>;
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  readonly enqueued?: () => void;
}

/**
 * Takes up what was stopped because somebody could not be written to, when they can be again, and tells them. That goes out as a
 * message of those very alerts: where it is refused, they are stopped once more.
 * @param direct  where they are written to alone
 * @returns how many alerts it took up
 */
export async function takeUp(
  { userId, direct, now }: { readonly userId: string; readonly direct: Place; readonly now: number },
  { database, alerts, watchAfter, enqueue, enqueued }: ReturnParts,
): Promise<number> {
  const isLive = ({ expiresAt }: KeptAlert): boolean => expiresAt === undefined || expiresAt > now;
  const numbers = await database.transaction().execute(async (on) => {
    const stopped = (await alerts.stoppedOf(on, userId, direct.platform)).filter(isLive);
    for (const before of stopped) {
      const after = changed(before, { state: "armed" }, now);
      const watch = await watchAfter(on, before, after, now);
      await alerts.change(on, before.number, after, {
        subject: subjectOf(after.condition, before.ownerId),
        watch,
        now,
      });
    }
    const back = stopped.map(({ number }) => number);
    if (back.length > 0)
      await enqueue(on, {
        kind: "alert",
        sourceId: back.join(","),
        occurrence: `back:${now}`,
        place: direct,
        ownerId: userId,
        reply: alertsBackReply(back),
        dueAt: now,
        staleAt: now + STALE_MS,
      });
    return back;
  });
  if (numbers.length > 0) enqueued?.();
  return numbers.length;
}

/** What was stopped because somebody could not be written to, and is taken up when they can be. @returns how many */
interface Returning {
  onReached(userId: string, direct: Place, now: number): Promise<number>;
}

interface ReachedParts {
  readonly database: Database;
  readonly users: Pick<UserStore, "withStopped">;
  readonly alerts: Returning;
  readonly digests: Returning;
  readonly log: Log;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
}

/** What doors tell when somebody can be written to alone. */
export const createOnReached =
  ({ database, users, alerts, digests, log, clock }: ReachedParts): GroupServices["onReached"] =>
  async (platform, accountId) => {
    const direct = directPlace(platform, accountId);
    if (!direct) return;
    // Told after every answer, and nearly nobody has anything that was stopped.
    const userId = await users.withStopped(database, platform, accountId);
    if (userId === undefined) return;
    const back = {
      alerts: await alerts.onReached(userId, direct, clock()),
      digests: await digests.onReached(userId, direct, clock()),
    };
    if (back.alerts + back.digests > 0) log.info({ platform, ...back }, "somebody can be written to again");
  };
