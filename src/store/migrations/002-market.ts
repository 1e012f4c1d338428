import type { Kysely, Migration, RawBuilder } from "kysely";

const statements: readonly RawBuilder<unknown>[] = [];

/** What the market room keeps: daily closes, answers, the use of quotas. */
export const market: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
