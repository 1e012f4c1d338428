import type { Executor } from "./database.ts";
import type { Place, Platform } from "../core/call.ts";

/** Messages of one place. */
export interface PassingAnswers extends Pick<Place, "platform" | "chatId"> {
  readonly messageIds: readonly string[];
}

const PER_PASS = 100;

/** Table `passing_answer`: answers that do not stay. */
export class PassingAnswerStore {
  async add(on: Executor, { platform, chatId, messageIds }: PassingAnswers, removeAt: number): Promise<void> {
    if (messageIds.length === 0) return;
    await on
      .insertInto("passing_answer")
      .values(messageIds.map((id) => ({ platform, chat_id: chatId, message_id: id, remove_at: removeAt })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Those whose time is over; some of them. */
  async due(on: Executor, now: number): Promise<readonly PassingAnswers[]> {
    const rows = await on
      .selectFrom("passing_answer")
      .selectAll()
      .where("remove_at", "<=", now)
      .orderBy("remove_at")
      .limit(PER_PASS)
      .execute();
    return rows.map(({ platform, chat_id, message_id }) => ({
      platform: platform as Platform,
      chatId: chat_id,
      messageIds: [message_id],
    }));
  }

  async forget(on: Executor, { platform, chatId, messageIds }: PassingAnswers): Promise<void> {
    await on
      .deleteFrom("passing_answer")
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("message_id", "in", messageIds)
      .execute();
  }
}
