import { isAsserted } from "./assertions.ts";
import { withoutQuotations } from "./citations.ts";
import { findClaims } from "./claims.ts";
import type { FigureFact } from "./figure-facts.ts";
import { type FigureSources, isAsked, isFigure, knownFigures } from "./known-figures.ts";
import { periodsOf } from "./periods.ts";
import { splitSentences } from "./sentences.ts";
import { sentenceParts, subjectsOf } from "./subjects.ts";
import { isSupportedDate, supportOf, wordsOf } from "./support.ts";

export interface CheckedText {
  /** What can be shown: the text without the sentences that state an unsupported figure. */
  readonly text: string;
  /** The figures that nothing bears out, as written. */
  readonly unsupported: readonly string[];
  /** How many sentences were left out. */
  readonly removed: number;
  /** Whether what is left still states a figure of the facts. */
  readonly statesFacts: boolean;
  /** What the figures of the text rest on, in its order. */
  readonly rests: readonly Rest[];
}

/** A figure of the text, and the fact that it rests on. */
interface Rest {
  readonly shown: string;
  readonly fact: FigureFact;
}

/**
 * The figure check: every amount, price, percentage, multiple and date in a model's text has to be found among the facts of
 * the turn at the precision it is written in, or be the asker's own. Sentences where one is not are left out.
 */
export function checkFigures(text: string, sources: FigureSources): CheckedText {
  const { facts: known, theirs, units } = knownFigures(sources);
  const unsupported: string[] = [];
  const rests: Rest[] = [];
  let statesFacts = false;
  const sentences = splitSentences(text);
  const kept = sentences.filter(({ text: written }) => {
    const sentence = sources.citables ? withoutQuotations(written, sources.citables) : written;
    const claims = findClaims(sentence, { locale: sources.locale, units, exempt: "usual" });
    const figures = claims.filter(isFigure);
    const parts = sentenceParts(sentence, figures, known.subjects);
    const words = wordsOf(sentence);
    const periods = periodsOf(sentence, parts.claims);
    const borneOut: Rest[] = [];
    const wrong = claims.filter((claim) => {
      if (!isFigure(claim)) return !isSupportedDate(claim, known) && !isAsked(claim, theirs);
      const [fact] = supportOf(
        claim,
        known,
        { named: subjectsOf(claim, parts), days: periods.get(claim) ?? [] },
        words,
      );
      if (fact) borneOut.push({ shown: claim.shown, fact });
      return !fact && (!isAsked(claim, theirs) || isAsserted(claim, sentence));
    });
    unsupported.push(...wrong.map(({ shown }) => shown));
    if (wrong.length > 0) return false;
    if (claims.length > 0) statesFacts = true;
    rests.push(...borneOut);
    return true;
  });
  return { text: joined(kept), unsupported, removed: sentences.length - kept.length, statesFacts, rests };
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
