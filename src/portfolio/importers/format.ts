import type { Head, Row } from "./sheet.ts";
import type { Outcome } from "./draft.ts";

/** Reads the rows of one file of a format. */
export interface Reader {
  /** What rows that belong together have in common; undefined for a row by itself. @throws RowError */
  groupOf?(row: Row): string | undefined;
  /** Of one row, or of all that belong together in the order of the file. @throws RowError when they cannot be read */
  read(rows: readonly [Row, ...Row[]]): Outcome | readonly Outcome[];
}

/** One of the files that exchanges and trackers write. */
export interface Format {
  /** As people are told: "Kraken ledgers". */
  readonly name: string;
  /** The columns by which it is known, in lower case. */
  readonly needs: readonly string[];
  /** Columns that only its likes have. */
  readonly without?: readonly string[];
  readonly open: (head: Head) => Reader;
}

/** Whether a file with these columns is of the format. Names that carry a zone or a currency match by their beginning: "time(*". */
export const isOf = ({ needs, without = [] }: Format, columns: readonly string[]): boolean =>
  needs.every((name) => has(columns, name)) && !without.some((name) => has(columns, name));

const has = (columns: readonly string[], name: string): boolean =>
  name.endsWith("*") ? columns.some((each) => each.startsWith(name.slice(0, -1))) : columns.includes(name);

/** The name of the column that begins so. */
export const columnOf = (head: Head, start: string): string =>
  head.columns.find((each) => each.startsWith(start)) ?? start;
