import { setTimeout as sleep } from "node:timers/promises";
import { schedule } from "node-cron";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";

/**
 * How long a stop waits for the pass under way: a step may be waiting minutes for a provider, and cut short it is made up for
 * by the next tick, while a stop that runs out of time leaves the lease behind.
 */
const FINISH_MS = 2_000;

/** One thing that is looked after each minute. It asks its store what is due; nothing about time is kept in memory. */
export interface Step {
  readonly name: string;
  run(now: number): Promise<void>;
}

export interface TickParts {
  readonly steps: readonly Step[];
  readonly log: Log;
  readonly health: Health;
}

/** One pass over what is due. A step that fails is logged and keeps no other from running. */
export async function tick({ steps, log, health }: TickParts, now: number): Promise<void> {
  const failed: string[] = [];
  for (const step of steps) {
    try {
      await step.run(now);
    } catch (error) {
      failed.push(step.name);
      log.error({ error, step: step.name }, "step failed");
    }
  }
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
    { noOverlap: true },
  );
  return async () => {
    await task.destroy();
    await Promise.race([underWay, sleep(FINISH_MS)]);
  };
}
