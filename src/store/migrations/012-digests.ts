import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // Facts of what was composed once for everybody who asked for the same; never changed afterwards.
  sql`CREATE TABLE edition (
    id INTEGER PRIMARY KEY AUTOINCREMENT, scope_key TEXT NOT NULL, composed_at INTEGER NOT NULL,
    covers_from INTEGER NOT NULL, covers_to INTEGER NOT NULL, facts TEXT NOT NULL) STRICT`,
  sql`CREATE INDEX edition_scope ON edition (scope_key, composed_at)`,
  sql`CREATE INDEX edition_age ON edition (composed_at)`,
  // AUTOINCREMENT: a number that stands in a delivery's key never becomes another subscription's.
  sql`CREATE TABLE subscription (
    number INTEGER PRIMARY KEY AUTOINCREMENT, owner_id TEXT REFERENCES user (id) ON DELETE CASCADE,
    of_platform TEXT, of_chat_id TEXT,
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, topic_id TEXT, is_public INTEGER NOT NULL,
    settings TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'unreachable')), reason TEXT,
    next_at INTEGER, covered_to INTEGER NOT NULL, created_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    CHECK ((owner_id IS NULL) = (of_chat_id IS NOT NULL)), CHECK ((state = 'active') = (next_at IS NOT NULL)),
    FOREIGN KEY (of_platform, of_chat_id) REFERENCES place (platform, chat_id) ON DELETE CASCADE) STRICT`,
  sql`CREATE INDEX subscription_due ON subscription (next_at) WHERE next_at IS NOT NULL`,
  // One for each person and one for each place: a second request changes the first.
  sql`CREATE UNIQUE INDEX subscription_owner ON subscription (owner_id) WHERE owner_id IS NOT NULL`,
  sql`CREATE UNIQUE INDEX subscription_place ON subscription (of_platform, of_chat_id, coalesce(topic_id, ''))
    WHERE of_chat_id IS NOT NULL`,
  sql`CREATE TABLE subscription_run (
    subscription_number INTEGER NOT NULL REFERENCES subscription (number) ON DELETE CASCADE, slot TEXT NOT NULL,
    edition_id INTEGER REFERENCES edition (id) ON DELETE SET NULL, due_at INTEGER NOT NULL, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('enqueued', 'folded')), is_late INTEGER NOT NULL, reason TEXT,
    PRIMARY KEY (subscription_number, slot)) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX subscription_run_age ON subscription_run (at)`,
  sql`CREATE INDEX subscription_run_edition ON subscription_run (edition_id) WHERE edition_id IS NOT NULL`,
];

/** Digests: what was composed, who gets it when, and how that went. */
export const digests: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
