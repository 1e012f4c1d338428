import type { AlertParts } from "./alert-details.ts";
import { alertNumber } from "./alert-fields.ts";
import type { Call } from "../core/call.ts";
import { changedReply, pauseAlert, resumeAlert, snoozeAlert, suggestSnoozes } from "./alert-changing.ts";
import { defineCommand } from "../core/command.ts";
import { suggestAlerts } from "./alert-suggest.ts";
import { whichAlert } from "./alert-which.ts";
import { z } from "zod";

const one = {
  access: "member",
  effect: "write",
  visibility: "private",
  surfaces: ["chat"],
  show: changedReply,
} as const;

const suggest = (parts: AlertParts) => ({
  number: async (typed: string, call: Call) => suggestAlerts(typed, parts, call),
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
    run: async ({ number }, call) =>
      pauseAlert({ parts, alert: await whichAlert(parts, number, call), command: "alert pause", call }),
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
    run: async ({ number }, call) =>
      resumeAlert({ parts, alert: await whichAlert(parts, number, call), command: "alert resume", call }),
  });

const snoozeTime = z.string().trim().min(1).max(40);

/** `/alert snooze <n> <time>`: quiet for a while, by the clock of who says so. */
export const alertSnooze = (parts: AlertParts) =>
  defineCommand({
    ...one,
    name: "alert snooze",
    summary: "Keeps an alert quiet for a while.",
    examples: ["alert snooze 12 1h", "alert snooze 12 until tomorrow 9:00"],
    input: z.object({
      number: alertNumber,
      time: snoozeTime.default("1h").describe("How long: 1h, 1d, or until tomorrow 9:00"),
    }),
    suggest: { ...suggest(parts), time: async (typed) => suggestSnoozes(typed) },
    run: async ({ number, time }, call) =>
      snoozeAlert({ parts, alert: await whichAlert(parts, number, call), command: "alert snooze", call }, time),
  });
