import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  sql`CREATE TABLE index_day (
    index_id TEXT NOT NULL, day INTEGER NOT NULL, asset_ids TEXT NOT NULL, listed_on_day INTEGER NOT NULL,
    by_cap REAL, equal REAL, used INTEGER, members INTEGER, moves TEXT NOT NULL,
    PRIMARY KEY (index_id, day)) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX index_day_by_day ON index_day (day)`,
];

/** What the sector room keeps: the days of its indices. */
export const sector: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
