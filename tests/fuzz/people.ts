import { sql } from "kysely";
import { TABLES_OF_A_PERSON } from "../../src/store/person-store.ts";
import type { WholeDesk } from "../support/whole-desk.ts";
import { aCall } from "../support/calls.ts";
import type { Call } from "../../src/core/call.ts";
import { CANARIES } from "./leaks.ts";

export interface Victim {
  readonly userId: string;
  readonly call: (key?: string) => Call;
  /** All that is kept of her, as JSON. */
  readonly rows: () => Promise<string>;
  /** The ids of buttons that are hers. */
  readonly buttonIds: readonly string[];
}

const ANN = { platform: "telegram", accountId: "900900901", chatId: "900900901" } as const;

/**
 * Somebody whose portfolio, notes, wallets and alerts hold the canaries; nobody else may read or change any of it.
 * @param account  where she is; on Telegram by default
 */
export async function addVictim(
  { desk, identify, database }: WholeDesk,
  { platform, accountId, chatId }: Pick<Call["place"], "platform" | "chatId"> & Pick<Call["caller"], "accountId"> = ANN,
): Promise<Victim> {
  const { userId } = await identify(platform, accountId);
  const call = (key?: string): Call =>
    aCall({
      caller: { userId, accountId, name: "Ann", role: "member" },
      place: { platform, chatId, isPublic: false },
      now: Date.now(),
      ...(key === undefined ? {} : { key }),
    });
  const does = async (key: string, command: string, input: unknown): Promise<void> =>
    void (await desk.run(command, input, call(key)));
  const bought = { kind: "buy", quantity: "4242.4242", coin: "TAO", price: "310", currency: "USD", date: "2026-02-01" };
  await does("1", "portfolio add", { ...bought, note: "rhubarbsubmarine" });
  await does("2", "wallet add", { address: "0x52908400098527886E0F7030069857D2E4169EE7", label: "nutmegvault" });
  await does("3", "note add", { text: "periwinkle umbrella" });
  const alert = { kind: "price", coin: "TAO", is: "above", value: "4000", note: "pistachio zeppelin" };
  await does("4", "alert add", alert);
  await does("5", "watchlist add", { assets: ["FET"] });
  const buttonIds = [
    await desk.keep({ label: "x", command: "me", input: {} }, userId),
    await desk.keep({ label: "x", command: "note remove", input: { number: "1" } }, userId),
    await desk.keep({ label: "x", command: "portfolio remove", input: { numbers: ["1"] } }, userId),
    await desk.draft({ command: "note add", input: { text: "second" } }, call()),
  ];
  const rows = async (): Promise<string> => {
    const of = Object.entries(TABLES_OF_A_PERSON).map(async ([table, column]) => {
      const found = sql`SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId}`;
      return [table, (await found.execute(database)).rows];
    });
    return JSON.stringify(await Promise.all(of));
  };
  const kept = await rows();
  for (const canary of CANARIES.filter((each) => !each.includes(",")))
    if (!kept.includes(canary)) throw new Error(`the canary "${canary}" was not planted`);
  return { userId, call, rows, buttonIds };
}

/** What is everybody's here, and nothing for a member to change; told apart from what a person's own choices write. */
const OWNERS_TABLES = ["evidence", "place", "setting"] as const;

/** @returns what to call at the end: the tables that somebody without the right to has written to meanwhile */
export async function watchOwnersRows({ database }: WholeDesk): Promise<() => Promise<readonly string[]>> {
  const rows = (): Promise<readonly string[]> =>
    Promise.all(
      OWNERS_TABLES.map(async (table) => JSON.stringify(await database.selectFrom(table).selectAll().execute())),
    );
  const before = await rows();
  return async () =>
    (await rows()).flatMap((now, index) => (now === before[index] ? [] : [OWNERS_TABLES[index] ?? ""]));
}

/** @returns the tables of people in which these words stand */
export async function tablesHolding({ database }: WholeDesk, words: string): Promise<readonly string[]> {
  return [...(await tablesOfPeople(database))].flatMap(([table, rows]) => (rows.includes(words) ? [table] : []));
}

/** All that is kept of anybody, as JSON. */
export const rowsOfPeople = async ({ database }: WholeDesk): Promise<string> =>
  JSON.stringify([...(await tablesOfPeople(database))]);

async function tablesOfPeople(database: WholeDesk["database"]): Promise<ReadonlyMap<string, string>> {
  const dumps = Object.keys(TABLES_OF_A_PERSON).map(async (table) => {
    const { rows } = await sql`SELECT * FROM ${sql.table(table)}`.execute(database);
    return [table, JSON.stringify(rows)] as const;
  });
  return new Map(await Promise.all(dumps));
}
