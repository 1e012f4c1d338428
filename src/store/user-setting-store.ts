import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";

const find = keptQuery((on, { userId }: { readonly userId: string }) =>
  on.selectFrom("user_setting").select(["name", "value"]).where("user_id", "=", userId),
);

/** Table `user_setting`: what people set for themselves. The user has to exist. */
export class UserSettingStore {
  async of(on: Executor, userId: string): Promise<ReadonlyMap<string, string>> {
    const { rows } = await find(on, { userId });
    return new Map(rows.map(({ name, value }) => [name, value]));
  }

  async set(on: Executor, userId: string, name: string, value: string, now: number): Promise<void> {
    await on
      .insertInto("user_setting")
      .values({ user_id: userId, name, value, changed_at: now })
      .onConflict((conflict) => conflict.columns(["user_id", "name"]).doUpdateSet({ value, changed_at: now }))
      .execute();
  }

  /** From then on they are as the place or the desk has them. */
  async reset(on: Executor, userId: string, names: readonly string[]): Promise<void> {
    await on.deleteFrom("user_setting").where("user_id", "=", userId).where("name", "in", names).execute();
  }
}
