import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { keptQuery } from "./kept-query.ts";
import { NoteStore } from "./note-store.ts";

let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
});
afterEach(() => database.destroy());

test("a kept query answers each time for the values of that time, whoever asks at once", async () => {
  const notes = new NoteStore();
  for (const name of ["a", "b", "c"]) await notes.set(database, name, `value of ${name}`, 1);
  const found = await Promise.all(["c", "a", "none", "b", "a"].map((name) => notes.get(database, name)));
  expect(found).toEqual(["value of c", "value of a", undefined, "value of b", "value of a"]);
});

test("a kept query is built once, keeps its own values, and runs on the transaction that it is given", async () => {
  let built = 0;
  const insert = keptQuery((on, { name, value }: { readonly name: string; readonly value: string }) => {
    built += 1;
    return on.insertInto("note").values({ name, value, changed_at: 7 });
  });
  await insert(database, { name: "a", value: "first" });
  const ended = database.transaction().execute(async (on) => {
    await insert(on, { name: "b", value: "undone" });
    throw new Error("taken back");
  });
  await expect(ended).rejects.toThrow("taken back");
  await insert(database, { name: "c", value: "'; DROP TABLE note; --" });
  expect(built).toBe(1);
  expect(await database.selectFrom("note").selectAll().where("changed_at", "=", 7).execute()).toEqual([
    { name: "a", value: "first", changed_at: 7 },
    { name: "c", value: "'; DROP TABLE note; --", changed_at: 7 },
  ]);
});

test("null is a value like any other", async () => {
  const insert = keptQuery((on, given: { readonly id: string; readonly topic: string | null }) =>
    on.insertInto("incoming_request").values({
      platform: "telegram",
      key: given.id,
      chat_id: "1",
      topic_id: given.topic,
      is_public: 0,
      payload: "",
      asked_at: 1,
      closed_at: null,
    }),
  );
  await insert(database, { id: "1", topic: null });
  await insert(database, { id: "2", topic: "9" });
  const rows = await database.selectFrom("incoming_request").select(["key", "topic_id"]).orderBy("key").execute();
  expect(rows).toEqual([
    { key: "1", topic_id: null },
    { key: "2", topic_id: "9" },
  ]);
});
