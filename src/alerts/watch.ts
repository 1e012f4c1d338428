import type { Condition } from "./alert.ts";

/** From which side a value comes to a level. */
export type Direction = "rises" | "falls";

/**
 * What is waited for next. `new`: the first look decides which side it is on. `armed`: reaching the level tells. `waiting`: the
 * condition holds, or has told; reaching the level lets go of it, and it is armed again.
 */
export interface Watch {
  readonly phase: "new" | "armed" | "waiting";
  readonly direction: Direction;
  readonly level: number;
  /** The cool-down: until then it does not tell, in UTC epoch milliseconds. */
  readonly quietUntil?: number;
}

/** Where a condition begins to hold, and where it has let go: the distance between them is the hysteresis. */
export interface Levels {
  readonly direction: Direction;
  readonly level: number;
  readonly letGo: number;
}

/**
 * By how much a value has to go back before a condition counts as let go, so that a figure that trembles about its threshold tells
 * once. `part`: of the threshold; `points`: of the figure itself.
 */
export const HYSTERESIS = {
  price: { part: 0.01 },
  ratio: { part: 0.01 },
  cap: { part: 0.01 },
  volume: { part: 0.05 },
  portfolio_value: { part: 0.01 },
  move: { part: 0.1 },
  drawdown: { part: 0.1 },
  portfolio_day: { part: 0.1 },
  layer_change: { part: 0.1, points: 0.0025 },
  layer_breadth: { points: 0.05 },
  layer_rank: { points: 1 },
  rsi: { points: 2 },
  /** A day's close does not tremble: the other side of the line is enough. */
  crossing: { points: 0 },
  range_break: { points: 0 },
  news: { points: 0 },
} as const satisfies Record<Condition["kind"], { readonly part?: number; readonly points?: number }>;

/** More than nothing: a line that is touched is not crossed. */
const TOUCH = 1e-12;
/** Below everything, so that the first look at it is never missed. */
const LOWEST = -1e300;

/** The levels of a condition; of news and of crossings either way they move as it goes, see `firstWatch` and `decide`. */
export function levelsOf(condition: Condition): Levels {
  const { kind } = condition;
  switch (kind) {
    case "price":
    case "ratio":
    case "portfolio_value":
      return levels(kind, condition.is === "above" ? "rises" : "falls", condition.threshold);
    case "volume":
    case "cap":
      return levels(kind, condition.is === "above" ? "rises" : "falls", condition.thresholdUsd);
    case "move":
    case "drawdown":
    case "portfolio_day":
      return levels(kind, "rises", condition.fraction);
    case "layer_change":
    case "layer_breadth":
      return levels(kind, condition.is === "above" ? "rises" : "falls", condition.fraction);
    case "layer_rank":
      // Better is a smaller number.
      return levels(kind, condition.is === "better" ? "falls" : "rises", condition.rank);
    case "rsi":
      return levels(kind, condition.is === "above" ? "rises" : "falls", condition.threshold);
    case "crossing":
      return condition.direction === "down" ? CROSSES_DOWN : CROSSES_UP;
    case "range_break":
      return { direction: "rises", level: TOUCH, letGo: 0 };
    case "news":
      return { direction: "rises", level: LOWEST, letGo: LOWEST };
  }
  return kind satisfies never;
}

const CROSSES_UP: Levels = { direction: "rises", level: TOUCH, letGo: 0 };
const CROSSES_DOWN: Levels = { direction: "falls", level: -TOUCH, letGo: 0 };

/** Figures that have an end: what lets go beyond it never would. */
const ENDS: Partial<Record<Condition["kind"], readonly [least: number, most: number]>> = {
  layer_breadth: [0, 1],
  rsi: [0, 100],
};

function levels(kind: Condition["kind"], direction: Direction, level: number): Levels {
  const { part = 0, points = 0 }: { readonly part?: number; readonly points?: number } = HYSTERESIS[kind];
  const [least, most] = ENDS[kind] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const room = Math.max(part * Math.abs(level), points);
  const letGo = direction === "rises" ? level - room : level + room;
  const reachable = Math.min(most, Math.max(least, letGo));
  // A threshold at the very end always holds: nothing lets go of it.
  return { direction, level, letGo: reachable === level ? letGo : reachable };
}

/** Whether a value has come to a level. */
export const isReached = ({ direction, level }: Pick<Watch, "direction" | "level">, value: number): boolean =>
  direction === "rises" ? value >= level : value <= level;

/** Whether the condition holds at a value; of news and of a crossing either way nothing ever "holds already". */
export function holds(condition: Condition, value: number): boolean {
  if (condition.kind === "news" || (condition.kind === "crossing" && condition.direction === "either")) return false;
  return isReached(levelsOf(condition), value);
}

/** Ready to tell. @param value  where it is now, which only a crossing either way needs */
export function armed(condition: Condition, value: number | undefined): Watch {
  if (condition.kind === "crossing" && condition.direction === "either") {
    if (value === undefined) return UNSEEN;
    const { direction, level } = value > 0 ? CROSSES_DOWN : CROSSES_UP;
    return { phase: "armed", direction, level };
  }
  const { direction, level } = levelsOf(condition);
  return { phase: "armed", direction, level };
}

/** Waits until the condition has let go. */
export function waiting(condition: Condition): Watch {
  const { direction, letGo } = levelsOf(condition);
  return { phase: "waiting", direction: direction === "rises" ? "falls" : "rises", level: letGo };
}

const UNSEEN: Watch = { phase: "new", direction: "rises", level: LOWEST };

/**
 * What a new alert waits for. What holds already has to let go first: whoever makes it has been told that it does. Where nothing was
 * seen yet it is armed, so that nothing that happens from now on is missed; but a line on a chart that was never looked at may have been
 * crossed long ago, so there the first look decides.
 * @param value  of the last look, if it is fresh
 * @param newestItem  of news: the number of the newest item that is known
 */
export function firstWatch(condition: Condition, value: number | undefined, newestItem = 0): Watch {
  if (condition.kind === "news") return { phase: "armed", direction: "rises", level: newestItem + 1 };
  const isLine = condition.kind === "crossing" || condition.kind === "range_break";
  if (value === undefined) return isLine ? UNSEEN : armed(condition, undefined);
  return holds(condition, value) ? waiting(condition) : armed(condition, value);
}
