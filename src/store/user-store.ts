import { randomUUID } from "node:crypto";
import type { Platform } from "../core/call.ts";
import type { Executor } from "./database.ts";

export interface User {
  readonly userId: string;
  readonly isOwner: boolean;
}

/** Tables `user` and `account`: a person, and that person on each platform. */
export class UserStore {
  /** The user behind an account, made at first sight; two calls at once make one. */
  async identify(
    on: Executor,
    platform: Platform,
    accountId: string,
    name: string | undefined,
    now: number,
  ): Promise<User> {
    const known = await this.#find(on, platform, accountId);
    if (known) return known;
    const userId = randomUUID();
    await on.insertInto("user").values({ id: userId, is_owner: 0, created_at: now }).execute();
    const { numInsertedOrUpdatedRows } = await on
      .insertInto("account")
      .values({ platform, account_id: accountId, user_id: userId, name: name ?? null, seen_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { userId, isOwner: false };
    await on.deleteFrom("user").where("id", "=", userId).execute();
    return (await this.#find(on, platform, accountId)) ?? { userId, isOwner: false };
  }

  async #find(on: Executor, platform: Platform, accountId: string): Promise<User | undefined> {
    const row = await on
      .selectFrom("account")
      .innerJoin("user", "user.id", "account.user_id")
      .select(["user.id", "user.is_owner"])
      .where("account.platform", "=", platform)
      .where("account.account_id", "=", accountId)
      .executeTakeFirst();
    return row && { userId: row.id, isOwner: row.is_owner === 1 };
  }

  async makeOwner(on: Executor, userId: string): Promise<void> {
    await on.updateTable("user").set({ is_owner: 1 }).where("id", "=", userId).execute();
  }
}
