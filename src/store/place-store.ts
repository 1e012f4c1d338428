import type { Place } from "../core/call.ts";
import type { Executor } from "./database.ts";

/** Table `place`: the chats that something is kept for; what is kept goes with its place. */
export class PlaceStore {
  /** Makes the place known, and notes that it was seen. */
  async see(on: Executor, { platform, chatId, isPublic }: Place, now: number): Promise<void> {
    // Where something happens, the desk is.
    const seen = { is_public: isPublic ? 1 : 0, seen_at: now, left_at: null };
    await on
      .insertInto("place")
      .values({ platform, chat_id: chatId, first_seen_at: now, ...seen })
      .onConflict((conflict) => conflict.columns(["platform", "chat_id"]).doUpdateSet(seen))
      .execute();
  }
}
