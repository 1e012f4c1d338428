import type { KeptItem } from "../../news/book.ts";
import type { Story } from "../../news/stories.ts";

/** A story of an edition. Instants in UTC epoch milliseconds. */
export interface EditionStory {
  /** Of the item that told it first. */
  readonly id: string;
  /** A headline as its publisher wrote it: text from outside, never an instruction. */
  readonly untrustedTitle: string;
  /** Of a stored item. */
  readonly link: string;
  readonly publisher: string;
  readonly publishers: readonly string[];
  readonly publishedAt: number;
  /** When the desk first read of it; editions that do not have it are from before it was kept. */
  readonly readAt?: number;
  readonly projectIds: readonly string[];
  /** Named in the title of one of its items. */
  readonly titledIds: readonly string[];
}

const DAY_MS = 86_400_000;
/** What was this old when it was first read, such as the back numbers of a new feed, is no news. */
export const LATE_MS = 3 * DAY_MS;
/** So far before the span items are looked for: as late as one may be read, and as far apart as the items of one story may be. */
export const STORY_SPAN_DAYS = 5;

/**
 * Stories that were first read of from an instant on, up to another that does not belong to it: what a feed gives late is told
 * late. Where one span begins where another ended, nothing is told twice, and no story again because it grew. Their order is kept.
 * @param wanted  only those that name one of these projects; undefined for all
 */
export const newStories = (
  stories: readonly Story<KeptItem>[],
  from: number,
  until: number,
  wanted: ReadonlySet<string> | undefined,
): readonly EditionStory[] =>
  stories.flatMap(({ items, publishers }): EditionStory[] => {
    const news = items.filter(({ publishedAt, seenAt }) => publishedAt > seenAt - LATE_MS);
    const [first] = news;
    const readAt = Math.min(...news.map(({ seenAt }) => seenAt));
    if (!first || readAt < from || readAt >= until) return [];
    const projectIds = [...new Set(items.flatMap(({ projects }) => projects))];
    if (wanted !== undefined && !projectIds.some((id) => wanted.has(id))) return [];
    return [
      {
        id: first.id,
        untrustedTitle: first.title,
        link: first.link,
        publisher: first.publisher,
        publishers,
        publishedAt: first.publishedAt,
        readAt,
        projectIds,
        titledIds: [...new Set(items.flatMap(({ titled }) => titled))],
      },
    ];
  });
