import type { Call } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import { isOffered } from "../core/dispatch.ts";
import { TOOL_LIMIT } from "./limits.ts";
import { ownAffair } from "./own-affairs.ts";
import { TELLING } from "./tool-words.ts";

/** One tool is no command: what figures are derived with. */
const COMMAND_LIMIT = TOOL_LIMIT - 1;

/** What most questions take, whatever their words. */
const ALWAYS: ReadonlySet<string> = new Set(["price", "convert", "chart", "market", "project", "glossary", "help"]);

/** Words of every other question, which tell no command from another. */
const COMMON = new Set(
  "about and any are can does for from has have how its look many much now one see show tell that the this was what when which who why will with you your".split(
    " ",
  ),
);

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

/** What counts more than all words of a summary together: what was asked for outright, the usual, and what was asked for just before. */
const POINTS = { told: 1_000, usual: 100, before: 50 } as const;

/** A question of more characters says itself what it is about. */
const LEANING_LENGTH = 60;

/**
 * The commands that this caller may use through the model from where they are: never a private one where others read along.
 * At most eleven, with the calculator twelve: the usual ones and the most relevant to the question, in the order of the list, so that equal questions send equal tools.
 * @param before  what the caller asked here just before; a short question may lean on it
 */
export function offeredTools(
  commands: ReadonlyMap<string, AnyCommand>,
  call: Call,
  question: string,
  before = "",
): readonly AnyCommand[] {
  const allowed = [...commands.values()].filter(
    (command) =>
      isOffered(command, { ...call, surface: "agent" }) && (!call.place.isPublic || command.visibility === "public"),
  );
  if (allowed.length <= COMMAND_LIMIT) return allowed;
  const asked = wordsOf(question);
  const isTold = ({ name }: AnyCommand, words: string): boolean =>
    name === ownAffair(words) || TELLING.get(name)?.test(words) === true;
  const points = (command: AnyCommand): number =>
    (isTold(command, question) ? POINTS.told : 0) +
    (ALWAYS.has(command.name) ? POINTS.usual : 0) +
    (question.length <= LEANING_LENGTH && isTold(command, before) ? POINTS.before : 0) +
    relevance(command, asked);
  const ranked = allowed
    .map((command, index) => ({ command, index, points: points(command) }))
    .sort((a, b) => (a.points === b.points ? a.index - b.index : b.points - a.points))
    .slice(0, COMMAND_LIMIT);
  return ranked.sort((a, b) => a.index - b.index).map(({ command }) => command);
}
