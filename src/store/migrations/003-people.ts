import type { Kysely, Migration, RawBuilder } from "kysely";

const statements: readonly RawBuilder<unknown>[] = [];

/** What people keep: watchlists, the last asset asked for, the keys of what was done. */
export const people: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
