import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // Days are counted since 1970 in UTC. A direct chat's row goes with its place when its person is deleted.
  sql`CREATE TABLE place_use (
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, day INTEGER NOT NULL, answers INTEGER NOT NULL,
    model_questions INTEGER NOT NULL, PRIMARY KEY (platform, chat_id, day),
    FOREIGN KEY (platform, chat_id) REFERENCES place (platform, chat_id) ON DELETE CASCADE) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX place_use_day ON place_use (day)`,
];

/** How much places use the desk and its model. */
export const placeUse: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
