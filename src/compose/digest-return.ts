import type { Database, Executor } from "../store/database.ts";
import type { Delivery } from "../core/delivery.ts";
import { digestBackReply } from "../commands/digest-back.ts";
import { IANAZone } from "luxon";
import { nextDue } from "../digest/due.ts";
import type { Place } from "../core/call.ts";
import type { SubscriptionStore } from "../store/subscription-store.ts";

/** How long it is worth saying. */
const STALE_MS = 3_600_000;

interface ReturnParts {
  readonly database: Database;
  readonly subscriptions: Pick<SubscriptionStore, "unreachableOf" | "resume">;
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  readonly enqueued: () => void;
}

/**
 * Takes up a digest that was stopped because somebody could not be written to, when they can be again, and tells them once. That
 * goes out as a message of that very digest: where it is refused, it is stopped once more.
 * @param direct  where they are written to alone
 * @returns how many digests it took up
 */
export async function takeUpDigest(
  { userId, direct, now }: { readonly userId: string; readonly direct: Place; readonly now: number },
  { database, subscriptions, enqueue, enqueued }: ReturnParts,
): Promise<number> {
  const count = await database.transaction().execute(async (on) => {
    const stopped = (await subscriptions.unreachableOf(on, userId, direct.platform)).filter(
      ({ settings }) => IANAZone.create(settings.zone).isValid,
    );
    for (const { number, settings, place } of stopped) {
      const nextAt = nextDue(settings, now).at;
      await subscriptions.resume(on, number, nextAt);
      await enqueue(on, {
        kind: "digest",
        sourceId: String(number),
        occurrence: `back:${now}`,
        place,
        ownerId: userId,
        reply: digestBackReply(nextAt, settings),
        dueAt: now,
        staleAt: now + STALE_MS,
      });
    }
    return stopped.length;
  });
  if (count > 0) enqueued();
  return count;
}
