import type { Claim, FigureClaim } from "./claim.ts";
import { findClaims } from "./claims.ts";
import { figureFacts } from "./figure-facts.ts";
import { splitSentences } from "./sentences.ts";
import { isSupported } from "./support.ts";

export interface CheckedText {
  /** What can be shown: the text without the sentences that state an unsupported figure. */
  readonly text: string;
  /** The figures that nothing bears out, as written. */
  readonly unsupported: readonly string[];
  /** How many sentences were left out. */
  readonly removed: number;
  /** Whether what is left still states a figure of the facts. */
  readonly statesFacts: boolean;
}

export interface FigureSources {
  /** What the tools of this turn returned: raw values. */
  readonly facts: readonly unknown[];
  /** What the asker wrote, now and before: their figures are theirs. */
  readonly asked: readonly string[];
  /** UTC epoch milliseconds. */
  readonly now: number;
  /** BCP 47, for decimal commas and the names of months and millions. */
  readonly locale: string;
}

/** Whether the asker wrote the figure themselves: the same value, in the same terms where both have any. */
function isAsked(claim: Claim, asked: readonly Claim[]): boolean {
  if (claim.kind === "day" || claim.kind === "minute")
    return asked.some(
      (each) =>
        each.kind === claim.kind && JSON.stringify({ ...each, shown: "" }) === JSON.stringify({ ...claim, shown: "" }),
    );
  return asked.some(
    (each) =>
      each.kind !== "day" &&
      each.kind !== "minute" &&
      (each.kind === claim.kind || each.kind === "number" || claim.kind === "number") &&
      sameValue(each, claim),
  );
}

const sameValue = (a: FigureClaim, b: FigureClaim): boolean =>
  a.readings.some((one) => b.readings.some((other) => Math.abs(one.value - other.value) <= 1e-9 * Math.abs(one.value)));

/** The things known to this turn that a sentence speaks of. Symbols as they are written, names in any case. */
function namedIn(sentence: string, subjects: ReadonlySet<string>): ReadonlySet<string> {
  const lower = sentence.toLowerCase();
  return new Set(
    [...subjects].filter((subject) => {
      const haystack = subject.length < 5 ? sentence : lower;
      const needle = subject.length < 5 ? subject.toUpperCase() : subject;
      for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1))
        if (!/[\p{L}\p{N}]/u.test((haystack[at - 1] ?? " ") + (haystack[at + needle.length] ?? " "))) return true;
      return false;
    }),
  );
}

/**
 * The figure check: every amount, price, percentage, multiple and date in a model's text has to be found among the facts of
 * the turn at the precision it is written in, or be the asker's own. Sentences where one is not are left out.
 */
export function checkFigures(text: string, { facts, asked, now, locale }: FigureSources): CheckedText {
  const known = figureFacts(facts, now);
  const theirs = asked.flatMap((each) => findClaims(each, { locale, units: known.units, exempt: "nothing" }));
  const units = new Set([...known.units, ...asked.flatMap((each) => each.match(/\b[A-Z][A-Z0-9]{1,9}\b/g) ?? [])]);
  const unsupported: string[] = [];
  let statesFacts = false;
  const kept = splitSentences(text).filter((sentence) => {
    const claims = findClaims(sentence.text, { locale, units, exempt: "usual" });
    const named = namedIn(sentence.text, known.subjects);
    const wrong = claims.filter((claim) => !isSupported(claim, known, named, sentence.text) && !isAsked(claim, theirs));
    unsupported.push(...wrong.map(({ shown }) => shown));
    if (wrong.length === 0 && claims.length > 0) statesFacts = true;
    return wrong.length === 0;
  });
  return { text: joined(kept), unsupported, removed: splitSentences(text).length - kept.length, statesFacts };
}

/** A heading or a lead-in whose lines are gone says nothing by itself. */
function joined(sentences: readonly { text: string; gap: string }[]): string {
  return sentences
    .map(({ text, gap }) => text + gap)
    .join("")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** What a person is told instead of the sentences that were left out. */
export const removedNote = (removed: number): string =>
  removed === 1
    ? "One sentence was left out because its figure could not be checked."
    : `${removed} sentences were left out because their figures could not be checked.`;
