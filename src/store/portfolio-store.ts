import { sql } from "kysely";
import { COLUMNS, entryOf, type PortfolioRow, replacing, rowOf } from "./portfolio-row.ts";
import type { KeptEntry, NewEntry } from "../portfolio/entry.ts";
import { type HiddenRange, PortfolioHiddenStore } from "./portfolio-hidden-store.ts";
import { insertRows } from "./portfolio-insert.ts";
import { markOf, pagesOf } from "./portfolio-pages.ts";
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

/** A change that can be taken back. */
export interface LastChange {
  readonly place: number;
  readonly command: string;
  /** UTC epoch milliseconds. */
  readonly madeAt: number;
  /** The numbers that it added, if any. */
  readonly added: { readonly first: number; readonly last: number } | undefined;
  /** The entries as they were, which come back. */
  readonly removed: readonly KeptEntry[];
}

/** So many changes can be taken back, the last ones. */
export const UNDO_LIMIT = 100;

/** More than so many entries are not removed in the change that takes them back, but behind it. */
const REMOVED_AT_ONCE = 1_000;

/** What is on its way in or out is nobody's to count or change. */
const isVisible = sql<boolean>`NOT EXISTS (
  SELECT 1 FROM portfolio_hidden AS hidden WHERE hidden.user_id = portfolio_entry.user_id
  AND portfolio_entry.number BETWEEN hidden.first_number AND hidden.last_number)`;

/** As the portfolio lists them. */
export const byTime = (a: KeptEntry, b: KeptEntry): number => a.at - b.at || a.number - b.number;

/**
 * Tables `portfolio`, `portfolio_entry` and `portfolio_change`: what happened in each person's portfolio, and what they
 * changed in it. Everything that changes it is to be run in a transaction; the user has to exist.
 */
export class PortfolioStore {
  readonly #hidden = new PortfolioHiddenStore();

  /** Goes up with each change, also with one that is taken back. 0 where nothing was ever entered. */
  async version(on: Executor, userId: string): Promise<number> {
    const row = await on.selectFrom("portfolio").select("version").where("user_id", "=", userId).executeTakeFirst();
    return row?.version ?? 0;
  }

  /** Which number the next entry gets. */
  async nextNumber(on: Executor, userId: string): Promise<number> {
    const row = await on.selectFrom("portfolio").select("next_number").where("user_id", "=", userId).executeTakeFirst();
    return row?.next_number ?? 1;
  }

  /** By time, then by number. */
  async entries(on: Executor, userId: string): Promise<readonly KeptEntry[]> {
    const entries: KeptEntry[] = [];
    for await (const page of pagesOf(on, userId, await markOf(on, userId))) entries.push(...page);
    return entries.toSorted(byTime);
  }

  /** Under the next numbers, in the order given. */
  async add(on: Executor, entries: readonly NewEntry[], stamp: ChangeStamp): Promise<EntriesChanged> {
    if (entries.length === 0) return { added: [], removed: [] };
    const first = await this.#begin(on, stamp.userId, entries.length);
    const rows = entries.map((entry, index) => rowOf(entry, first + index));
    await insertRows(on, stamp.userId, rows);
    const change = { added: rows.map(entryOf), removed: [] };
    await this.#log(on, change, stamp);
    return change;
  }

  /**
   * What was put under reserved numbers is in the portfolio from now on, as one change.
   * @returns false when it was given up meanwhile: then nothing is changed
   */
  async publish(on: Executor, range: HiddenRange, stamp: Omit<ChangeStamp, "userId">): Promise<boolean> {
    if (!(await this.#hidden.show(on, range))) return false;
    await this.#begin(on, range.userId, 0);
    await this.#keep(on, range, [], { ...stamp, userId: range.userId });
    return true;
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
    const row = rowOf(replacing(before, entry), number);
    await insertRows(on, stamp.userId, [row]);
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

  /** The last change that was not taken back. */
  async lastChange(on: Executor, userId: string): Promise<LastChange | undefined> {
    const last = await on
      .selectFrom("portfolio_change")
      .selectAll()
      .where("user_id", "=", userId)
      .orderBy("place", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!last) return undefined;
    const { first_number: first, last_number: final } = last;
    return {
      place: last.place,
      command: last.command,
      madeAt: last.made_at,
      added: first === null || final === null ? undefined : { first, last: final },
      removed: (JSON.parse(last.removed) as readonly PortfolioRow[]).map(entryOf),
    };
  }

  /**
   * Takes back the change: the entries that are seen are then as they were before it.
   * @param change  the last one, as it is now
   * @returns the entries of a file, which are hidden and to be removed with `PortfolioHiddenStore.removeSome`
   */
  async undo(on: Executor, userId: string, change: LastChange, now: number): Promise<HiddenRange | undefined> {
    await on
      .deleteFrom("portfolio_change")
      .where("user_id", "=", userId)
      .where("place", "=", change.place)
      .executeTakeFirstOrThrow();
    await this.#begin(on, userId, 0);
    const { added, removed } = change;
    const range = added && { userId, ...added };
    const isLarge = range !== undefined && range.last - range.first >= REMOVED_AT_ONCE;
    if (isLarge) await this.#hidden.hide(on, range, now);
    else if (range)
      await on
        .deleteFrom("portfolio_entry")
        .where("user_id", "=", userId)
        .where("number", ">=", range.first)
        .where("number", "<=", range.last)
        .execute();
    await insertRows(
      on,
      userId,
      removed.map((entry) => rowOf(entry, entry.number)),
    );
    return isLarge ? range : undefined;
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
      .where(isVisible)
      .returning(COLUMNS)
      .execute();
    return rows.map(entryOf).toSorted((a, b) => a.number - b.number);
  }

  async #log(on: Executor, { added, removed }: EntriesChanged, stamp: ChangeStamp): Promise<void> {
    const [first, last] = [added[0]?.number, added.at(-1)?.number];
    await this.#keep(on, first === undefined || last === undefined ? undefined : { first, last }, removed, stamp);
  }

  async #keep(
    on: Executor,
    added: LastChange["added"],
    removed: readonly KeptEntry[],
    { userId, command, now }: ChangeStamp,
  ): Promise<void> {
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
        first_number: added?.first ?? null,
        last_number: added?.last ?? null,
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
