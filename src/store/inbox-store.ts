import type { Platform } from "../core/call.ts";
import type { IncomingRequest } from "../core/desk.ts";
import type { Executor } from "./database.ts";

/** Table `incoming_request`: what was asked and is not answered yet. The key is unique, so an update seen twice is handled once. */
export class InboxStore {
  /** @returns false when it was accepted before */
  async accept(on: Executor, request: IncomingRequest): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await on
      .insertInto("incoming_request")
      .values({
        platform: request.platform,
        key: request.key,
        chat_id: request.place.chatId,
        topic_id: request.place.topicId ?? null,
        is_public: request.place.isPublic ? 1 : 0,
        payload: request.payload,
        asked_at: request.askedAt,
        closed_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Empties the payload: what people wrote is not kept once it is answered. */
  async close(on: Executor, platform: Platform, key: string, now: number): Promise<void> {
    await on
      .updateTable("incoming_request")
      .set({ closed_at: now, payload: "" })
      .where("platform", "=", platform)
      .where("key", "=", key)
      .execute();
  }

  async open(on: Executor, platform: Platform): Promise<readonly IncomingRequest[]> {
    const rows = await on
      .selectFrom("incoming_request")
      .selectAll()
      .where("platform", "=", platform)
      .where("closed_at", "is", null)
      .orderBy("asked_at")
      .execute();
    return rows.map((row) => ({
      key: row.key,
      platform,
      place: {
        platform,
        chatId: row.chat_id,
        isPublic: row.is_public === 1,
        ...(row.topic_id === null ? {} : { topicId: row.topic_id }),
      },
      payload: row.payload,
      askedAt: row.asked_at,
    }));
  }

  async removeClosed(on: Executor, before: number): Promise<number> {
    const { numDeletedRows } = await on
      .deleteFrom("incoming_request")
      .where("closed_at", "<", before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
