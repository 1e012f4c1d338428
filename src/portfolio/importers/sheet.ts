import { type CastingContext, CsvError, parse } from "csv-parse";
import { RowError } from "./draft.ts";

/** One row of a file, its cells by the names of their columns. */
export class Row {
  readonly line: number;
  readonly #columns: ReadonlyMap<string, number>;
  readonly cells: readonly string[];

  constructor(line: number, columns: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.line = line;
    this.#columns = columns;
    this.cells = cells;
  }

  /** The cell of the first of these columns that the file has; empty where it has none of them. */
  cell(...names: readonly string[]): string {
    for (const name of names) {
      const index = this.#columns.get(name);
      if (index !== undefined) return (this.cells[index] ?? "").trim();
    }
    return "";
  }

  /** The cell as it stands in the file; empty where there is no such column. */
  raw(name: string): string {
    return this.cells[this.#columns.get(name) ?? -1] ?? "";
  }

  /** @throws RowError when the row has more cells than there are columns, or none of what it needs */
  checkWidth(): void {
    if (
      this.cells.length > this.#columns.size &&
      this.cells.slice(this.#columns.size).some((cell) => cell.trim() !== "")
    )
      throw new RowError("it has more cells than the header has columns");
  }
}

/** How a file begins: its separator, the names of its columns, and what stands above them. */
export interface Head {
  /** In lower case; a name that comes again has "#2", "#3" behind it. */
  readonly columns: readonly string[];
  readonly above: readonly string[];
  readonly separator: string;
  /** The line that the columns stand in, from 1, and where in the text the rows begin. */
  readonly line: number;
  readonly rowsAt: number;
}

/** Above the columns there are up to seven lines in the files seen. */
const HEAD_LINES = 25;
const LINE_LENGTH = 20_000;
const SEPARATORS = [",", ";", "\t"] as const;

/** Names of columns as they are compared. */
function columnNames(cells: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const name = cell
      .replaceAll(/[\s\u00a0]+/g, " ")
      .trim()
      .toLowerCase();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

const cellsOf = (line: string, separator: string): readonly string[] =>
  [
    ...line.matchAll(
      separator === ","
        ? /"((?:[^"]|"")*)"|([^,]+)|(?<=^|,)(?=,|$)/g
        : separator === ";"
          ? /"((?:[^"]|"")*)"|([^;]+)|(?<=^|;)(?=;|$)/g
          : /"((?:[^"]|"")*)"|([^\t]+)|(?<=^|\t)(?=\t|$)/g,
    ),
  ].map(([, inQuotes, bare]) => (inQuotes ?? bare ?? "").trim());

/** The heads that the first lines of a file may be, the likeliest first: whoever knows one of them takes the file. */
export function* headsIn(text: string): Generator<Head> {
  let at = 0;
  const above: string[] = [];
  for (let line = 1; line <= HEAD_LINES && at < text.length; line += 1) {
    const end = text.indexOf("\n", at);
    const rowsAt = end === -1 ? text.length : end + 1;
    const words = text.slice(at, Math.min(rowsAt, at + LINE_LENGTH)).trim();
    for (const separator of SEPARATORS) {
      const cells = cellsOf(words, separator);
      if (cells.length > 2) yield { columns: columnNames(cells), above: [...above], separator, line, rowsAt };
    }
    if (words !== "") above.push(words.slice(0, 200));
    at = rowsAt;
  }
}

/** What reading a file found, besides its rows. */
export type RowsEnd =
  | { readonly kind: "all" }
  | { readonly kind: "too_many" }
  | { readonly kind: "broken"; readonly line: number };

const CHUNK = 8 * 1024;
/** The longest row seen has a thousand characters. */
const ROW_LENGTH = 64 * 1024;

/**
 * Reads the rows behind a head, a piece at a time.
 * @param pause  lets others have their turn
 */
export async function rowsOf(
  text: string,
  head: Head,
  { most, pause }: { readonly most: number; readonly pause: () => Promise<void> },
): Promise<{ readonly rows: readonly Row[]; readonly end: RowsEnd }> {
  const columns = new Map(head.columns.map((name, index) => [name, index]));
  const rows: Row[] = [];
  let end: RowsEnd = { kind: "all" };
  const parser = parse({
    delimiter: head.separator,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_LENGTH,
  });
  const take = (): void => {
    for (let record = next(parser); record; record = next(parser)) {
      if (rows.length < most) rows.push(new Row(head.line + record.info.lines, columns, record.record));
      else end = { kind: "too_many" };
    }
  };
  let failure: unknown;
  parser.on("error", (error: unknown) => {
    failure = error;
  });
  for (let at = head.rowsAt; at < text.length && failure === undefined && end.kind === "all"; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
    take();
    await pause();
  }
  if (failure === undefined && end.kind === "all") {
    const ended = new Promise<void>((resolve) => parser.once("end", resolve).once("error", () => resolve()));
    parser.end();
    take();
    await ended;
    take();
  }
  parser.destroy();
  if (failure instanceof CsvError) return { rows, end: { kind: "broken", line: (rows.at(-1)?.line ?? head.line) + 1 } };
  if (failure !== undefined) throw failure;
  return { rows, end };
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Pick<CastingContext, "lines">;
}

/** Typed by the library as anything at all. */
const next = (parser: ReturnType<typeof parse>): Parsed | null => parser.read() as Parsed | null;
