/** An item as stories are made of it. */
export interface Told {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly publisher: string;
  readonly link: string;
  /** UTC epoch milliseconds. */
  readonly publishedAt: number;
  /** Its feed gives no date that can be true: then `publishedAt` is when it was first read. */
  readonly isUndated?: true;
  /** Ids of those that it names. */
  readonly projects: readonly string[];
  /** Ids of those that its title names. */
  readonly titled: readonly string[];
}

/** Items of several publishers, or of one, that tell the same. */
export interface Story<Item extends Told = Told> {
  /** The one that told it first. */
  readonly first: Item;
  /** All of them, oldest first. */
  readonly items: readonly Item[];
  readonly publishers: readonly string[];
}

/** Items further apart in time are never one story. */
const WINDOW_MS = 48 * 3_600_000;
/** From what likeness of titles on two items are one story; less is enough where both name the same projects. */
const ALIKE = 0.6;
const ALIKE_OF_SAME = 0.4;
/** The fewest words a title needs before likeness means anything. */
const WORDS = 3;

const COMMON = new Set(
  `a after an and are as at by for from has have how in into is it its new of on or over report reports says said that the their this to up was what
  why will with amid crypto`.split(/\s+/),
);

/** The words of a title that say something, cut to their beginnings, so that "launches" and "launched" are one. */
export const telling = (title: string): ReadonlySet<string> => new Set(inOrder(title));

const inOrder = (title: string): readonly string[] =>
  (title.toLowerCase().match(/[\p{L}\p{N}]+(?:\.\d+)?/gu) ?? [])
    .filter((word) => !COMMON.has(word))
    .map((word) => (/^\d/.test(word) ? word : word.slice(0, 6)));

/** The part of two sets that they share: 0 to 1 (Jaccard). */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

const SCALES: Readonly<Record<string, string>> = { k: "000", m: "000000", b: "000000000", t: "000000000000" };

/** The numbers of a title in one spelling: "$1.2B" and "1.2 billion" are the same. */
const numbersIn = (title: string): ReadonlySet<string> =>
  new Set(
    [
      ...title
        .toLowerCase()
        .replace(/(?<=\d),(?=\d{3})/g, "")
        .matchAll(/(?<![\p{L}\d.]|\d-)(\d+(?:\.\d+)?)(?:\s?(k|m|b|t)(?:illion|n|rillion)?\b)?/gu),
    ].map(([, digits = "", scale = ""]) => String(Number(`${digits}e${SCALES[scale]?.length ?? 0}`))),
  );

const UP = /\b(?:jump|rall(?:y|ies)|surg|soar|climb|gain|rise|rising|rose|spik|rebound|pump)(?:es|s|ed|e|ing)?\b/iu;
const DOWN =
  /\b(?:fall|fell|slid|drop|crash|plung|sink|sank|slip|tumbl|slump|dip|dump|los)(?:es|s|e|ped|ed|ping|ing)?\b/iu;

/** Where a title says that something goes; undefined where it says nothing of it, or both. */
function directionOf(title: string): "up" | "down" | undefined {
  const [isUp, isDown] = [UP.test(title), DOWN.test(title)];
  return isUp === isDown ? undefined : isUp ? "up" : "down";
}

/**
 * Whether two titles cannot tell the same, however alike the words: other figures ("below $90,000", "below $100,000"), the opposite
 * direction, or the same sentence with another word in one place ("lists Virtuals", "lists Grass"; "approves", "rejects"). Two who
 * tell the same do so in one sentence or in two, hardly ever in that.
 */
function contradict(a: Title, b: Title): boolean {
  if (a.numbers.size > 0 && b.numbers.size > 0 && ![...a.numbers].some((number) => b.numbers.has(number))) return true;
  if (a.direction && b.direction && a.direction !== b.direction) return true;
  return a.order.length === b.order.length && a.order.filter((word, place) => word !== b.order[place]).length === 1;
}

