import { sql } from "kysely";
import type { Executor } from "./database.ts";

/** Whose portfolio one person has from then on, where both have one. */
export type Kept = "theirs" | "mine";

/** Columns that name a person whose rows become the other's. What both have in the same words stays as the other has it. */
const MOVED = [
  ["account", "user_id"],
  ["former_user", "user_id"],
  ["user_setting", "user_id"],
  ["asset_choice", "user_id"],
  ["recent_asset", "user_id"],
  ["wallet", "user_id"],
  ["watchlist", "user_id"],
  ["feedback", "user_id"],
  ["done_key", "user_id"],
  ["proposal", "user_id"],
  ["button", "owner_id"],
  ["outbox", "owner_id"],
  ["alert", "owner_id"],
  ["alert", "made_by"],
  ["subscription", "owner_id"],
  ["subscription", "made_by"],
  ["person_spend", "user_id"],
  ["exchange", "user_id"],
  ["person_note", "user_id"],
  ["trace", "user_id"],
] as const;

/** Rows of a portfolio belong together. */
const PORTFOLIO = ["portfolio", "portfolio_entry", "portfolio_hidden", "portfolio_change"] as const;

/** What goes with the person who is not there any more: files being read, codes, and the name in the audit, which leads to nobody then. */
const DROPPED = [
  ["import", "user_id"],
  ["link_code", "user_id"],
  ["link_request", "giver_id"],
  ["link_request", "taker_id"],
  ["pseudonym", "user_id"],
] as const;

/** Every column that names a person, for a test that looks for one that was forgotten. */
export const CLASSIFIED: readonly string[] = [
  ...[...MOVED, ...DROPPED].map(([table, column]) => `${table}.${column}`),
  ...PORTFOLIO.map((table) => `${table}.user_id`),
  "alert_subject.user_id",
];

/** Whether somebody keeps a portfolio. */
export async function hasPortfolio(on: Executor, userId: string): Promise<boolean> {
  const row = await on
    .selectFrom("portfolio_entry")
    .select("number")
    .where("user_id", "=", userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Makes two people one: all that `from` has is `to`'s, and `from` is not there any more. Belongs in a transaction.
 * @param keep  whose portfolio stays where both have one: that of `to` is "theirs"; the other is removed
 */
export async function mergePeople(
  on: Executor,
  { from, to, keep }: { readonly from: string; readonly to: string; readonly keep: Kept },
): Promise<void> {
  await movePortfolio(on, { from, to, keep });
  await moveSubjects(on, from, to);
  // Behind those that the other has already.
  await sql`UPDATE watchlist SET position = position + (SELECT COALESCE(MAX(position) + 1, 0) FROM watchlist WHERE user_id = ${to})
    WHERE user_id = ${from}`.execute(on);
  await sql`UPDATE person_note SET number = number + (SELECT COALESCE(MAX(number), 0) FROM person_note WHERE user_id = ${to})
    WHERE user_id = ${from}`.execute(on);
  for (const [table, column] of MOVED)
    await sql`UPDATE OR IGNORE ${sql.table(table)} SET ${sql.ref(column)} = ${to} WHERE ${sql.ref(column)} = ${from}`.execute(
      on,
    );
  await sql`UPDATE user SET is_owner = MAX(is_owner, (SELECT is_owner FROM user WHERE id = ${from})) WHERE id = ${to}`.execute(
    on,
  );
  await on.deleteFrom("user").where("id", "=", from).execute();
  await on.insertInto("former_user").values({ former_id: from, user_id: to }).execute();
}

async function movePortfolio(
  on: Executor,
  { from, to, keep }: { readonly from: string; readonly to: string; readonly keep: Kept },
): Promise<void> {
  if (!(await hasPortfolio(on, from)) || (keep === "theirs" && (await hasPortfolio(on, to)))) return;
  const versions = await on.selectFrom("portfolio").select("version").where("user_id", "in", [from, to]).execute();
  for (const table of PORTFOLIO) {
    await sql`DELETE FROM ${sql.table(table)} WHERE user_id = ${to}`.execute(on);
    await sql`UPDATE ${sql.table(table)} SET user_id = ${to} WHERE user_id = ${from}`.execute(on);
  }
  // Whoever has the other's in memory must not take this one for it.
  const version = Math.max(0, ...versions.map((each) => each.version)) + 1;
  await on.updateTable("portfolio").set({ version }).where("user_id", "=", to).execute();
}

/** What alerts look at of a person's own carries their id in its name. */
async function moveSubjects(on: Executor, from: string, to: string): Promise<void> {
  const subjects = await on.selectFrom("alert_subject").select(["id", "subject"]).where("user_id", "=", from).execute();
  for (const { id, subject } of subjects) {
    const name = subject.replaceAll(from, to);
    const there = await on.selectFrom("alert_subject").select("id").where("subject", "=", name).executeTakeFirst();
    if (there) await on.updateTable("alert").set({ subject_id: there.id }).where("subject_id", "=", id).execute();
    else await on.updateTable("alert_subject").set({ subject: name, user_id: to }).where("id", "=", id).execute();
  }
}
