import { type LogLine, memoryLog, NOON } from "./calls.ts";
import type { Wire } from "../../src/wire/transport.ts";
import { Health } from "../../src/core/health.ts";

/** What providers are made with, on a clock that only the test and waiting move. */
export interface TestWire extends Wire {
  readonly health: Health;
  readonly lines: readonly LogLine[];
  /** What was waited, in milliseconds, instead of sleeping. */
  readonly waits: readonly number[];
  pass(ms: number): void;
}

/** @param change  such as time limits short enough to run into; without them a busy machine runs into none */
export function testWire(change: Partial<Wire> = {}): TestWire {
  let now = NOON;
  const waits: number[] = [];
  const log = memoryLog();
  return {
    version: "0.0.0",
    log,
    lines: log.lines,
    clock: () => now,
    health: new Health(),
    limits: { personMs: 10_000, jobMs: 10_000 },
    waits,
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    random: () => 0.5,
    pass: (ms) => void (now += ms),
    ...change,
  } as TestWire;
}
