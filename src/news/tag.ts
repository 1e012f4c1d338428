import { createHash } from "node:crypto";
import type { FeedKind } from "./feed-file.ts";
import type { Project } from "../sector/project-file.ts";
import type { SectorMap } from "../sector/map.ts";
import { COMMON_NAMES, CRYPTO, FIELD, NAMED_AFTER, ON_MARK_ONLY, THINKING } from "./tag-words.ts";

/** What an item is about, by the map. */
interface Tags {
  /** Ids of projects, those of the title first. */
  readonly projects: readonly string[];
  /** Those that the title names. */
  readonly titled: readonly string[];
  /** Whether it speaks of crypto at all. */
  readonly isOnField: boolean;
  /** Whether it is news of the sector itself: it names one of its projects, or speaks of crypto and AI at once. */
  readonly isOnTopic: boolean;
}

/** A text to be tagged. In a paper "tokens" and "protocols" are no sign of crypto. */
interface Tagged {
  readonly title: string;
  readonly summary?: string;
  readonly kind?: FeedKind;
}

/** Tells what items are about. */
export interface Tagger {
  (item: Tagged): Tags;
  /** Differs when the map or the words differ by which it tells: then what is kept has to be told anew. */
  readonly version: string;
}

/** Goes up by one when this file tells otherwise by the same names and words. */
const RULES = 1;

/** How surely a name is the project: by itself, with a second sign, or only behind a `$`. */
type Grade = "clear" | "common" | "marked";

interface Name {
  readonly projectId: string;
  readonly grade: Grade;
  /** Whether it is written with a capital or a digit; then "the graph" is not The Graph. */
  readonly isCased: boolean;
}

interface Word {
  readonly written: string;
  /** As names are compared, without a sign before it. */
  readonly key: string;
  /** What stands between it and the word before, with the end of that. */
  readonly gap: string;
}

/**
 * Finds the projects of the map in a text by their names, at word boundaries, in one pass over it. A name that is a common word,
 * too, needs the field in the text and a second sign: `$` before it, capitals throughout, a word such as "Protocol" or "launches"
 * behind it, or a capital inside a sentence whose other words have none. People and what a transcript misheard are no names here.
 */
export function createTagger(map: SectorMap): Tagger {
  const names = new Map<string, Name>();
  for (const project of map.projects)
    for (const { word, ...name } of namesOf(project))
      // The project that a name belongs to is the one that comes first on the map.
      if (!names.has(word)) names.set(word, { projectId: project.id, ...name });
  /** How many words the longest name has that begins with this one: most words of a text begin none. */
  const longest = new Map<string, number>();
  for (const word of names.keys()) {
    const [first = "", ...rest] = word.split(" ");
    longest.set(first, Math.max(longest.get(first) ?? 0, 1 + rest.length));
  }
  const ofSector = new Set(
    map.projects
      .filter(({ layer, token }) => {
        const isBenchmark = token !== undefined && map.benchmarks.has(token.assetId);
        return map.layer(layer)?.isInSector === true && layer !== "infra-chains" && !isBenchmark;
      })
      .map(({ id }) => id),
  );

  const found = (text: string, hasField: boolean): readonly string[] => {
    const words = wordsOf(text);
    const ids: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const hit = longestAt(words, at);
      if (!hit || !counts(hit, words, at, hasField)) continue;
      ids.push(hit.name.projectId);
      at += hit.count - 1;
    }
    return ids;
  };

  function longestAt(words: readonly Word[], at: number): Hit | undefined {
    const key = words[at]?.key ?? "";
    const first = key.includes(" ") ? key.slice(0, key.indexOf(" ")) : key;
    const most = Math.min(longest.get(first) ?? 0, words.length - at);
    for (let count = most; count > 0; count -= 1) {
      const taken = words.slice(at, at + count);
      const name = names.get(taken.map((word) => word.key).join(" "));
      if (name) return { name, written: taken.map((word) => word.written).join(" "), count };
    }
    // "Bittensor-based" is about Bittensor.
    const name = most > 0 && words[at]?.written.includes("-") === true ? names.get(first) : undefined;
    return name?.grade === "clear" ? { name, written: words[at]?.written ?? "", count: 1 } : undefined;
  }

  const tag = ({ title, summary = "", kind = "news" }: Tagged): Tags => {
    const text = `${title} ${summary}`;
    const hasField = (kind === "papers" ? CRYPTO : FIELD).test(text);
    const titled = [...new Set(found(title, hasField))];
    const projects = [...new Set([...titled, ...found(summary, hasField)])];
    const isOnTopic = projects.some((id) => ofSector.has(id)) || (hasField && THINKING.test(text));
    return { projects, titled, isOnField: hasField, isOnTopic };
  };
  const told = [RULES, [...names], [...ofSector], ...WORDING];
  return Object.assign(tag, { version: createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 16) });
}

