import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { catchUp } from "../../src/jobs/catch-up.ts";
import { openNews } from "../../src/compose/news.ts";
import { Health } from "../../src/core/health.ts";
import { Journal } from "../../src/jobs/journal.ts";
import { retagNews } from "../../src/jobs/retag-news.ts";
import type { Step } from "../../src/jobs/tick.ts";
import { createTagger } from "../../src/news/tag.ts";
import { readSectorMap, type SectorMap } from "../../src/sector/map.ts";
import { openDatabase } from "../../src/store/database.ts";
import { NoteStore } from "../../src/store/note-store.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { type NewsJob, newsJob, shippedFeed, tagger } from "../support/news-desk.ts";
import { type PublisherStandIn, startPublisher } from "../stand-ins/feeds.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let publisher: PublisherStandIn;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  publisher = await startPublisher();
  closing.push(() => publisher.close());
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const entry = (title: string, change: object = {}) => ({ title, at: NOON - HOUR, ...change });
async function open(...given: Parameters<typeof newsJob>): Promise<NewsJob> {
  const job = await newsJob(...given);
  closing.push(() => job.database.destroy());
  return job;
}

describe("what servers and clocks do", () => {
  test("a server that says for ever that nothing is new is asked for all it has now and then", async () => {
    const feed = publisher.feed("/rss", [entry("Bittensor halves")]);
    let draw = 0.5;
    const job = await open([shippedFeed("paper", feed.address)], () => draw);
    await job.tick();
    feed.fail({ kind: "status", status: 304 });
    await job.tick(10 * MINUTE);
    expect(feed.asked[1]?.headers).toHaveProperty("if-none-match");
    expect((await job.feeds.all(job.database))[0]).toMatchObject({ failures: 0 });
    draw = 0.001;
    await job.tick(10 * MINUTE);
    expect(feed.asked[2]?.headers).not.toHaveProperty("if-none-match");
    expect((await job.feeds.all(job.database))[0]).toMatchObject({
      failures: 1,
      problem: "its server says that nothing is new, to whoever asks",
    });
  });

  test("one that is gone for good is asked once a day from then on", async () => {
    const feed = publisher.feed("/rss");
    feed.fail({ kind: "status", status: 410 });
    const job = await open([shippedFeed("paper", feed.address)]);
    await job.tick();
    expect((await job.feeds.all(job.database))[0]).toMatchObject({
      nextAt: NOON + DAY,
      problem: "the server answers 410",
    });
  });

  test("a clock that ran years ahead and was put right stops no feed, and leaves no item of those years", async () => {
    const feed = publisher.feed("/rss", [{ title: "Bittensor without a date" }]);
    const job = await open([shippedFeed("paper", feed.address)]);
    await job.tick(1_000 * DAY);
    feed.publish([entry("Bittensor halves")]);
    await job.tick(-1_000 * DAY);
    expect(feed.asked).toHaveLength(2);
    await job.items.removeOutside(job.database, NOON - 90 * DAY, NOON + DAY);
    expect(await job.headlines()).toEqual(["Bittensor halves"]);
  });

  test("a clock that is put back an hour neither asks at once nor fails", async () => {
    const feed = publisher.feed("/rss", [entry("Bittensor halves")]);
    const job = await open([shippedFeed("paper", feed.address)]);
    await job.tick();
    expect(await job.tick(-HOUR)).toBe("idle");
    await job.tick(HOUR + 10 * MINUTE);
    expect(await job.headlines()).toEqual(["Bittensor halves"]);
  });

  test("a feed that gives all entries one id keeps all of them, and each once", async () => {
    const all = ["Bittensor halves", "Akash adds GPUs", "Virtuals opens"].map((title) =>
      entry(title, { guid: "site" }),
    );
    const feed = publisher.feed("/rss", all);
    const job = await open([shippedFeed("paper", feed.address)]);
    await job.tick();
    feed.publish(all.slice(0, 1));
    await job.tick(10 * MINUTE);
    feed.publish([entry("Bittensor grows", { guid: "site" }), ...all]);
    await job.tick(10 * MINUTE);
    expect(await job.headlines()).toHaveLength(4);
  });

  test("a feed that never stops bringing news does not fill the disk", async () => {
    const feed = publisher.feed(
      "/rss",
      Array.from({ length: 30 }, (_, n) => entry(`Bittensor number ${n}`)),
    );
    const job = await open([shippedFeed("paper", feed.address)]);
    await job.tick();
    await job.items.removeBeyond(job.database, "paper", 12);
    expect(await job.headlines()).toHaveLength(12);
    await job.items.removeBeyond(job.database, "paper", 12);
    expect(await job.headlines()).toHaveLength(12);
    expect(await job.items.find(job.database, { since: 0, limit: 99, words: ["bittensor"] })).toHaveLength(12);
  });

  test("while another program holds the database a pass fails whole, and the next one keeps all", async () => {
    const folder = mkdtempSync(join(tmpdir(), "news-"));
    closing.push(async () => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "news.sqlite");
    const feed = publisher.feed("/rss", [entry("Bittensor halves"), entry("Akash adds GPUs")]);
    const job = await open([shippedFeed("paper", feed.address)], undefined, path);
    const other = new Sqlite(path);
    other.exec("BEGIN IMMEDIATE");
    await expect(job.tick()).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    other.exec("ROLLBACK");
    other.close();
    expect(await job.headlines()).toEqual([]);
    await job.tick(MINUTE);
    expect(await job.headlines()).toHaveLength(2);
  });
});

