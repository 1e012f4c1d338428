import { afterEach, beforeEach, expect, test } from "vitest";
import { answerBook, AnswerStore } from "./answer-store.ts";
import { backFillBook, DailyCloseStore } from "./daily-close-store.ts";
import { type Database, openDatabase } from "./database.ts";
import { memoryLog, NOON } from "../../tests/support/calls.ts";
import { ProviderUseStore } from "./provider-use-store.ts";
import { sizeOf } from "./size.ts";

let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
});
afterEach(() => database.destroy());

const close = (day: number, change: object = {}) => ({
  assetId: "bittensor",
  day,
  close: 300,
  volume: 9e7,
  source: "CoinGecko",
  ...change,
});

test("closes come back in order of asset and day, without values that they never had", async () => {
  const store = new DailyCloseStore();
  const { volume: _none, ...bare } = close(3, { assetId: "aethir" });
  await store.keep(database, [close(5), close(4), bare, close(9)]);
  expect(await store.of(database, ["bittensor", "aethir", "near"], 3, 8)).toEqual([bare, close(4), close(5)]);
  expect(await store.of(database, [], 0, 99)).toEqual([]);
});

test("a close is corrected by its own source, gains what it lacked, and gives way to a whole one only if it lacks its volume", async () => {
  const store = new DailyCloseStore();
  const only = async () => (await store.of(database, ["bittensor"], 1, 1))[0];
  const { volume: _none, ...bare } = close(1, { source: "DefiLlama", close: 299 });
  await store.keep(database, [bare]);
  await store.keep(database, [close(1)]);
  expect(await only()).toEqual(close(1));
  await store.keep(database, [bare]);
  expect(await only()).toEqual(close(1));
  await store.keep(database, [{ assetId: "bittensor", day: 1, close: 301, marketCap: 3e9, source: "CoinGecko" }]);
  expect(await only()).toEqual(close(1, { close: 301, marketCap: 3e9 }));
});

test("years of many assets are kept at once", async () => {
  const store = new DailyCloseStore();
  const many = Array.from({ length: 7_000 }, (_, day) => close(day));
  await store.keep(database, many);
  await store.keep(database, []);
  expect(await store.of(database, ["bittensor"], 0, 9_999)).toHaveLength(7_000);
});

test("when an asset was asked for in whole is remembered per asset", async () => {
  const book = backFillBook(database);
  expect(await book.all()).toEqual(new Map());
  await book.note("bittensor", NOON);
  await book.note("near", NOON + 1);
  await book.note("bittensor", NOON + 2);
  expect(await backFillBook(database).all()).toEqual(
    new Map([
      ["bittensor", NOON + 2],
      ["near", NOON + 1],
    ]),
  );
});

test("an answer is what was kept last under its name and key, and none once it is too old", async () => {
  const store = new AnswerStore();
  await store.keep(database, "global", "", { marketCap: 1 }, NOON);
  await store.keep(database, "global", "", { marketCap: 2 }, NOON + 1);
  expect(await store.lastKnown(database, "global", "", NOON)).toEqual({ marketCap: 2 });
  expect(await store.lastKnown(database, "global", "", NOON + 1)).toBeUndefined();
  expect(await store.lastKnown(database, "other", "", NOON)).toBeUndefined();
});

test("an answer that is too long is not kept; of very many the oldest go, and so does what is two days old", async () => {
  const store = new AnswerStore();
  await store.keep(database, "long", "", { text: "x".repeat(70_000) }, NOON);
  expect(await store.lastKnown(database, "long", "", 0)).toBeUndefined();
  for (let key = 0; key < 510; key += 1) await store.keep(database, "many", String(key), { key }, NOON + key);
  await store.removeOld(database, NOON + 5);
  const kept = await database.selectFrom("answer").select("key").orderBy("kept_at").execute();
  expect(kept).toHaveLength(500);
  expect(kept[0]).toEqual({ key: "10" });
  await store.removeOld(database, NOON + 1_000);
  expect(await database.selectFrom("answer").selectAll().execute()).toEqual([]);
});

test("a book whose database is gone says so in the log, and costs nobody the answer", async () => {
  const log = memoryLog();
  const other = await openDatabase(":memory:");
  const book = answerBook(other, log);
  await other.destroy();
  await book.keep("global", "", { marketCap: 1 }, NOON);
  expect(await book.lastKnown("global", "", 0)).toBeUndefined();
  expect(log.lines.map(({ event }) => event)).toEqual(["answer not kept", "answer not recalled"]);
});

test("use of a provider is added up by the hour, and old hours can be removed", async () => {
  const store = new ProviderUseStore();
  const hour = { provider: "CoinGecko", hour: 10, requests: 3 };
  await store.add(database, [hour, { ...hour, hour: 11 }]);
  await store.add(database, [hour]);
  await store.add(database, []);
  expect(await store.since(database, 10)).toEqual([
    { ...hour, requests: 6 },
    { ...hour, hour: 11 },
  ]);
  await store.removeBefore(database, 11);
  expect(await store.since(database, 0)).toEqual([{ ...hour, hour: 11 }]);
});

test("the size of the database is known", async () => {
  expect(await sizeOf(database)).toBeGreaterThan(10_000);
});
