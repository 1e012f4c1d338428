import { type Kysely, type Migration, sql } from "kysely";

/** Answers that are removed from their place after a while, by the ids of their messages. */
export const passingAnswers: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`CREATE TABLE passing_answer (
      platform TEXT NOT NULL, chat_id TEXT NOT NULL, message_id TEXT NOT NULL, remove_at INTEGER NOT NULL,
      PRIMARY KEY (platform, chat_id, message_id)) STRICT, WITHOUT ROWID`.execute(database);
    await sql`CREATE INDEX passing_answer_due ON passing_answer (remove_at)`.execute(database);
  },
};
