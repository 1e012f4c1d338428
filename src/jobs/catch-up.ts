import type { Journal } from "./journal.ts";
import type { Log } from "../core/log.ts";
import { setTimeout as wait } from "node:timers/promises";
import type { Step } from "./tick.ts";
import { within } from "../core/within.ts";

/** How long a stop waits for the pass under way. */
const FINISH_MS = 2_000;
/** Between two passes, so that what is due all at once is not asked for all at once. */
const PAUSE_MS = 5_000;

export interface CatchUpParts {
  readonly log: Log;
  readonly journal: Journal;
  readonly clock: () => number;
  readonly pauseMs?: number;
}

/**
 * Runs a step at once and then every few seconds until nothing is due any more, so that a start does not wait for many minutes of
 * the tick. What fails is left to the tick. @returns ends it, after the pass under way if that ends soon
 */
export function catchUp(step: Step, { log, journal, clock, pauseMs = PAUSE_MS }: CatchUpParts): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;

  async function run(): Promise<void> {
    try {
      while (!signal.aborted) {
        const now = clock();
        if ((await step.run(now)) === "idle") return;
        journal.note({ step: step.name, at: now, isOk: true });
        await wait(pauseMs, undefined, { signal, ref: false });
      }
    } catch (error) {
      if (signal.aborted) return;
      journal.note({ step: step.name, at: clock(), isOk: false });
      log.error({ error, step: step.name }, "step failed");
    }
  }

  const underWay = run();
  return async () => {
    stop.abort();
    await within(underWay, FINISH_MS);
  };
}
