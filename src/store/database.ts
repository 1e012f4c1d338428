import Sqlite from "better-sqlite3";
import {
  type Driver,
  Kysely,
  Migrator,
  sql,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type Transaction,
} from "kysely";
import { dirname } from "node:path";
import { GroupCommitDriver } from "./group-commit.ts";
import { keptStatements } from "./kept-statements.ts";
import { mkdirSync } from "node:fs";
import { migrations } from "./migrations/index.ts";
import type { Tables } from "./tables.ts";

export type Database = Kysely<Tables>;
/** What every store method runs on: the database, or the transaction it is part of. */
export type Executor = Kysely<Tables> | Transaction<Tables>;

/** The database could not be used; the message is one line for the operator, with the way out. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

/** SQLite changes tables inside transactions; Kysely's adapter says that it does not, and would migrate without one. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class TransactionalDialect extends SqliteDialect {
  readonly #file: SqliteDatabase;

  constructor(file: SqliteDatabase) {
    super({ database: file });
    this.#file = file;
  }

  override createDriver(): Driver {
    return new GroupCommitDriver(this.#file);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Waiting for another process's lock; longer means that something else holds the file for good. */
const BUSY_MS = 5_000;
const RUNNING_BUSY_MS = 300;

/**
 * Opens the file, checks that it is sound, and brings its tables up to date.
 * @param path  a file, whose folder is made when missing, or ":memory:"
 * @param busyMs  how long a lock of another process is waited for
 * @throws DatabaseError when it is locked, corrupt, read-only, on a full disk, or written by a newer version
 */
export async function openDatabase(path: string, busyMs = BUSY_MS): Promise<Database> {
  const file = keptStatements(openFile(path, busyMs));
  const database = new Kysely<Tables>({ dialect: new TransactionalDialect(file) });
  try {
    await migrate(database, path);
    // While running, each wait for a lock holds up everybody: better a short one and an honest word.
    await sql`PRAGMA busy_timeout = ${sql.lit(Math.min(busyMs, RUNNING_BUSY_MS))}`.execute(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw explained(error, path);
  }
}

function openFile(path: string, busyMs: number): Sqlite.Database {
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    const file = new Sqlite(path, { timeout: busyMs });
    try {
      file.pragma("journal_mode = WAL");
      file.pragma("synchronous = NORMAL");
      file.pragma("foreign_keys = ON");
      // What is removed is overwritten, whenever that is: nobody who is deleted later has words left in free pages.
      file.pragma("secure_delete = ON");
      const check: unknown = file.pragma("quick_check(1)", { simple: true });
      if (check !== "ok") throw Object.assign(new Error(String(check)), { code: "SQLITE_CORRUPT" });
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  } catch (error) {
    throw explained(error, path);
  }
}

async function migrate(database: Database, path: string): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /corrupted migrations/.test(error.message))
    throw new DatabaseError(
      `${path} was written by a newer version of Westbound. Start that version, or point DATABASE_PATH at another file.`,
    );
  throw error;
}

const sentences: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "is locked by another program. Is another desk running on it?",
  SQLITE_LOCKED: "is locked by another program. Is another desk running on it?",
  SQLITE_CORRUPT: "is damaged. Restore a backup, or move the file away to start with an empty one.",
  SQLITE_NOTADB: "is not a database. Move the file away, or point DATABASE_PATH elsewhere.",
  SQLITE_READONLY: "cannot be written. Check the rights of the file and of its folder.",
  SQLITE_CANTOPEN: "cannot be opened. Check that the folder exists and may be written.",
  SQLITE_FULL: "cannot grow: the disk is full.",
  SQLITE_IOERR: "cannot be read or written: the disk reports an error.",
  EACCES: "cannot be made: no right to write to its folder.",
  EROFS: "cannot be made: the file system is read-only.",
  ENOSPC: "cannot grow: the disk is full.",
  ENOTDIR: "cannot be made: part of the path is not a folder.",
  EEXIST: "cannot be made: part of the path is a file.",
  ENOENT: "cannot be made: its folder cannot be made.",
};

/** Whether an error is SQLite's or the disk's, and what it means in one line. */
export function explained(error: unknown, path: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "ERR_DLOPEN_FAILED")
    return new DatabaseError("better-sqlite3 was built for another version of Node. Run: npm rebuild better-sqlite3", {
      cause: error,
    });
  const known = Object.keys(sentences).find((each) => code === each || code.startsWith(`${each}_`));
  const why =
    known === undefined
      ? `cannot be used: ${error instanceof Error ? error.message : String(error)}`
      : sentences[known];
  return new DatabaseError(`The database ${path} ${why}`, { cause: error });
}
