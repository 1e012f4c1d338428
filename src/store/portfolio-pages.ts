import { sql } from "kysely";
import { COLUMNS, entryOf, type PortfolioRow } from "./portfolio-row.ts";
import type { Executor } from "./database.ts";
import type { KeptEntry } from "../portfolio/entry.ts";

/** Entries of one page: a few milliseconds of reading. */
const PAGE = 1_000;

/** A portfolio as it stood at one moment: which numbers are to be read. */
export interface PortfolioMark {
  readonly version: number;
  /** Of the last entry that there may be. */
  readonly lastNumber: number;
  /** Ranges of numbers that no reader sees, in order. */
  readonly hidden: readonly { readonly first: number; readonly last: number }[];
}

/** What stands for a portfolio in which nothing was ever entered is version 0. */
export async function markOf(on: Executor, userId: string): Promise<PortfolioMark> {
  const rows = await on
    .selectFrom("portfolio")
    .leftJoin("portfolio_hidden as hidden", "hidden.user_id", "portfolio.user_id")
    .select(["version", "next_number", "hidden.first_number as first", "hidden.last_number as last"])
    .where("portfolio.user_id", "=", userId)
    .orderBy("hidden.first_number")
    .execute();
  const [row] = rows;
  return {
    version: row?.version ?? 0,
    lastNumber: (row?.next_number ?? 1) - 1,
    hidden: rows.flatMap(({ first, last }) => (first === null || last === null ? [] : [{ first, last }])),
  };
}

/**
 * The entries by number, a page at a time. Only those of a portfolio whose version is still the mark's are what the mark says:
 * between two pages others may change it.
 */
export async function* pagesOf(
  on: Executor,
  userId: string,
  { lastNumber, hidden }: PortfolioMark,
): AsyncGenerator<readonly KeptEntry[]> {
  const same = new Map<string, string>();
  let from = 1;
  for (const { first, last } of [...hidden, { first: lastNumber + 1, last: lastNumber }]) {
    while (from < first) {
      const page = await pageOf(on, userId, from, first - 1, same);
      if (page.entries.length > 0) yield page.entries;
      from = page.next ?? first;
    }
    from = Math.max(from, last + 1);
  }
}

const CELLS = sql.raw(`json_group_array(json_array(${COLUMNS.join(", ")}))`);

/** As one text of JSON: to make an object of each of 25 columns of each row takes SQLite's binding four times as long. */
async function pageOf(on: Executor, userId: string, from: number, to: number, same: Map<string, string>) {
  const { rows } = await sql<{ readonly last: number | null; readonly page: string }>`
    SELECT max(number) AS last, ${CELLS} AS page FROM (
      SELECT * FROM portfolio_entry WHERE user_id = ${userId} AND number BETWEEN ${from} AND ${to}
      ORDER BY number LIMIT ${PAGE})`.execute(on);
  const [row] = rows;
  if (!row || row.last === null) return { entries: [], next: undefined };
  const entries = (JSON.parse(row.page) as Cells[]).map((cells) => entryOf(rowIn(cells, same)));
  return { entries, next: entries.length < PAGE ? undefined : row.last + 1 };
}

/** The values of a row in the order of `COLUMNS`. */
type Cells = readonly (string | number | null)[];

/** These columns say the same in most rows: the same text is kept once. */
const REPEATED: ReadonlySet<keyof PortfolioRow> = new Set([
  "kind",
  "asset_id",
  "to_asset_id",
  "value_currency",
  "value_filled",
  "fee_currency",
  "fee_asset_id",
  "fee_value_currency",
  "fee_filled",
  "account",
  "income_kind",
  "import_id",
]);
const IS_REPEATED = COLUMNS.map((column) => REPEATED.has(column));
/** So many different texts are remembered; notes of closes differ by day. */
const SAME_LIMIT = 5_000;

function rowIn(cells: Cells, same: Map<string, string>): PortfolioRow {
  const row: Partial<Record<keyof PortfolioRow, string | number | null>> = {};
  for (const [index, column] of COLUMNS.entries()) {
    const cell = cells[index] ?? null;
    row[column] = IS_REPEATED[index] && typeof cell === "string" ? keptOnce(cell, same) : cell;
  }
  return row as PortfolioRow;
}

function keptOnce(text: string, same: Map<string, string>): string {
  const known = same.get(text);
  if (known !== undefined) return known;
  if (same.size < SAME_LIMIT) same.set(text, text);
  return text;
}
