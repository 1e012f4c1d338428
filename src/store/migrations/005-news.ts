import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  sql`CREATE TABLE feed (
    id TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, moved_to TEXT, publisher TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('news', 'lab', 'papers')), project_id TEXT, is_shipped INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('on', 'removed', 'gone')), added_by TEXT REFERENCES user (id) ON DELETE SET NULL,
    added_at INTEGER NOT NULL, etag TEXT, last_modified TEXT, next_at INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT, ok_at INTEGER) STRICT`,
  sql`CREATE INDEX feed_due ON feed (next_at) WHERE state = 'on'`,
  // An id is a citation: it is never given to another item.
  sql`CREATE TABLE news_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, feed_id TEXT NOT NULL REFERENCES feed (id) ON DELETE CASCADE, guid TEXT NOT NULL,
    title TEXT NOT NULL, link TEXT NOT NULL, summary TEXT, author TEXT, published_at INTEGER NOT NULL, seen_at INTEGER NOT NULL,
    is_on_topic INTEGER NOT NULL, UNIQUE (feed_id, guid)) STRICT`,
  sql`CREATE INDEX news_item_time ON news_item (published_at)`,
  sql`CREATE INDEX news_item_link ON news_item (link)`,
  sql`CREATE INDEX news_item_guid ON news_item (guid)`,
  sql`CREATE TABLE news_item_project (
    item_id INTEGER NOT NULL REFERENCES news_item (id) ON DELETE CASCADE, project_id TEXT NOT NULL, is_in_title INTEGER NOT NULL,
    PRIMARY KEY (item_id, project_id)) STRICT, WITHOUT ROWID`,
  sql`CREATE INDEX news_item_project_project ON news_item_project (project_id)`,
  sql`CREATE VIRTUAL TABLE news_text USING fts5 (
    title, summary, content = 'news_item', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2')`,
  sql`CREATE TRIGGER news_item_added AFTER INSERT ON news_item BEGIN
    INSERT INTO news_text (rowid, title, summary) VALUES (new.id, new.title, new.summary); END`,
  sql`CREATE TRIGGER news_item_removed AFTER DELETE ON news_item BEGIN
    INSERT INTO news_text (news_text, rowid, title, summary) VALUES ('delete', old.id, old.title, old.summary); END`,
  sql`CREATE TRIGGER news_item_changed AFTER UPDATE OF title, summary ON news_item BEGIN
    INSERT INTO news_text (news_text, rowid, title, summary) VALUES ('delete', old.id, old.title, old.summary);
    INSERT INTO news_text (rowid, title, summary) VALUES (new.id, new.title, new.summary); END`,
];

/** Feeds, their items, what those are about, and the words in them. */
export const news: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
