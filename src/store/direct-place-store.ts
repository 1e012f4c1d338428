import type { Place } from "../core/call.ts";
import { directPlace } from "../core/delivery.ts";
import type { Executor } from "./database.ts";

/** Table `account`, read for where a person can be written to alone. */
export class DirectPlaceStore {
  /** The direct chats of a user's accounts, the one they used last first; at most to the hour, as accounts note it. */
  async of(on: Executor, userId: string): Promise<readonly Place[]> {
    const rows = await on
      .selectFrom("account")
      .select(["platform", "account_id"])
      .where("user_id", "=", userId)
      .orderBy("seen_at", "desc")
      .execute();
    return rows.flatMap((row) => directPlace(row.platform, row.account_id) ?? []);
  }
}
