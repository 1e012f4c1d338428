import { sql, type SqlBool } from "kysely";
import { hashOf } from "./deletion-list.ts";
import type { Database, Executor } from "./database.ts";
import { directChats, type PlaceId } from "./direct-chats.ts";
import type { Tables } from "./tables.ts";

/** Every table that holds rows of one person, by the column that says whose. A test compares it with the database. */
export const TABLES_OF_A_PERSON = {
  account: "user_id",
  watchlist: "user_id",
  wallet: "user_id",
  portfolio: "user_id",
  portfolio_entry: "user_id",
  portfolio_hidden: "user_id",
  portfolio_change: "user_id",
  import: "user_id",
  user_setting: "user_id",
  asset_choice: "user_id",
  recent_asset: "user_id",
  alert: "owner_id",
  alert_subject: "user_id",
  subscription: "owner_id",
  outbox: "owner_id",
  proposal: "user_id",
  button: "owner_id",
  done_key: "user_id",
  feedback: "user_id",
  pseudonym: "user_id",
  link_code: "user_id",
  link_request: "giver_id",
  former_user: "user_id",
  person_spend: "user_id",
  exchange: "user_id",
  person_note: "user_id",
  trace: "user_id",
} as const satisfies Partial<Record<keyof Tables, string>>;

export type TableOfAPerson = keyof typeof TABLES_OF_A_PERSON;

const TABLES = Object.keys(TABLES_OF_A_PERSON) as readonly TableOfAPerson[];

/** Everything that is kept of one person, whichever table it is in. */
export class PersonStore {
  /** How many rows of each table are theirs. */
  async count(on: Executor, userId: string): Promise<Readonly<Record<TableOfAPerson, number>>> {
    const counted = TABLES.map(async (table) => {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*) AS count FROM ${sql.table(table)} WHERE ${sql.ref(TABLES_OF_A_PERSON[table])} = ${userId}`.execute(
        on,
      );
      return [table, rows[0]?.count ?? 0] as const;
    });
    return Object.fromEntries(await Promise.all(counted)) as Record<TableOfAPerson, number>;
  }

  /**
   * Removes a person and all that is kept of them, also what no foreign key leads to: their direct chats, what they asked there,
   * and what they wrote to the owner. What they gave for everybody (feeds, evidence, what places are told of) stays, without them.
   * @param direct  a direct chat with them that no row may name
   */
  async remove(database: Database, userId: string, direct?: PlaceId): Promise<void> {
    await database.transaction().execute(async (on) => await this.#remove(on, userId, direct));
    // SQLite overwrites what it removes (`secure_delete`); its log still holds what was there before.
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(database);
  }

  /** Removes those again whom a database that was restored has brought back. @returns how many */
  async removeAgain(database: Database, hashes: ReadonlySet<string>): Promise<number> {
    if (hashes.size === 0) return 0;
    const users = await database.selectFrom("user").select("id").execute();
    const back = users.filter(({ id }) => hashes.has(hashOf(id)));
    for (const { id } of back) await this.remove(database, id);
    return back.length;
  }

  async #remove(on: Executor, userId: string, direct: PlaceId | undefined): Promise<void> {
    const accounts = await on
      .selectFrom("account")
      .select(["platform", "account_id"])
      .where("user_id", "=", userId)
      .execute();
    const chats = [...(await directChats(on, userId)), ...(direct ? [direct] : [])];
    const pseudonym = await on.selectFrom("pseudonym").select("name").where("user_id", "=", userId).executeTakeFirst();
    if (pseudonym) await on.deleteFrom("outbox").where("source_id", "=", `feedback ${pseudonym.name}`).execute();
    for (const { platform, account_id } of accounts)
      await on
        .deleteFrom("incoming_request")
        .where("platform", "=", platform)
        .where((either) =>
          either.or([
            // The whole id: somebody else's may hold it.
            sql<SqlBool>`payload GLOB ${`*[^0-9A-Za-z_-]${account_id}[^0-9A-Za-z_-]*`}`,
            either(sql`instr(key, ${`:${account_id}:`})`, ">", 0),
          ]),
        )
        .execute();
    for (const { platform, chatId } of chats) {
      for (const table of ["incoming_request", "last_post", "place", "outbox"] as const)
        await on.deleteFrom(table).where("platform", "=", platform).where("chat_id", "=", chatId).execute();
      await on
        .updateTable("audit")
        .set({ platform: null, chat_id: null })
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .execute();
    }
    // Such as that a digest was tried in a place by them.
    await on
      .deleteFrom("outbox")
      .where(sql`instr(key, ${userId})`, ">", 0)
      .execute();
    await on.deleteFrom("user").where("id", "=", userId).execute();
  }
}
