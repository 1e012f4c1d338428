import type { FigureClaim } from "./claim.ts";

/** Where a sentence speaks of something that the turn knows. */
interface Mention {
  /** Lower case. */
  readonly subject: string;
  readonly start: number;
  readonly end: number;
}

/** What stands this close behind a subject is about it, whatever was said in between. */
const NEAR_BY = 45;
const FOR = /^\s*(?:for|für|pour|para|per|для)\s+$/iu;

/** The things known to this turn that a sentence speaks of. Symbols as they are written, names in any case. */
function mentionsIn(sentence: string, subjects: ReadonlySet<string>): readonly Mention[] {
  const lower = sentence.toLowerCase();
  return [...subjects].flatMap((subject) => {
    const haystack = subject.length < 5 ? sentence : lower;
    const needle = subject.length < 5 ? subject.toUpperCase() : subject;
    const found: Mention[] = [];
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
      const end = at + needle.length;
      if (isWhole(haystack[at - 1], haystack[at], haystack[end])) found.push({ subject, start: at, end });
    }
    return found;
  });
}

// Scripts without blanks between words: "TAOの" ends a name.
const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;
const isJoined = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character) && !WIDE.test(character);
const isWhole = (before: string | undefined, first: string | undefined, after: string | undefined): boolean =>
  first !== undefined && !isJoined(before) && !isJoined(after);

/** A sentence with its figures and with what it speaks of, in the order in which they stand. */
interface SentenceParts {
  readonly sentence: string;
  readonly claims: readonly FigureClaim[];
  readonly mentions: readonly Mention[];
  /** Everything that it speaks of, lower case. */
  readonly named: ReadonlySet<string>;
}

/** @param subjects  what this turn knows, lower case */
export function sentenceParts(
  sentence: string,
  claims: readonly FigureClaim[],
  subjects: ReadonlySet<string>,
): SentenceParts {
  const mentions = mentionsIn(sentence, subjects).toSorted((a, b) => a.end - b.end);
  return {
    sentence,
    claims: claims.toSorted((a, b) => a.at - b.at),
    mentions,
    named: new Set(mentions.map(({ subject }) => subject)),
  };
}

/**
 * Which of the things that a sentence speaks of a figure is said of: the one that it follows, or all of them where they are
 * compared or listed first ("TAO and NEAR cost $312 and $2.50").
 */
export function subjectsOf(
  claim: FigureClaim,
  { claims, mentions, named, sentence }: SentenceParts,
): ReadonlySet<string> {
  const inside = mentions.filter(({ start, end }) => start >= claim.at && end <= claim.end);
  const follows = mentions.find(
    ({ start }) => start > claim.end && start - claim.end < 10 && FOR.test(sentence.slice(claim.end, start)),
  );
  if (follows) return new Set([follows.subject, ...inside.map(({ subject }) => subject)]);
  const last = mentions.findLastIndex(({ end }) => end <= claim.at);
  const nearest = mentions[last];
  if (!nearest) return named;
  const isBetween = (from: number, to: number): boolean => claims.some(({ at, end }) => at >= from && end <= to);
  if (claim.at - nearest.end > NEAR_BY && isBetween(nearest.end, claim.at)) return named;
  const group: Mention[] = [];
  // What stands in front of a figure of its own has it; so has everything in front of that.
  for (let index = last; index >= 0; index -= 1) {
    const each = mentions[index];
    if (!each || isBetween(each.end, nearest.start)) break;
    if (each.start < nearest.end) group.push(each);
  }
  const isOne = group.every(({ start, end }) => start < nearest.end && end > nearest.start);
  return isOne ? new Set([...group, ...inside].map(({ subject }) => subject)) : named;
}
