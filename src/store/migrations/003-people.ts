import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  sql`CREATE TABLE done_key (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, key TEXT NOT NULL, command TEXT NOT NULL,
    facts TEXT NOT NULL, done_at INTEGER NOT NULL, PRIMARY KEY (user_id, key, command)) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX done_key_age ON done_key (done_at)`,
  sql`CREATE TABLE watchlist (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, asset_id TEXT NOT NULL, position INTEGER NOT NULL,
    added_at INTEGER NOT NULL, PRIMARY KEY (user_id, asset_id)) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE recent_asset (
    user_id TEXT PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE, asset_id TEXT NOT NULL, platform TEXT NOT NULL,
    chat_id TEXT NOT NULL, asked_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX account_seen ON account (platform, seen_at)`,
];

/** What people keep: watchlists, the last asset asked for, the keys of what was done. */
export const people: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
