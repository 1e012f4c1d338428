import { sql } from "kysely";
import type { Place } from "../core/call.ts";
import type { Executor } from "./database.ts";

/** A group that became a supergroup, and has another id from then on. */
export interface PlaceMove extends Pick<Place, "platform"> {
  readonly from: string;
  readonly to: string;
}

/**
 * Everything that is kept for a place, or waits for it, moves with it. Belongs in a transaction; a second time it changes nothing.
 * A table with a chat in it has to be named here. Where both places have a setting, the new one's counts: it was set later.
 */
export async function movePlace(on: Executor, { platform, from, to }: PlaceMove): Promise<void> {
  if (from === to) return;
  const old = await on
    .selectFrom("place")
    .selectAll()
    .where("platform", "=", platform)
    .where("chat_id", "=", from)
    .executeTakeFirst();
  if (old) {
    await on
      .insertInto("place")
      .values({ ...old, chat_id: to })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await on
      .updateTable("setting")
      .set({ chat_id: to })
      .where("platform", "=", platform)
      .where("chat_id", "=", from)
      .where("name", "not in", (there) =>
        there.selectFrom("setting").select("name").where("platform", "=", platform).where("chat_id", "=", to),
      )
      .execute();
    // A day that both have had counts as the new one's.
    await sql`UPDATE OR IGNORE place_use SET chat_id = ${to} WHERE platform = ${platform} AND chat_id = ${from}`.execute(
      on,
    );
    // Before the old place goes: its alerts would go with it.
    await on
      .updateTable("alert")
      .set({ of_chat_id: to })
      .where("of_platform", "=", platform)
      .where("of_chat_id", "=", from)
      .execute();
    // The same of digests; a place has one, so the new one's own counts.
    await on
      .updateTable("subscription")
      .set({ of_chat_id: to })
      .where("of_platform", "=", platform)
      .where("of_chat_id", "=", from)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom("subscription as there")
              .select("there.number")
              .where("there.of_platform", "=", platform)
              .where("there.of_chat_id", "=", to)
              .whereRef("there.topic_id", "is", "subscription.topic_id"),
          ),
        ),
      )
      .execute();
    await on.deleteFrom("place").where("platform", "=", platform).where("chat_id", "=", from).execute();
  }
  // Messages have other ids there: what is removed or pinned by the old ones would be somebody else's.
  await on.deleteFrom("greeting").where("platform", "=", platform).where("chat_id", "=", from).execute();
  await on.deleteFrom("passing_answer").where("platform", "=", platform).where("chat_id", "=", from).execute();
  await on.deleteFrom("last_post").where("platform", "=", platform).where("chat_id", "=", from).execute();
  // A day that both have had stays with each: none of what the desk spent is lost.
  for (const table of ["model_spend", "model_told"] as const)
    await sql`
      UPDATE OR IGNORE ${sql.table(table)} SET chat_id = ${to} WHERE platform = ${platform} AND chat_id = ${from}`.execute(
      on,
    );
  for (const table of [
    "alert",
    "audit",
    "subscription",
    "outbox",
    "incoming_request",
    "proposal",
    "recent_asset",
    "exchange",
  ] as const)
    await on
      .updateTable(table)
      .set({ chat_id: to })
      .where("platform", "=", platform)
      .where("chat_id", "=", from)
      .execute();
}
