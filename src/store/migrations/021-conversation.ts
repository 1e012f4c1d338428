import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // `topic_id` is empty where a place has no topics.
  sql`CREATE TABLE exchange (
    id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, topic_id TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    said_at INTEGER NOT NULL) STRICT`,
  sql`CREATE INDEX exchange_conversation ON exchange (user_id, platform, chat_id, topic_id, id)`,
  sql`CREATE INDEX exchange_age ON exchange (said_at)`,
  sql`CREATE TABLE person_note (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, number INTEGER NOT NULL, text TEXT NOT NULL,
    noted_at INTEGER NOT NULL, PRIMARY KEY (user_id, number)) STRICT, WITHOUT ROWID`,
];

/** What people and the desk said to each other last, and what people asked it to remember. */
export const conversation: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
