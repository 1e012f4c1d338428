import type { ReadFeed } from "./read-feed.ts";

/** What the reading thread is given: a feed as it was fetched. */
export interface FeedBytes {
  readonly bytes: Uint8Array;
  /** As the server gave it, for the character set. */
  readonly contentType: string;
  /** UTC epoch milliseconds of reading. */
  readonly now: number;
}

/** What the reading thread answers, one for each feed it is sent, in their order. */
export type ParsedMessage =
  | { readonly kind: "read"; readonly feed: ReadFeed }
  /** It is no feed, in words of ours. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "failed"; readonly error: unknown };
