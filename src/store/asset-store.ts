import type { Asset } from "../market/asset.ts";
import type { Executor } from "./database.ts";
import { NoteStore } from "./note-store.ts";

const REFRESHED = "assets refreshed";

/** Table `asset`: the list of all assets as it was refreshed last, so that a start needs no network. */
export class AssetStore {
  readonly #notes = new NoteStore();

  async all(on: Executor): Promise<readonly Asset[]> {
    const rows = await on.selectFrom("asset").selectAll().execute();
    return rows.map(({ id, symbol, name, rank, cap_usd, contracts }) => ({
      id,
      symbol,
      name,
      ...(rank === null ? {} : { rank }),
      ...(cap_usd === null ? {} : { capUsd: cap_usd }),
      ...(contracts === "{}" ? {} : { contracts: JSON.parse(contracts) as Record<string, string> }),
    }));
  }

  /** Adds or replaces by id. SQLite takes at most 32,766 values in one statement: about 5,000 assets. */
  async put(on: Executor, assets: readonly Asset[]): Promise<void> {
    if (assets.length === 0) return;
    await on
      .insertInto("asset")
      .values(
        assets.map(({ id, symbol, name, rank, capUsd, contracts }) => ({
          id,
          symbol,
          name,
          rank: rank ?? null,
          cap_usd: capUsd ?? null,
          contracts: JSON.stringify(contracts ?? {}),
        })),
      )
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((row) => ({
          symbol: row.ref("excluded.symbol"),
          name: row.ref("excluded.name"),
          rank: row.ref("excluded.rank"),
          cap_usd: row.ref("excluded.cap_usd"),
          contracts: row.ref("excluded.contracts"),
        })),
      )
      .execute();
  }

  async remove(on: Executor, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await on.deleteFrom("asset").where("id", "in", ids).execute();
  }

  /** UTC epoch milliseconds of the last complete refresh. */
  async refreshedAt(on: Executor): Promise<number | undefined> {
    const at = await this.#notes.get(on, REFRESHED);
    return at === undefined ? undefined : Number(at);
  }

  async noteRefresh(on: Executor, at: number): Promise<void> {
    await this.#notes.set(on, REFRESHED, String(at), at);
  }
}
