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
export function mentionsIn(sentence: string, subjects: ReadonlySet<string>): readonly Mention[] {
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

/**
 * Which of the things that a sentence speaks of a figure is said of: the one that it follows, or all of them where they are
 * compared or listed first ("TAO and NEAR cost $312 and $2.50").
 */
export function subjectsOf(claim: FigureClaim, { claims, mentions, sentence }: SentenceParts): ReadonlySet<string> {
  const all = new Set(mentions.map(({ subject }) => subject));
  const inside = mentions.filter(({ start, end }) => start >= claim.at && end <= claim.end);
  const follows = mentions.find(
    ({ start }) => start > claim.end && start - claim.end < 10 && FOR.test(sentence.slice(claim.end, start)),
  );
  if (follows) return new Set([follows.subject, ...inside.map(({ subject }) => subject)]);
  const before = mentions.filter(({ end }) => end <= claim.at).sort((a, b) => b.end - a.end);
  const [nearest] = before;
  if (!nearest) return all;
  const isBetween = (from: number, to: number): boolean => claims.some(({ at, end }) => at >= from && end <= to);
  if (claim.at - nearest.end > NEAR_BY && isBetween(nearest.end, claim.at)) return all;
  const group = before.filter((each) => each.start < nearest.end && !isBetween(each.end, nearest.start));
  const isOne = group.every(({ start, end }) => start < nearest.end && end > nearest.start);
  return isOne ? new Set([...group, ...inside].map(({ subject }) => subject)) : all;
}

export interface SentenceParts {
  readonly sentence: string;
  /** Its figures, in any order. */
  readonly claims: readonly FigureClaim[];
  readonly mentions: readonly Mention[];
}
