import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  sql`CREATE TABLE daily_close (
    asset_id TEXT NOT NULL, day INTEGER NOT NULL, close_usd REAL NOT NULL, volume_usd REAL, cap_usd REAL, source TEXT NOT NULL,
    PRIMARY KEY (asset_id, day)) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE answer (
    name TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (name, key)) STRICT`,
  sql`CREATE INDEX answer_age ON answer (kept_at)`,
  sql`CREATE TABLE provider_use (
    provider TEXT NOT NULL, hour INTEGER NOT NULL, requests INTEGER NOT NULL, PRIMARY KEY (provider, hour)) STRICT, WITHOUT ROWID`,
];

/** What the market room keeps: daily closes, answers, the use of quotas. */
export const market: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
