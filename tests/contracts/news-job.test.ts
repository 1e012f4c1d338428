import { cleanUp } from "../../src/jobs/clean-up.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type NewsJob, newsJob, shippedFeed } from "../support/news-desk.ts";
import { NOON } from "../support/calls.ts";
import { type Fault, type PublisherStandIn, startPublisher } from "../stand-ins/feeds.ts";
import { cleanedStores } from "../support/cleaned-stores.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let publisher: PublisherStandIn;
beforeEach(async () => {
  publisher = await startPublisher();
});
afterEach(() => publisher.close());

const entry = (title: string, change: object = {}) => ({ title, at: NOON - HOUR, ...change });

describe("a feed is read", () => {
  test("when it is due, with what it said the last time, and what is new is kept", async () => {
    const feed = publisher.feed("/rss", [entry("Bittensor halves"), entry("Gardening in autumn")]);
    const job = await newsJob([shippedFeed("paper", feed.address)]);
    await job.tick();
    expect(await job.headlines()).toEqual(["Bittensor halves"]);
    expect(await job.tick(9 * MINUTE)).toBe("idle");
    await job.tick(MINUTE);
    expect(feed.asked).toHaveLength(2);
    expect(feed.asked[1]?.headers["if-none-match"]).toBeDefined();
    feed.publish([entry("Akash adds GPUs", { at: NOON }), entry("Bittensor halves")]);
    await job.tick(10 * MINUTE);
    expect(await job.headlines()).toEqual(["Akash adds GPUs", "Bittensor halves"]);
    await job.database.destroy();
  });

  test("as often as its kind is worth, a little sooner or later", async () => {
    const kinds = (["news", "lab", "papers"] as const).map((kind) => ({ kind, feed: publisher.feed(`/${kind}`) }));
    const nextOf = async (random: number) => {
      const job = await newsJob(
        kinds.map(({ kind, feed }) => shippedFeed(kind, feed.address, { kind })),
        () => random,
      );
      // One host is asked for one feed at a time.
      for (const _ of kinds) await job.tick();
      const all = await job.feeds.all(job.database);
      await job.database.destroy();
      return Object.fromEntries(all.map(({ kind, nextAt }) => [kind, (nextAt - NOON) / MINUTE]));
    };
    expect(await nextOf(0.5)).toEqual({ news: 10, lab: 60, papers: 360 });
    expect(await nextOf(0)).toEqual({ news: 9, lab: 54, papers: 324 });
    expect((await nextOf(0.999_999))["lab"]).toBeCloseTo(66, 1);
  });

  test("one of a host and six in all each minute, never two of a host at once", async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => startPublisher()));
    const feeds = [
      ...many.map((each, index) => each.feed(`/${index}`)),
      ...Array.from({ length: 3 }, (_, index) => publisher.feed(`/${index}`)),
    ];
    const job = await newsJob(feeds.map(({ address }, index) => shippedFeed(`feed-${index}`, address)));
    const asked = () => feeds.reduce((sum, feed) => sum + feed.asked.length, 0);
    await job.tick();
    expect(asked()).toBe(6);
    await job.tick(1);
    await job.tick(1);
    await job.tick(1);
    await job.tick(1);
    expect(feeds.map((feed) => feed.asked.length)).toEqual(feeds.map(() => 1));
    expect(publisher.mostAtOnce()).toBe(1);
    expect(await job.tick(1)).toBe("idle");
    await Promise.all([job.database.destroy(), ...many.map((each) => each.close())]);
  });

  test("a lab is kept whole, and belongs to its project; of papers only what is about the field", async () => {
    const lab = publisher.feed("/lab", [entry("A new voice for your phone")]);
    const papers = publisher.feed("/papers", [
      entry("Tokens and protocols", { summary: "arXiv:2603.00001v1 Announce Type: new Abstract: We study tokens." }),
      entry("Decentralized training", { summary: "arXiv:2603.00002v1 Announce Type: new Abstract: We train apart." }),
      entry("Decentralized again", { summary: "arXiv:2603.00003v2 Announce Type: replace Abstract: We train apart." }),
    ]);
    const job = await newsJob([
      shippedFeed("lab", lab.address, { kind: "lab", project: "openai" }),
      shippedFeed("papers", papers.address, { kind: "papers" }),
    ]);
    await job.tick();
    await job.tick(1);
    const kept = await job.items.find(job.database, { since: 0, limit: 9 });
    expect(kept.map(({ title }) => title).toSorted()).toEqual(["A new voice for your phone", "Decentralized training"]);
    expect(kept.find(({ kind }) => kind === "lab")?.projects).toEqual(["openai"]);
    expect(kept.find(({ kind }) => kind === "papers")?.summary).toBe("We train apart.");
    await job.database.destroy();
  });
});

