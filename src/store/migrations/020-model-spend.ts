import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // Days are counted since 1970 in UTC. A direct chat is no place here, so that nothing in it names a person; '' stands for none.
  sql`CREATE TABLE model_spend (
    day INTEGER NOT NULL, platform TEXT NOT NULL, chat_id TEXT NOT NULL, model TEXT NOT NULL, purpose TEXT NOT NULL,
    calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, micro_usd INTEGER NOT NULL,
    unpriced_tokens INTEGER NOT NULL, PRIMARY KEY (day, platform, chat_id, model, purpose)) STRICT, WITHOUT ROWID`,
  sql`CREATE TABLE person_spend (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, day INTEGER NOT NULL, calls INTEGER NOT NULL,
    tokens INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (user_id, day)) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX person_spend_day ON person_spend (day)`,
  sql`CREATE TABLE model_told (
    day INTEGER NOT NULL, platform TEXT NOT NULL, chat_id TEXT NOT NULL,
    PRIMARY KEY (day, platform, chat_id)) STRICT, WITHOUT ROWID`,
];

/** What models cost, by place and by person, and who was told today that there is no more. */
export const modelSpend: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
