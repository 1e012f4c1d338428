import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // A portfolio's figure goes with its owner.
  sql`CREATE TABLE alert_subject (
    id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE, user_id TEXT REFERENCES user (id) ON DELETE CASCADE,
    next_at INTEGER NOT NULL, every_ms INTEGER, looked_at INTEGER, look TEXT, seen_at INTEGER) STRICT`,
  sql`CREATE INDEX alert_subject_user ON alert_subject (user_id) WHERE user_id IS NOT NULL`,
  // AUTOINCREMENT: a number that people have seen never becomes another alert's.
  sql`CREATE TABLE alert (
    number INTEGER PRIMARY KEY AUTOINCREMENT, owner_id TEXT REFERENCES user (id) ON DELETE CASCADE,
    made_by TEXT REFERENCES user (id) ON DELETE SET NULL, of_platform TEXT, of_chat_id TEXT,
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, topic_id TEXT, is_public INTEGER NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('owner', 'place')),
    subject_id INTEGER NOT NULL REFERENCES alert_subject (id) ON DELETE CASCADE, condition TEXT NOT NULL,
    cool_down_ms INTEGER, note TEXT, expires_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('armed', 'fired', 'paused', 'unreachable', 'expired')),
    reason TEXT, snoozed_until INTEGER, created_at INTEGER NOT NULL, fired_at INTEGER, over_at INTEGER,
    phase TEXT CHECK (phase IN ('new', 'armed', 'waiting')), watch TEXT CHECK (watch IN ('rises', 'falls')), level REAL,
    quiet_until INTEGER, version INTEGER NOT NULL DEFAULT 1,
    CHECK ((target = 'owner') = (owner_id IS NOT NULL)), CHECK ((target = 'place') = (of_chat_id IS NOT NULL)),
    CHECK ((watch IS NULL) = (level IS NULL)), CHECK ((watch IS NULL) = (phase IS NULL)),
    FOREIGN KEY (of_platform, of_chat_id) REFERENCES place (platform, chat_id) ON DELETE CASCADE) STRICT`,
  // By it a tick touches only those alerts whose level the value has reached.
  sql`CREATE INDEX alert_watch ON alert (subject_id, watch, level, quiet_until) WHERE watch IS NOT NULL`,
  sql`CREATE INDEX alert_subject_of ON alert (subject_id)`,
  sql`CREATE INDEX alert_owner ON alert (owner_id) WHERE owner_id IS NOT NULL`,
  sql`CREATE INDEX alert_maker ON alert (made_by) WHERE made_by IS NOT NULL`,
  sql`CREATE INDEX alert_place ON alert (of_platform, of_chat_id) WHERE of_chat_id IS NOT NULL`,
  sql`CREATE INDEX alert_expiry ON alert (expires_at) WHERE expires_at IS NOT NULL AND over_at IS NULL`,
  sql`CREATE INDEX alert_snooze ON alert (snoozed_until) WHERE snoozed_until IS NOT NULL`,
  sql`CREATE INDEX alert_over ON alert (over_at) WHERE over_at IS NOT NULL`,
  sql`CREATE TABLE alert_asset (
    asset TEXT PRIMARY KEY, looked_at INTEGER NOT NULL, price_usd REAL, as_of INTEGER, source TEXT, every_ms INTEGER,
    seen_at INTEGER, cap_usd REAL, volume_usd REAL, sizes_as_of INTEGER, sizes_source TEXT, sizes_at INTEGER,
    doubted_since INTEGER, doubted_usd REAL, ath_usd REAL, ath_at INTEGER,
    asked TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE alert_quote (
    asset TEXT NOT NULL REFERENCES alert_asset (asset) ON DELETE CASCADE, as_of INTEGER NOT NULL, price_usd REAL NOT NULL,
    PRIMARY KEY (asset, as_of)) STRICT, WITHOUT ROWID`,
];

/** Alerts, what they look at and what was last seen of it, and the quotes taken for them. */
export const alerts: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
