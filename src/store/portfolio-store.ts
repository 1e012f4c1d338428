import { CompiledQuery } from "kysely";
import { COLUMNS, entryOf, type PortfolioRow, rowOf } from "./portfolio-row.ts";
import type { KeptEntry, NewEntry } from "../portfolio/entry.ts";
import type { Executor } from "./database.ts";

/** What a change did, or what taking one back did. */
export interface EntriesChanged {
  readonly added: readonly KeptEntry[];
  readonly removed: readonly KeptEntry[];
}

/** Which command changes whose portfolio, when. */
export interface ChangeStamp {
  readonly userId: string;
  readonly command: string;
  /** UTC epoch milliseconds. */
  readonly now: number;
}

/** So many changes can be taken back, the last ones. */
export const UNDO_LIMIT = 100;

/** A row has 26 values, and SQLite takes 32,766 in one statement; more rows at once are not faster. */
const ROWS_AT_ONCE = 200;

const NAMES = ["user_id", ...COLUMNS].join(", ");
const ROW = `(${["user_id", ...COLUMNS].map(() => "?").join(", ")})`;

/** Written out once: Kysely takes longer to compile so many values than SQLite to keep them. */
const insertOf = (rows: number): string =>
  `INSERT INTO portfolio_entry (${NAMES}) VALUES ${Array.from({ length: rows }, () => ROW).join(", ")}`;

/**
 * Tables `portfolio`, `portfolio_entry` and `portfolio_change`: what happened in each person's portfolio, and what they
 * changed in it. Everything that changes it is to be run in a transaction; the user has to exist.
 */
export class PortfolioStore {
  /** Goes up with each change, also with one that is taken back. 0 where nothing was ever entered. */
  async version(on: Executor, userId: string): Promise<number> {
    const row = await on.selectFrom("portfolio").select("version").where("user_id", "=", userId).executeTakeFirst();
    return row?.version ?? 0;
  }

  async count(on: Executor, userId: string): Promise<number> {
    const { count } = await on
      .selectFrom("portfolio_entry")
      .select((select) => select.fn.countAll<number>().as("count"))
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** By time, then by number. */
  async entries(on: Executor, userId: string): Promise<readonly KeptEntry[]> {
    const rows = await on
      .selectFrom("portfolio_entry")
      .select(COLUMNS)
      .where("user_id", "=", userId)
      .orderBy("at")
      .orderBy("number")
      .execute();
    return rows.map(entryOf);
  }

  /** Under the next numbers, in the order given. */
  async add(on: Executor, entries: readonly NewEntry[], stamp: ChangeStamp): Promise<EntriesChanged> {
    if (entries.length === 0) return { added: [], removed: [] };
    const first = await this.#begin(on, stamp.userId, entries.length);
    const rows = entries.map((entry, index) => rowOf(entry, first + index));
    await insert(on, stamp.userId, rows);
    const change = { added: rows.map(entryOf), removed: [] };
    await this.#log(on, change, stamp);
    return change;
  }

  /** The entry keeps its number, and where it came from. @returns undefined when there is no such number */
  async replace(
    on: Executor,
    number: number,
    entry: NewEntry,
    stamp: ChangeStamp,
  ): Promise<EntriesChanged | undefined> {
    const [before] = await this.#take(on, stamp.userId, [number]);
    if (!before) return undefined;
    await this.#begin(on, stamp.userId, 0);
    const { origin } = before;
    const row = rowOf({ ...entry, ...(origin === undefined ? {} : { origin }) }, number);
    await insert(on, stamp.userId, [row]);
    const change = { added: [entryOf(row)], removed: [before] };
    await this.#log(on, change, stamp);
    return change;
  }

  /** @returns those that were there */
  async remove(on: Executor, numbers: readonly number[], stamp: ChangeStamp): Promise<EntriesChanged> {
    const change = { added: [], removed: await this.#take(on, stamp.userId, numbers) };
    if (change.removed.length === 0) return change;
    await this.#begin(on, stamp.userId, 0);
    await this.#log(on, change, stamp);
    return change;
  }

  /** Takes back the last change that was not taken back: the rows are then as they were before it. Undefined for none. */
  async undo(
    on: Executor,
    userId: string,
  ): Promise<(EntriesChanged & { readonly command: string; readonly madeAt: number }) | undefined> {
    const last = await on
      .deleteFrom("portfolio_change")
      .where("user_id", "=", userId)
      .where("place", "=", (place) =>
        place
          .selectFrom("portfolio_change as of")
          .select((select) => select.fn.max("of.place").as("place"))
          .where("of.user_id", "=", userId),
      )
      .returningAll()
      .executeTakeFirst();
    if (!last) return undefined;
    await this.#begin(on, userId, 0);
    const { first_number: first, last_number: final } = last;
    const removed =
      first === null || final === null
        ? []
        : await on
            .deleteFrom("portfolio_entry")
            .where("user_id", "=", userId)
            .where("number", ">=", first)
            .where("number", "<=", final)
            .returning(COLUMNS)
            .execute();
    const back = JSON.parse(last.removed) as readonly PortfolioRow[];
    await insert(on, userId, back);
    return {
      added: back.map(entryOf),
      removed: removed.map(entryOf),
      command: last.command,
      madeAt: last.made_at,
    };
  }

  /** Notes that there is a change. @returns the first of the new numbers */
  async #begin(on: Executor, userId: string, numbers: number): Promise<number> {
    const { next_number: next } = await on
      .insertInto("portfolio")
      .values({ user_id: userId, version: 1, next_number: 1 + numbers })
      .onConflict((conflict) =>
        conflict.column("user_id").doUpdateSet((set) => ({
          version: set("portfolio.version", "+", 1),
          next_number: set("portfolio.next_number", "+", numbers),
        })),
      )
      .returning("next_number")
      .executeTakeFirstOrThrow();
    return next - numbers;
  }

  async #take(on: Executor, userId: string, numbers: readonly number[]): Promise<readonly KeptEntry[]> {
    const rows = await on
      .deleteFrom("portfolio_entry")
      .where("user_id", "=", userId)
      .where("number", "in", [...numbers])
      .returning(COLUMNS)
      .execute();
    return rows.map(entryOf).toSorted((a, b) => a.number - b.number);
  }

  async #log(on: Executor, { added, removed }: EntriesChanged, { userId, command, now }: ChangeStamp): Promise<void> {
    const last = await on
      .selectFrom("portfolio_change")
      .select((select) => select.fn.max("place").as("place"))
      .where("user_id", "=", userId)
      .executeTakeFirst();
    const place = (last?.place ?? 0) + 1;
    await on
      .insertInto("portfolio_change")
      .values({
        user_id: userId,
        place,
        command,
        made_at: now,
        first_number: added[0]?.number ?? null,
        last_number: added.at(-1)?.number ?? null,
        removed: JSON.stringify(removed.map((entry) => rowOf(entry, entry.number))),
      })
      .execute();
    await on
      .deleteFrom("portfolio_change")
      .where("user_id", "=", userId)
      .where("place", "<=", place - UNDO_LIMIT)
      .execute();
  }
}

async function insert(on: Executor, userId: string, rows: readonly PortfolioRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = rows.slice(start, start + ROWS_AT_ONCE);
    const values = part.flatMap((row) => [userId, ...COLUMNS.map((column) => row[column])]);
    await on.executeQuery(CompiledQuery.raw(insertOf(part.length), values));
  }
}
