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

/** Somebody whose portfolio, notes, wallets and alerts hold the canaries; nobody else may read or change any of it. */
export async function addVictim({ desk, identify, database }: WholeDesk): Promise<Victim> {
  const accountId = "900900901";
  const { userId } = await identify("telegram", accountId);
  const call = (key?: string): Call =>
    aCall({
      caller: { userId, accountId, name: "Ann", role: "member" },
      place: { platform: "telegram", chatId: accountId, isPublic: false },
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
