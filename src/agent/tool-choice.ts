import type { Call } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import { isOffered } from "../core/dispatch.ts";
import { TOOL_LIMIT } from "./limits.ts";
import { ownAffair } from "./own-affairs.ts";

/** What most questions take, whatever their words. */
const ALWAYS: ReadonlySet<string> = new Set(["price", "convert", "chart", "market", "project", "glossary", "help"]);

/** Words of every other question, which tell no command from another. */
const COMMON = new Set(
  "about and any are can does for from has have how its look many much now one see show tell that the this was what when which who why will with you your".split(
    " ",
  ),
);

/** What tells by itself that a command is wanted, where its summary has none of the words: an address, who said something. */
const TELLING: ReadonlyMap<string, RegExp> = new Map([
  ["token", /(?<![\w/])(?:0x[0-9a-f]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})(?!\w)/i],
  ["source", /\b(?:say|says|said|podcast|conversation|episode)\b/i],
  ["movers", /\b(?:pump\w*|dump\w*|gain\w*|los(?:ers?|t|ses)|winners?)\b/i],
]);

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .match(/[\p{L}\d]{3,}/gu)
      ?.filter((word) => !COMMON.has(word)),
  );

/** How many words of the question the command speaks of; its name and short forms count more. */
function relevance(command: AnyCommand, asked: ReadonlySet<string>): number {
  const names = wordsOf([command.name, ...(command.aliases ?? [])].join(" "));
  const words = wordsOf(`${command.summary} ${command.examples.join(" ")}`);
  return [...asked].reduce((sum, word) => sum + (names.has(word) ? 3 : words.has(word) ? 1 : 0), 0);
}

/**
 * The commands that this caller may use through the model from where they are: never a private one where others read along.
 * At most twelve: the usual ones and the most relevant to the question, in the order of the list, so that equal questions send equal tools.
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
  const own = ownAffair(question);
  const isSure = ({ name }: AnyCommand): boolean =>
    ALWAYS.has(name) || name === own || TELLING.get(name)?.test(question) === true;
  const ranked = allowed
    .map((command, index) => ({ command, index, points: isSure(command) ? Infinity : relevance(command, asked) }))
    .sort((a, b) => (a.points === b.points ? a.index - b.index : b.points - a.points))
    .slice(0, TOOL_LIMIT);
  return ranked.sort((a, b) => a.index - b.index).map(({ command }) => command);
}
