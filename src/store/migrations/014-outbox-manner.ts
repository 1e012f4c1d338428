import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // JSON; null: as the platform does it by itself.
  sql`ALTER TABLE outbox ADD COLUMN manner TEXT`,
  // How often the message that comes next was begun, and neither it nor the try ended: a process died meanwhile.
  sql`ALTER TABLE outbox ADD COLUMN begun INTEGER NOT NULL DEFAULT 0`,
  // What a source's last post in its place was, where the next one takes its place; kept longer than the outbox keeps what is over.
  sql`CREATE TABLE last_post (
    kind TEXT NOT NULL, source_id TEXT NOT NULL, platform TEXT NOT NULL, chat_id TEXT NOT NULL, topic_id TEXT,
    message_ids TEXT NOT NULL, posted_at INTEGER NOT NULL, PRIMARY KEY (kind, source_id)) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX last_post_age ON last_post (posted_at)`,
  // Of a place's digest: whom to tell when the place takes it no more.
  sql`ALTER TABLE subscription ADD COLUMN made_by TEXT REFERENCES user (id) ON DELETE SET NULL`,
  sql`CREATE INDEX subscription_maker ON subscription (made_by) WHERE made_by IS NOT NULL`,
];

/** How posts of places are made, which one the next replaces, and who set them up. */
export const outboxManner: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
