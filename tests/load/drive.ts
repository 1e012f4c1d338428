import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../support/many-coins.ts";
import { type Asked, type Doors, type Kind, KINDS, type Vitals } from "./doors.ts";

/** How often each kind is asked, a second. */
type Mix = Readonly<Record<Kind, number>>;

/** One second of an ordinary day, many times what a group of friends asks. */
const MIX: Mix = {
  "command on Telegram": 12,
  "question on Telegram": 3,
  "inline query": 6,
  "command on Discord": 6,
  autocomplete: 6,
  "command on the page": 4,
  "call over MCP": 3,
};

/** Of one kind. Times in milliseconds. */
interface Measured {
  readonly kind: Kind;
  readonly asked: number;
  readonly unanswered: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** What one stretch of load came to. */
export interface Stretch {
  readonly name: string;
  readonly seconds: number;
  readonly askedPerSecond: number;
  readonly answeredPerSecond: number;
  /** By how much the load itself was late, at the 99th percentile. */
  readonly lateP99: number;
  readonly kinds: readonly Measured[];
  readonly vitals: Vitals;
}

/** Nobody waits longer; what has no answer by then has none. */
const PATIENCE_MS = 20_000;

/** Of some durations; not a number where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export interface Drive {
  readonly name: string;
  readonly seconds: number;
  readonly seed: number;
  /** Times the mix. */
  readonly times?: number;
  /** What happens besides, each so many times a second. */
  readonly besides?: readonly { readonly perSecond: number; readonly act: () => void }[];
}

/** Instants of an open load, in milliseconds from its start: nobody waits for another's answer before asking. */
function arrivals(random: () => number, perSecond: number, seconds: number): readonly number[] {
  const instants: number[] = [];
  for (let at = 0; ;) {
    at += (-Math.log(1 - random()) * 1_000) / perSecond;
    if (at >= seconds * 1_000) return instants;
    instants.push(at);
  }
}

/** Puts a load on all doors at once for some seconds, and waits until it is answered or nobody waits any more. */
export async function drive(doors: Doors, { name, seconds, seed, times = 1, besides = [] }: Drive): Promise<Stretch> {
  const random = seeded(seed);
  const all: Asked[] = [];
  const late: number[] = [];
  const plan = [
    ...KINDS.flatMap((kind) =>
      arrivals(random, MIX[kind] * times, seconds).map((at) => ({
        at,
        act: (dueAt: number): void => void all.push(doors.ask(kind, dueAt)),
      })),
    ),
    ...besides.flatMap(({ perSecond, act }) => arrivals(random, perSecond, seconds).map((at) => ({ at, act }))),
  ].toSorted((a, b) => a.at - b.at);

  doors.forget();
  // The delay of the event loop is of the time since the last look.
  await doors.vitals();
  const start = performance.now();
  for (const { at, act } of plan) {
    const wait = start + at - performance.now();
    if (wait > 1) await sleep(wait);
    late.push(Math.max(0, performance.now() - start - at));
    act(start + at);
  }
  const end = performance.now();
  const vitals = await doors.vitals();
  while (performance.now() - end < PATIENCE_MS && all.some(({ answeredAt }) => answeredAt === undefined))
    await sleep(100);

  const inTime = all.filter(({ answeredAt }) => answeredAt !== undefined && answeredAt <= end);
  return {
    name,
    seconds,
    askedPerSecond: all.length / seconds,
    answeredPerSecond: inTime.length / ((end - start) / 1_000),
    lateP99: percentile(late, 0.99),
    kinds: KINDS.map((kind) => measured(kind, all)),
    vitals,
  };
}

function measured(kind: Kind, all: readonly Asked[]): Measured {
  const mine = all.filter((each) => each.kind === kind);
  const took = mine.flatMap(({ dueAt, answeredAt }) => (answeredAt === undefined ? [] : [answeredAt - dueAt]));
  return {
    kind,
    asked: mine.length,
    unanswered: mine.length - took.length,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    most: Math.max(0, ...took),
  };
}
