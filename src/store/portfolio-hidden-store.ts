import type { Executor } from "./database.ts";
import { insertRows } from "./portfolio-insert.ts";
import type { KeptEntry, NewEntry } from "../portfolio/entry.ts";
import { entryOf, rowOf } from "./portfolio-row.ts";

/** Numbers of one person's entries that no reader sees. */
export interface HiddenRange {
  readonly userId: string;
  readonly first: number;
  readonly last: number;
}

/** Entries that go in one statement: some milliseconds. */
const REMOVED_AT_ONCE = 2_000;

/**
 * Table `portfolio_hidden`: ranges of entries that are kept and in no portfolio, either not yet or no more. What is put in or
 * taken out there a batch at a time becomes visible, or is gone, with one short change; see `PortfolioStore.publish` and `undo`.
 */
export class PortfolioHiddenStore {
  /**
   * The next numbers, for as many entries, none of which is seen.
   * @param removeAt  when it is given up, in UTC epoch milliseconds
   */
  async reserve(on: Executor, userId: string, count: number, removeAt: number): Promise<HiddenRange> {
    const { next_number: next } = await on
      .insertInto("portfolio")
      .values({ user_id: userId, version: 0, next_number: 1 + count })
      .onConflict((conflict) =>
        conflict.column("user_id").doUpdateSet((set) => ({ next_number: set("portfolio.next_number", "+", count) })),
      )
      .returning("next_number")
      .executeTakeFirstOrThrow();
    const range = { userId, first: next - count, last: next - 1 };
    await this.hide(on, range, removeAt);
    return range;
  }

  async hide(on: Executor, { userId, first, last }: HiddenRange, removeAt: number): Promise<void> {
    await on
      .insertInto("portfolio_hidden")
      .values({ user_id: userId, first_number: first, last_number: last, remove_at: removeAt })
      .execute();
  }

  /** @param first  the number of the first of them, which is in a range that was reserved */
  async put(on: Executor, userId: string, first: number, entries: readonly NewEntry[]): Promise<readonly KeptEntry[]> {
    const rows = entries.map((entry, index) => rowOf(entry, first + index));
    await insertRows(on, userId, rows);
    return rows.map(entryOf);
  }

  /** @returns false when it was given up meanwhile */
  async show(on: Executor, { userId, first }: HiddenRange): Promise<boolean> {
    const { numDeletedRows } = await on
      .deleteFrom("portfolio_hidden")
      .where("user_id", "=", userId)
      .where("first_number", "=", first)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  /** Ranges whose time is over. */
  async dueAt(on: Executor, now: number): Promise<readonly HiddenRange[]> {
    const rows = await on.selectFrom("portfolio_hidden").selectAll().where("remove_at", "<=", now).execute();
    return rows.map((row) => ({ userId: row.user_id, first: row.first_number, last: row.last_number }));
  }

  /** To be run in a transaction, again and again as long as it returns true: removes a few entries, with the last the range. */
  async removeSome(on: Executor, { userId, first, last }: HiddenRange): Promise<boolean> {
    const found = await on
      .selectFrom("portfolio_hidden")
      .select("first_number")
      .where("user_id", "=", userId)
      .where("first_number", "=", first)
      .executeTakeFirst();
    // Published meanwhile, or removed by another.
    if (!found) return false;
    const some = await on
      .selectFrom("portfolio_entry")
      .select("number")
      .where("user_id", "=", userId)
      .where("number", ">=", first)
      .where("number", "<=", last)
      .orderBy("number")
      .limit(REMOVED_AT_ONCE)
      .execute();
    const until = some.length < REMOVED_AT_ONCE ? last : (some.at(-1)?.number ?? last);
    await on
      .deleteFrom("portfolio_entry")
      .where("user_id", "=", userId)
      .where("number", ">=", first)
      .where("number", "<=", until)
      .execute();
    if (until < last) return true;
    await this.show(on, { userId, first, last });
    return false;
  }
}
