import { readFileSync } from "node:fs";
import { z } from "zod";

/** What a feed brings: news of publishers, posts of labs, papers. */
export const FEED_KINDS = ["news", "lab", "papers"] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

const shippedFeed = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,40}$/),
  publisher: z.string().min(1).max(60),
  url: z.url({ protocol: /^https$/ }),
  kind: z.enum(FEED_KINDS),
  /** The project of the map that speaks of itself in it. */
  project: z.string().optional(),
  /** Whether a body of it was seen; else its address is from a list. */
  isSeen: z.boolean(),
});

/** A feed that comes with the desk. */
export type ShippedFeed = z.output<typeof shippedFeed>;

const feedFile = z.strictObject({
  schemaVersion: z.literal(1),
  asOf: z.iso.date(),
  about: z.string(),
  feeds: z.array(shippedFeed).min(1),
});

/** The feeds of data/feeds.json. @throws Error when it is not in its form, or has an id or an address twice */
export function readFeedFile(folder: URL = new URL("../../data/", import.meta.url)): readonly ShippedFeed[] {
  const { feeds } = feedFile.parse(JSON.parse(readFileSync(new URL("feeds.json", folder), "utf8")));
  for (const values of [feeds.map(({ id }) => id), feeds.map(({ url }) => url)])
    if (new Set(values).size < values.length) throw new Error("data/feeds.json: a feed stands there twice");
  return feeds;
}
