import type { Delivery } from "../core/delivery.ts";
import type { Executor } from "./database.ts";

/** Longer than between two posts of anything that posts regularly. */
const KEPT_MS = 100 * 86_400_000;

type Source = Pick<Delivery, "kind" | "sourceId" | "place">;

/** Table `last_post`: of what replaces or pins its last post, which messages that was. */
export class LastPostStore {
  /** In their order; none where there was no post, or it was in another place. */
  async messageIds(on: Executor, { kind, sourceId, place }: Source): Promise<readonly string[]> {
    const row = await on
      .selectFrom("last_post")
      .select("message_ids")
      .where("kind", "=", kind)
      .where("source_id", "=", sourceId)
      .where("platform", "=", place.platform)
      .where("chat_id", "=", place.chatId)
      .where("topic_id", "is", place.topicId ?? null)
      .executeTakeFirst();
    return row ? (JSON.parse(row.message_ids) as readonly string[]) : [];
  }

  async note(
    on: Executor,
    { kind, sourceId, place }: Source,
    messageIds: readonly string[],
    now: number,
  ): Promise<void> {
    const row = {
      platform: place.platform,
      chat_id: place.chatId,
      topic_id: place.topicId ?? null,
      message_ids: JSON.stringify(messageIds),
      posted_at: now,
    };
    await on
      .insertInto("last_post")
      .values({ kind, source_id: sourceId, ...row })
      .onConflict((conflict) => conflict.columns(["kind", "source_id"]).doUpdateSet(row))
      .execute();
    await on
      .deleteFrom("last_post")
      .where("posted_at", "<", now - KEPT_MS)
      .execute();
  }
}
