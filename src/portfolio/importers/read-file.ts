import { createHash } from "node:crypto";
import { holdsSeedPhrase } from "../../core/seed-phrase.ts";
import { problemOf } from "../check-entry.ts";
import { type Draft, type Outcome, refused, RowError } from "./draft.ts";
import type { Reader } from "./format.ts";
import { recognise } from "./formats.ts";
import { type Row, rowsOf, type RowsEnd } from "./sheet.ts";

/** So many rows of one file are read. */
const ROW_LIMIT = 100_000;
/** Rows between two pauses. */
const SLICE = 100;

export interface ReadParts {
  /** UTC epoch milliseconds: nothing in a file is later. */
  readonly now: number;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
  /** Told how many rows were read, of how many. */
  readonly progress?: (done: number, of: number) => void;
}

/** What a file holds, or that nobody knows its columns. */
export type FileRead =
  | { readonly kind: "unknown"; readonly columns: readonly string[] }
  | {
      readonly kind: "read";
      readonly format: string;
      readonly rows: number;
      /** In the order of the file. */
      readonly drafts: readonly Draft[];
      readonly end: RowsEnd;
    };

/** Reads a file of any known format. Nothing in it makes it throw: a row that cannot be read is refused with a reason. */
export async function readFile(text: string, { now, pause, progress }: ReadParts): Promise<FileRead> {
  const found = recognise(text);
  if (!found.format) return { kind: "unknown", columns: found.columns };
  const { format, head } = found;
  const { rows, end } = await rowsOf(text, head, { most: ROW_LIMIT, pause });
  const reader = format.open(head);
  const groups = await groupsIn(rows, reader, pause);
  const drafts: Draft[] = [];
  const seen = new Map<string, number>();
  let done = 0;
  for (const [index, group] of groups.entries()) {
    if (index % SLICE === 0) {
      progress?.(done, rows.length);
      await pause();
    }
    done += group.length;
    const content = hashOf(group, format.name);
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    for (const [place, outcome] of outcomesOf(group, reader, now).entries())
      drafts.push({ ...outcome, line: group[0].line, rowKey: `${content}.${occurrence}.${place}` });
  }
  return { kind: "read", format: format.name, rows: rows.length, drafts, end };
}

type Group = readonly [Row, ...Row[]];

async function groupsIn(rows: readonly Row[], reader: Reader, pause: () => Promise<void>): Promise<readonly Group[]> {
  const groups: [Row, ...Row[]][] = [];
  const byName = new Map<string, [Row, ...Row[]]>();
  for (const [index, row] of rows.entries()) {
    if (index % SLICE === 0) await pause();
    const name = nameOf(row, reader);
    const begun = name === undefined ? undefined : byName.get(name);
    if (begun) {
      begun.push(row);
      continue;
    }
    const group: [Row, ...Row[]] = [row];
    groups.push(group);
    if (name !== undefined) byName.set(name, group);
  }
  return groups;
}

/** A row whose group cannot be told is by itself, and is refused when it is read. */
function nameOf(row: Row, reader: Reader): string | undefined {
  try {
    return reader.groupOf?.(row);
  } catch (error) {
    if (error instanceof RowError) return undefined;
    throw error;
  }
}

function outcomesOf(group: Group, reader: Reader, now: number): readonly Outcome[] {
  try {
    for (const row of group) row.checkWidth();
    return [reader.read(group)].flat().map((outcome) => {
      if (outcome.kind !== "entry") return outcome;
      const why = problemOf(outcome.entry, now);
      if (why) return refused(REASONS[why.kind]);
      const { note = "", account = "" } = outcome.entry;
      return holdsSeedPhrase(`${note}\n${account}`) ? refused("its note is a seed phrase, which is not kept") : outcome;
    });
  } catch (error) {
    if (error instanceof RowError) return [refused(error.message)];
    throw error;
  }
}

const REASONS: Readonly<Record<NonNullable<ReturnType<typeof problemOf>>["kind"], string>> = {
  future: "its date is still to come",
  too_early: "there were no coins before 2009",
  quantity: "the quantity is nothing that can be held",
  money: "the amount of money is not one",
  same_coin: "both sides are the same coin",
  rebate: "the fee gives back more than was paid",
  acquired_later: "it was acquired after it arrived",
  too_long: "the account or the note is too long",
  ratio: "the ratio needs two whole numbers above zero",
};

/** Of the rows' cells, whatever the order in which the file has them. */
function hashOf(group: Group, format: string): string {
  const lines = group.map(({ cells }) => cells.map((cell) => cell.trim()).join("\u001f")).sort();
  return createHash("sha256")
    .update(`${format}\u001e${lines.join("\u001e")}`)
    .digest("base64url")
    .slice(0, 22);
}
