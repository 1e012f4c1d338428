import type { Executor } from "./database.ts";

/** What became of the assets that were to be added. */
export interface WatchlistAdded {
  readonly added: readonly string[];
  readonly alreadyThere: readonly string[];
  /** For which there is no room. */
  readonly leftOut: readonly string[];
}

/** Table `watchlist`: the assets that a person follows, in the order in which they were added. */
export class WatchlistStore {
  /** @returns asset ids */
  async of(on: Executor, userId: string): Promise<readonly string[]> {
    const rows = await on
      .selectFrom("watchlist")
      .select("asset_id")
      .where("user_id", "=", userId)
      .orderBy("position")
      .execute();
    return rows.map((row) => row.asset_id);
  }

  /** The user has to exist. To be run in a transaction. @param limit  how many there may be in all */
  async add(
    on: Executor,
    userId: string,
    assetIds: readonly string[],
    { limit, now }: { readonly limit: number; readonly now: number },
  ): Promise<WatchlistAdded> {
    const there = await this.of(on, userId);
    const fresh = [...new Set(assetIds)].filter((id) => !there.includes(id));
    const added = fresh.slice(0, Math.max(0, limit - there.length));
    const last = await on
      .selectFrom("watchlist")
      .select((select) => select.fn.max("position").as("position"))
      .where("user_id", "=", userId)
      .executeTakeFirst();
    const from = (last?.position ?? 0) + 1;
    const rows = added.map((id, index) => ({ user_id: userId, asset_id: id, position: from + index, added_at: now }));
    if (rows.length > 0) await on.insertInto("watchlist").values(rows).execute();
    return {
      added,
      alreadyThere: there.filter((id) => assetIds.includes(id)),
      leftOut: fresh.slice(added.length),
    };
  }

  /** @returns the ids that were there */
  async remove(on: Executor, userId: string, assetIds: readonly string[]): Promise<readonly string[]> {
    const rows = await on
      .deleteFrom("watchlist")
      .where("user_id", "=", userId)
      .where("asset_id", "in", [...assetIds])
      .returning("asset_id")
      .execute();
    return rows.map((row) => row.asset_id);
  }
}