describe("passes that overlap", () => {
  test("never ask one host at once, and never one feed twice", async () => {
    const other = await startPublisher();
    closing.push(() => other.close());
    const feeds = [publisher.feed("/a"), publisher.feed("/b"), other.feed("/c")];
    for (const feed of feeds) feed.fail({ kind: "slow", ms: 30 });
    const job = await open(feeds.map(({ address }, index) => shippedFeed(`feed-${index}`, address)));
    const said = await Promise.all([job.tick(), job.tick()]);
    expect(said).toContain("idle");
    expect(feeds.map(({ asked }) => asked.length)).toEqual([1, 0, 1]);
    await job.tick();
    expect(feeds.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
    expect(publisher.mostAtOnce()).toBe(1);
  });
});

describe("at the start", () => {
  const parts = (log = memoryLog()) => ({ log, journal: new Journal(), clock: () => NOON, pauseMs: 1 });

  test("all that is due is read pass by pass, and then no more", async () => {
    const feeds = Array.from({ length: 4 }, (_, n) => publisher.feed(`/${n}`));
    const job = await open(feeds.map(({ address }, index) => shippedFeed(`feed-${index}`, address)));
    const { journal, ...rest } = parts();
    const stop = catchUp(job.step, { ...rest, journal });
    await vi.waitFor(() => expect(feeds.map(({ asked }) => asked.length)).toEqual([1, 1, 1, 1]), { interval: 2 });
    await stop();
    expect(publisher.mostAtOnce()).toBe(1);
    expect(journal.all()).toEqual([{ step: "refresh news", at: NOON, isOk: true }]);
  });

  test("feeds that the desk has never heard of are due in the first pass", async () => {
    const feed = publisher.feed("/rss", [entry("Bittensor halves")]);
    const database = await openDatabase(":memory:");
    closing.push(() => database.destroy());
    let now = NOON;
    const { refresh } = openNews({
      config: { feedPrivateAddresses: "allow", market: { data: "live" } },
      database,
      map: readSectorMap(),
      version: "0",
      log: memoryLog(),
      health: new Health(),
      // As a real one: no two moments are the same.
      clock: () => (now += 1),
      once: async (_command, _call, write) => await write(database),
      shipped: [shippedFeed("paper", feed.address)],
    });
    expect(await refresh.run((now += 1))).toBeUndefined();
    expect(feed.asked).toHaveLength(1);
  });

  test("what fails is logged once and left to the tick", async () => {
    const log = memoryLog();
    let runs = 0;
    const step: Step = {
      name: "broken",
      run: async () => {
        runs += 1;
        throw new Error("no disk");
      },
    };
    const { journal, ...rest } = parts(log);
    const stop = catchUp(step, { ...rest, journal });
    await vi.waitFor(() => expect(journal.all()).toEqual([{ step: "broken", at: NOON, isOk: false }]));
    await stop();
    expect(runs).toBe(1);
  });

  test("a stop ends the pause at once, without a word", async () => {
    const { journal, ...rest } = parts();
    const stop = catchUp({ name: "step", run: async () => undefined }, { ...rest, journal, pauseMs: HOUR });
    await vi.waitFor(() => expect(journal.all()).toHaveLength(1), { interval: 2 });
    await stop();
    expect(journal.all()[0]?.isOk).toBe(true);
  });
});

describe("when the map changes", () => {
  const map = readSectorMap();
  /** The map without a project, as it was before it came onto it. */
  const without = (id: string): SectorMap => ({ ...map, projects: map.projects.filter((each) => each.id !== id) });
  const tagsOf = async ({ items, database }: NewsJob) =>
    (await items.find(database, { since: 0, limit: 500 })).map(({ title, projects, titled }) => [
      title,
      projects,
      titled,
    ]);
  const notes = new NoteStore();

  test("what is kept is told anew what it is about, once, and its words are still found", async () => {
    const feed = publisher.feed("/rss", [entry("Bittensor and Akash meet crypto", { summary: "OpenAI watches." })]);
    const lab = publisher.feed("/lab", [entry("A post")]);
    const job = await open([
      shippedFeed("paper", feed.address),
      shippedFeed("lab", lab.address, { kind: "lab", project: "openai" }),
    ]);
    await job.tick();
    await job.tick();
    const before = await tagsOf(job);
    const old = createTagger(without("akash"));
    expect(old.version).not.toBe(tagger.version);
    await retagNews({ ...job, notes, tag: old }, NOON);
    expect(await tagsOf(job)).toContainEqual([
      "Bittensor and Akash meet crypto",
      ["bittensor", "openai"],
      ["bittensor"],
    ]);
    expect((await job.feeds.all(job.database))[0]?.validators).toEqual({});
    await retagNews({ ...job, notes, tag: tagger }, NOON);
    expect(await tagsOf(job)).toEqual(before);
    await job.database.deleteFrom("news_item_project").execute();
    await retagNews({ ...job, notes, tag: tagger }, NOON);
    expect((await tagsOf(job)).flatMap(([, projects]) => projects)).toEqual([]);
    expect(await job.items.find(job.database, { since: 0, limit: 9, words: ["akash"] })).toHaveLength(1);
  });

  test("cut short in the middle it begins again", async () => {
    const feed = publisher.feed(
      "/rss",
      Array.from({ length: 100 }, (_, n) => entry(`Akash number ${n}`, { at: NOON })),
    );
    const more = publisher.feed(
      "/more",
      Array.from({ length: 50 }, (_, n) => entry(`Akash again ${n}`, { at: NOON })),
    );
    const job = await open([shippedFeed("paper", feed.address), shippedFeed("more", more.address)]);
    await job.tick();
    await job.tick();
    await job.database.deleteFrom("news_item_project").execute();
    let left = 120;
    const failing = Object.assign(
      (item: Parameters<typeof tagger>[0]) => {
        if ((left -= 1) < 0) throw new Error("power is gone");
        return tagger(item);
      },
      { version: tagger.version },
    );
    await expect(retagNews({ ...job, notes, tag: failing }, NOON)).rejects.toThrow("power is gone");
    await retagNews({ ...job, notes, tag: tagger }, NOON);
    expect(await job.items.find(job.database, { since: 0, limit: 500, projects: ["akash"] })).toHaveLength(150);
  });
});
