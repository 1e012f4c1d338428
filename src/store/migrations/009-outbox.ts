import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // `ended_at` is null as long as there is something left to do; every index but the last is of such rows alone.
  sql`CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('notice', 'alert', 'digest')), source_id TEXT NOT NULL,
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, topic_id TEXT, is_public INTEGER NOT NULL,
    owner_id TEXT REFERENCES user (id) ON DELETE CASCADE, reply TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'later', 'gone', 'dropped')),
    sent_ids TEXT NOT NULL, attempts INTEGER NOT NULL, unknowns INTEGER NOT NULL, reason TEXT,
    due_at INTEGER NOT NULL, stale_at INTEGER NOT NULL, retry_at INTEGER NOT NULL, lease_until INTEGER, ended_at INTEGER,
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('sent', 'gone', 'dropped')) = (ended_at IS NOT NULL))) STRICT`,
  sql`CREATE INDEX outbox_due ON outbox (due_at, platform) WHERE ended_at IS NULL`,
  sql`CREATE INDEX outbox_stale ON outbox (stale_at) WHERE ended_at IS NULL`,
  // Holds all that is asked to find what stands first in each place.
  sql`CREATE INDEX outbox_place ON outbox (platform, chat_id, topic_id, kind, due_at, id, retry_at, lease_until, attempts)
    WHERE ended_at IS NULL`,
  sql`CREATE INDEX outbox_source ON outbox (kind, source_id) WHERE ended_at IS NULL`,
  sql`CREATE INDEX outbox_owner ON outbox (owner_id)`,
  sql`CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL`,
];

/** What the desk sends by itself, and how that went. */
export const outbox: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
