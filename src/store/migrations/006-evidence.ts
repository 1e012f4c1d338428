import { type Kysely, type Migration, sql } from "kysely";

const statements = [
  // Neither table is ever changed: what was wrong is taken back by a row of its own.
  sql`CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project_id TEXT NOT NULL, criterion TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 4), grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C')),
    claim TEXT NOT NULL, link TEXT NOT NULL, dated_at INTEGER NOT NULL) STRICT`,
  sql`CREATE INDEX evidence_project ON evidence (project_id)`,
  sql`CREATE TABLE score_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT, evidence_id INTEGER NOT NULL REFERENCES evidence (id),
    kind TEXT NOT NULL CHECK (kind IN ('added', 'removed')), from_score INTEGER, to_score INTEGER,
    by_user TEXT REFERENCES user (id) ON DELETE SET NULL, changed_at INTEGER NOT NULL,
    UNIQUE (evidence_id, kind)) STRICT`,
  sql`CREATE TABLE repository_day (
    repository TEXT NOT NULL, day INTEGER NOT NULL, looked_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('there', 'empty', 'moved', 'gone')), last_commit_at INTEGER,
    stars INTEGER, is_archived INTEGER, is_fork INTEGER, release_name TEXT, released_at INTEGER,
    commits_30 INTEGER, people_30 INTEGER, is_more_30 INTEGER, commits_90 INTEGER, people_90 INTEGER, is_more_90 INTEGER,
    PRIMARY KEY (repository, day)) STRICT, WITHOUT ROWID`,
];

/** Evidence that the owner gave for scores, how those changed by it, and what repositories did day by day. */
export const evidence: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await statement.execute(database);
  },
};
