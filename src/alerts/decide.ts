import type { Alert } from "./alert.ts";
import { age, percent, utcMinute } from "../core/format.ts";
import { armed, type Direction, firstWatch, holds, isReached, levelsOf, waiting, type Watch } from "./watch.ts";
import type { Observation } from "./observation.ts";
import { valueText } from "./words.ts";

/** An alert with what it waits for; without a watch it waits for nothing. */
export interface Watched extends Pick<
  Alert,
  "condition" | "repetition" | "state" | "expiresAt" | "snoozedUntil" | "reason" | "firedAt"
> {
  readonly watch: Watch | undefined;
}

/** What follows from a look, and why, in one sentence. `next` is what it waits for from then on; undefined when it is over. */
export type Decision =
  | { readonly kind: "fire"; readonly why: string; readonly next: Watch | undefined; readonly value: number }
  | { readonly kind: "re-arm"; readonly why: string; readonly next: Watch }
  /** The condition holds, but it is not the time to say so. */
  | { readonly kind: "hold"; readonly why: string }
  | { readonly kind: "nothing"; readonly why: string };

/** Whether an alert tells. Nothing but its arguments goes into it, so that `/alert why` says what the check said. */
export function decide(alert: Watched, seen: Observation, now: number): Decision {
  const { condition, watch } = alert;
  const off = whyNotWatched(alert, now);
  if (off !== undefined || !watch) return nothing(off ?? "It is over.");
  switch (seen.kind) {
    case "missing":
      return nothing(seen.why);
    case "stale":
      return nothing(`The newest figure is from ${utcMinute(seen.asOf)} (${age(seen.asOf, now)}): too old to go by.`);
    case "doubted": {
      const jump = percent(seen.value / seen.last - 1, "en");
      const why = `${valueText(condition, seen.value)} comes with a jump of ${jump} since the last figure from ${seen.source} alone, and is to be confirmed by a second source.`;
      return holds(condition, seen.value) ? { kind: "hold", why } : nothing(why);
    }
    case "seen":
      return decideOn(alert, watch, seen.value, now);
  }
  return seen satisfies never;
}

function decideOn(alert: Watched, watch: Watch, value: number, now: number): Decision {
  const { condition } = alert;
  const is = sentence(alert, value);
  if (watch.phase === "new") {
    const next = firstWatch(condition, value);
    return { kind: "re-arm", why: `${is} That was the first look at it.`, next };
  }
  if (!isReached(watch, value)) {
    if (watch.phase === "armed") return nothing(is);
    // News never wait: each item is another one.
    return nothing(
      `${is} It is armed again at ${valueText(condition, watch.level)}${watch.direction === "rises" ? " or above" : " or below"}.`,
    );
  }
  const quiet = watch.quietUntil === undefined ? {} : { quietUntil: watch.quietUntil };
  if (watch.phase === "waiting")
    return { kind: "re-arm", why: `${is} It is armed.`, next: { ...armed(condition, value), ...quiet } };
  if (watch.quietUntil !== undefined && now < watch.quietUntil)
    return { kind: "hold", why: `${is} The cool-down lasts until ${utcMinute(watch.quietUntil)}.` };
  return { kind: "fire", why: is, next: afterFiring(alert, value, now), value };
}

function afterFiring({ condition, repetition }: Watched, value: number, now: number): Watch | undefined {
  if (repetition.kind === "once") return undefined;
  const quietUntil = now + repetition.coolDownMs;
  if (condition.kind === "news") return { phase: "armed", direction: "rises", level: value + 1, quietUntil };
  if (condition.kind === "crossing" && condition.direction === "either")
    return { ...armed(condition, value), quietUntil };
  return { ...waiting(condition), quietUntil };
}

function whyNotWatched({ state, expiresAt, snoozedUntil, reason, repetition, watch }: Watched, now: number) {
  if (state === "expired" || (expiresAt !== undefined && now >= expiresAt))
    return `It has expired${expiresAt === undefined ? "" : ` at ${utcMinute(expiresAt)}`}.`;
  if (state === "paused")
    return snoozedUntil === undefined ? "It is paused." : `It is snoozed until ${utcMinute(snoozedUntil)}.`;
  if (state === "unreachable") return `Its messages cannot be delivered${reason === undefined ? "" : `: ${reason}`}.`;
  if (state === "fired" && repetition.kind === "once" && !watch) return "It has told, and was to tell once.";
  return undefined;
}

const nothing = (why: string): Decision => ({ kind: "nothing", why });

/** Where a value stands. */
function sentence({ condition }: Watched, value: number): string {
  const { kind } = condition;
  if (kind === "news") return "";
  const text = valueText(condition, value);
  if (kind === "crossing") return `The fast average is ${text} from the slow one, by daily closes.`;
  if (kind === "range_break")
    return `The last daily close is ${text} from the edge of the ${condition.days} days before it.`;
  const { direction, level } = levelsOf(condition);
  return `${text} is ${relation(direction, level, value)} ${valueText(condition, level)}.`;
}

function relation(direction: Direction, level: number, value: number): string {
  if (value === level) return "exactly";
  if (isReached({ direction, level }, value)) return direction === "rises" ? "above" : "below";
  return direction === "rises" ? "below" : "above";
}

/** How far a value is from telling, as a fraction of the threshold; 0 when it is there, undefined where that means nothing. */
export function distanceOf(condition: Watched["condition"], value: number): number | undefined {
  if (condition.kind === "news") return undefined;
  if (condition.kind === "crossing" || condition.kind === "range_break")
    return holds(condition, value) ? 0 : Math.abs(value);
  const { direction, level } = levelsOf(condition);
  if (isReached({ direction, level }, value)) return 0;
  return level === 0 ? undefined : Math.abs(value - level) / Math.abs(level);
}
