import { sql } from "kysely";
import { expect, test } from "vitest";
import { createKeepButtons } from "../../src/compose/keep-buttons.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { openDatabase } from "../../src/store/database.ts";
import { NOON } from "../support/calls.ts";

test("where nothing can be written, buttons have ids that lead nowhere, so that the answer goes out; it is reported once", async () => {
  const database = await openDatabase(":memory:");
  const store = new ButtonStore();
  const faults: unknown[] = [];
  const keep = createKeepButtons({ database, store, clock: () => NOON, report: (error) => `ref${faults.push(error)}` });
  await sql`PRAGMA query_only = ON`.execute(database);
  const button = { label: "Chart", command: "chart", input: {} };
  const ids = await Promise.all([keep(button, undefined), keep(button, undefined)]);
  expect(new Set(ids).size).toBe(2);
  expect(faults).toMatchObject([{ code: "SQLITE_READONLY" }]);
  await sql`PRAGMA query_only = OFF`.execute(database);
  expect(await store.find(database, ids[0] ?? "", NOON)).toBeUndefined();
  expect(await store.find(database, await keep(button, undefined), NOON)).toBeDefined();
  await database.destroy();
});
