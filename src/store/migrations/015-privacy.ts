import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // What a person is called in the audit. Random, so that nothing leads back from it once this row has gone with its person.
  sql`CREATE TABLE pseudonym (
    user_id TEXT PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID`,
  // `platform` and `chat_id` are null of what is of no place, such as somebody's portfolio.
  sql`CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, platform TEXT, chat_id TEXT,
    what TEXT NOT NULL, from_value TEXT, to_value TEXT, CHECK ((platform IS NULL) = (chat_id IS NULL))) STRICT`,
  sql`CREATE INDEX audit_place ON audit (platform, chat_id, id) WHERE platform IS NOT NULL`,
  sql`CREATE INDEX audit_age ON audit (at)`,
  sql`CREATE TABLE feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    given_at INTEGER NOT NULL) STRICT`,
  sql`CREATE INDEX feedback_user ON feedback (user_id, given_at)`,
  sql`CREATE INDEX feedback_age ON feedback (given_at)`,
  // Weeks are counted since 1970, from Monday to Monday in UTC.
  sql`CREATE TABLE command_use (
    command TEXT NOT NULL, week INTEGER NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (week, command)) STRICT, WITHOUT ROWID`,
];

/** Who changed what, how often people wrote to the owner, and how often commands are used. */
export const privacy: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
