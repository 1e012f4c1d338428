import type { AlertParts, Standing } from "./alert-details.ts";
import type { BackCheck } from "./alert-book.ts";
import type { Call } from "../core/call.ts";
import type { Condition } from "../alerts/alert.ts";
import { ProviderError, UserError } from "../core/errors.ts";

/** How a condition stands; undefined where nobody answers: it can be watched all the same. */
export async function backCheck(
  { alerts }: Pick<AlertParts, "alerts">,
  condition: Condition,
  call: Call,
): Promise<BackCheck | undefined> {
  try {
    return await alerts.backCheck(condition, call);
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}

/** The same as facts. */
export const standingOf = ({ now, wouldHave, everyMs, source }: BackCheck): Standing => ({
  check: now,
  everyMs,
  source,
  ...(wouldHave === undefined ? {} : { wouldHave }),
});

/** So many times above or below what it is now is a slip of the finger. */
const ABSURD = 1_000;

/** @throws UserError where a threshold is so far from the value of now that it must be a slip */
export function refuseAbsurd(condition: Condition, look: BackCheck | undefined): void {
  const value = look?.now.value;
  const threshold =
    "threshold" in condition ? condition.threshold : "thresholdUsd" in condition ? condition.thresholdUsd : undefined;
  if (value === undefined || threshold === undefined || condition.kind === "rsi" || !(value > 0)) return;
  const times = Math.max(threshold / value, value / threshold);
  if (times <= ABSURD || look?.holds === true) return;
  throw new UserError(
    `That is ${Math.round(times).toLocaleString("en")} times ${threshold > value ? "more" : "less"} than it is now, so I take it for a slip.`,
    { hint: "Up to 1,000 times I will watch it." },
  );
}
