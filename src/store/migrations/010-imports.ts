import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // What a file would add, until it is confirmed, given up or too old. No reader of portfolios looks here.
  sql`CREATE TABLE import (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    format TEXT NOT NULL, state TEXT NOT NULL, staged_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX import_of_user ON import (user_id)`,
  sql`CREATE INDEX import_expiry ON import (expires_at)`,
  sql`CREATE TABLE import_row (
    import_id TEXT NOT NULL REFERENCES import (id) ON DELETE CASCADE, position INTEGER NOT NULL, entries TEXT NOT NULL,
    PRIMARY KEY (import_id, position)) STRICT, WITHOUT ROWID`,
];

/** Files that are read and not confirmed yet. */
export const imports: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
