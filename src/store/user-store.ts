import { randomUUID } from "node:crypto";
import type { Platform } from "../core/call.ts";
import type { Database, Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";

export interface User {
  readonly userId: string;
  readonly isOwner: boolean;
}

const find = keptQuery((on, { platform, accountId }: { readonly platform: Platform; readonly accountId: string }) =>
  on
    .selectFrom("account")
    .innerJoin("user", "user.id", "account.user_id")
    .select(["user.id", "user.is_owner", "account.seen_at"])
    .where("account.platform", "=", platform)
    .where("account.account_id", "=", accountId),
);

const findStopped = keptQuery(
  (on, { platform, accountId }: { readonly platform: Platform; readonly accountId: string }) =>
    on
      .selectFrom("account")
      .select("account.user_id")
      .where("account.platform", "=", platform)
      .where("account.account_id", "=", accountId)
      .where((either) =>
        either.or([
          either.exists(
            either
              .selectFrom("alert")
              .select("alert.number")
              .whereRef("alert.made_by", "=", "account.user_id")
              .where("alert.state", "=", "unreachable"),
          ),
          either.exists(
            either
              .selectFrom("subscription")
              .select("subscription.number")
              .whereRef("subscription.owner_id", "=", "account.user_id")
              .where("subscription.state", "=", "unreachable"),
          ),
        ]),
      ),
);

/** How often it is noted that an account was seen, and what it is called now: a write at each call would be one too many. */
const SEEN_EVERY_MS = 60 * 60_000;

/** Tables `user` and `account`: a person, and that person on each platform. */
export class UserStore {
  /** The user behind an account, made at first sight; two calls at once make one. Not to be called inside a transaction. */
  async identify(
    database: Database,
    platform: Platform,
    accountId: string,
    name: string | undefined,
    now: number,
  ): Promise<User> {
    const known = await this.#find(database, platform, accountId);
    if (!known) return await this.#add(database, { platform, accountId, name, now });
    const { seenAt, ...user } = known;
    if (now - seenAt >= SEEN_EVERY_MS)
      await database
        .updateTable("account")
        .set({ seen_at: now, ...(name === undefined ? {} : { name }) })
        .where("platform", "=", platform)
        .where("account_id", "=", accountId)
        .execute();
    return user;
  }

  /** The user behind an account, if there is one. Makes none: an account that has just been deleted stays so. */
  async known(on: Executor, platform: Platform, accountId: string): Promise<User | undefined> {
    const found = await this.#find(on, platform, accountId);
    return found && { userId: found.userId, isOwner: found.isOwner };
  }

  /** The user behind an account, if an alert or a digest of theirs was stopped because somebody could not be written to. */
  async withStopped(on: Executor, platform: Platform, accountId: string): Promise<string | undefined> {
    const [row] = (await findStopped(on, { platform, accountId })).rows;
    return row?.user_id;
  }

  async #add(
    database: Database,
    account: { platform: Platform; accountId: string; name: string | undefined; now: number },
  ): Promise<User> {
    const { platform, accountId, name, now } = account;
    return await database.transaction().execute(async (on) => {
      // Another call may have come first.
      const known = await this.#find(on, platform, accountId);
      if (known) return { userId: known.userId, isOwner: known.isOwner };
      const userId = randomUUID();
      await on.insertInto("user").values({ id: userId, is_owner: 0, created_at: now }).execute();
      await on
        .insertInto("account")
        .values({ platform, account_id: accountId, user_id: userId, name: name ?? null, seen_at: now })
        .execute();
      return { userId, isOwner: false };
    });
  }

  async #find(
    on: Executor,
    platform: Platform,
    accountId: string,
  ): Promise<(User & { readonly seenAt: number }) | undefined> {
    const [row] = (await find(on, { platform, accountId })).rows;
    return row && { userId: row.id, isOwner: row.is_owner === 1, seenAt: row.seen_at };
  }

  async makeOwner(on: Executor, userId: string): Promise<void> {
    await on.updateTable("user").set({ is_owner: 1 }).where("id", "=", userId).execute();
  }

  /**
   * Removes browsers that were not seen since, with their users: a browser that lost its cookie never comes back. Whoever owns the
   * desk, has an account elsewhere, or keeps something that they chose stays. A table of such things has to be named here.
   */
  async removeVisitorsSeenBefore(on: Executor, before: number): Promise<number> {
    const { numDeletedRows } = await on
      .deleteFrom("user")
      .where("is_owner", "=", 0)
      .where("id", "in", (seen) =>
        seen.selectFrom("account").select("user_id").where("platform", "=", "web").where("seen_at", "<", before),
      )
      .where("id", "not in", (other) =>
        other
          .selectFrom("account")
          .select("user_id")
          .where((either) => either.or([either("platform", "!=", "web"), either("seen_at", ">=", before)])),
      )
      .where("id", "not in", (kept) => kept.selectFrom("watchlist").select("user_id"))
      .where("id", "not in", (kept) => kept.selectFrom("wallet").select("user_id"))
      .where("id", "not in", (kept) => kept.selectFrom("asset_choice").select("user_id"))
      .where("id", "not in", (kept) =>
        kept.selectFrom("alert").select("owner_id").where("owner_id", "is not", null).$castTo<{ owner_id: string }>(),
      )
      .where("id", "not in", (kept) =>
        kept
          .selectFrom("subscription")
          .select("owner_id")
          .where("owner_id", "is not", null)
          .$castTo<{ owner_id: string }>(),
      )
      .where("id", "not in", (kept) => kept.selectFrom("portfolio").select("user_id"))
      .where("id", "not in", (kept) => kept.selectFrom("user_setting").select("user_id"))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
