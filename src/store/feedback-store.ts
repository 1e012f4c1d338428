import type { Executor } from "./database.ts";

/** Table `feedback`: when people wrote to the owner, not what. */
export class FeedbackStore {
  async since(on: Executor, userId: string, since: number): Promise<number> {
    const { count } = await on
      .selectFrom("feedback")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("user_id", "=", userId)
      .where("given_at", ">", since)
      .executeTakeFirstOrThrow();
    return count;
  }

  async note(on: Executor, userId: string, now: number): Promise<void> {
    await on.insertInto("feedback").values({ user_id: userId, given_at: now }).execute();
  }

  async removeBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("feedback").where("given_at", "<=", before).execute();
  }
}
