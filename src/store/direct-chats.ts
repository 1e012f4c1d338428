import { sql } from "kysely";
import type { Executor } from "./database.ts";
import type { Place } from "../core/call.ts";

/** A chat, without its topics. */
export type PlaceId = Pick<Place, "platform" | "chatId">;

/** Wherever the desk speaks to one person alone, as far as any row says so. */
export async function directChats(on: Executor, userId: string): Promise<readonly PlaceId[]> {
  const { rows } = await sql<PlaceId>`
    SELECT platform, account_id AS chatId FROM account WHERE user_id = ${userId}
    UNION SELECT platform, '@' || account_id FROM account WHERE user_id = ${userId}
    UNION SELECT platform, chat_id FROM alert WHERE owner_id = ${userId} AND is_public = 0
    UNION SELECT platform, chat_id FROM subscription WHERE owner_id = ${userId} AND is_public = 0
    UNION SELECT platform, chat_id FROM outbox WHERE owner_id = ${userId} AND is_public = 0`.execute(on);
  return rows;
}
