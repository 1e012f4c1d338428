import { afterEach, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { addUser } from "../support/desk.ts";
import { FeedStore } from "../../src/store/feed-store.ts";
import type { NewItem } from "../../src/news/reader.ts";
import { NewsItemStore } from "../../src/store/news-item-store.ts";
import { NOON } from "../support/calls.ts";
import { readFeedFile } from "../../src/news/feed-file.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { shippedFeed } from "../support/news-desk.ts";
import { wordsToFind } from "../../src/news/news.ts";

const DAY = 86_400_000;
const [feeds, items] = [new FeedStore(), new NewsItemStore()];
let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
});
afterEach(() => database.destroy());

const PAPER = shippedFeed("paper", "https://paper.example/rss");
const ids = async () => (await feeds.all(database)).map(({ id }) => id);

let count = 0;
const item = (title: string, change: Partial<NewItem> = {}): NewItem => {
  count += 1;
  const link = `https://paper.example/${count}`;
  return { guid: link, title, link, publishedAt: NOON, projects: [], titled: [], isOnTopic: true, ...change };
};
const keep = (...all: readonly NewItem[]) =>
  database.transaction().execute((on) => items.add(on, { id: "paper", publisher: "paper" }, all, NOON));
const found = async (text: string) =>
  (await items.find(database, { since: 0, limit: 50, words: wordsToFind(text) })).map(({ title }) => title);

describe("the feeds that come with the desk", () => {
  test("stand in data/feeds.json in their form, with projects of the map", () => {
    const map = readSectorMap();
    const shipped = readFeedFile();
    expect(shipped.length).toBeGreaterThan(10);
    expect(shipped.flatMap(({ project }) => (project === undefined || map.project(project) ? [] : [project]))).toEqual(
      [],
    );
  });

  test("are there once however often the desk starts, and what went well stays known", async () => {
    await feeds.sync(database, [PAPER], NOON);
    await feeds.noteRead(database, "paper", { nextAt: NOON + 9, now: NOON, validators: { etag: "e" } });
    await feeds.sync(database, [PAPER], NOON + DAY);
    expect(await feeds.all(database)).toMatchObject([{ id: "paper", validators: { etag: "e" }, nextAt: NOON + 9 }]);
  });

  test("stay removed when they were", async () => {
    await feeds.sync(database, [PAPER], NOON);
    expect(await feeds.remove(database, "paper")).toBe(true);
    expect(await feeds.remove(database, "paper")).toBe(false);
    await feeds.sync(database, [PAPER], NOON);
    expect(await ids()).toEqual([]);
  });

  test("are read no longer when a later version has them not, and again when it has", async () => {
    const other = shippedFeed("other", "https://other.example/");
    await feeds.sync(database, [PAPER, other], NOON);
    await feeds.sync(database, [other], NOON);
    expect(await ids()).toEqual(["other"]);
    await feeds.sync(database, [PAPER, other], NOON);
    expect(await ids()).toEqual(["other", "paper"]);
  });

  test("are read at their new address when a later version knows one, moved or not", async () => {
    await feeds.sync(database, [PAPER], NOON);
    const read = { nextAt: NOON + DAY, now: NOON, validators: { etag: "e" }, movedTo: "https://moved.example/" };
    await feeds.noteRead(database, "paper", read);
    expect(await feeds.all(database)).toMatchObject([{ address: "https://moved.example/" }]);
    await feeds.sync(database, [{ ...PAPER, url: "https://new.example/" }], NOON + 1);
    expect(await feeds.all(database)).toMatchObject([
      { address: "https://new.example/", validators: {}, nextAt: NOON + 1 },
    ]);
  });

  test("leave one alone that somebody had added before", async () => {
    await addUser(database, "user-1");
    const added = { address: PAPER.url, publisher: "My paper", kind: "news", addedBy: "user-1" } as const;
    await feeds.add(database, added, NOON);
    await feeds.sync(database, [PAPER], NOON);
    expect(await feeds.all(database)).toMatchObject([{ id: "my-paper", isShipped: false }]);
  });
});

describe("feeds that somebody adds", () => {
  const add = (publisher: string, address: string) =>
    feeds.add(database, { publisher, address, kind: "news", addedBy: "user-1" }, NOON);
  beforeEach(() => addUser(database, "user-1"));

  test("get an id of their own from any name", async () => {
    for (const [index, name] of ["Paper", "paper!", "Zeitung für KI", "新聞", "%_"].entries())
      await add(name, `https://a.example/${index}`);
    expect((await ids()).toSorted()).toEqual(["feed", "feed-2", "paper", "paper-2", "zeitung-fu-r-ki"]);
  });

  test("are there once by their address, and come back after a removal", async () => {
    expect(await add("Paper", "https://a.example/")).toMatchObject({ id: "paper" });
    expect(await add("Paper", "https://a.example/")).toBeUndefined();
    await feeds.remove(database, "paper");
    expect(await add("Gazette", "https://a.example/")).toMatchObject({ id: "paper", publisher: "Gazette" });
  });

  test("stay when the one who added them is forgotten", async () => {
    await add("Paper", "https://a.example/");
    await database.deleteFrom("user").execute();
    expect(await ids()).toEqual(["paper"]);
  });

  test("go for good when they were removed and nothing is left of them; those that come with the desk do not", async () => {
    await add("Paper", "https://a.example/");
    await feeds.sync(database, [shippedFeed("shipped", "https://s.example/")], NOON);
    await keep(item("Bittensor halves"));
    for (const id of ["paper", "shipped"]) await feeds.remove(database, id);
    const rows = async () => (await database.selectFrom("feed").select("id").execute()).map(({ id }) => id).toSorted();
    await feeds.removeForgotten(database);
    expect(await rows()).toEqual(["paper", "shipped"]);
    await items.removeOutside(database, NOON + 1, Infinity);
    await feeds.removeForgotten(database);
    expect(await rows()).toEqual(["shipped"]);
  });
});

