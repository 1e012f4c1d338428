import { alertButton, allLike, typedFor } from "./alert-buttons.ts";
import { alertDetails, type AlertDetails, type AlertParts } from "./alert-details.ts";
import type { Alert } from "../alerts/alert.ts";
import type { AlertChange } from "./alert-book.ts";
import type { Call } from "../core/call.ts";
import { conditionName } from "./alert-words.ts";
import { DateTime } from "luxon";
import { noSuchAlert } from "./alert-which.ts";
import { readSnooze } from "./alert-telling.ts";
import { type Reply, text } from "../core/reply.ts";
import { tryWebhookAgain } from "./alert-webhook.ts";
import { UserError } from "../core/errors.ts";
import { wayToReach } from "./way-to-reach.ts";

/** What became of one alert; absent where it was removed in the meantime. */
export interface ChangedFacts {
  readonly state: "paused" | "resumed" | "snoozed";
  readonly number: number;
  readonly alert?: AlertDetails;
  /** Of a snooze: when it ends, as the clock of who says so shows it. */
  readonly until?: string;
}

/** What is asked of an alert that the caller may change. `command` is the one that asks, by which a call that comes again is known. */
export interface Changing {
  readonly parts: AlertParts;
  readonly alert: Alert;
  readonly command: string;
  readonly call: Call;
}

/** It is not watched until it is resumed. @throws UserError where it is over */
export async function pauseAlert(of: Changing): Promise<ChangedFacts> {
  const { number, state } = of.alert;
  if (state === "expired") throw new UserError(`Alert ${number} is over; there is nothing to pause.`);
  return await change(of, "paused", { state: "paused", snoozedUntil: null });
}

/** It is watched again, also where it has told once or could not be delivered. @throws UserError where that helps nothing */
export async function resumeAlert(of: Changing): Promise<ChangedFacts> {
  const { alert, parts, call } = of;
  const { number, state, expiresAt, target, place } = alert;
  if (expiresAt !== undefined && expiresAt <= call.now)
    throw new UserError(`Alert ${number} has expired.`, {
      hint: `For a month more: ${typedFor({ number, target: target.kind }, "edit")} until 30d`,
    });
  await tryWebhookAgain(alert, parts.webhooks, call);
  const refused =
    state === "unreachable" && target.kind === "owner" && call.place.isPublic
      ? await parts.tryDirect?.(call, `Alert ${number} comes here.`)
      : undefined;
  if (refused !== undefined)
    throw new UserError(`I still cannot reach you. ${wayToReach(place.platform)}`, {
      hint: `Then ${typedFor({ number, target: target.kind }, "resume")}.`,
    });
  return await change(of, "resumed", { state: "armed", snoozedUntil: null });
}

/** It is quiet for a while, by the clock of who says so. @throws UserError where it is over, or that is no time */
export async function snoozeAlert(of: Changing, time: string): Promise<ChangedFacts> {
  const { alert, parts, call } = of;
  if (alert.state === "expired") throw new UserError(`Alert ${alert.number} is over; there is nothing to keep quiet.`);
  const zone = await parts.zoneOf(call);
  const snoozedUntil = readSnooze(time, call.now, zone);
  const until = DateTime.fromMillis(snoozedUntil, { zone }).toFormat("yyyy-MM-dd HH:mm ZZZZ");
  return await change(of, "snoozed", { state: "paused", snoozedUntil }, until);
}

async function change(
  { parts, alert: { number }, command, call }: Changing,
  state: ChangedFacts["state"],
  to: AlertChange,
  until?: string,
): Promise<ChangedFacts> {
  return await parts.alerts.change<ChangedFacts>({ number, command }, to, call, (changed) => ({
    state,
    number,
    ...(changed ? { alert: alertDetails(changed.after, parts) } : {}),
    ...(until === undefined ? {} : { until }),
  }));
}

/** What was done, and the way back. */
export function changedReply({ state, number, alert, until }: ChangedFacts, { locale }: Call): Reply {
  if (!alert) return { blocks: [text(noSuchAlert(number).message)] };
  const name = `Alert ${number} (${conditionName(alert.condition, alert, locale)})`;
  const { said, button } = {
    paused: { said: "is paused.", button: alertButton(alert, "Resume", "resume") },
    resumed: { said: "is watched again.", button: alertButton(alert, "Pause", "pause") },
    snoozed: { said: `is quiet until ${until ?? "then"}.`, button: alertButton(alert, "Resume now", "resume") },
  }[state];
  return { blocks: [text(`${name} ${said}`)], buttons: [button, allLike(alert.target)] };
}

/** Lengths of a snooze, for who is typing one. */
export const suggestSnoozes = (word: string) =>
  ["1h", "4h", "1d", "until tomorrow 9:00", "7d"]
    .filter((each) => each.startsWith(word.trim().toLowerCase()))
    .map((value) => ({ label: value, value }));
