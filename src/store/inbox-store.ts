import type { Platform } from "../core/call.ts";
import type { IncomingRequest } from "../core/desk.ts";
import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";

interface NewRow {
  readonly platform: Platform;
  readonly key: string;
  readonly chat_id: string;
  readonly topic_id: string | null;
  readonly is_public: number;
  readonly payload: string;
  readonly asked_at: number;
}

const insert = keptQuery((on, { platform, key, chat_id, topic_id, is_public, payload, asked_at }: NewRow) =>
  on
    .insertInto("incoming_request")
    .values({ platform, key, chat_id, topic_id, is_public, payload, asked_at, closed_at: null })
    .onConflict((conflict) => conflict.doNothing()),
);

const close = keptQuery((on, given: { readonly platform: Platform; readonly key: string; readonly now: number }) =>
  on
    .updateTable("incoming_request")
    .set({ closed_at: given.now, payload: "" })
    .where("platform", "=", given.platform)
    .where("key", "=", given.key),
);

/** Table `incoming_request`: what was asked and is not answered yet. The key is unique, so an update seen twice is handled once. */
export class InboxStore {
  /** @returns false when it was accepted before */
  async accept(on: Executor, request: IncomingRequest): Promise<boolean> {
    const { key, platform, place, payload, askedAt } = request;
    const { numAffectedRows } = await insert(on, {
      platform,
      key,
      chat_id: place.chatId,
      topic_id: place.topicId ?? null,
      is_public: place.isPublic ? 1 : 0,
      payload,
      asked_at: askedAt,
    });
    return numAffectedRows === 1n;
  }

  /** Empties the payload: what people wrote is not kept once it is answered. */
  async close(on: Executor, platform: Platform, key: string, now: number): Promise<void> {
    await close(on, { platform, key, now });
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
