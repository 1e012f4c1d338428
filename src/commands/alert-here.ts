import type { AddFacts, AlertDetails, AlertParts } from "./alert-details.ts";
import { addAlert } from "./alert-add.ts";
import { ALERT_ACTIONS } from "./alert-buttons.ts";
import { addFields, alertNumber } from "./alert-fields.ts";
import { addReply } from "./alert-add-reply.ts";
import { alertDetails } from "./alert-details.ts";
import { alertRow, byNearness } from "./alert-list.ts";
import type { Call } from "../core/call.ts";
import { conditionName } from "./alert-words.ts";
import { defineCommand } from "../core/command.ts";
import { type ChangedFacts, type Changing, changedReply, pauseAlert, resumeAlert } from "./alert-changing.ts";
import { snoozeAlert, suggestSnoozes } from "./alert-changing.ts";
import { editAlert, type EditFacts, editReply } from "./alert-edit.ts";
import { readAlertLine, readEditLine } from "./alert-line.ts";
import { type RemovedFacts, removeAlerts, removedReply } from "./alert-remove.ts";
import { type Reply, text } from "../core/reply.ts";
import { ENDS, suggestAlerts, suggestCondition } from "./alert-suggest.ts";
import { UserError } from "../core/errors.ts";
import { whyReply } from "./alert-why.ts";
import { z } from "zod";

/** As many as a select offers. */
const SHOWN = 15;

const { target: _always, kind, ...rest } = addFields.shape;
const input = z.object({
  kind: kind.optional(),
  ...rest,
  number: alertNumber.optional(),
  action: z.enum(ALERT_ACTIONS).optional().describe("What is to be done with the alert of that number"),
  time: z.string().trim().min(1).max(40).optional().describe("To snooze: 1h, 1d, or until tomorrow 9:00"),
});
type Asked = z.output<typeof input>;

/** What was done for the place, as the commands for one's own alerts tell of it, or what it has. */
type HereFacts =
  | AddFacts
  | ChangedFacts
  | EditFacts
  | RemovedFacts
  | { readonly state: "one"; readonly alert: AlertDetails }
  | { readonly state: "all"; readonly alerts: readonly AlertDetails[]; readonly alertCount: number };

/** `/alert here …`: alerts that belong to a place; whoever runs it makes, sees, changes and stops them, before everybody's eyes. */
export const alertHere = (parts: AlertParts) =>
  defineCommand({
    name: "alert here",
    summary: "Alerts for everybody in this place: makes one, lists them, changes them.",
    examples: [
      "alert here tao above 400",
      "alert here layer agents 7d above 10% repeat every 24h",
      "alert here",
      "alert here 12 pause",
      "alert here 12 snooze 2h",
      "alert here 12 edit above 420",
    ],
    input,
    readLine: readHereLine,
    access: "admin",
    effect: "write",
    visibility: "public",
    surfaces: ["chat", "agent"],
    suggest: {
      ...suggestCondition(parts, ENDS),
      number: async (typed, call) =>
        suggestAlerts(typed, { ...parts, alerts: { of: (from) => alertsOfPlace(parts, from) } }, call),
      time: async (typed) => suggestSnoozes(typed),
    },
    run: (asked, call) => runHere(parts, asked, call),
    show: hereReply,
  });

/** A number stands for the alert of that number, a word behind it for what is to be done with it; nothing for all of them. */
function readHereLine(line: string): Readonly<Record<string, string>> | undefined {
  const words = line.trim();
  if (words === "" || /^(?:number|action):/i.test(words)) return words === "" ? {} : undefined;
  const [, number, word = "", more = ""] = NUMBERED.exec(words) ?? [];
  if (number !== undefined) {
    const action = word.toLowerCase();
    if (action === "edit") return { ...readEditLine(`${number} ${more}`), number, action };
    return { number, ...(action === "" ? {} : { action }), ...(more === "" ? {} : { time: more }) };
  }
  const read = readAlertLine(line);
  if (!read) return undefined;
  const { target: _here, ...fields } = read;
  return fields;
}

