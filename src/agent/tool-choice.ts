import type { Call } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import { isOffered } from "../core/dispatch.ts";
import { TOOL_LIMIT } from "./limits.ts";

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\d]{3,}/gu));

/** How many words of the question the command speaks of; its name and short forms count more. */
function relevance(command: AnyCommand, asked: ReadonlySet<string>): number {
  const names = wordsOf([command.name, ...(command.aliases ?? [])].join(" "));
  const words = wordsOf(`${command.summary} ${command.examples.join(" ")}`);
  return [...asked].reduce((sum, word) => sum + (names.has(word) ? 3 : words.has(word) ? 1 : 0), 0);
}

/**
 * The commands that this caller may use through the model from where they are: never a private one where others read along.
 * At most twelve, the most relevant to the question, in the order of the list, so that equal questions send equal tools.
 */
export function offeredTools(
  commands: ReadonlyMap<string, AnyCommand>,
  call: Call,
  question: string,
): readonly AnyCommand[] {
  const allowed = [...commands.values()].filter(
    (command) =>
      isOffered(command, { ...call, surface: "agent" }) && (!call.place.isPublic || command.visibility === "public"),
  );
  if (allowed.length <= TOOL_LIMIT) return allowed;
  const asked = wordsOf(question);
  const ranked = allowed
    .map((command, index) => ({ command, index, points: relevance(command, asked) }))
    .sort((a, b) => b.points - a.points || a.index - b.index)
    .slice(0, TOOL_LIMIT);
  return ranked.sort((a, b) => a.index - b.index).map(({ command }) => command);
}
