import { ALL_ALERTS, wayToReach } from "./alert-add-reply.ts";
import { alertDetails, type AlertDetails, type AlertParts } from "./alert-details.ts";
import { alertNumber } from "./alert-fields.ts";
import type { AlertChange } from "./alert-book.ts";
import { type Button, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { conditionName } from "./alert-words.ts";
import { DateTime } from "luxon";
import { defineCommand } from "../core/command.ts";
import { noSuchAlert, whichAlert } from "./alert-which.ts";
import { readSnooze } from "./alert-telling.ts";
import { suggestAlerts } from "./alert-suggest.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** What became of one alert; absent where it was removed in the meantime. */
interface ChangedFacts {
  readonly number: number;
  readonly alert?: AlertDetails;
  /** Of a snooze: when it ends, as its owner's clock shows it. */
  readonly until?: string;
}

const one = {
  access: "member",
  effect: "write",
  visibility: "private",
  surfaces: ["chat"],
} as const;

const suggest = (parts: AlertParts) => ({
  number: async (typed: string, call: Call) => suggestAlerts(typed, parts, call),
});

async function change(
  parts: AlertParts,
  which: { readonly number: number; readonly command: string },
  to: AlertChange,
  call: Call,
  until?: string,
): Promise<ChangedFacts> {
  const { number } = which;
  return await parts.alerts.change<ChangedFacts>(which, to, call, (changed) => ({
    number,
    ...(changed ? { alert: alertDetails(changed.after, parts) } : {}),
    ...(until === undefined ? {} : { until }),
  }));
}

function changedReply(
  { number, alert }: ChangedFacts,
  { locale }: Call,
  say: (name: string) => string,
  button: Button,
): Reply {
  if (!alert) return { blocks: [text(noSuchAlert(number).message)] };
  const lines = say(`Alert ${number} (${conditionName(alert.condition, alert, locale)})`);
  return { blocks: [text(lines)], buttons: [button, ALL_ALERTS] };
}

const resumeButton = (number: number, label = "Resume"): Button => ({
  label,
  command: "alert resume",
  input: { number },
});

/** `/alert pause <n>`: it is not watched until it is resumed. */
export const alertPause = (parts: AlertParts) =>
  defineCommand({
    ...one,
    name: "alert pause",
    summary: "Stops watching an alert until you resume it.",
    examples: ["alert pause 12"],
    input: z.object({ number: alertNumber }),
    suggest: suggest(parts),
    async run({ number }, call) {
      const { state } = await whichAlert(parts, number, call);
      if (state === "expired") throw new UserError(`Alert ${number} is over; there is nothing to pause.`);
      return await change(parts, { number, command: "alert pause" }, { state: "paused", snoozedUntil: null }, call);
    },
    show: (facts, call) => changedReply(facts, call, (alert) => `${alert} is paused.`, resumeButton(facts.number)),
  });

/** `/alert resume <n>`: it is watched again, also one that has told once or could not be delivered. */
export const alertResume = (parts: AlertParts) =>
  defineCommand({
    ...one,
    name: "alert resume",
    summary: "Watches an alert again: one that was paused, that has told, or could not reach you.",
    examples: ["alert resume 12"],
    input: z.object({ number: alertNumber }),
    suggest: suggest(parts),
    async run({ number }, call) {
      const { state, expiresAt, target, place } = await whichAlert(parts, number, call);
      if (expiresAt !== undefined && expiresAt <= call.now)
        throw new UserError(`Alert ${number} has expired.`, {
          hint: `For a month more: /alert edit ${number} until 30d`,
        });
      const refused =
        state === "unreachable" && target.kind === "owner" && call.place.isPublic
          ? await parts.tryDirect?.(call, `Alert ${number} comes here.`)
          : undefined;
      if (refused !== undefined)
        throw new UserError(`I still cannot reach you. ${wayToReach(place.platform)}`, {
          hint: `Then /alert resume ${number}.`,
        });
      return await change(parts, { number, command: "alert resume" }, { state: "armed", snoozedUntil: null }, call);
    },
    show: (facts, call) =>
      changedReply(facts, call, (alert) => `${alert} is watched again.`, {
        label: "Pause",
        command: "alert pause",
        input: { number: facts.number },
      }),
  });

/** `/alert snooze <n> <time>`: quiet for a while, by the clock of who says so. */
export const alertSnooze = (parts: AlertParts) =>
  defineCommand({
    ...one,
    name: "alert snooze",
    summary: "Keeps an alert quiet for a while.",
    examples: ["alert snooze 12 1h", "alert snooze 12 until tomorrow 9:00"],
    input: z.object({
      number: alertNumber,
      time: z.string().trim().min(1).max(40).default("1h").describe("How long: 1h, 1d, or until tomorrow 9:00"),
    }),
    suggest: {
      ...suggest(parts),
      time: async (typed) =>
        ["1h", "4h", "1d", "until tomorrow 9:00", "7d"]
          .filter((each) => each.startsWith(typed.trim().toLowerCase()))
          .map((value) => ({ label: value, value })),
    },
    async run({ number, time }, call) {
      const { state } = await whichAlert(parts, number, call);
      if (state === "expired") throw new UserError(`Alert ${number} is over; there is nothing to keep quiet.`);
      const zone = await parts.zoneOf(call);
      const snoozedUntil = readSnooze(time, call.now, zone);
      const until = DateTime.fromMillis(snoozedUntil, { zone }).toFormat("yyyy-MM-dd HH:mm ZZZZ");
      return await change(parts, { number, command: "alert snooze" }, { state: "paused", snoozedUntil }, call, until);
    },
    show: (facts, call) =>
      changedReply(
        facts,
        call,
        (alert) => `${alert} is quiet until ${facts.until ?? "then"}.`,
        resumeButton(facts.number, "Resume now"),
      ),
  });
