import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  sql`CREATE TABLE user (id TEXT PRIMARY KEY, is_owner INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL) STRICT`,
  sql`CREATE TABLE account (
    platform TEXT NOT NULL, account_id TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    name TEXT, seen_at INTEGER NOT NULL, PRIMARY KEY (platform, account_id)) STRICT`,
  sql`CREATE INDEX account_user ON account (user_id)`,
  sql`CREATE TABLE place (
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, is_public INTEGER NOT NULL, first_seen_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL, PRIMARY KEY (platform, chat_id)) STRICT`,
  sql`CREATE TABLE setting (
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (platform, chat_id, name),
    FOREIGN KEY (platform, chat_id) REFERENCES place (platform, chat_id) ON DELETE CASCADE) STRICT`,
  sql`CREATE TABLE proposal (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, platform TEXT NOT NULL,
    chat_id TEXT NOT NULL, command TEXT NOT NULL, input TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done')), created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT`,
  sql`CREATE TABLE button (
    id TEXT PRIMARY KEY, command TEXT NOT NULL, input TEXT NOT NULL, answer TEXT NOT NULL CHECK (answer IN ('edit', 'new')),
    owner_id TEXT REFERENCES user (id) ON DELETE CASCADE, proposal_id TEXT REFERENCES proposal (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT`,
  sql`CREATE INDEX button_expiry ON button (expires_at)`,
  sql`CREATE INDEX proposal_expiry ON proposal (expires_at)`,
  sql`CREATE TABLE incoming_request (
    platform TEXT NOT NULL, key TEXT NOT NULL, chat_id TEXT NOT NULL, topic_id TEXT, is_public INTEGER NOT NULL,
    payload TEXT NOT NULL, asked_at INTEGER NOT NULL, closed_at INTEGER, PRIMARY KEY (platform, key)) STRICT`,
  sql`CREATE INDEX incoming_request_open ON incoming_request (platform, asked_at) WHERE closed_at IS NULL`,
  sql`CREATE INDEX incoming_request_closed ON incoming_request (closed_at) WHERE closed_at IS NOT NULL`,
  sql`CREATE TABLE quote (
    asset_id TEXT NOT NULL, currency TEXT NOT NULL, body TEXT NOT NULL, as_of INTEGER NOT NULL, kept_at INTEGER NOT NULL,
    PRIMARY KEY (asset_id, currency)) STRICT`,
  sql`CREATE TABLE asset (
    id TEXT PRIMARY KEY, symbol TEXT NOT NULL, name TEXT NOT NULL, rank INTEGER, cap_usd REAL, contracts TEXT NOT NULL) STRICT`,
  sql`CREATE TABLE asset_choice (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, word TEXT NOT NULL, asset_id TEXT NOT NULL,
    chosen_at INTEGER NOT NULL, PRIMARY KEY (user_id, word)) STRICT`,
  sql`CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT`,
  sql`CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, beat_at INTEGER NOT NULL, started_at INTEGER NOT NULL) STRICT`,
];

/** The tables of the first slice. */
export const first: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