/** A title as it is compared. */
interface Title {
  readonly words: ReadonlySet<string>;
  /** The same in their order, without figures: those are compared by what they mean. */
  readonly order: readonly string[];
  readonly numbers: ReadonlySet<string>;
  readonly direction: "up" | "down" | undefined;
}

const readTitle = (title: string): Title => ({
  words: telling(title),
  order: inOrder(title).filter((word) => !/^(?:\d.*|[kmbt]n?|(?:m|b|tr)illio)$/.test(word)),
  numbers: numbersIn(title),
  direction: directionOf(title),
});

/**
 * Puts items that tell the same into one story, oldest first. An item joins the story whose first item it is most like, so that
 * a story does not wander off by small steps. What is far apart in time is never one.
 */
export function toStories<Item extends Told>(items: readonly Item[]): readonly Story<Item>[] {
  const open: { first: Item; title: Title; items: Item[] }[] = [];
  const byLink = new Map<string, number>();
  /** Stories by the words of their first title, so that an item is compared only with those it shares a word with. */
  const byWord = new Map<string, Set<number>>();
  for (const item of items.toSorted((a, b) => a.publishedAt - b.publishedAt || a.id.localeCompare(b.id))) {
    const title = readTitle(item.title);
    const { words } = title;
    let best: { story: (typeof open)[number]; alike: number } | undefined;
    const near = new Set([...words].flatMap((word) => [...(byWord.get(word) ?? [])]));
    for (const index of [...near, ...(byLink.has(item.link) ? [byLink.get(item.link) ?? 0] : [])]) {
      const story = open[index];
      if (!story || item.publishedAt - story.first.publishedAt > WINDOW_MS) continue;
      const isTold = isSame(item, story.first);
      const alike = isTold ? 1 : likeness(words, story.title.words);
      const isEnough = alike >= (sharesProject(item, story.first) ? ALIKE_OF_SAME : ALIKE);
      const isReadable = alike === 1 || Math.min(words.size, story.title.words.size) >= WORDS;
      if (!isEnough || !isReadable || alike <= (best?.alike ?? 0)) continue;
      if (isTold || !contradict(title, story.title)) best = { story, alike };
    }
    if (best) {
      best.story.items.push(item);
      continue;
    }
    open.push({ first: item, title, items: [item] });
    byLink.set(item.link, open.length - 1);
    for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(open.length - 1));
  }
  return open.map(({ first, items: told }) => ({
    first,
    items: told,
    publishers: [...new Set(told.map(({ publisher }) => publisher))],
  }));
}

/** A publisher may lead several entries to one page, such as a list of changes; two publishers with one link tell the same. */
const isSame = (a: Told, b: Told): boolean => a.title === b.title || (a.link === b.link && a.publisher !== b.publisher);
const sharesProject = (a: Told, b: Told): boolean => a.projects.some((id) => b.projects.includes(id));

const HOUR_MS = 3_600_000;
/** After so long a story weighs half. */
const HALF_LIFE_MS = 18 * HOUR_MS;

/**
 * How far up a story belongs: more publishers, fresher, closer to what was asked for, more of the map in it. Only for ordering.
 * @param wanted  ids of projects that were asked for; all count alike when empty
 */
export function weightOf({ first, items, publishers }: Story, wanted: ReadonlySet<string>, now: number): number {
  const newest = Math.max(...items.map(({ publishedAt }) => publishedAt));
  const freshness = 0.5 ** (Math.max(0, now - newest) / HALF_LIFE_MS);
  const projects = new Set(items.flatMap((item) => item.projects));
  const isWanted = wanted.size === 0 || [...wanted].some((id) => projects.has(id));
  const isInTitle = first.titled.some((id) => wanted.size === 0 || wanted.has(id));
  const reach = 1 + Math.log2(publishers.length) + Math.min(2, projects.size) / 2;
  // Nobody knows whether it is new at all.
  const certainty = items.every(({ isUndated }) => isUndated) ? 0.5 : 1;
  return certainty * freshness * reach * (isWanted ? 1 : 0.25) * (isInTitle ? 1.25 : 1);
}
