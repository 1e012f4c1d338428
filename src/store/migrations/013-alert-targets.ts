import { type Kysely, type Migration, sql } from "kysely";

/** Where alerts are posted that tell a program: an alert of its owner, whose platform is `webhook`. It goes with its alert. */
export const alertTargets: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    // The secret is kept as it is: every post is signed by it.
    await sql`CREATE TABLE alert_webhook (
      alert_number INTEGER PRIMARY KEY REFERENCES alert (number) ON DELETE CASCADE, url TEXT NOT NULL,
      secret TEXT NOT NULL) STRICT`.execute(database);
  },
};
