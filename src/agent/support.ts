import type { Claim, FigureClaim } from "./claim.ts";
import type { FigureFact, FigureFacts } from "./figure-facts.ts";
import { isEnglishText, NEITHER } from "./figure-words.ts";
import { lastNonzeroStep } from "./numerals.ts";

// Decimal digits shown from a binary number may lie this far beside it.
const NOISE = 1e-12;

/** Whether a size is what a claim shows: within half a step of its last digit, or with "about" within one step of the last that is not zero. */
function fits({ readings, hedge }: FigureClaim, size: number): boolean {
  return readings.some((reading) => {
    const exact = (reading.step / 2) * (1 + 1e-9) + size * NOISE;
    const away = Math.abs(reading.value - size);
    if (away <= exact) return true;
    if (hedge === "none" || away > Math.min(lastNonzeroStep(reading), 0.01 * Math.abs(reading.value)) * (1 + 1e-9))
      return false;
    return hedge === "above" ? size >= reading.value : hedge === "below" ? size <= reading.value : true;
  });
}

/** Whether a sign or a word such as "fell" agrees with the fact; a fall that is not called one does not. */
function agrees(claim: FigureClaim, value: number, isChange: boolean, sentence: string): boolean {
  if (claim.sign !== 0 && value !== 0 && Math.sign(value) !== claim.sign && claim.direction === 0) return false;
  if (claim.sign === 1 && claim.direction === -1) return false;
  if (isChange && claim.direction !== 0 && value !== 0 && Math.sign(value) !== claim.direction) return false;
  if (value >= 0) return claim.sign !== -1 || value === 0 || !isChange;
  return (
    claim.sign === -1 ||
    claim.direction === -1 ||
    (claim.direction === 0 && (NEITHER.test(sentence) || !isEnglishText(sentence)))
  );
}

/** What the fact is in the terms of the claim; none when the one cannot be said as the other. */
function inTermsOf({ kind }: FigureClaim, { value, role }: FigureFact): readonly number[] {
  switch (kind) {
    case "percent":
      return role === "fraction" || role === "other" ? [value * 100] : role === "points" ? [value] : [];
    case "amount":
      return role === "amount" || role === "other" ? [value] : [];
    case "multiple":
      return role === "fraction" ? [1 + value] : role === "other" ? [value] : [];
    case "number":
      // "+1.23" in a list of changes says percent without its sign.
      return role === "fraction" ? [value, value * 100] : [value];
  }
  return kind satisfies never;
}

/** Where the sentence names one thing and the fact is about another, the figure has been mixed up. */
function isAbout(fact: FigureFact, named: ReadonlySet<string>): boolean {
  return named.size === 0 || fact.subjects.length === 0 || fact.subjects.some((subject) => named.has(subject));
}

function supportsFigure(claim: FigureClaim, fact: FigureFact, named: ReadonlySet<string>, sentence: string): boolean {
  if (!isAbout(fact, named)) return false;
  if (claim.currencies && fact.currency !== undefined && !claim.currencies.includes(fact.currency)) return false;
  return inTermsOf(claim, fact).some(
    (value) =>
      fits(claim, Math.abs(value)) && (claim.kind === "multiple" || agrees(claim, value, fact.isChange, sentence)),
  );
}

function supportsDate(claim: Exclude<Claim, FigureClaim>, instants: readonly number[]): boolean {
  return instants.some((at) => {
    const date = new Date(at);
    // Every zone's minutes but a few are UTC's; the hour may be told in another zone.
    if (claim.kind === "minute") return Math.abs(date.getUTCMinutes() - claim.minute) <= 1;
    return claim.days.some(
      ({ day, month, year }) =>
        day === date.getUTCDate() &&
        month === date.getUTCMonth() + 1 &&
        (year === undefined || year === date.getUTCFullYear()),
    );
  });
}

/** Whether the facts of the turn bear the claim out. @param named  the subjects that the sentence speaks of, lower case */
export function isSupported(claim: Claim, facts: FigureFacts, named: ReadonlySet<string>, sentence: string): boolean {
  if (claim.kind === "day" || claim.kind === "minute") return supportsDate(claim, facts.instants);
  return facts.figures.some((fact) => supportsFigure(claim, fact, named, sentence));
}