const NUMBERED = new RegExp(String.raw`^#?(\d{1,9})(?:\s+(${ALERT_ACTIONS.join("|")})(?:\s+(.+))?)?$`, "is");

/** The caller's own alerts are nobody else's business. */
const alertsOfPlace = async (parts: AlertParts, call: Call) =>
  (await parts.alerts.of(call)).filter(({ target }) => target.kind === "place");

async function runHere(parts: AlertParts, asked: Asked, call: Call): Promise<HereFacts> {
  if (!call.place.isPublic)
    throw new UserError("Here is our direct chat, where your alerts come anyway.", {
      hint: "For example: /alert add tao above 400",
    });
  const { number, action, time, kind: wanted, ...fields } = asked;
  if (action !== undefined && number === undefined)
    throw new UserError("Which alert? Say its number, too.", { hint: `For example: /alert here 12 ${action}` });
  if (wanted !== undefined)
    return await addAlert(parts, { ...fields, kind: wanted, target: "here" }, call, "alert here");
  const ofPlace = await alertsOfPlace(parts, call);
  if (number !== undefined) {
    const alert = ofPlace.find((each) => each.number === number);
    if (!alert)
      throw new UserError(`This place has no alert ${number}.`, { hint: "/alert here shows those that it has." });
    return await workOn({ parts, alert, command: "alert here", call }, { action, time, fields });
  }
  const alerts = ofPlace.map((each) => alertDetails(each, parts)).toSorted(byNearness);
  return { state: "all", alerts: alerts.slice(0, SHOWN), alertCount: alerts.length };
}

/** @param asked  without an action the alert is shown, or changed where something is named that is to be different */
async function workOn(
  of: Changing & { readonly command: "alert here" },
  asked: Pick<Asked, "action" | "time"> & { readonly fields: Omit<Asked, "kind" | "number" | "action" | "time"> },
): Promise<HereFacts> {
  const { parts, alert, call, command } = of;
  const { already: _already, ...fields } = asked.fields;
  const isChange = Object.values(fields).some((value) => value !== undefined);
  switch (asked.action ?? (isChange ? "edit" : undefined)) {
    case "pause":
      return await pauseAlert(of);
    case "resume":
      return await resumeAlert(of);
    case "snooze":
      return await snoozeAlert(of, asked.time ?? "1h");
    case "remove":
      return await removeAlerts(parts, [alert.number], call, command);
    case "edit":
      return await editAlert(parts, { ...fields, number: alert.number }, call, command);
    case undefined:
      return { state: "one", alert: alertDetails(alert, parts) };
  }
}

function hereReply(facts: HereFacts, call: Call): Reply {
  switch (facts.state) {
    case "one":
      return whyReply(facts.alert, call);
    case "all":
      return allReply(facts, call);
    case "paused":
    case "resumed":
    case "snoozed":
      return changedReply(facts, call);
    case "asked":
    case "missing":
    case "changed":
      return editReply(facts, call);
    case "removed":
      return removedReply(facts, call);
    default:
      return addReply(facts, call);
  }
}

function allReply({ alerts, alertCount }: HereFacts & { state: "all" }, call: Call): Reply {
  if (alertCount === 0) return { blocks: [text("This place has no alerts. /alert here tao above 400 makes one.")] };
  return {
    title: alertCount === 1 ? "One alert of this place" : `${alertCount} alerts of this place`,
    blocks: [
      ...alerts.map((alert) => alertRow(alert, call)),
      ...(alertCount > alerts.length
        ? [text(`… and ${alertCount - alerts.length} more; /alert here and a number shows one.`)]
        : []),
    ],
    choices: {
      prompt: "More about one, or change it:",
      options: alerts.map((alert) => ({
        label: `${alert.number} · ${conditionName(alert.condition, alert, call.locale)}`,
        command: "alert here",
        input: { number: alert.number },
        answer: "new",
      })),
    },
  };
}
