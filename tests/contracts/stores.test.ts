import { expect, test } from "vitest";
import type { IncomingRequest } from "../../src/core/desk.ts";
import { cleanUp } from "../../src/jobs/clean-up.ts";
import { AnswerStore } from "../../src/store/answer-store.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import { type Executor, openDatabase } from "../../src/store/database.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import { FeedStore } from "../../src/store/feed-store.ts";
import { InboxStore } from "../../src/store/inbox-store.ts";
import { NewsItemStore } from "../../src/store/news-item-store.ts";
import { NoteStore } from "../../src/store/note-store.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { ProviderUseStore } from "../../src/store/provider-use-store.ts";
import { QuoteStore } from "../../src/store/quote-store.ts";
import { RecentAssetStore } from "../../src/store/recent-asset-store.ts";
import { SettingStore } from "../../src/store/setting-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { WatchlistStore } from "../../src/store/watchlist-store.ts";
import { aCall, NOON } from "../support/calls.ts";
import { addUser } from "../support/desk.ts";

const DAY = 86_400_000;

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

test("an account's name and when it was seen are noted, at most once an hour", async () => {
  const database = await openDatabase(":memory:");
  const users = new UserStore();
  const account = () => database.selectFrom("account").select(["name", "seen_at"]).executeTakeFirstOrThrow();
  const { userId } = await users.identify(database, "telegram", "1", "Ada", NOON);
  await users.identify(database, "telegram", "1", "Ada L.", NOON + 3_599_999);
  expect(await account()).toEqual({ name: "Ada", seen_at: NOON });
  expect(await users.identify(database, "telegram", "1", "Ada L.", NOON + 3_600_000)).toEqual({
    userId,
    isOwner: false,
  });
  expect(await account()).toEqual({ name: "Ada L.", seen_at: NOON + 3_600_000 });
  await users.identify(database, "telegram", "1", undefined, NOON + 9_000_000);
  expect(await account()).toEqual({ name: "Ada L.", seen_at: NOON + 9_000_000 });
});

test("browsers that nobody came back with are forgotten, but for owners and whoever keeps something or is known elsewhere", async () => {
  const database = await openDatabase(":memory:");
  const users = new UserStore();
  const seen = async (platform: "web" | "telegram", id: string, at = NOON) =>
    (await users.identify(database, platform, id, undefined, at)).userId;
  await seen("web", "gone");
  await new RecentAssetStore().note(database, await seen("web", "asked once"), "x", aCall().place, NOON);
  await seen("web", "back", NOON + 2);
  await seen("telegram", "elsewhere");
  await users.makeOwner(database, await seen("web", "owner"));
  const room = { limit: 9, now: NOON };
  await new WatchlistStore().add(database, await seen("web", "follows"), ["x"], room);
  const linked = await seen("web", "linked");
  await database
    .insertInto("account")
    .values({ platform: "discord", account_id: "linked", user_id: linked, name: null, seen_at: NOON })
    .execute();
  expect(await users.removeVisitorsSeenBefore(database, NOON)).toBe(0);
  expect(await users.removeVisitorsSeenBefore(database, NOON + 1)).toBe(2);
  const left = await database.selectFrom("account").select("account_id").distinct().orderBy("account_id").execute();
  expect(left.map((row) => row.account_id)).toEqual(["back", "elsewhere", "follows", "linked", "owner"]);
});

test("a write and its key are there together or not at all", async () => {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  const keys = new DoneKeyStore();
  const list = new WatchlistStore();
  const call = aCall({ key: "web:account-1:1" });
  const add = (id: string) => (on: Executor) => list.add(on, "user-1", [id], { limit: 9, now: NOON });
  const dying = keys.once(database, "watchlist add", call, async (on) => {
    await add("near")(on);
    throw new Error("killed");
  });
  await expect(dying).rejects.toThrow("killed");
  expect(await list.of(database, "user-1")).toEqual([]);
  expect(await keys.find(database, "watchlist add", call)).toBeUndefined();
  const answers = await Promise.all(
    ["near", "near", "bitcoin"].map((id) => keys.once(database, "watchlist add", call, add(id))),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await list.of(database, "user-1")).toEqual(["near"]);
  await keys.once(database, "watchlist add", aCall(), add("bitcoin"));
  expect(await list.of(database, "user-1")).toEqual(["near", "bitcoin"]);
});

