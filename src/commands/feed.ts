import { age, duration } from "../core/format.ts";
import { type Block, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { type FeedFacts, feedFacts, type Feeds, lookAt, suggestFeeds, whichFeed } from "./feed-facts.ts";
import { lookBlocks } from "./feed-look.ts";
import { z } from "zod";

/** Rows of the list; those that do not answer come first. */
const ROWS = 30;
/** Of those, how many are explained. */
const PROBLEMS = 5;

/** `/feed`: what the desk reads for news, and how that goes. */
export const feed = (feeds: Feeds) =>
  defineCommand({
    name: "feed",
    summary: "The feeds that news are read from, and which of them do not answer.",
    examples: ["feed"],
    input: z.object({}),
    access: "admin",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: async () => ({ feeds: (await feeds.all()).map(feedFacts) }),
    show: listReply,
  });

function listReply({ feeds }: { readonly feeds: readonly FeedFacts[] }, { now }: Call): Reply {
  if (feeds.length === 0) return { blocks: [text("This desk reads no feeds. Its owner can add one with /feed add.")] };
  const inOrder = feeds.toSorted((a, b) => Number(b.failureCount > 0) - Number(a.failureCount > 0));
  const failing = feeds.filter(({ failureCount }) => failureCount > 0).length;
  const table: Block = {
    kind: "table",
    columns: [
      { label: "Feed", align: "left" },
      { label: "Kind", align: "left" },
      { label: "Read", align: "right" },
    ],
    rows: inOrder
      .slice(0, ROWS)
      .map(({ feedId, kind, okAt, failureCount }) => [
        failureCount > 0 ? `! ${feedId}` : feedId,
        kind,
        okAt === undefined ? (failureCount > 0 ? "never" : "not yet") : age(okAt, now),
      ]),
  };
  return {
    title: `${feeds.length === 1 ? "One feed" : `${feeds.length} feeds`}${failing === 0 ? "" : `, ${failing} not read the last time`}`,
    blocks: [
      table,
      ...(feeds.length > ROWS ? [text(`… and ${feeds.length - ROWS} more`)] : []),
      ...inOrder.slice(0, PROBLEMS).flatMap((each) => problemOf(each, now)),
    ],
    footer: "/feed check tries one now · the owner adds and removes",
  };
}

function problemOf({ feedId, problem, failureCount, nextAt }: FeedFacts, now: number): Block[] {
  if (problem === undefined) return [];
  const times = failureCount === 1 ? "once" : `${failureCount} times`;
  return [text(`${feedId}: ${problem} (${times}); next try in ${duration(nextAt - now)}.`)];
}

/** `/feed check <feed>`: reads a feed, or an address that is none of them yet, and shows what is in it. Nothing is kept. */
export const feedCheck = (feeds: Feeds) =>
  defineCommand({
    name: "feed check",
    summary: "Reads a feed of the desk now and says what is in it, or why it cannot be read.",
    examples: ["feed check coindesk"],
    input: z.object({ feed: z.string().trim().min(1).max(500).describe("A feed of the list: its id or publisher") }),
    access: "admin",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { feed: async (typed) => suggestFeeds(typed, await feeds.all()) },
    async run({ feed: word }, _call, progress) {
      const { id, publisher, address, kind } = whichFeed(word, await feeds.all());
      progress("Reading the feed…");
      return { feedId: id, publisher, ...(await lookAt(feeds, publisher, address, kind)) };
    },
    show: ({ publisher, ...look }, { now }) => ({ title: `${publisher} can be read`, blocks: lookBlocks(look, now) }),
  });