describe("what feeds say of time, and say twice", () => {
  test("the future is now, no date is now, and what is older than ninety days stays out", async () => {
    const feed = publisher.feed("/rss", [
      entry("Bittensor from the future", { at: NOON + 365 * DAY }),
      { title: "Bittensor without a date" },
      entry("Bittensor long ago", { at: NOON - 91 * DAY }),
      entry("Bittensor last month", { at: NOON - 30 * DAY }),
    ]);
    const job = await newsJob([shippedFeed("paper", feed.address)]);
    await job.tick();
    const kept = await job.items.find(job.database, { since: 0, limit: 9 });
    expect(kept.map(({ title, publishedAt }) => [title, publishedAt])).toEqual([
      [expect.any(String), NOON],
      [expect.any(String), NOON],
      ["Bittensor last month", NOON - 30 * DAY],
    ]);
    await job.database.destroy();
  });

  test("an entry of two feeds of one publisher is kept once, of two publishers twice", async () => {
    const same = entry("Bittensor halves", { path: "/article" });
    const [one, two] = [publisher.feed("/one", [same]), publisher.feed("/two", [{ ...same, guid: "other" }])];
    const job = await newsJob([
      shippedFeed("one", one.address, { publisher: "Paper" }),
      shippedFeed("two", two.address, { publisher: "Paper" }),
    ]);
    await job.tick();
    await job.tick(1);
    expect(await job.headlines()).toHaveLength(1);
    const other = publisher.feed("/three", [same]);
    await job.feeds.sync(
      job.database,
      [
        shippedFeed("one", one.address, { publisher: "Paper" }),
        shippedFeed("two", two.address, { publisher: "Paper" }),
        shippedFeed("three", other.address, { publisher: "Gazette" }),
      ],
      job.now(),
    );
    await job.tick(1);
    expect(await job.headlines()).toHaveLength(2);
    await job.database.destroy();
  });

  test("of one reading a hundred are kept, the newest", async () => {
    const feed = publisher.feed(
      "/rss",
      Array.from({ length: 300 }, (_, n) => entry(`Bittensor number ${n}`, { at: NOON - n * MINUTE })),
    );
    const job = await newsJob([shippedFeed("paper", feed.address)]);
    await job.tick();
    const kept = await job.headlines();
    expect(kept).toHaveLength(100);
    expect(kept[0]).toBe("Bittensor number 0");
    await job.database.destroy();
  });
});