test("a key is forgotten after its time, and not before", async () => {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  const keys = new DoneKeyStore();
  const call = aCall({ key: "k" });
  await keys.once(database, "allow", call, async () => ({ state: "on" }));
  expect(await keys.removeDoneBefore(database, NOON)).toBe(0);
  expect(await keys.find(database, "allow", call)).toEqual({ facts: { state: "on" } });
  expect(await keys.removeDoneBefore(database, NOON + 1)).toBe(1);
});

test("cleaning up forgets keys after two days and idle browsers after ninety", async () => {
  const database = await openDatabase(":memory:");
  const [users, doneKeys] = [new UserStore(), new DoneKeyStore()];
  const stores = { buttons: new ButtonStore(), proposals: new ProposalStore(), inbox: new InboxStore() };
  const market = { quotes: new QuoteStore(), answers: new AnswerStore(), use: new ProviderUseStore() };
  const news = { feeds: new FeedStore(), newsItems: new NewsItemStore(), outbox: new OutboxStore() };
  const step = cleanUp({ database, users, doneKeys, ...stores, ...market, ...news, notes: new NoteStore() });
  const { userId } = await users.identify(database, "web", "a", undefined, NOON);
  await doneKeys.once(database, "allow", aCall({ caller: { userId }, key: "k" }), async () => ({}));
  const rows = async (table: "done_key" | "user") => (await database.selectFrom(table).selectAll().execute()).length;
  await step.run(NOON + 2 * DAY);
  expect(await rows("done_key")).toBe(1);
  await step.run(NOON + 2 * DAY + 1);
  expect(await rows("done_key")).toBe(0);
  await step.run(NOON + 90 * DAY);
  expect(await rows("user")).toBe(1);
  await step.run(NOON + 90 * DAY + 1);
  expect(await rows("user")).toBe(0);
});

test("a watchlist keeps the order in which it was filled, each asset once, up to its limit", async () => {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  await addUser(database, "user-2");
  const list = new WatchlistStore();
  const add = (ids: readonly string[]) => list.add(database, "user-1", ids, { limit: 3, now: NOON });
  expect(await add(["b", "a", "b"])).toEqual({ added: ["b", "a"], alreadyThere: [], leftOut: [] });
  expect(await add(["a", "d", "c"])).toEqual({ added: ["d"], alreadyThere: ["a"], leftOut: ["c"] });
  expect(await list.remove(database, "user-2", ["a"])).toEqual([]);
  expect(await list.remove(database, "user-1", ["b", "x"])).toEqual(["b"]);
  await add(["b"]);
  expect(await list.of(database, "user-1")).toEqual(["a", "d", "b"]);
  expect(await list.of(database, "user-2")).toEqual([]);
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
  const byDefault = await settings.of(database, here);
  expect(byDefault).toMatchObject({ model_allowed: false, cashtags: false, who_may_ask: "everyone", topics: [] });
  await settings.set(database, here, "model_allowed", true, NOON);
  expect(await settings.of(database, here)).toEqual({ ...byDefault, model_allowed: true });
  expect(await settings.of(database, { ...here, chatId: "2" })).toEqual(byDefault);
  expect(await database.selectFrom("place").select(["platform", "chat_id", "is_public"]).execute()).toEqual([
    { platform: "telegram", chat_id: "1", is_public: 1 },
  ]);
  await database.updateTable("setting").set({ value: '"maybe"' }).execute();
  expect(await settings.of(database, here)).toEqual(byDefault);
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
  const call = aCall({ caller: { userId }, key: "web:a:1" });
  await new DoneKeyStore().once(database, "watchlist add", call, (on) =>
    new WatchlistStore().add(on, userId, ["x"], { limit: 9, now: NOON }),
  );
  await new RecentAssetStore().note(database, userId, "x", call.place, NOON);
  await database.deleteFrom("user").where("id", "=", userId).execute();
  for (const table of [
    "account",
    "button",
    "proposal",
    "asset_choice",
    "done_key",
    "watchlist",
    "recent_asset",
  ] as const)
    expect(await database.selectFrom(table).selectAll().execute()).toEqual([]);
});
