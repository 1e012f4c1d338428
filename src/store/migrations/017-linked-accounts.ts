import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // Only a hash: whoever reads the file cannot enter it.
  sql`CREATE TABLE link_code (
    code_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL UNIQUE REFERENCES user (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE link_request (
    id TEXT PRIMARY KEY, giver_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    taker_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, platform TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('entered', 'confirmed')), keep TEXT CHECK (keep IN ('theirs', 'mine')),
    expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX link_request_giver ON link_request (giver_id)`,
  sql`CREATE INDEX link_request_taker ON link_request (taker_id)`,
  // Whom a person was before: a backup from then knows them by it, and has to forget them, too.
  sql`CREATE TABLE former_user (
    former_id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX former_user_of ON former_user (user_id)`,
];

/** How accounts of several platforms become one person. */
export const linkedAccounts: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
