import { createHash, randomBytes, randomUUID } from "node:crypto";
import { sql, type SqlBool } from "kysely";
import type { Executor } from "./database.ts";
import type { Kept } from "./merge-people.ts";
import type { Place, Platform } from "../core/call.ts";

/** Two people who may become one. `giver` made the code, `taker` has entered it. */
export interface LinkRequest {
  readonly id: string;
  readonly giverId: string;
  readonly takerId: string;
  /** Where the code was entered. */
  readonly platform: Platform;
  readonly state: "entered" | "confirmed";
  readonly keep: Kept | undefined;
}

/** An account as people know it. */
export interface Account {
  readonly platform: Platform;
  readonly accountId: string;
  readonly name: string | undefined;
}

/** Letters and digits that are not taken for one another. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const LENGTH = 8;
const BIASED_FROM = 256 - (256 % ALPHABET.length);

/** Forty bits, nearly: at five tries in ten minutes nobody guesses one. */
function newCode(): string {
  let code = "";
  while (code.length < LENGTH)
    for (const byte of randomBytes(LENGTH))
      if (byte < BIASED_FROM && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length] ?? "";
  return code;
}

const hashOf = (code: string): string =>
  createHash("sha256")
    .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ""))
    .digest("hex");

/** Tables `link_code` and `link_request`. */
export class LinkStore {
  /** A new code; the one before it is no longer good. */
  async makeCode(on: Executor, userId: string, expiresAt: number): Promise<string> {
    const code = newCode();
    await on.deleteFrom("link_code").where("user_id", "=", userId).execute();
    await on
      .insertInto("link_code")
      .values({ code_hash: hashOf(code), user_id: userId, expires_at: expiresAt })
      .execute();
    return `${code.slice(0, 4)}-${code.slice(4)}`;
  }

  /** Uses a code up. @returns whose it was; undefined for none that is good */
  async takeCode(on: Executor, code: string, now: number): Promise<string | undefined> {
    const row = await on
      .deleteFrom("link_code")
      .where("code_hash", "=", hashOf(code))
      .where("expires_at", ">", now)
      .returning("user_id")
      .executeTakeFirst();
    return row?.user_id;
  }

  async ask(
    on: Executor,
    { giverId, takerId, platform }: Pick<LinkRequest, "giverId" | "takerId" | "platform">,
    expiresAt: number,
  ): Promise<string> {
    const id = randomUUID();
    // A later wish takes the place of an earlier one.
    await on.deleteFrom("link_request").where("taker_id", "=", takerId).execute();
    await on
      .insertInto("link_request")
      .values({
        id,
        giver_id: giverId,
        taker_id: takerId,
        platform,
        state: "entered",
        keep: null,
        expires_at: expiresAt,
      })
      .execute();
    return id;
  }

  async find(on: Executor, id: string, now: number): Promise<LinkRequest | undefined> {
    const row = await on
      .selectFrom("link_request")
      .selectAll()
      .where("id", "=", id)
      .where("expires_at", ">", now)
      .executeTakeFirst();
    return (
      row && {
        id,
        giverId: row.giver_id,
        takerId: row.taker_id,
        platform: row.platform as Platform,
        state: row.state as LinkRequest["state"],
        keep: (row.keep as Kept | null) ?? undefined,
      }
    );
  }

  async confirm(on: Executor, id: string, keep: Kept | undefined, expiresAt: number): Promise<void> {
    await on
      .updateTable("link_request")
      .set({ state: "confirmed", keep: keep ?? null, expires_at: expiresAt })
      .where("id", "=", id)
      .execute();
  }

  async remove(on: Executor, id: string): Promise<void> {
    await on.deleteFrom("link_request").where("id", "=", id).execute();
  }

  async removeExpired(on: Executor, now: number): Promise<void> {
    await on.deleteFrom("link_code").where("expires_at", "<=", now).execute();
    await on.deleteFrom("link_request").where("expires_at", "<=", now).execute();
  }

  /** Where a person is known, the account they used last first. */
  async accounts(on: Executor, userId: string): Promise<readonly Account[]> {
    const rows = await on
      .selectFrom("account")
      .select(["platform", "account_id", "name"])
      .where("user_id", "=", userId)
      .orderBy("seen_at", "desc")
      .execute();
    return rows.map((row) => ({
      platform: row.platform as Platform,
      accountId: row.account_id,
      name: row.name ?? undefined,
    }));
  }

  /** An account is somebody else's from then on: of a person who is new. */
  async separate(on: Executor, { platform, accountId }: Account, now: number): Promise<void> {
    const userId = randomUUID();
    await on.insertInto("user").values({ id: userId, is_owner: 0, created_at: now }).execute();
    await on
      .updateTable("account")
      .set({ user_id: userId })
      .where("platform", "=", platform)
      .where("account_id", "=", accountId)
      .execute();
  }

  /**
   * What waits for a person, or will be sent to them, in the direct chat of an account that goes is sent to another place of theirs:
   * that chat is somebody else's from then on. To be called before the account is separated.
   */
  async redirect(on: Executor, userId: string, { platform, accountId }: Account, to: Place): Promise<void> {
    // Of pages in browsers one person may have several; elsewhere the chat's id need not be the account's.
    const chat = platform === "web" ? sql<SqlBool>`chat_id = ${accountId}` : sql<SqlBool>`1`;
    // What has gone out, in part or whole, has the ids of messages there.
    const unsent = sql<SqlBool>`ended_at IS NULL AND lease_until IS NULL AND sent_ids = '[]'`;
    for (const table of ["alert", "subscription", "outbox"] as const)
      await sql`UPDATE ${sql.table(table)} SET platform = ${to.platform}, chat_id = ${to.chatId}, topic_id = NULL
        WHERE owner_id = ${userId} AND is_public = 0 AND platform = ${platform} AND ${chat}
          AND ${table === "outbox" ? unsent : sql<SqlBool>`1`}`.execute(on);
  }

  /** Ids by which backups may know a person, besides the one they have now. */
  async formerIds(on: Executor, userId: string): Promise<readonly string[]> {
    const rows = await on.selectFrom("former_user").select("former_id").where("user_id", "=", userId).execute();
    return rows.map(({ former_id }) => former_id);
  }
}
