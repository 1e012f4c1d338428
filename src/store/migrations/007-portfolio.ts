import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // Amounts are decimal text: a REAL would round them.
  sql`CREATE TABLE portfolio (
    user_id TEXT PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
    version INTEGER NOT NULL, next_number INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE portfolio_entry (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    at INTEGER NOT NULL, kind TEXT NOT NULL, asset_id TEXT, quantity TEXT, to_asset_id TEXT, to_quantity TEXT,
    value TEXT, value_currency TEXT, value_filled TEXT,
    fee TEXT, fee_currency TEXT, fee_asset_id TEXT, fee_value TEXT, fee_value_currency TEXT, fee_filled TEXT,
    account TEXT, transfer_id TEXT, acquired_at INTEGER, income_kind TEXT, numerator TEXT, denominator TEXT,
    note TEXT, import_id TEXT, row_key TEXT,
    CHECK ((value IS NULL) = (value_currency IS NULL)), CHECK ((import_id IS NULL) = (row_key IS NULL)),
    PRIMARY KEY (user_id, number)) STRICT, WITHOUT ROWID`,
  // Entries that nobody sees: those of a file on their way in, and of one that was taken back on their way out.
  sql`CREATE TABLE portfolio_hidden (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, first_number INTEGER NOT NULL,
    last_number INTEGER NOT NULL, remove_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, first_number)) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE portfolio_change (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, place INTEGER NOT NULL,
    command TEXT NOT NULL, made_at INTEGER NOT NULL, first_number INTEGER, last_number INTEGER, removed TEXT NOT NULL,
    PRIMARY KEY (user_id, place)) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE user_setting (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
    changed_at INTEGER NOT NULL, PRIMARY KEY (user_id, name)) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE day_rate (
    currency TEXT NOT NULL, day INTEGER NOT NULL, per_usd TEXT NOT NULL, source TEXT NOT NULL, kept_at INTEGER NOT NULL,
    PRIMARY KEY (currency, day)) STRICT, WITHOUT ROWID`,
];

/** Portfolios, what was changed in them, what people set for themselves, and exchange rates of days that are over. */
export const portfolio: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
