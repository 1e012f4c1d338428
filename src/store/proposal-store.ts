import { randomBytes } from "node:crypto";
import type { Call } from "../core/call.ts";
import { sql } from "kysely";
import type { Executor } from "./database.ts";

export interface Proposal {
  readonly userId: string;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Table `proposal`: an effect that a model proposed and that a person has yet to confirm. Carried out once or not at all. */
export class ProposalStore {
  /** @returns its id */
  async add(on: Executor, command: string, input: unknown, call: Call, expiresAt: number): Promise<string> {
    const id = randomBytes(16).toString("base64url");
    await on
      .insertInto("proposal")
      .values({
        id,
        user_id: call.caller.userId,
        platform: call.place.platform,
        chat_id: call.place.chatId,
        command,
        input: JSON.stringify(input),
        state: "pending",
        created_at: call.now,
        expires_at: expiresAt,
      })
      .execute();
    return id;
  }

  /** Takes it for carrying out. @returns undefined when it is another's, expired, unknown or was taken before */
  async claim(on: Executor, id: string, userId: string, now: number): Promise<Proposal | undefined> {
    const row = await on
      .updateTable("proposal")
      .set({ state: "done" })
      .where("id", "=", id)
      .where("user_id", "=", userId)
      .where("state", "=", "pending")
      .where("expires_at", ">", now)
      .returning(["user_id", "command", "input"])
      .executeTakeFirst();
    return (
      row && { userId: row.user_id, command: row.command, input: JSON.parse(row.input) as Record<string, unknown> }
    );
  }

  /** Removes it as long as nothing has come of it, and its buttons with it. @returns whether there was such a one of this user's */
  async withdraw(on: Executor, id: string, userId: string, now: number): Promise<boolean> {
    const { numDeletedRows } = await on
      .deleteFrom("proposal")
      .where("id", "=", id)
      .where("user_id", "=", userId)
      .where("state", "=", "pending")
      .where("expires_at", ">", now)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Whether it was taken by this user in time, and the process died before its write: only then there is no key of it. */
  async isUnfinished(on: Executor, id: string, userId: string, now: number): Promise<boolean> {
    const row = await on
      .selectFrom("proposal")
      .select("id")
      .where("id", "=", id)
      .where("user_id", "=", userId)
      .where("state", "=", "done")
      .where("expires_at", ">", now)
      .where("id", "not in", (done) =>
        done
          .selectFrom("done_key")
          .select(sql<string>`substr(key, length('proposal:') + 1)`.as("id"))
          .where("user_id", "=", userId)
          .where("key", "=", `proposal:${id}`),
      )
      .executeTakeFirst();
    return row !== undefined;
  }

  async removeExpired(on: Executor, now: number): Promise<number> {
    const { numDeletedRows } = await on.deleteFrom("proposal").where("expires_at", "<=", now).executeTakeFirst();
    return Number(numDeletedRows);
  }
}
