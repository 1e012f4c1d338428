import { randomBytes } from "node:crypto";
import type { Place, Platform } from "../core/call.ts";
import type { Executor } from "./database.ts";

/** What was changed. `place` is absent where it is of no place, `from` and `to` where only that it was changed is kept. */
export interface Change {
  readonly what: string;
  readonly place?: Pick<Place, "platform" | "chatId">;
  readonly from?: string;
  readonly to?: string;
}

/** A change as it is read back. */
export interface AuditEntry extends Change {
  /** UTC epoch milliseconds. */
  readonly at: number;
  /** As the platform has it, untrusted; null where it says nothing. Absent of whoever was deleted since. */
  readonly by?: { readonly name: string | null };
}

/** Longer values are cut. */
const VALUE_LIMIT = 200;

/**
 * Tables `audit` and `pseudonym`: who changed what. The audit calls people by a random name; who that is stands in a row that goes
 * with its person, so an audit of a year outlives nobody.
 */
export class AuditStore {
  /** Belongs in the transaction of the change itself: both are there, or neither is. */
  async note(on: Executor, userId: string, change: Change, now: number): Promise<void> {
    await on
      .insertInto("audit")
      .values({
        at: now,
        who: await this.nameOf(on, userId),
        platform: change.place?.platform ?? null,
        chat_id: change.place?.chatId ?? null,
        what: change.what,
        from_value: change.from?.slice(0, VALUE_LIMIT) ?? null,
        to_value: change.to?.slice(0, VALUE_LIMIT) ?? null,
      })
      .execute();
  }

  /** @param place  of which; all there is where it is left out. The newest first */
  async page(
    on: Executor,
    { place, offset, limit }: { place?: Pick<Place, "platform" | "chatId">; offset: number; limit: number },
  ): Promise<readonly AuditEntry[]> {
    const rows = await on
      .selectFrom("audit")
      .leftJoin("pseudonym", "pseudonym.name", "audit.who")
      .select((row) => [
        "audit.at",
        "audit.what",
        "audit.platform",
        "audit.chat_id",
        "audit.from_value",
        "audit.to_value",
        "pseudonym.user_id",
        row
          .selectFrom("account")
          .select("account.name")
          .whereRef("account.user_id", "=", "pseudonym.user_id")
          .orderBy("account.seen_at", "desc")
          .limit(1)
          .as("name"),
      ])
      .$if(place !== undefined, (query) =>
        query.where("audit.platform", "=", place?.platform ?? "").where("audit.chat_id", "=", place?.chatId ?? ""),
      )
      .orderBy("audit.id", "desc")
      .limit(limit)
      .offset(offset)
      .execute();
    return rows.map((row) => ({
      what: row.what,
      at: row.at,
      ...(row.user_id === null ? {} : { by: { name: row.name } }),
      ...(row.platform === null || row.chat_id === null
        ? {}
        : { place: { platform: row.platform as Platform, chatId: row.chat_id } }),
      ...(row.from_value === null ? {} : { from: row.from_value }),
      ...(row.to_value === null ? {} : { to: row.to_value }),
    }));
  }

  async removeBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("audit").where("at", "<", before).execute();
  }

  /** What the audit calls somebody; made at first need. */
  async nameOf(on: Executor, userId: string): Promise<string> {
    const name = randomBytes(12).toString("base64url");
    await on
      .insertInto("pseudonym")
      .values({ user_id: userId, name })
      .onConflict((conflict) => conflict.column("user_id").doNothing())
      .execute();
    const row = await on.selectFrom("pseudonym").select("name").where("user_id", "=", userId).executeTakeFirstOrThrow();
    return row.name;
  }
}
