import { CsvError, parse } from "csv-parse/sync";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** What a file with evidence says of each piece; `/score add` takes the same, in the same form. */
const EVIDENCE_COLUMNS = ["project", "criterion", "score", "grade", "link", "date", "claim"] as const;

/** One piece of evidence as a file has it, unchecked. */
export interface EvidenceRow {
  /** "line 3" of a table, "item 3" of a list. */
  readonly where: string;
  readonly cells: Readonly<Record<(typeof EVIDENCE_COLUMNS)[number], string>>;
}

/** What was not taken, and why, in a sentence. */
export interface Refusal {
  readonly where: string;
  readonly why: string;
}

/** More is to be looked through in parts. */
const ROWS_A_FILE = 500;

const HINT = `It begins with the line ${EVIDENCE_COLUMNS.join(",")}, and has a line for each piece of evidence. Or it is a JSON list of objects with these names.`;

/** The longest a cell may be before it is not looked at: no field of evidence takes as much. */
const CELL_LENGTH = 2_000;

const cell = z
  .union([z.string(), z.number().transform(String)], { error: "is missing" })
  .transform((each) => each.trim());
const row = z.strictObject(
  Object.fromEntries(EVIDENCE_COLUMNS.map((name) => [name, cell])) as Record<
    (typeof EVIDENCE_COLUMNS)[number],
    typeof cell
  >,
);

/**
 * Reads a file with evidence: CSV (comma, semicolon or tab; the columns in any order) or a JSON list.
 * @returns every piece in the order of the file, and those that are not of the form
 * @throws UserError when nothing of the file can be read
 */
export function readEvidenceFile(text: string): {
  readonly rows: readonly EvidenceRow[];
  readonly refused: readonly Refusal[];
} {
  const found = /^\s*[[{]/.test(text) ? itemsOf(text) : linesOf(text);
  if (found.length === 0) throw new UserError("There is no evidence in this file.", { hint: HINT });
  if (found.length > ROWS_A_FILE)
    throw new UserError(`This file has ${found.length} pieces of evidence; one takes ${ROWS_A_FILE} at most.`, {
      hint: "Split it, and send the parts one after the other.",
    });
  const rows: EvidenceRow[] = [];
  const refused: Refusal[] = [];
  for (const { where, value } of found) {
    const parsed = row.safeParse(value);
    if (!parsed.success) refused.push({ where, why: wrongForm(parsed.error) });
    else if (Object.values(parsed.data).some((each) => each.length > CELL_LENGTH))
      refused.push({ where, why: `It has a cell of more than ${CELL_LENGTH} characters.` });
    else rows.push({ where, cells: parsed.data });
  }
  return { rows, refused };
}

interface Piece {
  readonly where: string;
  readonly value: unknown;
}

function itemsOf(text: string): readonly Piece[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError("This file is not JSON to its end.", { hint: HINT, cause: error });
  }
  if (!Array.isArray(list)) throw new UserError("The JSON of this file is not a list.", { hint: HINT });
  return list.map((value: unknown, index) => ({ where: `item ${index + 1}`, value }));
}

/** What a row of the parser is told with; lines count from 1. */
const told = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function linesOf(text: string): readonly Piece[] {
  const start = text.trimStart();
  const [first = ""] = start.split(/\r?\n|\r/, 1);
  const delimiter = [",", ";", "\t"].find((each) => first.split(each).length >= EVIDENCE_COLUMNS.length);
  const names =
    delimiter === undefined ? [] : first.split(delimiter).map((each) => each.replaceAll('"', "").trim().toLowerCase());
  const missing = EVIDENCE_COLUMNS.filter((name) => !names.includes(name));
  const strange = names.find((name, index) => !isColumn(name) || names.indexOf(name) !== index);
  if (delimiter === undefined || missing.length > 0)
    throw new UserError("This file is no table of evidence.", { hint: HINT });
  if (strange !== undefined)
    throw new UserError(`The column "${strange.slice(0, 40)}" is not known, or stands there twice.`, { hint: HINT });
  // The parser counts from where the table begins.
  const above = text.slice(0, text.length - start.length).split("\n").length - 1;
  return parsed(start, delimiter)
    .slice(1)
    .map(({ record, info }) => ({
      where: `line ${info.lines + above}`,
      value:
        record.length === names.length
          ? Object.fromEntries(names.map((name, index) => [name, record[index]]))
          : undefined,
    }));
}

const isColumn = (name: string): boolean => (EVIDENCE_COLUMNS as readonly string[]).includes(name);

/** @throws UserError when a quotation has no end */
function parsed(text: string, delimiter: string): z.output<typeof told> {
  try {
    return told.parse(parse(text, { delimiter, info: true, relax_column_count: true, skip_empty_lines: true }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error["lines"];
    throw new UserError(
      `The table cannot be read${typeof line === "number" ? ` at line ${line}` : ""}: a quotation mark there has no other, or stands where none may.`,
      {
        hint: "A cell with a quotation mark in it is written in quotation marks, and the mark in it twice.",
        cause: error,
      },
    );
  }
}

function wrongForm({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === "unrecognized_keys") return `"${issue.keys[0]?.slice(0, 40) ?? ""}" is not a name of the format.`;
  const [name] = issue?.path ?? [];
  return typeof name === "string"
    ? `The ${name} is missing.`
    : `It has not the ${EVIDENCE_COLUMNS.length} cells of the format.`;
}
