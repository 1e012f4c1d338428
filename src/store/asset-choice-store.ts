import type { Executor } from "./database.ts";

/** What one person can have chosen; the oldest choice makes room. */
const CHOICES_PER_USER = 200;

/** Table `asset_choice`: which asset a user means by a word that has several meanings. */
export class AssetChoiceStore {
  /** @returns the asset id */
  async find(on: Executor, userId: string, word: string): Promise<string | undefined> {
    const row = await on
      .selectFrom("asset_choice")
      .select("asset_id")
      .where("user_id", "=", userId)
      .where("word", "=", word)
      .executeTakeFirst();
    return row?.asset_id;
  }

  /** The last choice counts. The user has to exist. */
  async remember(on: Executor, userId: string, word: string, assetId: string, now: number): Promise<void> {
    await on
      .insertInto("asset_choice")
      .values({ user_id: userId, word, asset_id: assetId, chosen_at: now })
      .onConflict((conflict) =>
        conflict.columns(["user_id", "word"]).doUpdateSet({ asset_id: assetId, chosen_at: now }),
      )
      .execute();
    await on
      .deleteFrom("asset_choice")
      .where("user_id", "=", userId)
      .where("word", "not in", (kept) =>
        kept
          .selectFrom("asset_choice")
          .select("word")
          .where("user_id", "=", userId)
          .orderBy("chosen_at", "desc")
          .orderBy("word")
          .limit(CHOICES_PER_USER),
      )
      .execute();
  }
}
