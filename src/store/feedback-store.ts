import type { Executor } from "./database.ts";

/** Table `feedback`: when people wrote to the owner, not what. */
export class FeedbackStore {
  /** @returns the instants, the oldest first */
  async since(on: Executor, userId: string, since: number): Promise<readonly number[]> {
    const rows = await on
      .selectFrom("feedback")
      .select("given_at")
      .where("user_id", "=", userId)
      .where("given_at", ">", since)
      .orderBy("given_at")
      .execute();
    return rows.map((row) => row.given_at);
  }

  async note(on: Executor, userId: string, now: number): Promise<void> {
    await on.insertInto("feedback").values({ user_id: userId, given_at: now }).execute();
  }

  async removeBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("feedback").where("given_at", "<=", before).execute();
  }
}
