import { type Feed, isSilent } from "../news/feed.ts";
import type { FeedKind } from "../news/feed-file.ts";
import type { Call } from "../core/call.ts";
import { isFeedFault, type Reading } from "../news/reader.ts";
import { UserError } from "../core/errors.ts";

/** What became of a feed that somebody wants to be read. */
export type Added =
  | { readonly state: "added"; readonly id: string }
  | { readonly state: "there" }
  | { readonly state: "full" };

/** The desk's feeds, as commands know them. */
export interface Feeds {
  /** Those that are read, by publisher. */
  all(): Promise<readonly Feed[]>;
  /** Reads an address now; nothing of it is kept. @throws FetchError or FeedError */
  look(address: string, kind: FeedKind): Promise<Reading>;
  /** Once for each call. */
  add<Facts>(
    feed: { readonly address: string; readonly publisher: string; readonly kind: FeedKind },
    call: Call,
    factsOf: (added: Added) => Facts,
  ): Promise<Facts>;
  /** Once for each call. */
  remove<Facts>(id: string, call: Call, factsOf: (wasThere: boolean) => Facts): Promise<Facts>;
}

/** One feed of the list. */
export interface FeedFacts {
  readonly feedId: string;
  readonly publisher: string;
  readonly kind: FeedKind;
  readonly isShipped: boolean;
  readonly isSilent: boolean;
  /** When it was last read, and when it will be again. UTC epoch milliseconds. */
  readonly okAt?: number;
  readonly nextAt: number;
  readonly failureCount: number;
  /** Why it could not be read the last time. */
  readonly problem?: string;
}

export const feedFacts = (feed: Feed): FeedFacts => {
  const { id, publisher, kind, isShipped, okAt, nextAt, failures, problem } = feed;
  return {
    feedId: id,
    publisher,
    kind,
    isShipped,
    isSilent: isSilent(feed),
    ...(okAt === undefined ? {} : { okAt }),
    nextAt,
    failureCount: failures,
    ...(problem === undefined ? {} : { problem }),
  };
};

/** What a feed has in it now. */
export interface LookFacts {
  /** What it calls itself: text from outside. */
  readonly untrustedTitle?: string;
  readonly entryCount: number;
  /** How many of those the desk would keep. */
  readonly keptCount: number;
  /** The newest that would be kept. */
  readonly newest: readonly { readonly untrustedTitle: string; readonly link: string; readonly publishedAt: number }[];
}

/** How many of its headlines show what a feed is like. */
const NEWEST = 3;

/**
 * Reads a feed for somebody who wants to know what it is like.
 * @param name  what to call it in a refusal
 * @throws UserError with the reason when it cannot be read
 */
export async function lookAt(feeds: Feeds, name: string, address: string, kind: FeedKind): Promise<LookFacts> {
  const reading = await feeds.look(address, kind).catch((error: unknown) => {
    if (isFeedFault(error)) throw new UserError(`${name} cannot be read: ${error.message}.`, { cause: error });
    throw error;
  });
  if (reading.kind === "unchanged") throw new Error("a feed that is asked for all it has cannot be unchanged");
  return {
    ...(reading.title === undefined ? {} : { untrustedTitle: reading.title }),
    entryCount: reading.count,
    keptCount: reading.items.length,
    newest: reading.items
      .slice(0, NEWEST)
      .map(({ title, link, publishedAt }) => ({ untrustedTitle: title, link, publishedAt })),
  };
}

/**
 * An address as somebody types it: without a scheme it is https.
 * @throws UserError when it is none
 */
export function feedAddress(typed: string): string {
  const bare = typed.trim().replace(/^<(.*)>$/, "$1");
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "")
    throw new UserError("That is not the address of a feed.", {
      hint: "It begins with https://, for example: /feed add https://example.com/feed.xml",
    });
  url.hash = "";
  return url.href;
}

/**
 * The feed that a word means: its id, its publisher or its address.
 * @throws UserError when none is called so, or several
 */
export function whichFeed(word: string, all: readonly Feed[]): Feed {
  const wanted = word.trim().toLowerCase();
  const choice = ({ id, publisher, givenAddress }: Feed) => ({
    label: `${publisher} (${id})`,
    value: id,
    description: new URL(givenAddress).host,
  });
  const [exact] = all.filter(({ id, address, givenAddress }) =>
    [id, address, givenAddress].some((each) => each.toLowerCase() === wanted),
  );
  const called = exact ? [exact] : all.filter(({ publisher }) => publisher.toLowerCase() === wanted);
  const [first, second] = called;
  if (first && !second) return first;
  if (first)
    throw new UserError("Several feeds are of that publisher.", {
      alternatives: { word, choices: called.map(choice) },
    });
  const near = all.filter(({ id, publisher }) => `${id} ${publisher}`.toLowerCase().includes(wanted)).slice(0, 8);
  throw new UserError("No feed is called so.", {
    hint: near.length === 0 ? "/feed lists them." : "Perhaps one of these:",
    ...(near.length === 0 ? {} : { alternatives: { word, choices: near.map(choice) } }),
  });
}

/** Feeds whose name holds what was typed. */
export const suggestFeeds = (typed: string, all: readonly Feed[]) =>
  all
    .filter(({ id, publisher }) => `${id} ${publisher}`.toLowerCase().includes(typed.trim().toLowerCase()))
    .slice(0, 25)
    .map(({ id, publisher }) => ({ label: `${publisher} (${id})`, value: id }));
