import { sql } from "kysely";
import type { Executor } from "./database.ts";

/** How large the database is, in bytes, without what waits in its write-ahead log. */
export async function sizeOf(on: Executor): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()`.execute(on);
  return rows[0]?.bytes ?? 0;
}
