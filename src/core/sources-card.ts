import { z } from "zod";
import { age } from "./format.ts";
import { bold, type CommandButton, type Reply, rich, text } from "./reply.ts";

/** A figure of an answer, and what it rests on. */
export interface SourceRow {
  /** As the answer writes it. */
  readonly shown: string;
  /** As it was looked up: the raw value, with its unit where it has one. Of a derived figure, how it was worked out. */
  readonly value: string;
  /** The command that looked it up; absent where none did. */
  readonly command?: string;
  /** Who says it, and as of when (UTC epoch milliseconds), where that is known. */
  readonly source?: string;
  readonly asOf?: number;
}

/** More would not fit a screen. */
const ROW_LIMIT = 12;
const WORD_LIMIT = 120;

const word = z.string().max(WORD_LIMIT);
const stored = z.object({
  rows: z
    .array(
      z.object({
        shown: word,
        value: word,
        command: word.optional(),
        source: word.optional(),
        asOf: z.number().optional(),
      }),
    )
    .max(ROW_LIMIT),
});

/** What a press on it shows is in the button: no command, so that nobody can type a card of sources that never were. */
const SOURCES = "-sources";

export const isSourcesButton = ({ command }: Pick<CommandButton, "command">): boolean => command === SOURCES;

const cut = (words: string): string => words.slice(0, WORD_LIMIT);

/** @returns undefined where the answer rests on nothing */
export function sourcesButton(rows: readonly SourceRow[]): CommandButton | undefined {
  const all = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()].slice(0, ROW_LIMIT);
  if (all.length === 0) return undefined;
  const kept = all.map(({ shown, value, command, source, asOf }) => ({
    shown: cut(shown),
    value: cut(value),
    ...(command === undefined ? {} : { command: cut(command) }),
    ...(source === undefined ? {} : { source: cut(source) }),
    ...(asOf === undefined ? {} : { asOf }),
  }));
  return { label: "Sources", command: SOURCES, input: { rows: kept }, answer: "new" };
}

/** What one answer rests on: its figures, what was looked up, by which command, who says so, and how old it is now. */
export function sourcesReply({ input }: Pick<CommandButton, "input">, now: number): Reply {
  const read = stored.safeParse(input);
  const rows = read.success ? read.data.rows : [];
  if (rows.length === 0) return { blocks: [text("What this answer rests on is no longer there. Ask again.")] };
  return {
    title: "What the answer rests on",
    blocks: rows.map(({ shown, value, command, source, asOf }) =>
      rich(
        bold(shown),
        `: ${[
          value,
          command === undefined ? undefined : `/${command}`,
          source,
          asOf === undefined ? undefined : age(asOf, now),
        ]
          .filter((each) => each !== undefined)
          .join(" · ")}`,
      ),
    ),
  };
}
