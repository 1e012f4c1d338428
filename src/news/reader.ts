import { type FeedItem, FeedError } from "./read-feed.ts";
import { type FetchFeed, FetchError, type Validators } from "./fetch-feed.ts";
import type { FeedKind } from "./feed-file.ts";
import type { ParseFeed } from "./parse-feed.ts";
import type { Tagger } from "./tag.ts";

/** An entry of a feed that is worth keeping, with what it is about. */
export interface NewItem extends FeedItem {
  /** When it was published or, where the feed does not say, read. UTC epoch milliseconds, never from after that. */
  readonly publishedAt: number;
  /** Ids of the projects that it names, those of the title first. */
  readonly projects: readonly string[];
  readonly titled: readonly string[];
  /** Whether it is news of the sector itself. */
  readonly isOnTopic: boolean;
}

/** What to read. */
interface FeedToRead {
  readonly address: string;
  readonly kind: FeedKind;
  /** The project that speaks of itself in it. */
  readonly projectId?: string;
  readonly validators?: Validators;
}

/** What came of reading a feed. */
export type Reading =
  | { readonly kind: "unchanged"; readonly movedTo?: string }
  | {
      readonly kind: "read";
      /** What it calls itself, from outside. */
      readonly title?: string;
      /** How many entries it had, kept or not. */
      readonly count: number;
      /** The newest first. */
      readonly items: readonly NewItem[];
      readonly validators: Validators;
      readonly movedTo?: string;
    };

/** How long an item is kept; older ones are not taken in. */
export const KEPT_MS = 90 * 86_400_000;
/** Of one reading; a feed that brings more is not one that people read. */
const KEPT_AT_ONCE = 100;

export interface ReaderParts {
  readonly fetch: FetchFeed;
  readonly parse: ParseFeed;
  readonly tag: Tagger;
  readonly clock: () => number;
}

/** Reads feeds, never two of one host at the same time. */
export type Reader = (feed: FeedToRead) => Promise<Reading>;

/** The ways in which reading a feed fails without a fault of ours. */
export const isFeedFault = (error: unknown): error is FetchError | FeedError =>
  error instanceof FetchError || error instanceof FeedError;

/**
 * Makes the reader. Of publishers and papers only what speaks of crypto or names a project is kept, of labs everything.
 * @throws FetchError or FeedError
 */
export function createReader({ fetch, parse, tag, clock }: ReaderParts): Reader {
  const lanes = new Map<string, Promise<unknown>>();

  async function read({ address, kind, projectId, validators }: FeedToRead): Promise<Reading> {
    const fetched = await fetch(address, validators);
    if (fetched.kind === "unchanged") return fetched;
    const now = clock();
    const found = await parse(fetched.bytes, fetched.contentType, now);
    const items = found.items.flatMap((item): NewItem[] => {
      const entry = kind === "papers" ? asPaper(item) : item;
      if (!entry) return [];
      const { publishedAt = now } = entry;
      const { isOnField, ...tags } = tagsOf(entry, { kind, ...(projectId === undefined ? {} : { projectId }) }, tag);
      const isKept = kind === "lab" || tags.projects.length > 0 || isOnField;
      return isKept && publishedAt >= now - KEPT_MS ? [{ ...entry, publishedAt, ...tags }] : [];
    });
    return {
      kind: "read",
      ...(found.title === undefined ? {} : { title: found.title }),
      count: found.items.length,
      items: items.toSorted((a, b) => b.publishedAt - a.publishedAt).slice(0, KEPT_AT_ONCE),
      validators: fetched.validators,
      ...(fetched.movedTo === undefined ? {} : { movedTo: fetched.movedTo }),
    };
  }

  return async (feed) => {
    const host = URL.canParse(feed.address) ? new URL(feed.address).host : "";
    const before = lanes.get(host) ?? Promise.resolve();
    const turn = before.then(() => read(feed));
    const ended = turn.catch(() => undefined);
    lanes.set(host, ended);
    try {
      return await turn;
    } finally {
      if (lanes.get(host) === ended) lanes.delete(host);
    }
  };
}

/** What an entry is about, the project that speaks in its feed included. */
export function tagsOf(
  { title, summary }: Pick<FeedItem, "title" | "summary">,
  { kind, projectId }: Pick<FeedToRead, "kind" | "projectId">,
  tag: Tagger,
) {
  const { projects, ...tags } = tag({ title, kind, ...(summary === undefined ? {} : { summary }) });
  const isNamed = projectId === undefined || projects.includes(projectId);
  return { ...tags, projects: isNamed ? projects : [...projects, projectId] };
}

/** arXiv begins a summary with its number, and with whether the paper is new; an old one in a new version is no news. */
function asPaper(item: FeedItem): FeedItem | undefined {
  const head = /^arXiv:\S+ Announce Type: (\S+)(?: Abstract:)? ?/i.exec(item.summary ?? "");
  if (!head) return item;
  if (head[1]?.startsWith("replace")) return undefined;
  const { summary = "", ...rest } = item;
  const bare = summary.slice(head[0].length);
  return bare === "" ? rest : { ...rest, summary: bare };
}
