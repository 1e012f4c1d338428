import { cleanLine } from "../core/clean.ts";
import type { AnyCommand } from "../core/command.ts";
import { fieldsOf } from "../core/fields.ts";
import { proposalButtons } from "../core/proposal-buttons.ts";
import { bold, fields, type Reply, rich } from "../core/reply.ts";

/** Fields hold strings, numbers, flags and lists of strings. */
const shown = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return cleanLine(value.join(", "), 200);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? cleanLine(String(value), 200)
    : undefined;
};

/** What a press of Confirm would do, word for word as it is stored. @param input  as stored under `proposalId` */
export function proposalCard(command: AnyCommand, input: Readonly<Record<string, unknown>>, proposalId: string): Reply {
  return {
    blocks: [
      rich(bold(`/${command.name}`), `  ${command.summary}`),
      fields(Object.fromEntries(fieldsOf(command).map(({ name }) => [name, shown(input[name])]))),
      rich("Nothing has been changed yet."),
    ],
    buttons: proposalButtons(command.name, input, proposalId),
    ...(command.visibility === "private" ? { audience: "caller" as const } : {}),
  };
}
