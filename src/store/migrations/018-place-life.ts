import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  sql`ALTER TABLE place ADD COLUMN joined_at INTEGER`,
  // From then on the desk was not there any more.
  sql`ALTER TABLE place ADD COLUMN left_at INTEGER`,
  // When the platform was last asked whether it is.
  sql`ALTER TABLE place ADD COLUMN looked_at INTEGER`,
  sql`CREATE INDEX place_left ON place (left_at) WHERE left_at IS NOT NULL`,
  // The line by which the desk shows itself in a place, until it is removed again.
  sql`CREATE TABLE greeting (
    platform TEXT NOT NULL, chat_id TEXT NOT NULL, delivery_key TEXT NOT NULL, remove_at INTEGER NOT NULL,
    PRIMARY KEY (platform, chat_id),
    FOREIGN KEY (platform, chat_id) REFERENCES place (platform, chat_id) ON DELETE CASCADE) STRICT, WITHOUT ROWID`,
];

/** When the desk came to a place and went, and how it has shown itself there. */
export const placeLife: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
