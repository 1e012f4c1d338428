import { defineCommand } from "../core/command.ts";
import { cleanLine } from "../core/clean.ts";
import { FEED_KINDS } from "../news/feed-file.ts";
import { FEED_LIMIT } from "../news/feed.ts";
import { type Added, feedAddress, type Feeds, lookAt, type LookFacts, suggestFeeds, whichFeed } from "./feed-facts.ts";
import { lookBlocks } from "./feed-look.ts";
import { text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

interface AddedFacts extends LookFacts {
  readonly publisher: string;
  readonly added: Added;
}

/** `/feed add <address>`: has a feed read from now on, after it could be read once. A feed is for the whole desk. */
export const feedAdd = (feeds: Feeds) =>
  defineCommand({
    name: "feed add",
    summary: "Adds a feed that news are read from, for the whole desk.",
    examples: ["feed add https://example.com/feed.xml", "feed add https://example.com/atom lab Example Labs"],
    input: z.object({
      address: z.string().trim().min(4).max(500).describe("Address of an RSS or Atom feed, http or https"),
      kind: z.enum(FEED_KINDS).default("news").describe("news: the field only; lab: everything; papers"),
      publisher: z.string().trim().min(1).max(60).optional().describe("What to call it; its own title unless said"),
    }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],

    async run({ address: typed, kind, publisher }, call, progress): Promise<AddedFacts> {
      const address = feedAddress(typed);
      const all = await feeds.all();
      const there = all.find((each) => [each.address, each.givenAddress].includes(address));
      if (there) throw new UserError(`That feed is read already, as ${there.publisher} (${there.id}).`);
      if (all.length >= FEED_LIMIT) throw new UserError(full);
      progress("Reading the feed…");
      const look = await lookAt(feeds, "That address", address, kind);
      const name = cleanLine(publisher ?? look.untrustedTitle ?? new URL(address).hostname, 60);
      return await feeds.add({ address, publisher: name, kind }, call, (added) => ({
        ...look,
        publisher: name,
        added,
      }));
    },

    show: ({ publisher, added, ...look }, { now }) => {
      if (added.state === "full") return { blocks: [text(full)] };
      if (added.state === "there") return { blocks: [text("That feed is read already.")] };
      return {
        title: `${publisher} is read from now on`,
        blocks: lookBlocks(look, now),
        buttons: [{ label: "Remove it again", command: "feed remove", input: { feed: added.id } }],
      };
    },
  });

const full = `The desk reads ${FEED_LIMIT} feeds already, which is as many as it may; remove one first.`;

/** `/feed remove <feed>`: nothing more is read of it, and nothing of it is shown. */
export const feedRemove = (feeds: Feeds) =>
  defineCommand({
    name: "feed remove",
    summary: "Stops reading a feed, for the whole desk; what it said is no longer shown.",
    examples: ["feed remove coindesk"],
    input: z.object({ feed: z.string().trim().min(1).max(500).describe("Its id, publisher or address") }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { feed: async (typed) => suggestFeeds(typed, await feeds.all()) },

    async run({ feed: word }, call) {
      const { id, publisher } = whichFeed(word, await feeds.all());
      return await feeds.remove(id, call, (wasThere) => ({ feedId: id, publisher, wasThere }));
    },

    show: ({ publisher }) => ({
      blocks: [
        text(
          `${publisher} is no longer read, and nothing of it is shown. /feed add with its address takes it up again.`,
        ),
      ],
    }),
  });
