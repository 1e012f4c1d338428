import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // `body` and `texts` are JSON; `texts` is null of whom does not want words kept.
  sql`CREATE TABLE trace (
    id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    answered_at INTEGER NOT NULL, body TEXT NOT NULL, texts TEXT) STRICT`,
  sql`CREATE INDEX trace_person ON trace (user_id, id)`,
  sql`CREATE INDEX trace_age ON trace (answered_at)`,
];

/** How answers came about. */
export const traces: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
