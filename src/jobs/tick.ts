import { type Logger, schedule } from "node-cron";
import type { Health } from "../core/health.ts";
import type { Journal } from "./journal.ts";
import type { Log } from "../core/log.ts";
import { within } from "../core/within.ts";

/**
 * How long a stop waits for the pass under way: a step may be waiting minutes for a provider, and cut short it is made up for
 * by the next tick, while a stop that runs out of time leaves the lease behind.
 */
const FINISH_MS = 2_000;

/** One thing that is looked after each minute. It asks its store what is due; nothing about time is kept in memory. */
export interface Step {
  readonly name: string;
  /** @returns "idle" when nothing was due */
  run(now: number): Promise<void | "idle">;
}

export interface TickParts {
  readonly steps: readonly Step[];
  readonly log: Log;
  readonly health: Health;
  readonly journal: Journal;
}

/** One pass over what is due. A step that fails is logged and keeps no other from running. */
export async function tick({ steps, log, health, journal }: TickParts, now: number): Promise<void> {
  const failed: string[] = [];
  for (const step of steps) {
    try {
      if ((await step.run(now)) !== "idle") journal.note({ step: step.name, at: now, isOk: true });
    } catch (error) {
      failed.push(step.name);
      journal.note({ step: step.name, at: now, isOk: false });
      log.error({ error, step: step.name }, "step failed");
    }
  }
  journal.noteTick(now);
  health.set(
    "tick",
    failed.length === 0 ? "ok" : "late",
    failed.length === 0 ? "all steps ran" : `failed: ${failed.join(", ")}`,
    now,
  );
}

/** Ticks each minute; a pass that takes longer is not overtaken by the next. @returns stops it, after the pass under way if that ends soon */
export function startTicking(parts: TickParts, clock: () => number): () => Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  const task = schedule(
    "* * * * *",
    async () => {
      underWay = tick(parts, clock());
      await underWay;
    },
    { noOverlap: true, logger: cronLog(parts.log) },
  );
  return async () => {
    await task.destroy();
    await within(underWay, FINISH_MS);
  };
}

/** node-cron's words as lines of our log: a pass that took longer than its minute, a minute that a busy process missed. */
const cronLog = (log: Log): Logger => ({
  debug: (message) => log.debug({ detail: String(message) }, "schedule"),
  info: (message) => log.debug({ detail: message }, "schedule"),
  warn: (message) => log.warn({ detail: message }, "schedule"),
  error: (message, error) => log.error({ detail: String(message), error }, "schedule"),
});
