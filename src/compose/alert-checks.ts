import type { Alert, Condition } from "../alerts/alert.ts";
import type { AlertCheck } from "../commands/alert-book.ts";
import { armed } from "../alerts/watch.ts";
import { decide, distanceOf } from "../alerts/decide.ts";
import { type KeptAlert, shown } from "../store/alert-row.ts";
import type { KeptSubject } from "../store/alert-watch-store.ts";
import { known } from "../wire/figure.ts";
import type { Observation } from "../alerts/observation.ts";
import { silenceWords } from "../alerts/silence.ts";

/** An alert with the last look at its subject, as `/alert why` tells of it. */
export function withCheck(
  alert: KeptAlert,
  subject: KeptSubject | undefined,
  now: number,
): Alert & { readonly lastCheck?: AlertCheck } {
  const { last, lookedAt, seenAt = 0 } = subject ?? {};
  if (last === undefined || lookedAt === undefined) return shown(alert);
  const check = checkOf(alert, last, lookedAt, now);
  const isWithout = alert.watch !== undefined && (last.kind === "missing" || last.kind === "stale");
  const silence = isWithout ? silenceWords(Math.max(seenAt, alert.createdAt), now) : undefined;
  const why = silence === undefined ? check.why : `${check.why} ${silence}`;
  return { ...shown(alert), lastCheck: { ...check, why, ...known({ everyMs: subject?.everyMs }) } };
}

/** How a condition stands that nobody has an alert on yet. */
export function askedAbout(condition: Condition, seen: Observation, now: number): AlertCheck {
  const watch = armed(condition, seen.kind === "seen" ? seen.value : undefined);
  return checkOf({ condition, repetition: { kind: "once" }, state: "armed", watch }, seen, now, now);
}

function checkOf(alert: Parameters<typeof decide>[0], seen: Observation, at: number, now: number): AlertCheck {
  const { why } = decide(alert, seen, now);
  if (seen.kind === "missing") return { at, why };
  const { value, asOf, source } = seen;
  const distanceFraction = seen.kind === "doubted" ? undefined : distanceOf(alert.condition, value);
  // The number of an item of news is nothing that anybody compares.
  const shownValue = alert.condition.kind === "news" ? undefined : value;
  return { at, asOf, source, why, ...known({ value: shownValue, distanceFraction }) };
}