/** All that `tag-words.ts` says, in a form that can be compared. Grades are in the names. */
const WORDING: readonly (string | readonly string[])[] = [
  CRYPTO.source,
  FIELD.source,
  THINKING.source,
  [...NAMED_AFTER],
];

interface Hit {
  readonly name: Name;
  readonly written: string;
  /** How many words of the text it takes. */
  readonly count: number;
}

function counts({ name, written, count }: Hit, words: readonly Word[], at: number, hasField: boolean): boolean {
  if (written.startsWith("$")) return true;
  if (name.grade === "marked") return false;
  const isCapital = /[\p{Lu}\p{N}]/u.test(written.replace(/^the /i, ""));
  if (name.grade === "clear") return isCapital || !name.isCased;
  if (!hasField || !isCapital) return false;
  if (/^[A-Z0-9]{3,}$/.test(written)) return true;
  if (NAMED_AFTER.has(words[at + count]?.key ?? "")) return true;
  const [word] = words.slice(at, at + 1);
  // What stands before a colon is a heading: "Success Story: …".
  const isHeading = words[at + count]?.gap.includes(":") === true;
  return word !== undefined && !isFirst(word) && !isHeading && !isTitleCase(words);
}

function wordsOf(text: string): readonly Word[] {
  let end = 0;
  return [...text.matchAll(/[$#@]?[\p{L}\p{N}][\p{L}\p{N}.:+-]*/gu)].map(({ 0: whole, index }) => {
    const gap = text.slice(Math.max(0, end - 1), index);
    end = index + whole.length;
    const written = /[\p{L}\p{N}]$/u.test(whole) ? whole : whole.replace(/[.:+-]+$/, "");
    return { written, key: key(written), gap };
  });
}

/** Whether a sentence begins with it, so that its capital says nothing. */
const isFirst = ({ gap }: Word): boolean => gap === "" || /[.!?:;"“(]/.test(gap);

/** Whether most words begin with a capital, as in "Bitcoin Trades Near Record": there it says nothing either. */
function isTitleCase(words: readonly Word[]): boolean {
  const rest = words.filter((word) => word.written.length > 3 && !isFirst(word));
  return rest.filter(({ written }) => /^\p{Lu}/u.test(written)).length > rest.length / 2;
}

/** A word as names are compared: "IO.NET" is "io net", "$TAO" is "tao". */
const key = (word: string): string => {
  const small = word.toLowerCase();
  // Most words have nothing in them to be taken out.
  return /[$#@.\s-]/.test(small)
    ? small
        .replace(/^[$#@]/, "")
        .replace(/[-.\s]+/g, " ")
        .trim()
    : small;
};

/** What a project is called in print: its name, spellings, old names and products; a ticker only where it is long enough to be one. */
function namesOf({ name, aliases = [], token }: Project): readonly (Omit<Name, "projectId"> & { word: string })[] {
  const printed = aliases.filter(({ is }) => is !== "misheard" && is !== "person").map((alias) => alias.name);
  const bare = name.replace(/ \(.*\)$/, "");
  const ticker = token === undefined || token.symbol.length < 3 ? [] : [token.symbol];
  return [bare, ...printed, ...ticker]
    .map((written) => ({ word: key(written), written }))
    .filter(({ word }) => word.length > 1)
    .map(({ word, written }) => ({
      word,
      grade: ON_MARK_ONLY.has(word) ? ("marked" as const) : COMMON_NAMES.has(word) ? ("common" as const) : "clear",
      isCased: /[\p{Lu}\p{N}]/u.test(written),
    }));
}
