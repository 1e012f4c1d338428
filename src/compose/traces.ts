import type { AnswerParts } from "../agent/answer.ts";
import type { Database } from "../store/database.ts";
import type { Executor } from "../store/database.ts";
import type { Once } from "../store/done-key-store.ts";
import type { Report } from "../core/log.ts";
import type { Step } from "../jobs/tick.ts";
import type { TraceBook } from "../commands/trace-book.ts";
import { TraceStore } from "../store/trace-store.ts";
import { UserSettingStore } from "../store/user-setting-store.ts";

/** As docs/retention.md and `/trace` have it. */
const LIFE_MS = 14 * 86_400_000;

/** Of somebody who wants their words kept. */
const WORDS = "trace words";

/** How answers came about. */
export interface Traces {
  readonly keep: NonNullable<AnswerParts["keepTrace"]>;
  /** The same as commands know it. */
  readonly book: (once: Once) => TraceBook;
  /** What the tick looks after. */
  readonly step: Step;
}

/** Traces in the database. */
export function openTraces({ database, report }: { readonly database: Database; readonly report: Report }): Traces {
  const store = new TraceStore();
  const settings = new UserSettingStore();
  const keepsWords = async (on: Executor, userId: string): Promise<boolean> =>
    (await settings.of(on, userId)).has(WORDS);

  return {
    async keep({ caller, now }, trace, texts) {
      try {
        // Whoever says at this moment that words are not to be kept finds none afterwards.
        await database.transaction().execute(async (on) => {
          const kept = { answeredAt: now, trace, ...((await keepsWords(on, caller.userId)) && { texts }) };
          await store.add(on, caller.userId, kept);
        });
      } catch (error) {
        // An answer without a trace is an answer all the same.
        report(error, "trace");
      }
    },

    book: (once) => ({
      last: async ({ caller, now }) => await store.last(database, caller.userId, now - LIFE_MS),
      keepsWords: async ({ caller }) => await keepsWords(database, caller.userId),
      keepWords: async (call) =>
        await once("trace on", call, async (on) => {
          await settings.set(on, call.caller.userId, WORDS, "kept", call.now);
          return { keepsWords: true };
        }),
      dropWords: async (call) =>
        await once("trace off", call, async (on) => {
          await settings.reset(on, call.caller.userId, [WORDS]);
          await store.removeTexts(on, call.caller.userId);
          return { keepsWords: false };
        }),
    }),

    step: { name: "traces", run: async (now) => await store.removeBefore(database, now - LIFE_MS) },
  };
}
