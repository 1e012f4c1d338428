import type { AddFacts, AlertDetails, AlertParts } from "./alert-details.ts";
import { addAlert } from "./alert-add.ts";
import { addFields, alertNumber } from "./alert-fields.ts";
import { addReply } from "./alert-add-reply.ts";
import { alertDetails } from "./alert-details.ts";
import { alertRow, byNearness } from "./alert-list.ts";
import type { Call } from "../core/call.ts";
import { conditionName } from "./alert-words.ts";
import { defineCommand } from "../core/command.ts";
import { noSuchAlert } from "./alert-which.ts";
import { readAlertLine } from "./alert-line.ts";
import { type Reply, text } from "../core/reply.ts";
import { ENDS, suggestCondition } from "./alert-suggest.ts";
import { UserError } from "../core/errors.ts";
import { whyReply } from "./alert-why.ts";
import { z } from "zod";

/** As many as a select offers. */
const SHOWN = 15;

const { target: _always, kind, ...rest } = addFields.shape;
const input = z.object({ kind: kind.optional(), ...rest, number: alertNumber.optional() });

/** What was done for the place, as `/alert add` tells of it, or what it has. */
type HereFacts =
  | AddFacts
  | { readonly state: "one"; readonly alert: AlertDetails }
  | { readonly state: "all"; readonly alerts: readonly AlertDetails[]; readonly alertCount: number };

/** `/alert here …`: alerts that belong to a place; whoever runs it makes, sees and stops them, before everybody's eyes. */
export const alertHere = (parts: AlertParts) =>
  defineCommand({
    name: "alert here",
    summary: "Alerts for everybody in this place: makes one, or lists them.",
    examples: ["alert here tao above 400", "alert here layer agents 7d above 10% repeat every 24h", "alert here"],
    input,
    readLine: readHereLine,
    access: "admin",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    suggest: {
      ...suggestCondition(parts, ENDS),
    },
    run: (asked, call) => runHere(parts, asked, call),
    show: hereReply,
  });

/** A number stands for the alert of that number; nothing for all of them. */
function readHereLine(line: string): Readonly<Record<string, string>> | undefined {
  const word = line.trim();
  if (word === "" || /^number:/i.test(word)) return word === "" ? {} : undefined;
  const [, number] = /^#?(\d{1,9})$/.exec(word) ?? [];
  if (number !== undefined) return { number };
  const read = readAlertLine(line);
  if (!read) return undefined;
  const { target: _here, ...fields } = read;
  return fields;
}

async function runHere(parts: AlertParts, asked: z.output<typeof input>, call: Call): Promise<HereFacts> {
  if (!call.place.isPublic)
    throw new UserError("Here is our direct chat, where your alerts come anyway.", {
      hint: "For example: /alert add tao above 400",
    });
  const { number, kind: wanted, ...fields } = asked;
  if (wanted !== undefined)
    return await addAlert(parts, { ...fields, kind: wanted, target: "here" }, call, "alert here");
  // The caller's own alerts are nobody else's business.
  const ofPlace = (await parts.alerts.of(call)).filter(({ target }) => target.kind === "place");
  if (number !== undefined) {
    const found = ofPlace.find((each) => each.number === number);
    if (!found) throw noSuchAlert(number);
    return { state: "one", alert: alertDetails(found, parts) };
  }
  const alerts = ofPlace.map((each) => alertDetails(each, parts)).toSorted(byNearness);
  return { state: "all", alerts: alerts.slice(0, SHOWN), alertCount: alerts.length };
}

function hereReply(facts: HereFacts, call: Call): Reply {
  switch (facts.state) {
    case "one":
      return whyReply(facts.alert, call);
    case "all":
      return allReply(facts, call);
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
