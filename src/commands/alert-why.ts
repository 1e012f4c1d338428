import { type AlertAction, alertButton, allLike, newAnswer } from "./alert-buttons.ts";
import { footerOf, nowWords } from "./alert-add-reply.ts";
import { alertDetails, type AlertDetails, type AlertParts } from "./alert-details.ts";
import { alertNumber } from "./alert-fields.ts";
import { age, duration, utcMinute } from "../core/format.ts";
import { type Button, fields, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { conditionWords, repetitionWords } from "./alert-words.ts";
import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import { stateWords } from "./alert-state.ts";
import { suggestAlerts } from "./alert-suggest.ts";
import { whichAlert } from "./alert-which.ts";
import { whomTold } from "./alert-webhook.ts";
import { z } from "zod";

/** `/alert why <n>`: when it was last looked at, on what figure from whom, and why it did or did not tell. Also the alert's own card. */
export const alertWhy = (parts: AlertParts) =>
  defineCommand({
    name: "alert why",
    summary: "When an alert was last checked, on what value, and why it did or did not tell.",
    examples: ["alert why 12"],
    input: z.object({ number: alertNumber }),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],
    suggest: { number: async (typed, call) => suggestAlerts(typed, parts, call) },
    run: async ({ number }, call) => ({ alert: alertDetails(await whichAlert(parts, number, call), parts) }),
    show: ({ alert }, call) => whyReply(alert, call),
  });

/** An alert's card: how it stands and why, and what can be done with it. */
export function whyReply(alert: AlertDetails, call: Call): Reply {
  const { number, condition, check, firedAt, expiresAt, untrustedNote, repetition, createdAt } = alert;
  const off = stateWords(alert, call.now);
  return {
    title: `Alert ${number}`,
    blocks: [
      text(`${conditionWords(condition, alert, call.locale)}: ${repetitionWords(repetition)}.`),
      ...(off === undefined ? [] : [text(off)]),
      text(check ? `Last checked ${age(check.at, call.now)}. ${check.why}`.trim() : "It has not been checked yet."),
      fields(
        known({
          Value: check?.value === undefined ? undefined : nowWords(condition, check, call),
          Checked: check?.everyMs === undefined ? undefined : `every ${duration(check.everyMs)}`,
          "Last told": firedAt === undefined ? "never" : age(firedAt, call.now),
          For: whomTold(alert),
          Made: age(createdAt, call.now),
          Until: expiresAt === undefined ? undefined : utcMinute(expiresAt),
          Note: untrustedNote,
        }),
      ),
    ],
    ...footerOf(check, call),
    buttons: cardButtons(alert),
  };
}

function cardButtons(alert: AlertDetails): readonly Button[] {
  const { state, target } = alert;
  const to = (label: string, action: AlertAction, more: Readonly<Record<string, unknown>> = {}): Button =>
    newAnswer(alertButton(alert, label, action, more));
  const isWatched = state === "armed";
  return [
    ...(isWatched ? [to("Pause", "pause"), to("Snooze 1 h", "snooze", { time: "1h" })] : []),
    ...(isWatched || state === "expired" ? [] : [to("Watch again", "resume")]),
    to("Edit", "edit"),
    to("Remove", "remove"),
    allLike(target),
  ];
}
