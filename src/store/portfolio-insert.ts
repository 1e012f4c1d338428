import { CompiledQuery } from "kysely";
import { COLUMNS, type PortfolioRow } from "./portfolio-row.ts";
import type { Executor } from "./database.ts";

/** A row has 26 values, and SQLite takes 32,766 in one statement; more rows at once are not faster. */
const ROWS_AT_ONCE = 200;

const NAMES = ["user_id", ...COLUMNS].join(", ");
const ROW = `(${["user_id", ...COLUMNS].map(() => "?").join(", ")})`;

/** Written out once: Kysely takes longer to compile so many values than SQLite to keep them. */
const insertOf = (rows: number): string =>
  `INSERT INTO portfolio_entry (${NAMES}) VALUES ${Array.from({ length: rows }, () => ROW).join(", ")}`;

/** Keeps rows of one person's entries under numbers that are free. */
export async function insertRows(on: Executor, userId: string, rows: readonly PortfolioRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = rows.slice(start, start + ROWS_AT_ONCE);
    const values = part.flatMap((row) => [userId, ...COLUMNS.map((column) => row[column])]);
    await on.executeQuery(CompiledQuery.raw(insertOf(part.length), values));
  }
}
