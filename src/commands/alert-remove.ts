import type { Alert } from "../alerts/alert.ts";
import { allLike } from "./alert-buttons.ts";
import { alertDetails, type AlertDetails, type AlertParts, fieldsAgain } from "./alert-details.ts";
import { type Block, type CommandButton, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { conditionName } from "./alert-words.ts";
import { defineCommand } from "../core/command.ts";
import { suggestAlerts } from "./alert-suggest.ts";
import { shown } from "./alert-values.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** As many as a select offers. */
const AT_ONCE = 25;

interface Removed extends AlertDetails {
  /** What makes it again. */
  readonly again: Readonly<Record<string, unknown>>;
}

/** What `/alert remove` did. */
export interface RemovedFacts {
  readonly state: "removed";
  readonly removed: readonly Removed[];
  readonly notThere: readonly number[];
  /** What there is to choose from, where no number was given. */
  readonly toChoose: readonly AlertDetails[];
}

/** `/alert remove <n>, <n>`: without a number one is chosen. */
export const alertRemove = (parts: AlertParts) =>
  defineCommand({
    name: "alert remove",
    summary: "Removes alerts.",
    examples: ["alert remove 12", "alert remove 3, 7", "alert remove"],
    input: z.object({
      numbers: z
        .array(z.string().trim().min(1).max(20))
        .min(1)
        .max(AT_ONCE)
        .optional()
        .describe("Their numbers; without any you choose one"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { numbers: async (typed, call) => suggestAlerts(typed, parts, call) },

    async run(asked, call): Promise<RemovedFacts> {
      if (asked.numbers === undefined) {
        const all = await parts.alerts.of(call);
        return { state: "removed", removed: [], notThere: [], toChoose: all.map((each) => alertDetails(each, parts)) };
      }
      const numbers = [...new Set(asked.numbers.map(readNumber))];
      return await removeAlerts(parts, numbers, call, "alert remove");
    },

    show: removedReply,
  });

/** Removes alerts that the caller may change. @param command  the one that asks, by which a call that comes again is known */
export async function removeAlerts(
  parts: AlertParts,
  numbers: readonly number[],
  call: Call,
  command: "alert remove" | "alert here",
): Promise<RemovedFacts> {
  const factsOf = (removed: readonly Alert[]): RemovedFacts => ({
    state: "removed",
    removed: removed.map((each) => ({ ...alertDetails(each, parts), again: { ...fieldsAgain(each) } })),
    notThere: numbers.filter((number) => removed.every((each) => each.number !== number)),
    toChoose: [],
  });
  return await parts.alerts.remove(numbers, call, factsOf, command);
}

function readNumber(typed: string): number {
  const number = Number(/^#?(\d{1,9})$/.exec(typed)?.[1]);
  if (number >= 1) return number;
  throw new UserError(`"${shown(typed)}" is no number of an alert.`, { hint: "/alert list shows them." });
}

/** What went, and the way back. */
export function removedReply({ removed, notThere, toChoose }: RemovedFacts, { locale }: Call): Reply {
  const name = (alert: AlertDetails): string => `${alert.number} · ${conditionName(alert.condition, alert, locale)}`;
  if (removed.length === 0 && notThere.length === 0 && toChoose.length === 0)
    return { blocks: [text("You have no alerts here.")] };
  if (toChoose.length > 0)
    return {
      blocks: toChoose.length > AT_ONCE ? [text(`These are the first ${AT_ONCE}; others go by their number.`)] : [],
      choices: {
        prompt: "Which one goes?",
        options: toChoose.slice(0, AT_ONCE).map((alert) => ({
          label: name(alert),
          command: "alert remove",
          input: { numbers: [String(alert.number)] },
        })),
      },
    };
  const [only, another] = removed;
  const back = (alert: Removed, label: string): CommandButton => {
    const { target, ...again } = alert.again;
    return alert.target === "place"
      ? { label, command: "alert here", input: again }
      : { label, command: "alert add", input: { ...again, target } };
  };
  const blocks: Block[] = [
    ...(removed.length === 0 ? [] : [text(`Removed: ${removed.map(name).join("; ")}.`)]),
    ...(notThere.length === 0 ? [] : [text(`You have no alert ${notThere.join(", ")}.`)]),
  ];
  return {
    blocks,
    buttons: [...(only && !another ? [back(only, "Undo")] : []), allLike(only?.target ?? "owner")],
    ...(another
      ? { choices: { prompt: "Put one back?", options: removed.map((alert) => back(alert, name(alert))) } }
      : {}),
  };
}
