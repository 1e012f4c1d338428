import { closedPlaceReply } from "../commands/closed-place.ts";
import type { Delivery } from "../core/delivery.ts";
import { DirectPlaceStore } from "../store/direct-place-store.ts";
import type { Executor } from "../store/database.ts";
import { makersOf } from "../store/makers.ts";
import type { OnGone } from "../jobs/deliver-one.ts";
import type { Place } from "../core/call.ts";

/** How long it is worth saying. */
const STALE_MS = 24 * 3_600_000;

/**
 * Tells whoever made something that its place takes nothing any more, in the direct chat that they used last and that may still
 * be open; in the transaction that stops it. Where there is none, they see it in their list.
 */
export function tellOfClosedPlace({
  enqueue,
  clock,
}: {
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
}): OnGone {
  const direct = new DirectPlaceStore();
  return async (on, { kind, sourceId, place, reply, dueAt }, gone) => {
    // A webhook's owner is told with all that it was to say.
    if (kind === "notice" || place.platform === "webhook") return;
    // Whoever cannot be written to alone on a platform cannot be told so there.
    const isOpen = (other: Place): boolean => place.isPublic || other.platform !== place.platform;
    for (const { userId, numbers } of await makersOf(on, { kind, sourceId })) {
      const to = (await direct.of(on, userId)).find(isOpen);
      if (!to) continue;
      const now = clock();
      await enqueue(on, {
        kind: "notice",
        sourceId: `closed ${kind} ${numbers.join(",")}`,
        occurrence: `${dueAt}`,
        place: to,
        ownerId: userId,
        reply: closedPlaceReply({ kind, numbers, place, gone, title: reply.title }),
        dueAt: now,
        staleAt: now + STALE_MS,
      });
    }
  };
}
