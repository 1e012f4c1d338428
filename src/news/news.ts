import type { ItemBook, ItemQuery, KeptItem } from "./book.ts";
import { type Feed, isSilent } from "./feed.ts";
import { type Story, toStories, weightOf } from "./stories.ts";

/** What news are asked about. */
export type Subject =
  | { readonly kind: "sector" }
  | { readonly kind: "projects"; readonly ids: readonly string[] }
  | { readonly kind: "papers" }
  | { readonly kind: "words"; readonly words: readonly string[] };

/** How the feeds stand, as far as people need to know. */
export interface FeedsState {
  readonly count: number;
  /** Set where all data is sample data: then no feed is asked. */
  readonly areOff?: true;
  /** When any of them was last read, in UTC epoch milliseconds; absent when none ever was. */
  readonly readAt?: number;
  /** Publishers whose feeds do not answer. */
  readonly silent: readonly string[];
}

/** What is known of a subject: stories, those that matter most first. */
export interface Found {
  readonly stories: readonly Story<KeptItem>[];
  readonly feeds: FeedsState;
}

export interface News {
  /** @param days  how far back */
  about(subject: Subject, days: number, now: number): Promise<Found>;
}

export interface NewsParts {
  readonly book: ItemBook;
  readonly feeds: () => Promise<readonly Feed[]>;
  /** Whether feeds are asked at all. */
  readonly areOff?: true;
}

const DAY_MS = 86_400_000;
/** The newest of what was found; stories are made of these. */
const ITEMS = 600;

/** Finds the stories about a subject in what is kept. */
export const createNews = ({ book, feeds, areOff }: NewsParts): News => ({
  async about(subject, days, now) {
    const items = await book.find({ ...queryOf(subject), since: now - days * DAY_MS, limit: ITEMS });
    const wanted = new Set(subject.kind === "projects" ? subject.ids : []);
    const stories = toStories(items)
      .map((story) => ({ story, weight: weightOf(story, wanted, now) }))
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ story }) => story);
    return { stories, feeds: { ...stateOf(await feeds()), ...(areOff && { areOff }) } };
  },
});

function queryOf(subject: Subject): Omit<ItemQuery, "since" | "limit"> {
  switch (subject.kind) {
    case "sector":
      return { onTopic: true };
    case "projects":
      return { projects: subject.ids };
    case "papers":
      return { kind: "papers" };
    case "words":
      return { words: subject.words };
  }
  return subject satisfies never;
}

function stateOf(feeds: readonly Feed[]): FeedsState {
  const read = feeds.flatMap(({ okAt }) => okAt ?? []);
  return {
    count: feeds.length,
    ...(read.length === 0 ? {} : { readAt: Math.max(...read) }),
    silent: [...new Set(feeds.filter(isSilent).map(({ publisher }) => publisher))],
  };
}

/** Words that say nothing of what is looked for. */
const EMPTY = new Set(
  "a about an and any are at by do for from in is it its latest me new news of on or recent some the there to what with".split(
    " ",
  ),
);
const WORDS = 8;

/** What to look for in a text, as the index has its words; empty when nothing in it can be looked for. */
export function wordsToFind(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !EMPTY.has(word));
  return (telling.length === 0 ? words : telling).slice(0, WORDS);
}
