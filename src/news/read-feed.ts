import { htmlToLine } from "../core/html-text.ts";
import type { parseFeed } from "@rowanmanning/feed-parser";

type Feed = ReturnType<typeof parseFeed>;

/** One entry of a feed. All of its text is from outside. */
export interface FeedItem {
  /** What the feed calls it; the same entry keeps it. */
  readonly guid: string;
  readonly title: string;
  /** http(s), without what only counts visitors. */
  readonly link: string;
  /** The beginning of its text; absent where it has none. */
  readonly summary?: string;
  readonly author?: string;
  /** UTC epoch milliseconds, never from after it was read. Absent where the feed gives none that can be read. */
  readonly publishedAt?: number;
}

/** Why a feed could not be read. */
export class FeedError extends Error {
  override readonly name = "FeedError";
}

/** As many entries as a feed is read for; a day of papers has some hundreds. */
const ITEMS = 2_000;
const TITLE_LIMIT = 200;
const SUMMARY_LIMIT = 300;
/** Before there was anything to report on; an older date is a broken one. */
const EARLIEST = Date.UTC(2009, 0, 3);

/** A feed as it was read. */
export interface ReadFeed {
  /** What it calls itself; absent where it says nothing. From outside. */
  readonly title?: string;
  /** The newest first, those without a date last. */
  readonly items: readonly FeedItem[];
}

/**
 * The entries of a feed in RSS, Atom or RDF, newest first. An entry without a title or an address is left out.
 * @param contentType  as the server gave it, for the character set
 * @param now  UTC epoch milliseconds of reading
 * @throws FeedError when it is no feed
 */
export async function readFeed(bytes: Uint8Array, contentType: string, now: number): Promise<ReadFeed> {
  const text = decoded(bytes, contentType);
  // Loaded when the first feed is read: it takes 50 ms.
  const parser = await import("@rowanmanning/feed-parser");
  try {
    return entriesOf(parser.parseFeed(text), now);
  } catch (error) {
    // Also what it says only when it is looked into, such as a thousand levels of tags.
    throw new FeedError("it is no feed", { cause: error });
  }
}

function entriesOf(feed: Feed, now: number): ReadFeed {
  // Each entry asks the feed for these, and each time the feed goes through all its entries: 4 MB of them took three minutes.
  for (const name of ["url", "authors"] as const) Object.defineProperty(feed, name, { value: feed[name] });
  const entries = feed.items.slice(0, ITEMS);
  const shared = twice(entries.flatMap(({ id }) => id ?? []));
  const items = entries.flatMap((item): FeedItem[] => {
    const title = htmlToLine(item.title ?? "", TITLE_LIMIT);
    const link = articleAddress(item.url ?? item.id ?? "");
    if (title === "" || link === undefined) return [];
    const summary = htmlToLine(item.description ?? item.content ?? "", SUMMARY_LIMIT);
    const author = htmlToLine(item.authors[0]?.name ?? "", 80);
    const publishedAt = readableDate(item.published ?? item.updated, now);
    return [
      {
        // Some give all their entries one id.
        guid: (item.id === null || shared.has(item.id) ? link : item.id).slice(0, 500),
        title,
        link,
        ...(summary === "" || summary === title ? {} : { summary }),
        ...(author === "" ? {} : { author }),
        ...(publishedAt === undefined ? {} : { publishedAt }),
      },
    ];
  });
  const title = htmlToLine(feed.title ?? "", 80);
  return {
    ...(title === "" ? {} : { title }),
    items: items.toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0)),
  };
}

/** Those that stand there more than once. */
const twice = (all: readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  return new Set(all.filter((each) => seen.has(each) || !seen.add(each)));
};

/**
 * The bytes as text: by the mark or the zeros at their beginning; as UTF-8 where they are that, whatever is said of them, since hardly
 * anything else ever is; else by the server's word or the XML declaration, whichever is not UTF-8.
 */
function decoded(bytes: Uint8Array, contentType: string): string {
  const wide = wideOf(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  const utf8 = decode(bytes, "utf-8");
  // An escape character switches the alphabet in the Japanese sets of seven bits.
  if (utf8 !== undefined && !utf8.includes("\u001B")) return utf8;
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const said = [
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1],
    /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1],
  ];
  for (const label of said) {
    // What can be read as single bytes this far is not UTF-16, though some servers and programs say so.
    const text = label === undefined || /^utf/i.test(label) ? undefined : decode(bytes, label);
    if (text !== undefined) return text;
  }
  return utf8 ?? new TextDecoder().decode(bytes);
}

/** UTF-16 by its mark, or by the zeros beside its first `<`. */
function wideOf([first, second]: Uint8Array): string | undefined {
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  return (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0) ? "utf-16le" : undefined;
}

/** Undefined where there is no character set of that name, or the bytes are not in it. */
function decode(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const readableDate = (date: Date | null, now: number): number | undefined => {
  const at = date?.getTime() ?? Number.NaN;
  // A feed whose clock runs ahead would hold the first place for as long as it does.
  return at >= EARLIEST ? Math.min(at, now) : undefined;
};

/** Parameters by which publishers count where a reader came from. */
const COUNTING = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|ref_src|cmpid|ns_\w+)$/i;

/** The address of an article, without what only counts its readers; undefined when it is none on the web. */
export function articleAddress(untrusted: string): string | undefined {
  const trimmed = untrusted.trim();
  if (trimmed.length > 1_000 || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "")
    return undefined;
  const counting = [...url.searchParams.keys()].filter((name) => COUNTING.test(name));
  for (const name of counting) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}
