import { sql } from "kysely";
import type { Call } from "../core/call.ts";
import type { Executor } from "./database.ts";

/** A conversation is one person in one place, and in one topic of it. */
type Conversation = Pick<Call, "caller" | "place">;

/** What somebody said, and what was answered. */
export interface KeptExchange {
  readonly question: string;
  readonly answer: string;
}

/** Table `exchange`: the last turns of each conversation. */
export class ExchangeStore {
  /** The last ones that are younger than `after`, oldest first. */
  async recent(on: Executor, of: Conversation, after: number, limit: number): Promise<readonly KeptExchange[]> {
    const rows = await this.#of(on, of)
      .select(["question", "answer"])
      .where("said_at", ">", after)
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return rows.reverse();
  }

  /** Keeps one more, and of the conversation no more than `limit`. Of a person who was deleted meanwhile nothing is kept. */
  async add(on: Executor, of: Conversation, said: KeptExchange, now: number, limit: number): Promise<void> {
    const { userId } = of.caller;
    const { platform, chatId, topicId = "" } = of.place;
    await sql`
      INSERT INTO exchange (user_id, platform, chat_id, topic_id, question, answer, said_at)
      SELECT id, ${platform}, ${chatId}, ${topicId}, ${said.question}, ${said.answer}, ${now}
      FROM user WHERE id = ${userId}`.execute(on);
    const kept = this.#of(on, of).select("id").orderBy("id", "desc").limit(limit);
    await on
      .deleteFrom("exchange")
      .where("user_id", "=", userId)
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("topic_id", "=", topicId)
      .where("id", "not in", kept)
      .execute();
  }

  /** Forgets all that one person said, wherever. @returns how many conversations that were */
  async forget(on: Executor, userId: string): Promise<number> {
    const rows = await on
      .deleteFrom("exchange")
      .where("user_id", "=", userId)
      .returning(["platform", "chat_id", "topic_id"])
      .execute();
    return new Set(rows.map((row) => JSON.stringify([row.platform, row.chat_id, row.topic_id]))).size;
  }

  async removeBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("exchange").where("said_at", "<=", before).execute();
  }

  #of(on: Executor, { caller, place }: Conversation) {
    return on
      .selectFrom("exchange")
      .where("user_id", "=", caller.userId)
      .where("platform", "=", place.platform)
      .where("chat_id", "=", place.chatId)
      .where("topic_id", "=", place.topicId ?? "");
  }
}
