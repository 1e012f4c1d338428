import { armed, firstWatch, holds, isReached, waiting, type Watch } from "./watch.ts";
import type { Condition } from "./alert.ts";
import type { Points } from "../market/source.ts";

/**
 * How often an alert that repeats would have told on values of the past, each told once and again after it had let go. What holds at
 * the first value is not counted: when it began is not known. @param values  what the condition compares, oldest first
 */
export function timesToldOn(condition: Condition, values: Points): number {
  const [first, ...rest] = values;
  if (!first) return 0;
  let watch: Watch = holds(condition, first[1]) ? waiting(condition) : firstWatch(condition, first[1]);
  let times = 0;
  for (const [, value] of rest) {
    if (!isReached(watch, value)) continue;
    if (watch.phase !== "armed") {
      watch = armed(condition, value);
      continue;
    }
    times += 1;
    const isEither = condition.kind === "crossing" && condition.direction === "either";
    watch = isEither ? armed(condition, value) : waiting(condition);
  }
  return times;
}
