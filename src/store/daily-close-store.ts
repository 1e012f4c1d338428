import { sql } from "kysely";
import type { CloseBook, DailyClose } from "../market/closes.ts";
import { known } from "../wire/figure.ts";
import type { Database, Executor } from "./database.ts";
import { NoteStore } from "./note-store.ts";

/** Six values a row; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 1_000;

/**
 * Table `daily_close`: the last price of each asset and UTC day, in US dollars. Kept for good: two hundred assets make some
 * five megabytes in a year, and a day that has passed can only be asked for again at a cost.
 */
export class DailyCloseStore {
  /** A close from the same source is corrected; one without a volume gives way to one that has it; others stay as they were. */
  async keep(on: Executor, closes: readonly DailyClose[]): Promise<void> {
    const rows = closes.map(({ assetId, day, close, volume, marketCap, source }) => ({
      asset_id: assetId,
      day,
      close_usd: close,
      volume_usd: volume ?? null,
      cap_usd: marketCap ?? null,
      source,
    }));
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
      await on
        .insertInto("daily_close")
        .values(rows.slice(start, start + ROWS_AT_ONCE))
        .onConflict((conflict) =>
          conflict
            .columns(["asset_id", "day"])
            .doUpdateSet({
              close_usd: sql`excluded.close_usd`,
              // One answer may lack what another said.
              volume_usd: sql`coalesce(excluded.volume_usd, daily_close.volume_usd)`,
              cap_usd: sql`coalesce(excluded.cap_usd, daily_close.cap_usd)`,
              source: sql`excluded.source`,
            })
            .where(
              sql<boolean>`excluded.source = daily_close.source
                OR (daily_close.volume_usd IS NULL AND excluded.volume_usd IS NOT NULL)`,
            ),
        )
        .execute();
  }

  /** In order of asset and day. */
  async of(on: Executor, assetIds: readonly string[], fromDay: number, toDay: number): Promise<readonly DailyClose[]> {
    const rows = await on
      .selectFrom("daily_close")
      .selectAll()
      .where("asset_id", "in", assetIds)
      .where("day", ">=", fromDay)
      .where("day", "<=", toDay)
      .orderBy("asset_id")
      .orderBy("day")
      .execute();
    return rows.map((row) => ({
      assetId: row.asset_id,
      day: row.day,
      close: row.close_usd,
      ...known({ volume: row.volume_usd ?? undefined, marketCap: row.cap_usd ?? undefined }),
      source: row.source,
    }));
  }
}

/** The store as the market room knows it, outside any transaction. */
export function closeBook(database: Database, store = new DailyCloseStore()): CloseBook {
  return {
    keep: (closes) => store.keep(database, closes),
    of: (assetIds, fromDay, toDay) => store.of(database, assetIds, fromDay, toDay),
  };
}

const BACK_FILLED = "closes back-filled";

/** The note `closes back-filled`: when each asset's whole history was last asked for. */
export function backFillBook(database: Database, notes = new NoteStore()) {
  const all = async (): Promise<ReadonlyMap<string, number>> => {
    const kept = await notes.get(database, BACK_FILLED);
    return new Map(kept === undefined ? [] : (JSON.parse(kept) as [string, number][]));
  };
  return {
    all,
    note: async (assetId: string, at: number): Promise<void> => {
      const noted = new Map(await all()).set(assetId, at);
      await notes.set(database, BACK_FILLED, JSON.stringify([...noted]), at);
    },
  };
}
