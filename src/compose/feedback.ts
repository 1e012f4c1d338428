import { AuditStore } from "../store/audit-store.ts";
import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import type { Database } from "../store/database.ts";
import { FEEDBACK_A_DAY, type FeedbackFacts, type GiveFeedback } from "../commands/feedback.ts";
import { FeedbackStore } from "../store/feedback-store.ts";
import type { OutboxServices } from "./outbox.ts";
import type { Once } from "../store/done-key-store.ts";
import { ownersPlace } from "./owners-place.ts";
import { text } from "../core/reply.ts";

const DAY_MS = 86_400_000;
/** An owner who is away reads it when they are back. */
const STALE_MS = 7 * DAY_MS;

export interface FeedbackParts {
  readonly database: Database;
  readonly once: Once;
  /** "platform:account" of those whom the configuration names. */
  readonly ownerIds: ReadonlySet<string>;
  readonly outbox: Pick<OutboxServices["outbox"], "enqueue">;
  readonly deliverer: Pick<OutboxServices["deliverer"], "wake">;
}

/** Words of people, to the direct chat of whoever owns the desk. */
export function createFeedback({ database, once, ownerIds, outbox, deliverer }: FeedbackParts): GiveFeedback {
  const audit = new AuditStore();
  const given = new FeedbackStore();

  return async (words, call: Call) => {
    const to = await ownersPlace(database, ownerIds);
    if (!to) return { state: "nobody" };
    const { caller, place, now } = call;
    const facts = await once<FeedbackFacts>("feedback", call, async (on) => {
      const times = await given.since(on, caller.userId, now - DAY_MS);
      const before = times.length;
      // Room is made by the oldest of those that count.
      const [oldest] = times.slice(-FEEDBACK_A_DAY);
      if (before >= FEEDBACK_A_DAY && oldest !== undefined) return { state: "enough", waitMs: oldest + DAY_MS - now };
      await given.note(on, caller.userId, now);
      await outbox.enqueue(on, {
        kind: "notice",
        // Not their id: it stands in the row for a month, and is how it is dropped when they are deleted before it is sent.
        sourceId: `feedback ${await audit.nameOf(on, caller.userId)}`,
        occurrence: `${now}-${before}`,
        place: to,
        reply: {
          title: `Feedback from ${caller.name === undefined ? "somebody" : cleanLine(caller.name, 64)} on ${place.platform}`,
          blocks: [text(words)],
        },
        dueAt: now,
        staleAt: now + STALE_MS,
      });
      return { state: "sent" };
    });
    deliverer.wake();
    return facts;
  };
}
