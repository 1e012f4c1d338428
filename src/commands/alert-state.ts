import type { AlertDetails } from "./alert-details.ts";
import { age, utcMinute } from "../core/format.ts";
import { wayToReach } from "./alert-add-reply.ts";

/** Why an alert is not watched now, and who can mend that; undefined where it is. */
export function stateWords(alert: AlertDetails, now: number): string | undefined {
  const { number, state, snoozedUntil, firedAt, expiresAt, reason, repetition, target, platform } = alert;
  switch (state) {
    case "armed":
      return undefined;
    case "fired": {
      const told = firedAt === undefined ? "It has told" : `It told ${age(firedAt, now)}`;
      return repetition.kind === "once"
        ? `${told}, once as it was to. /alert resume ${number} watches it again.`
        : `${told}, and waits until the condition has let go.`;
    }
    case "paused":
      if (snoozedUntil !== undefined) return `Quiet until ${utcMinute(snoozedUntil)}.`;
      return `Paused${reason === undefined ? "" : `: ${reason}`}. /alert resume ${number} watches it again.`;
    case "unreachable": {
      const why = reason === undefined ? "" : ` (${reason})`;
      return target === "place"
        ? `I cannot write in its place${why}. An admin there can let me; then /alert resume ${number}.`
        : `I cannot reach you${why}. ${wayToReach(platform)} Then /alert resume ${number}.`;
    }
    case "expired":
      return `It is over${expiresAt === undefined ? "" : ` since ${utcMinute(expiresAt)}`}. /alert edit ${number} until 30d takes it up again.`;
  }
  return state satisfies never;
}
