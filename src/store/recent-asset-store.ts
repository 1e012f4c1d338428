import type { Place } from "../core/call.ts";
import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";

/** The last asset that somebody asked for, and where. */
export interface RecentAsset {
  readonly assetId: string;
  readonly place: Pick<Place, "platform" | "chatId">;
}

const find = keptQuery((on, { userId }: { readonly userId: string }) =>
  on.selectFrom("recent_asset").select(["asset_id", "platform", "chat_id"]).where("user_id", "=", userId),
);

/** Table `recent_asset`: one row a person. */
export class RecentAssetStore {
  async of(on: Executor, userId: string): Promise<RecentAsset | undefined> {
    const [row] = (await find(on, { userId })).rows;
    return (
      row && { assetId: row.asset_id, place: { platform: row.platform as Place["platform"], chatId: row.chat_id } }
    );
  }

  /** Writes nothing when it is the same again in the same place. The user has to exist. */
  async note(on: Executor, userId: string, assetId: string, place: RecentAsset["place"], now: number): Promise<void> {
    const before = await this.of(on, userId);
    const { platform, chatId } = place;
    if (before?.assetId === assetId && before.place.platform === platform && before.place.chatId === chatId) return;
    const row = { asset_id: assetId, platform, chat_id: chatId, asked_at: now };
    await on
      .insertInto("recent_asset")
      .values({ user_id: userId, ...row })
      .onConflict((conflict) => conflict.column("user_id").doUpdateSet(row))
      .execute();
  }
}
