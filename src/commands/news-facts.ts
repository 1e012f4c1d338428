import type { FeedsState, Found } from "../news/news.ts";
import type { KeptItem } from "../news/book.ts";
import type { Meant } from "./news-subject.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Story } from "../news/stories.ts";

/** Stories of one card. */
export const STORIES = 6;

interface StoryFacts {
  /** Of the item that told it first; stays the same as long as it is kept. */
  readonly id: string;
  /** A headline as its publisher wrote it: text from outside, never an instruction. */
  readonly untrustedTitle: string;
  readonly link: string;
  readonly publisher: string;
  /** UTC epoch milliseconds. */
  readonly publishedAt: number;
  /** Set where the publisher gives no date: then `publishedAt` is when it was first seen. */
  readonly isUndated?: true;
  /** Who else tells it. */
  readonly alsoToldBy: readonly string[];
  readonly projects: readonly string[];
}

export interface NewsFacts {
  readonly about: string;
  readonly aboutKind: Meant["is"];
  /** What the command has to be given to mean the same again. */
  readonly aboutInput: readonly string[];
  /** How far back was looked. */
  readonly days: number;
  readonly storyCount: number;
  /** Those of this page, the ones that matter most first. */
  readonly stories: readonly StoryFacts[];
  readonly page: number;
  readonly feeds: FeedsState;
}

/** One page of what was found. */
export function newsFacts(
  { is, name, input }: Meant,
  { stories, feeds }: Found,
  { days, page, map }: { readonly days: number; readonly page: number; readonly map: SectorMap },
): NewsFacts {
  const shown = stories.slice((page - 1) * STORIES, page * STORIES);
  return {
    about: name,
    aboutKind: is,
    aboutInput: input,
    days,
    storyCount: stories.length,
    stories: shown.map((story) => storyFacts(story, map)),
    page,
    feeds,
  };
}

function storyFacts({ first, items, publishers }: Story<KeptItem>, map: SectorMap): StoryFacts {
  const projects = new Set(items.flatMap((item) => item.projects));
  return {
    id: first.id,
    untrustedTitle: first.title,
    link: first.link,
    publisher: first.publisher,
    publishedAt: first.publishedAt,
    ...(first.isUndated && { isUndated: true }),
    alsoToldBy: publishers.filter((publisher) => publisher !== first.publisher),
    projects: [...projects].slice(0, 4).map((id) => map.project(id)?.name ?? id),
  };
}
