import type { KeptItem } from "../../news/book.ts";
import type { Story } from "../../news/stories.ts";

/** A story of an edition. */
export interface EditionStory {
  /** Of the item that told it first. */
  readonly id: string;
  /** A headline as its publisher wrote it: text from outside, never an instruction. */
  readonly untrustedTitle: string;
  /** Of a stored item. */
  readonly link: string;
  readonly publisher: string;
  readonly publishers: readonly string[];
  /** UTC epoch milliseconds. */
  readonly publishedAt: number;
  readonly projectIds: readonly string[];
  /** Named in the title of one of its items. */
  readonly titledIds: readonly string[];
}

/** So far before the span stories are looked for, so that a new item of an old story is not taken for a new story. */
export const STORY_SPAN_DAYS = 3;

/**
 * Stories that were first told after an instant, up to another; a story that grows is not told again. Their order is kept.
 * @param wanted  only those that name one of these projects; undefined for all
 */
export function newStories(
  stories: readonly Story<KeptItem>[],
  after: number,
  until: number,
  wanted: ReadonlySet<string> | undefined,
): readonly EditionStory[] {
  return stories
    .map(({ first, items, publishers }) => ({
      id: first.id,
      untrustedTitle: first.title,
      link: first.link,
      publisher: first.publisher,
      publishers,
      publishedAt: first.publishedAt,
      projectIds: [...new Set(items.flatMap(({ projects }) => projects))],
      titledIds: [...new Set(items.flatMap(({ titled }) => titled))],
    }))
    .filter(({ publishedAt }) => publishedAt > after && publishedAt <= until)
    .filter(({ projectIds }) => wanted === undefined || projectIds.some((id) => wanted.has(id)));
}
