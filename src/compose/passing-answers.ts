import type { Database } from "../store/database.ts";
import type { OutboxServices } from "./outbox.ts";
import { PassingAnswerStore } from "../store/passing-answer-store.ts";
import type { Place } from "../core/call.ts";
import type { Step } from "../jobs/tick.ts";

/** What happens to answers that do not stay. */
export interface PassingAnswers {
  /** Messages of ours are to go from a place after so long. */
  readonly onShown: (place: Place, messageIds: readonly string[], ms: number) => Promise<void>;
  /** What the tick looks after. */
  readonly step: Step;
}

/** Notes such answers, and takes them away when their time is over, also after a restart. */
export function openPassingAnswers({
  database,
  clock,
  delivery,
}: {
  readonly database: Database;
  readonly clock: () => number;
  /** Absent in a process without doors. */
  readonly delivery?: Pick<OutboxServices, "remove">;
}): PassingAnswers {
  const store = new PassingAnswerStore();
  return {
    onShown: async ({ platform, chatId }, messageIds, ms) =>
      await store.add(database, { platform, chatId, messageIds }, clock() + ms),
    step: {
      name: "answers that pass",
      async run(now) {
        for (const each of await store.due(database, now)) {
          // Forgotten afterwards: dying in between, the next process removes it once more, which does no harm.
          await delivery?.remove({ ...each, isPublic: true }, each.messageIds);
          await store.forget(database, each);
        }
      },
    },
  };
}
