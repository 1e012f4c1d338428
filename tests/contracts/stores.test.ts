import { expect, test } from "vitest";
import type { IncomingRequest } from "../../src/core/desk.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { openDatabase } from "../../src/store/database.ts";
import { InboxStore } from "../../src/store/inbox-store.ts";
import { NoteStore } from "../../src/store/note-store.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { SettingStore } from "../../src/store/setting-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { aCall, NOON } from "../support/calls.ts";
import { addUser } from "../support/desk.ts";

const asked = (key: string, askedAt = NOON): IncomingRequest => ({
  key,
  platform: "telegram",
  place: { platform: "telegram", chatId: "c", topicId: "7", isPublic: true },
  payload: "what is TAO?",
  askedAt,
});

test("an account is one user for ever, whoever sees it first", async () => {
  const database = await openDatabase(":memory:");
  const users = new UserStore();
  const seen = await Promise.all(
    Array.from({ length: 20 }, () => users.identify(database, "telegram", "42", "Ada", NOON)),
  );
  expect(new Set(seen.map(({ userId }) => userId)).size).toBe(1);
  expect(await database.selectFrom("user").selectAll().execute()).toHaveLength(1);
  const elsewhere = await users.identify(database, "discord", "42", "Ada", NOON);
  expect(elsewhere.userId).not.toBe(seen[0]?.userId);
});

test("an owner is one on the next call", async () => {
  const database = await openDatabase(":memory:");
  const users = new UserStore();
  const { userId, isOwner } = await users.identify(database, "web", "a", undefined, NOON);
  expect(isOwner).toBe(false);
  await users.makeOwner(database, userId);
  expect((await users.identify(database, "web", "a", undefined, NOON)).isOwner).toBe(true);
});

test("what was asked is taken once, is open until it is closed, and then its words are gone", async () => {
  const database = await openDatabase(":memory:");
  const inbox = new InboxStore();
  expect(await inbox.accept(database, asked("1"))).toBe(true);
  expect(await inbox.accept(database, asked("1"))).toBe(false);
  expect(await inbox.accept(database, asked("0", NOON - 5))).toBe(true);
  expect(await inbox.open(database, "telegram")).toEqual([asked("0", NOON - 5), asked("1")]);
  expect(await inbox.open(database, "discord")).toEqual([]);
  await inbox.close(database, "telegram", "1", NOON);
  expect((await inbox.open(database, "telegram")).map(({ key }) => key)).toEqual(["0"]);
  expect(await inbox.accept(database, asked("1"))).toBe(false);
  const texts = await database.selectFrom("incoming_request").select("payload").where("key", "=", "1").execute();
  expect(texts).toEqual([{ payload: "" }]);
  expect(await inbox.removeClosed(database, NOON + 1)).toBe(1);
  expect(await inbox.accept(database, asked("1"))).toBe(true);
});

test("a button is found until it expires, and only by its id", async () => {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  const buttons = new ButtonStore();
  const id = await buttons.keep(
    database,
    { label: "x", command: "price", input: { assets: ["tao"] } },
    "user-1",
    NOON,
    NOON + 10,
  );
  const found = await buttons.find(database, id, NOON + 9);
  expect(found).toMatchObject({
    ownerId: "user-1",
    button: { command: "price", input: { assets: ["tao"] }, answer: "edit" },
  });
  expect(await buttons.find(database, id, NOON + 10)).toBeUndefined();
  expect(await buttons.find(database, id.slice(1), NOON)).toBeUndefined();
  expect(await buttons.removeExpired(database, NOON + 10)).toBe(1);
});

test("ids of buttons do not repeat and cannot be counted up", async () => {
  const database = await openDatabase(":memory:");
  const buttons = new ButtonStore();
  const ids: string[] = [];
  for (let index = 0; index < 200; index++)
    ids.push(await buttons.keep(database, { label: "", command: "c", input: {} }, undefined, 1, 2));
  expect(new Set(ids).size).toBe(200);
  expect(new Set(ids.map((id) => id.slice(0, 4))).size).toBeGreaterThan(190);
});

test("of many presses at once one claims a proposal, and never another user's", async () => {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  const proposals = new ProposalStore();
  const id = await proposals.add(database, "allow", { state: "on" }, aCall(), NOON + 10);
  expect(await proposals.claim(database, id, "user-2", NOON)).toBeUndefined();
  const claims = await Promise.all(Array.from({ length: 10 }, () => proposals.claim(database, id, "user-1", NOON)));
  expect(claims.filter((claim) => claim !== undefined)).toEqual([
    { userId: "user-1", command: "allow", input: { state: "on" } },
  ]);
});

test("a setting holds its default until it is set, per place, and nonsense in the table counts as not set", async () => {
  const database = await openDatabase(":memory:");
  const settings = new SettingStore();
  const here = { platform: "telegram" as const, chatId: "1", isPublic: true };
  expect(await settings.of(database, here)).toEqual({ model_allowed: false });
  await settings.set(database, here, "model_allowed", true, NOON);
  expect(await settings.of(database, here)).toEqual({ model_allowed: true });
  expect(await settings.of(database, { ...here, chatId: "2" })).toEqual({ model_allowed: false });
  expect(await database.selectFrom("place").select(["platform", "chat_id", "is_public"]).execute()).toEqual([
    { platform: "telegram", chat_id: "1", is_public: 1 },
  ]);
  await database.updateTable("setting").set({ value: '"maybe"' }).execute();
  expect(await settings.of(database, here)).toEqual({ model_allowed: false });
});

test("a note is kept and replaced", async () => {
  const database = await openDatabase(":memory:");
  const notes = new NoteStore();
  expect(await notes.get(database, "a")).toBeUndefined();
  await notes.set(database, "a", "1", NOON);
  await notes.set(database, "a", "2", NOON);
  expect(await notes.get(database, "a")).toBe("2");
});

test("deleting a user takes everything of theirs along", async () => {
  const database = await openDatabase(":memory:");
  const users = new UserStore();
  const { userId } = await users.identify(database, "web", "a", "Ada", NOON);
  await new ButtonStore().keep(database, { label: "", command: "c", input: {} }, userId, NOON, NOON + 1);
  await new ProposalStore().add(database, "c", {}, aCall({ caller: { userId } }), NOON + 1);
  await database
    .insertInto("asset_choice")
    .values({ user_id: userId, word: "ai", asset_id: "x", chosen_at: 1 })
    .execute();
  await database.deleteFrom("user").where("id", "=", userId).execute();
  for (const table of ["account", "button", "proposal", "asset_choice"] as const)
    expect(await database.selectFrom(table).selectAll().execute()).toEqual([]);
});
