import type { IndexBook, IndexDay } from "../sector/indices.ts";
import type { Database, Executor } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Nine values a row; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 1_000;

/**
 * Table `index_day`: level, members and layer figures of each index and UTC day. Kept for good: a dozen indices make some two
 * megabytes in a year, and who belonged to one on a day that has passed is written nowhere else.
 */
class IndexLevelStore {
  /** What was kept of the same index and day is replaced. */
  async keep(on: Executor, days: readonly IndexDay[]): Promise<void> {
    const rows = days.map(toRow);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
      await on
        .replaceInto("index_day")
        .values(rows.slice(start, start + ROWS_AT_ONCE))
        .execute();
  }

  /** In order of index and day. */
  async between(on: Executor, fromDay: number, toDay: number): Promise<readonly IndexDay[]> {
    const rows = await on
      .selectFrom("index_day")
      .selectAll()
      .where("day", ">=", fromDay)
      .where("day", "<=", toDay)
      .orderBy("index_id")
      .orderBy("day")
      .execute();
    return rows.map(fromRow);
  }

  /** The first day that has a level, and the last until that day. */
  async levels(
    on: Executor,
    indexId: string,
    untilDay: number,
  ): Promise<{ readonly first: IndexDay; readonly last: IndexDay } | undefined> {
    const withLevel = on
      .selectFrom("index_day")
      .selectAll()
      .where("index_id", "=", indexId)
      .where("by_cap", "is not", null)
      .where("day", "<=", untilDay)
      .limit(1);
    const first = await withLevel.orderBy("day", "asc").executeTakeFirst();
    const last = await withLevel.orderBy("day", "desc").executeTakeFirst();
    return first && last && { first: fromRow(first), last: fromRow(last) };
  }
}

const toRow = ({ indexId, day, assetIds, listedOnDay, level, moves }: IndexDay): Tables["index_day"] => ({
  index_id: indexId,
  day,
  asset_ids: JSON.stringify(assetIds),
  listed_on_day: listedOnDay,
  by_cap: level?.byCap ?? null,
  equal: level?.equal ?? null,
  used: level?.used ?? null,
  members: level?.of ?? null,
  moves: JSON.stringify(moves),
});

const fromRow = (row: Tables["index_day"]): IndexDay => ({
  indexId: row.index_id,
  day: row.day,
  assetIds: JSON.parse(row.asset_ids) as string[],
  listedOnDay: row.listed_on_day,
  ...(row.by_cap === null || row.equal === null || row.used === null || row.members === null
    ? {}
    : { level: { byCap: row.by_cap, equal: row.equal, used: row.used, of: row.members } }),
  moves: JSON.parse(row.moves) as IndexDay["moves"],
});

/** The store as the sector room knows it, outside any transaction. */
export function indexBook(database: Database, store = new IndexLevelStore()): IndexBook {
  return {
    keep: (days) => store.keep(database, days),
    between: (fromDay, toDay) => store.between(database, fromDay, toDay),
    levels: (indexId, untilDay) => store.levels(database, indexId, untilDay),
  };
}