describe("items", () => {
  beforeEach(() => feeds.sync(database, [PAPER], NOON));

  test("are found by their words in any form, in title and summary", async () => {
    await keep(item("Bittensor halves its emission", { summary: "Miners earn less." }), item("Café opens for agents"));
    expect(await found("halving emissions")).toEqual(["Bittensor halves its emission"]);
    expect(await found("MINERS")).toEqual(["Bittensor halves its emission"]);
    expect(await found("cafe")).toEqual(["Café opens for agents"]);
    expect(await found("bittensor agents")).toEqual([]);
  });

  test("what reads like an operator of the index is a word", async () => {
    await keep(item('He said "no" to TAO'), item("Not now, or never"));
    expect(await found('"no')).toEqual(['He said "no" to TAO']);
    expect(await found("NOT never")).toEqual(["Not now, or never"]);
    expect(await found("title: said")).toEqual([]);
    expect(await found("said* OR never")).toEqual([]);
    expect(await found("NEAR(said no)")).toEqual([]);
    expect(await items.find(database, { since: 0, limit: 9, words: ['"', "'; DROP TABLE news_item; --"] })).toEqual([]);
  });

  test("no text that is looked for breaks the look-up, as words or as it stands", async () => {
    await keep(item("Bittensor halves"));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const words = wordsToFind(text);
        await items.find(database, { since: 0, limit: 1, words });
        await items.find(database, { since: 0, limit: 1, words: [text.replaceAll("\0", "")] });
      }),
      { numRuns: 200 },
    );
  });

  test("are found by their projects, and tell which of those the title names", async () => {
    await keep(
      item("One", { projects: ["bittensor", "akash"], titled: ["bittensor"] }),
      item("Two", { projects: ["render"], titled: [] }),
    );
    const [one, ...rest] = await items.find(database, { since: 0, limit: 9, projects: ["akash", "grass"] });
    expect(one).toMatchObject({ title: "One", titled: ["bittensor"] });
    expect(one?.projects.toSorted()).toEqual(["akash", "bittensor"]);
    expect(rest).toEqual([]);
    expect(await items.find(database, { since: 0, limit: 9, projects: [] })).toEqual([]);
  });

  test("of a removed feed are shown no more", async () => {
    await keep(item("Bittensor halves"));
    await feeds.remove(database, "paper");
    expect(await found("bittensor")).toEqual([]);
  });

  test("leave nothing behind when they are ninety days old, and their ids are never given again", async () => {
    await keep(item("Old Bittensor", { projects: ["bittensor"], publishedAt: NOON - DAY }));
    const [old] = await items.find(database, { since: 0, limit: 1 });
    await items.removeOutside(database, NOON, Infinity);
    expect(await found("bittensor")).toEqual([]);
    expect(await database.selectFrom("news_item_project").selectAll().execute()).toEqual([]);
    await keep(item("New Bittensor"));
    const [fresh] = await items.find(database, { since: 0, limit: 1 });
    expect(fresh?.id).not.toBe(old?.id);
    expect(await found("old")).toEqual([]);
  });

  test("of one feed that all lead to one page are kept each, the same one once", async () => {
    const link = "https://paper.example/changes";
    await keep(item("Version 1", { link }), item("Version 2", { link }), item("Version 2", { link }));
    expect((await items.find(database, { since: 0, limit: 9 })).map(({ title }) => title)).toHaveLength(2);
  });

  test("the index holds what the items hold, whatever is added and removed", async () => {
    const step = fc.record({ title: fc.constantFrom("alpha", "beta gamma", "gamma"), age: fc.nat({ max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat({ max: 4 }), async (steps, cut) => {
        await items.removeOutside(database, NOON + DAY, Infinity);
        await keep(...steps.map(({ title, age }) => item(title, { publishedAt: NOON - age * DAY })));
        await items.removeOutside(database, NOON - cut * DAY, Infinity);
        const left = steps.filter(({ age }) => age <= cut);
        for (const word of ["alpha", "gamma"])
          expect(await found(word)).toHaveLength(left.filter(({ title }) => title.includes(word)).length);
      }),
      { numRuns: 40 },
    );
  });
});
