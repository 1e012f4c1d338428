import type { AlertDetails } from "./alert-details.ts";
import { typedFor } from "./alert-buttons.ts";
import { age, utcMinute } from "../core/format.ts";
import { wayToReach } from "./way-to-reach.ts";

/** Why an alert is not watched now, and who can mend that; undefined where it is. */
export function stateWords(alert: AlertDetails, now: number): string | undefined {
  const { state, snoozedUntil, firedAt, expiresAt, reason, repetition, target, platform, webhookHost } = alert;
  switch (state) {
    case "armed":
      return undefined;
    case "fired": {
      const told = firedAt === undefined ? "It has told" : `It told ${age(firedAt, now)}`;
      return repetition.kind === "once"
        ? `${told}, once as it was to. ${typedFor(alert, "resume")} watches it again.`
        : `${told}, and waits until the condition has let go.`;
    }
    case "paused":
      if (snoozedUntil !== undefined) return `Quiet until ${utcMinute(snoozedUntil)}.`;
      return `Paused${reason === undefined ? "" : `: ${reason}`}. ${typedFor(alert, "resume")} watches it again.`;
    case "unreachable": {
      const why = reason === undefined ? "" : ` (${reason})`;
      if (target === "webhook")
        return `Its webhook at ${webhookHost ?? "its address"} takes nothing${why}. ${typedFor(alert, "resume")} tries it again.`;
      return target === "place"
        ? `I cannot write in its place${why}. An admin there can let me; then ${typedFor(alert, "resume")}.`
        : `I cannot reach you${why}. ${wayToReach(platform)} Then ${typedFor(alert, "resume")}.`;
    }
    case "expired":
      return `It is over${expiresAt === undefined ? "" : ` since ${utcMinute(expiresAt)}`}. ${typedFor(alert, "edit")} until 30d takes it up again.`;
  }
  return state satisfies never;
}
