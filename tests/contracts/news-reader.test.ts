import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFetchFeed } from "../../src/news/fetch-feed.ts";
import { createReader } from "../../src/news/reader.ts";
import { NOON } from "../support/calls.ts";
import { type PublisherStandIn, startPublisher } from "../stand-ins/feeds.ts";
import { readFeed } from "../../src/news/read-feed.ts";
import { tagger } from "../support/news-desk.ts";

let publishers: readonly PublisherStandIn[] = [];
beforeEach(async () => {
  publishers = await Promise.all([startPublisher(), startPublisher()]);
});
afterEach(async () => {
  for (const publisher of publishers) await publisher.close();
});

const clock = (): number => NOON;
const read = createReader({
  fetch: createFetchFeed({ version: "0", privateAddresses: "allow", clock, timeoutMs: 1_000 }),
  parse: readFeed,
  tag: tagger,
  clock,
});

describe("feeds that are asked for at the same time", () => {
  test("wait for each other at one host, and for nobody at another", async () => {
    const feeds = publishers.flatMap((publisher) =>
      ["/a", "/b", "/c"].map((path) => {
        const feed = publisher.feed(path, [{ title: "Bittensor halves" }]);
        feed.fail({ kind: "slow", ms: 15 });
        return feed;
      }),
    );
    const readings = await Promise.all(feeds.map(({ address }) => read({ address, kind: "news" })));
    expect(readings.map(({ kind }) => kind)).toEqual(feeds.map(() => "read"));
    expect(publishers.map((publisher) => publisher.mostAtOnce())).toEqual([1, 1]);
  });

  test("are not held up by one before them that fails", async () => {
    const [publisher] = publishers;
    const [bad, good] = [publisher?.feed("/bad"), publisher?.feed("/good", [{ title: "Bittensor halves" }])];
    bad?.fail({ kind: "status", status: 500 });
    const [first, second] = await Promise.allSettled(
      [bad, good].map((feed) => read({ address: feed?.address ?? "", kind: "news" })),
    );
    expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
  });
});

test("what is no address is refused, not looked up", async () => {
  await expect(read({ address: "nonsense", kind: "news" })).rejects.toThrow("it is no address");
});

test("a feed says what it calls itself, how much it has, and what of that is for this desk", async () => {
  const feed = publishers[0]?.feed(
    "/rss",
    [{ title: "Bittensor halves" }, { title: "Tulips in spring" }],
    "A <b>paper</b>",
  );
  expect(await read({ address: feed?.address ?? "", kind: "news" })).toMatchObject({
    kind: "read",
    title: "A paper",
    count: 2,
    items: [{ title: "Bittensor halves", projects: ["bittensor"], titled: ["bittensor"], isOnTopic: true }],
  });
});
