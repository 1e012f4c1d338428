import { alertDetails, type AlertDetails, type AlertParts } from "./alert-details.ts";
import { type Block, bold, type Button, type Reply, rich, text } from "../core/reply.ts";
import { age, duration } from "../core/format.ts";
import type { Call } from "../core/call.ts";
import { conditionName, repetitionWords } from "./alert-words.ts";
import { defineCommand } from "../core/command.ts";
import { nowWords } from "./alert-add-reply.ts";
import { stateWords } from "./alert-state.ts";
import { z } from "zod";

/** As many as a phone shows. */
const PAGE = 8;

interface ListFacts {
  readonly alerts: readonly AlertDetails[];
  readonly page: number;
  readonly alertCount: number;
}

/** `/alert list`: the caller's alerts, and in a place that they administrate its own; the nearest to telling first. */
export const alertList = (parts: AlertParts) =>
  defineCommand({
    name: "alert list",
    aliases: ["alerts"],
    summary: "Your alerts, the nearest to telling first.",
    examples: ["alert list", "alert list 2"],
    input: z.object({ page: z.number().int().min(1).max(1_000).default(1).describe("Which page") }),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],
    async run({ page }, call): Promise<ListFacts> {
      const all = (await parts.alerts.of(call)).map((each) => alertDetails(each, parts)).toSorted(byNearness);
      const last = Math.max(1, Math.ceil(all.length / PAGE));
      const shown = Math.min(page, last);
      return { alerts: all.slice((shown - 1) * PAGE, shown * PAGE), page: shown, alertCount: all.length };
    },
    show: listReply,
  });

/** What needs mending first, then those that are watched by their distance, of which nobody knows it last; then those that are not. */
export function byNearness(a: AlertDetails, b: AlertDetails): number {
  return order(a) - order(b) || distance(a) - distance(b) || a.number - b.number;
}

const ORDER = { unreachable: 1, armed: 2, fired: 3, paused: 4, expired: 5 } as const;
const order = ({ state }: AlertDetails): number => ORDER[state];
const distance = ({ check }: AlertDetails): number => check?.distanceFraction ?? Number.MAX_VALUE;

function listReply({ alerts, page, alertCount }: ListFacts, call: Call): Reply {
  if (alertCount === 0)
    return {
      blocks: [
        text("You have no alerts. /alert add tao above 400 makes one; so do tao moves 5% in 1h, and news bittensor."),
      ],
    };
  const to = (label: string, other: number): Button => ({ label, command: "alert list", input: { page: other } });
  const left = alertCount - page * PAGE;
  return {
    title: alertCount === 1 ? "One alert" : `${alertCount} alerts`,
    blocks: alerts.map((alert) => alertRow(alert, call)),
    footer: "the nearest to telling first · /alert why and a number says more",
    buttons: [...(page > 1 ? [to("Back", page - 1)] : []), ...(left > 0 ? [to(`+${left} more`, page + 1)] : [])],
    choices: {
      prompt: "More about one, or change it:",
      options: alerts.map((alert) => ({
        label: `${alert.number} · ${conditionName(alert.condition, alert, call.locale)}`,
        command: "alert why",
        input: { number: alert.number },
        answer: "new",
      })),
    },
  };
}

/** An alert in two lines: what is watched, how it stands, how often it tells and is checked. */
export function alertRow(alert: AlertDetails, call: Call): Block {
  const { number, condition, check, repetition, target, webhookHost } = alert;
  const name = conditionName(condition, alert, call.locale);
  const off = stateWords(alert, call.now);
  const how = [
    target === "place" ? "for this place" : target === "webhook" ? `to ${webhookHost ?? "a webhook"}` : undefined,
    repetitionWords(repetition),
    check?.everyMs === undefined ? undefined : `checked every ${duration(check.everyMs)}`,
    check === undefined ? undefined : `last ${age(check.at, call.now)}`,
  ].filter((part) => part !== undefined);
  const now =
    check === undefined
      ? "not checked yet"
      : check.value === undefined
        ? check.why
        : (nowWords(condition, check, call) ?? "");
  const state = off ?? (now === "" ? "" : `now ${now}`).replace(/^now not/, "not");
  return rich(bold(`${number} · ${name}`), `\n${[state, how.join(", ")].filter((part) => part !== "").join(" · ")}`);
}
