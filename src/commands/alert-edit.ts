import { alertButton, allLike, typedFor } from "./alert-buttons.ts";
import { footerOf, nowWords } from "./alert-add-reply.ts";
import { alertDetails, type AlertDetails, type AlertParts, type Standing, tellingOf } from "./alert-details.ts";
import type { Alert, Condition } from "../alerts/alert.ts";
import type { AlertChange } from "./alert-book.ts";
import { meanings } from "./alert-names.ts";
import { backCheck, refuseAbsurd, standingOf } from "./alert-standing.ts";
import type { Call } from "../core/call.ts";
import { conditionName, conditionWords, repetitionWords } from "./alert-words.ts";
import { conditionOf } from "./alert-condition.ts";
import { fieldsOfCondition } from "./alert-condition-fields.ts";
import { defineCommand } from "../core/command.ts";
import { editFields } from "./alert-fields.ts";
import { editOptions } from "./alert-edit-options.ts";
import { fields as lines, type Reply, text } from "../core/reply.ts";
import { hiddenAddress } from "./alert-webhook.ts";
import { known } from "../wire/figure.ts";
import { lineOf, readEditLine } from "./alert-line.ts";
import { noSuchAlert, whichAlert } from "./alert-which.ts";
import { isNothing, readNote, readRepetition, readUntil } from "./alert-telling.ts";
import { suggestAlerts, suggestCondition } from "./alert-suggest.ts";
import { utcMinute } from "../core/format.ts";
import type { z } from "zod";

type Asked = z.output<typeof editFields>;

/** What became of an edit. */
export type EditFacts =
  /** Nothing was named: what there is, as it would be typed. */
  | { readonly state: "asked"; readonly alert: AlertDetails; readonly line: string }
  | { readonly state: "missing"; readonly number: number }
  | {
      readonly state: "changed";
      readonly alert: AlertDetails;
      readonly standing?: Standing;
      /** Set where the new condition holds already: it waits until that has let go. */
      readonly holds?: true;
      /** What makes it as it was. */
      readonly undo: Readonly<Record<string, unknown>>;
    };

/** `/alert edit <n> …`: changes what is named; without anything named it offers what people change. */
export const alertEdit = (parts: AlertParts) =>
  defineCommand({
    name: "alert edit",
    summary: "Changes an alert: its value, repetition, end or note.",
    examples: ["alert edit 12 above 450", "alert edit 12 repeat every 6h", "alert edit 12 until never note sell half"],
    input: editFields,
    readLine: readEditLine,
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: {
      number: async (typed, call) => suggestAlerts(typed, parts, call),
      ...suggestCondition(parts, ["never", "7d", "30d", "90d"]),
    },
    run: (asked, call) => editAlert(parts, asked, call, "alert edit"),
    show: editReply,
  });

/**
 * Changes what is named of an alert that the caller may change.
 * @param command  the one that asks, by which a call that comes again is known
 * @throws UserError that names the word which cannot be so
 */
export async function editAlert(
  parts: AlertParts,
  asked: Asked,
  call: Call,
  command: "alert edit" | "alert here",
): Promise<EditFacts> {
  const { number, repeat, until, note, ...wanted } = asked;
  const alert = await whichAlert(parts, number, call);
  const given = known(wanted);
  const isCondition = Object.keys(given).length > 0;
  if (!isCondition && repeat === undefined && until === undefined && note === undefined)
    return {
      state: "asked",
      alert: alertDetails(alert, parts),
      line: lineOf({ ...fieldsOfCondition(alert.condition), ...tellingOf(alert), ...hidden(alert) }),
    };

  const condition = isCondition
    ? await conditionOf({ ...fieldsOfCondition(alert.condition), ...given }, meanings(parts, call, { ...asked }))
    : undefined;
  const look = condition && (await backCheck(parts, condition, call));
  if (condition) refuseAbsurd(condition, look);
  const expiresAt = until === undefined ? undefined : await endOf(parts, until, call);
  const to: AlertChange = {
    ...known({ condition, expiresAt }),
    ...(repeat === undefined ? {} : { repetition: readRepetition(repeat) }),
    ...(note === undefined ? {} : { note: isNothing(note) ? null : readNote(note) }),
    ...rearmed(alert, condition, expiresAt),
  };
  return await parts.alerts.change<EditFacts>({ number, command }, to, call, (changed) =>
    changed
      ? {
          state: "changed",
          alert: alertDetails(changed.after, parts),
          ...known({ standing: look && standingOf(look) }),
          ...(look?.holds === true ? { holds: true } : {}),
          undo: undoOf(changed.before),
        }
      : { state: "missing", number },
  );
}

/** A webhook's address may let whoever reads it post there. */
const hidden = ({ target }: Alert) => (target.kind === "webhook" ? { target: hiddenAddress(target.url) } : {});

const endOf = async (parts: AlertParts, typed: string, call: Call): Promise<number | null> =>
  isNothing(typed) ? null : readUntil(typed, call.now, await parts.zoneOf(call));

/** What has told once or is over is watched again when it is given something new to watch, or more time. */
function rearmed(
  { state }: Alert,
  condition: Condition | undefined,
  expiresAt: number | null | undefined,
): Pick<AlertChange, "state"> {
  const isNew = state === "fired" && condition !== undefined;
  const isLonger = state === "expired" && expiresAt !== undefined;
  return isNew || isLonger ? { state: "armed" } : {};
}

function undoOf(before: Alert): Readonly<Record<string, unknown>> {
  const { kind: _kind, ...condition } = fieldsOfCondition(before.condition);
  return {
    until: "never",
    note: "none",
    ...condition,
    ...tellingOf({ repetition: before.repetition, ...known({ note: before.note, expiresAt: before.expiresAt }) }),
  };
}

/** What was changed and the way back, or what there is to change. */
export function editReply(facts: EditFacts, call: Call): Reply {
  switch (facts.state) {
    case "missing":
      return { blocks: [text(noSuchAlert(facts.number).message)] };
    case "asked": {
      const { alert, line } = facts;
      return {
        title: `Alert ${alert.number}: ${conditionName(alert.condition, alert, call.locale)}`,
        blocks: [
          text(`It reads: ${line}`),
          text(
            `Type what is to be different, for example ${typedFor(alert, "edit")} ${exampleOf(alert.condition)}, or choose:`,
          ),
        ],
        choices: { prompt: "What is to be different?", options: editOptions(alert, call) },
      };
    }
    case "changed": {
      const { alert, standing, holds, undo } = facts;
      const { number, condition, repetition, expiresAt, untrustedNote } = alert;
      return {
        title: `Alert ${number} is changed`,
        blocks: [
          text(`I tell when ${conditionWords(condition, alert, call.locale)}: ${repetitionWords(repetition)}.`),
          ...(holds === true ? [text("That is so already, so I tell when it happens again.")] : []),
          ...(alert.state === "paused" ? [text(`It is still paused; ${typedFor(alert, "resume")} watches it.`)] : []),
          lines(
            known({
              Now: standing && nowWords(condition, standing.check, call),
              Until: expiresAt === undefined ? undefined : utcMinute(expiresAt),
              Note: untrustedNote,
            }),
          ),
        ],
        ...footerOf(standing?.check, call),
        buttons: [alertButton(alert, "Undo", "edit", undo), allLike(alert.target)],
      };
    }
  }
  return facts satisfies never;
}

const exampleOf = (condition: Condition): string =>
  "threshold" in condition || "thresholdUsd" in condition ? `${condition.is} 450` : "repeat every 6h";
