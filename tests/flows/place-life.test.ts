import { afterEach, expect, test } from "vitest";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { memoryLog } from "../support/calls.ts";
import { openPlaceLife } from "../../src/compose/place-life.ts";
import { PlaceRights } from "../../src/core/place-rights.ts";
import { PlaceStore } from "../../src/store/place-store.ts";
import { SettingStore } from "../../src/store/setting-store.ts";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-10-01T00:00Z");
const GROUP = { platform: "telegram", chatId: "-5", isPublic: true } as const;

let database: Database;
afterEach(() => database.destroy());

async function open() {
  database = await openDatabase(":memory:");
  const rights = new PlaceRights();
  let now = START;
  const life = openPlaceLife({ database, rights, log: memoryLog(), clock: () => now });
  const places = () => database.selectFrom("place").select(["chat_id", "left_at"]).execute();
  return {
    life,
    rights,
    places,
    at: async (ms: number) => {
      now = ms;
      await life.step.run(now);
    },
  };
}

test("30 days after the desk was thrown out nothing of the place is left; a day before all of it is", async () => {
  const { life, at, places } = await open();
  await new SettingStore().set(database, GROUP, "who_may_ask", "admins", START);
  await life.onMembership({ place: GROUP, state: "left", mayPost: true });
  await at(START + 29 * DAY_MS);
  expect(await new SettingStore().of(database, GROUP)).toMatchObject({ who_may_ask: "admins" });
  await at(START + 31 * DAY_MS);
  expect(await places()).toEqual([]);
  expect(await database.selectFrom("setting").selectAll().execute()).toEqual([]);
});

test("whoever lets the desk in again within that time finds all as it was", async () => {
  const { life, at } = await open();
  await new SettingStore().set(database, GROUP, "who_may_ask", "admins", START);
  await life.onMembership({ place: GROUP, state: "left", mayPost: true });
  await at(START + 20 * DAY_MS);
  await life.onMembership({ place: GROUP, state: "joined", mayPost: true });
  await at(START + 60 * DAY_MS);
  expect(await new SettingStore().of(database, GROUP)).toMatchObject({ who_may_ask: "admins" });
});

test("a place that the desk was thrown out of while it was off is noticed by asking, once a day", async () => {
  const { rights, at, places } = await open();
  let asked = 0;
  let isThere = true;
  rights.set("telegram", async () => {
    asked += 1;
    return isThere ? [] : ["view"];
  });
  await new PlaceStore().see(database, GROUP, START);
  await at(START + 2 * DAY_MS);
  await at(START + 2 * DAY_MS + 60_000);
  expect(asked).toBe(1);
  isThere = false;
  await at(START + 4 * DAY_MS);
  expect((await places())[0]?.left_at).toBe(START + 4 * DAY_MS);
  await at(START + 35 * DAY_MS);
  expect(await places()).toEqual([]);
});

test("a platform that says nothing just now is no reason to take a place for left", async () => {
  const { rights, at, places } = await open();
  rights.set("telegram", async () => {
    throw new Error("no answer");
  });
  await new PlaceStore().see(database, GROUP, START);
  await at(START + 2 * DAY_MS);
  expect((await places())[0]?.left_at).toBeNull();
});

test("no table keeps anything of a place that was forgotten", async () => {
  const { life, at } = await open();
  /** Rows of people, who are told of elsewhere: they go with their person, not with a place. */
  const OF_PEOPLE = ["account", "direct_place", "alert", "subscription"];
  const { rows } = await sql<{ name: string }>`SELECT m.name FROM sqlite_schema AS m
    WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'chat_id')`.execute(
    database,
  );
  const tables = rows.map(({ name }) => name).filter((name) => !OF_PEOPLE.includes(name));
  await new PlaceStore().see(database, GROUP, START);
  await sql`PRAGMA foreign_keys = OFF`.execute(database);
  await sql`PRAGMA ignore_check_constraints = ON`.execute(database);
  for (const table of tables.filter((name) => name !== "place")) {
    const columns = await sql<{
      name: string;
      type: string;
      notnull: number;
      pk: number;
    }>`SELECT * FROM pragma_table_info(${table})`.execute(database);
    const needed = columns.rows.filter(
      ({ notnull, pk, name, type }) => (notnull === 1 || pk > 0) && !(name === "id" && type === "INTEGER"),
    );
    const value = (name: string, type: string) =>
      name === "platform" ? sql`'telegram'` : name === "chat_id" ? sql`'-5'` : type === "INTEGER" ? sql`1` : sql`'x'`;
    const names = new Map(needed.map((column) => [column.name, value(column.name, column.type)]));
    names.set("chat_id", sql`'-5'`);
    names.set("platform", sql`'telegram'`);
    await sql`INSERT INTO ${sql.table(table)} (${sql.join([...names.keys()].map((name) => sql.ref(name)))})
      VALUES (${sql.join([...names.values()])})`.execute(database);
  }
  await sql`PRAGMA foreign_keys = ON`.execute(database);
  await life.onMembership({ place: GROUP, state: "left", mayPost: true });
  await at(START + 31 * DAY_MS);
  for (const table of tables)
    expect([table, (await sql`SELECT 1 FROM ${sql.table(table)} WHERE chat_id = '-5'`.execute(database)).rows]).toEqual(
      [table, []],
    );
  expect(tables.length).toBeGreaterThan(6);
});
