import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult, type SqliteDatabase } from "kysely";

interface LoneWrite {
  readonly query: CompiledQuery;
  readonly resolve: (result: QueryResult<never>) => void;
  readonly reject: (error: unknown) => void;
}

/** What may stand among other writes in one transaction; `VACUUM` and `PRAGMA` may not. */
const IS_WRITE = /^\s*(insert|update|delete|replace)\b/i;

/**
 * One connection to SQLite. What is written outside a transaction is gathered until the turn of the event loop ends, and committed
 * together: a commit costs more than most of what is written, and under load many people's writes come in one turn. Each write is
 * told of only when it is committed, and fails alone; where the commit itself fails, all of it do. Reads do not wait for what is
 * gathered. Transactions come one after the other, behind what was gathered before them.
 */
export class GroupCommitDriver implements Driver {
  readonly #file: SqliteDatabase;
  #gathered: LoneWrite[] = [];
  /** Ends with the transaction that has the file to itself. */
  #occupied: Promise<void> | undefined;
  #release: (() => void) | undefined;

  constructor(file: SqliteDatabase) {
    this.#file = file;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(this.#file, (query) => this.#alone(query));
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: Connection): Promise<void> {
    while (this.#occupied) await this.#occupied;
    this.#occupied = new Promise((resolve) => (this.#release = resolve));
    try {
      this.#commit();
      run(this.#file, BEGIN);
      connection.isInTransaction = true;
    } catch (error) {
      this.#end(connection);
      throw error;
    }
  }

  /** Where it fails, Kysely rolls back. */
  async commitTransaction(connection: Connection): Promise<void> {
    run(this.#file, COMMIT);
    this.#end(connection);
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    try {
      this.#rollBack();
    } finally {
      this.#end(connection);
    }
  }

  async destroy(): Promise<void> {
    await this.#commitWhenFree();
    this.#file.close();
  }

  /** Nothing may come between the last look and the commit, nor elsewhere between a look and what is done then. */
  async #commitWhenFree(): Promise<void> {
    while (this.#occupied) await this.#occupied;
    this.#commit();
  }

  #end(connection: Connection): void {
    connection.isInTransaction = false;
    this.#occupied = undefined;
    this.#release?.();
  }

  async #alone(query: CompiledQuery): Promise<QueryResult<never>> {
    while (this.#occupied) await this.#occupied;
    if (!IS_WRITE.test(query.sql)) return run(this.#file, query);
    return await new Promise((resolve, reject) => {
      this.#gathered.push({ query, resolve, reject });
      if (this.#gathered.length === 1) setImmediate(() => void this.#commitWhenFree());
    });
  }

  /** Carries out what was gathered, if nobody has done it meanwhile. */
  #commit(): void {
    const writes = this.#gathered;
    this.#gathered = [];
    try {
      const outcomes = writes.length > 1 ? this.#together(writes) : undefined;
      for (const [index, write] of writes.entries()) settle(write, outcomes?.[index] ?? tried(this.#file, write.query));
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }

  /**
   * @returns undefined when one failed in a way that may have undone the others: then nothing is written, and each is for itself
   * @throws when none could be written
   */
  #together(writes: readonly LoneWrite[]): readonly Outcome[] | undefined {
    run(this.#file, BEGIN_WRITING);
    try {
      const outcomes: Outcome[] = [];
      for (const { query } of writes) {
        const outcome = tried(this.#file, query);
        if (isGrave(outcome)) {
          this.#rollBack();
          return undefined;
        }
        outcomes.push(outcome);
      }
      run(this.#file, COMMIT);
      return outcomes;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Where the disk is full or fails SQLite has rolled back by itself; a rollback behind it would fail and hide why. */
  #rollBack(): void {
    try {
      run(this.#file, ROLLBACK);
    } catch (error) {
      if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
    }
  }
}

const BEGIN = CompiledQuery.raw("begin");
/** Waits for another process's lock once, not at each write. */
const BEGIN_WRITING = CompiledQuery.raw("begin immediate");
const COMMIT = CompiledQuery.raw("commit");
const ROLLBACK = CompiledQuery.raw("rollback");

/** What Kysely is given for a query, or for a transaction's queries. */
class Connection implements DatabaseConnection {
  isInTransaction = false;
  readonly #file: SqliteDatabase;
  readonly #alone: (query: CompiledQuery) => Promise<QueryResult<never>>;

  constructor(file: SqliteDatabase, alone: (query: CompiledQuery) => Promise<QueryResult<never>>) {
    this.#file = file;
    this.#alone = alone;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.isInTransaction ? run(this.#file, query) : await this.#alone(query);
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("queries are not streamed here");
  }
}

/** @throws what SQLite throws */
function run(file: SqliteDatabase, { sql, parameters }: CompiledQuery): QueryResult<never> {
  const statement = file.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as never[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
}

type Outcome = { readonly result: QueryResult<never> } | { readonly error: unknown };

function tried(file: SqliteDatabase, query: CompiledQuery): Outcome {
  try {
    return { result: run(file, query) };
  } catch (error) {
    return { error };
  }
}

/** A row that may not be is refused alone; after anything else, such as a full disk, SQLite may have rolled back. */
function isGrave(outcome: Outcome): boolean {
  if (!("error" in outcome)) return false;
  const { error } = outcome;
  return !(error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT"));
}

function settle({ resolve, reject }: LoneWrite, outcome: Outcome): void {
  if ("result" in outcome) resolve(outcome.result);
  else reject(outcome.error);
}
