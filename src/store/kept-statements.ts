import type Sqlite from "better-sqlite3";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** More than the desk's queries; what carries lists of other lengths comes and goes. */
const KEPT = 300;
/** A longer one, such as hundreds of rows at once, is rarely said again in the same words. */
const LONGEST = 8_000;
/** What reads and changes rows, and what transactions begin and end with. */
const IS_KEPT = /^\s*(select|insert|update|delete|with|begin|commit|rollback)\b/i;

/**
 * A file of which statements are kept by their words: Kysely prepares each query anew, which takes several times as long as most
 * of them do. All are forgotten at whatever else is said, such as a change of tables.
 * @param kept  statements, those used last
 */
export function keptStatements(file: Sqlite.Database, kept = KEPT): SqliteDatabase {
  const statements = new Map<string, Sqlite.Statement<unknown[]>>();

  return {
    prepare(sql): SqliteStatement {
      if (!IS_KEPT.test(sql)) {
        statements.clear();
        return file.prepare(sql);
      }
      const known = statements.get(sql);
      // One whose rows are still being read cannot be begun again.
      if (known?.busy === true) return file.prepare(sql);
      const statement = known ?? file.prepare(sql);
      if (sql.length > LONGEST) return statement;
      statements.delete(sql);
      statements.set(sql, statement);
      const [oldest] = statements.keys();
      if (statements.size > kept && oldest !== undefined) statements.delete(oldest);
      return statement;
    },

    close() {
      statements.clear();
      file.close();
    },
  };
}