describe("a feed that cannot be read", () => {
  const faults: readonly (readonly [Fault, string])[] = [
    [{ kind: "status", status: 403 }, "the server answers 403"],
    [{ kind: "silent" }, "it did not answer in time"],
    [{ kind: "endless" }, "it did not answer in time"],
    [{ kind: "page" }, "it is no feed"],
    [{ kind: "cut" }, "it is no feed"],
    [{ kind: "huge" }, "it has more than 4194304 bytes"],
    [{ kind: "loop" }, "it redirects more than 3 times"],
    [{ kind: "elsewhere", to: "ftp://files.example/rss" }, "it is neither http nor https"],
  ];
  test.each(faults)("%j says why, and keeps no other from being read", async (fault, problem) => {
    const other = await startPublisher();
    const [bad, good] = [publisher.feed("/bad"), other.feed("/good", [entry("Bittensor halves")])];
    bad.fail(fault);
    const job = await newsJob([shippedFeed("bad", bad.address), shippedFeed("good", good.address)]);
    await job.tick();
    expect(await job.headlines()).toEqual(["Bittensor halves"]);
    expect((await job.feeds.all(job.database))[0]).toMatchObject({ id: "bad", problem, failures: 1 });
    expect(job.health.all().get("news")).toMatchObject({ state: "late", detail: "1 of 2 feeds do not answer: bad" });
    expect(job.health.isReady()).toBe(true);
    bad.fail(undefined);
    await job.tick(HOUR);
    expect((await job.feeds.all(job.database))[0]).toMatchObject({ failures: 0, okAt: job.now() });
    expect(job.health.all().get("news")?.state).toBe("ok");
    await Promise.all([job.database.destroy(), other.close()]);
  });

  test("is asked half as often after each failure, once a day in the end", async () => {
    const feed = publisher.feed("/rss");
    feed.fail({ kind: "status", status: 500 });
    const job = await newsJob([shippedFeed("paper", feed.address)]);
    expect(await waitsOf(job, 9)).toEqual([20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]);
    expect(feed.asked).toHaveLength(9);
    await job.database.destroy();
  });

  test("is left alone for as long as its server asks, a day at most", async () => {
    const feed = publisher.feed("/rss");
    const job = await newsJob([shippedFeed("paper", feed.address)]);
    feed.fail({ kind: "status", status: 429, retryAfter: "7200" });
    expect(await waitsOf(job, 1)).toEqual([120]);
    feed.fail({ kind: "status", status: 503, retryAfter: "99999999" });
    expect(await waitsOf(job, 1)).toEqual([1_440]);
    await job.database.destroy();
  });

  test("is asked each hour where no server answers at all: the line may be ours", async () => {
    const gone = await startPublisher();
    const { address } = gone.feed("/rss");
    await gone.close();
    const job = await newsJob([shippedFeed("paper", address)]);
    expect(await waitsOf(job, 4)).toEqual([20, 40, 60, 60]);
    expect((await job.feeds.all(job.database))[0]?.problem).toBe("it cannot be reached (ECONNREFUSED)");
    await job.database.destroy();
  });

  test("that has moved for good is asked there, and where it was when it is there no more", async () => {
    const [before, after] = [publisher.feed("/before"), publisher.feed("/after", [entry("Bittensor halves")])];
    before.fail({ kind: "moved", to: "/after" });
    const job = await newsJob([shippedFeed("paper", before.address)]);
    await job.tick();
    await job.tick(10 * MINUTE);
    expect([before.asked.length, after.asked.length]).toEqual([1, 2]);
    after.fail({ kind: "status", status: 404 });
    before.fail(undefined);
    before.publish([entry("Akash adds GPUs")]);
    await job.tick(10 * MINUTE);
    await job.tick(20 * MINUTE);
    expect(before.asked).toHaveLength(2);
    expect(await job.headlines()).toContain("Akash adds GPUs");
    await job.database.destroy();
  });

  test("that is removed while it is being read leaves nothing behind", async () => {
    const feed = publisher.feed("/rss", [entry("Bittensor halves")]);
    feed.fail({ kind: "slow", ms: 40 });
    const job = await newsJob([shippedFeed("paper", feed.address)]);
    const ticking = job.tick();
    await vi.waitFor(() => expect(feed.asked).toHaveLength(1), { interval: 2 });
    await job.feeds.remove(job.database, "paper");
    await ticking;
    expect(await job.database.selectFrom("news_item").selectAll().execute()).toEqual([]);
    await job.database.destroy();
  });
});

/** Lets a feed come due so often. @returns how long it is left alone each time, in minutes */
async function waitsOf(job: NewsJob, times: number): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const [before] = await job.feeds.all(job.database);
    await job.tick((before?.nextAt ?? 0) - job.now());
    const [after] = await job.feeds.all(job.database);
    waits.push(((after?.nextAt ?? 0) - job.now()) / MINUTE);
  }
  return waits;
}

test("a feed that is removed is due no more; without any, news are off by choice", async () => {
  const feed = publisher.feed("/rss");
  const job = await newsJob([shippedFeed("paper", feed.address)]);
  await job.tick();
  expect(job.health.all().get("news")?.state).toBe("ok");
  await job.feeds.remove(job.database, "paper");
  expect(await job.tick(HOUR)).toBe("idle");
  expect(job.health.all().get("news")).toMatchObject({ state: "off", detail: "no feeds" });
  await job.database.destroy();
});

test("news older than ninety days go with the clean-up", async () => {
  const feed = publisher.feed("/rss", [entry("Bittensor halves")]);
  const job = await newsJob([shippedFeed("paper", feed.address)]);
  await job.tick();
  const step = cleanUp({ database: job.database, ...cleanedStores(), feeds: job.feeds, newsItems: job.items });
  await step.run(NOON - HOUR + 90 * DAY);
  expect(await job.headlines()).toHaveLength(1);
  await step.run(NOON - HOUR + 90 * DAY + 1);
  expect(await job.headlines()).toEqual([]);
  await job.database.destroy();
});
