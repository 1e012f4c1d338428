import { type Kysely, type Migration, sql } from "kysely";

/** Public addresses that people have looked at; nothing of what lies there is kept. */
export const wallets: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`CREATE TABLE wallet (
      user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, address TEXT NOT NULL,
      family TEXT NOT NULL CHECK (family IN ('evm', 'solana')), label TEXT, added_at INTEGER NOT NULL,
      PRIMARY KEY (user_id, address)) STRICT, WITHOUT ROWID`.execute(database);
  },
};
