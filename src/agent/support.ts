import type { DateClaim, FigureClaim } from "./claim.ts";
import { type FigureFact, type FigureFacts, MARKET_SUBJECT } from "./figure-facts.ts";
import { isEnglishText, NEITHER } from "./figure-words.ts";
import { lastNonzeroStep } from "./numerals.ts";
import { isOver } from "./periods.ts";
import { suppliesIn, type Supply } from "./supplies.ts";

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
function agrees(claim: FigureClaim, value: number, isChange: boolean, said: SentenceWords): boolean {
  if (claim.sign !== 0 && value !== 0 && Math.sign(value) !== claim.sign && claim.direction === 0) return false;
  if (claim.sign === 1 && claim.direction === -1) return false;
  if (isChange && claim.direction !== 0 && value !== 0 && Math.sign(value) !== claim.direction) return false;
  if (value >= 0) return claim.sign !== -1 || value === 0 || !isChange;
  return (
    claim.sign === -1 || claim.direction === -1 || (claim.direction === 0 && (said.isOfNoDirection || !said.isEnglish))
  );
}

/** What the fact is in the terms of the claim; none when the one cannot be said as the other. */
function inTermsOf({ kind, unit }: FigureClaim, { value, role }: FigureFact): readonly number[] {
  switch (kind) {
    case "percent":
      if (role === "points") return [value];
      return role === "fraction" || role === "ratio" || role === "other" ? [value * 100] : [];
    case "amount":
      return role === "amount" || role === "other" || (role === "ratio" && unit !== undefined) ? [value] : [];
    case "multiple":
      return role === "fraction" ? [1 + value] : role === "ratio" || role === "other" ? [value] : [];
    case "number":
      // "+1.23" in a list of changes says percent without its sign.
      return role === "fraction" ? [value, value * 100] : [value];
  }
  return kind satisfies never;
}

/** Words for all that is traded; a market's cap is one coin's. */
const MARKET =
  /(?<!\p{L})(?:(?:crypto ?)?market(?!\s*-?\s*cap)|crypto (?:total|overall)|total|overall|(?:gesamt|krypto)?markt|marché|mercado|mercato|рын\p{L}*|piyasa\p{L}*)(?!\p{L})|市场|市場|시장|बाज़ार|बाजार/iu;

/** What a whole sentence says of each of its figures. */
export interface SentenceWords {
  readonly isEnglish: boolean;
  /** A change is told without its direction: "moved", "a gap". */
  readonly isOfNoDirection: boolean;
  readonly isOfMarket: boolean;
  readonly supplies: ReadonlySet<Supply>;
}

/** What a sentence says of one of its figures. */
interface ClaimContext {
  /** The subjects that it is said of, lower case. */
  readonly named: ReadonlySet<string>;
  /** Over how many days it is said to be; nothing where it does not say. */
  readonly days: readonly number[];
}

export const wordsOf = (sentence: string): SentenceWords => ({
  isEnglish: isEnglishText(sentence),
  isOfNoDirection: NEITHER.test(sentence),
  isOfMarket: MARKET.test(sentence),
  supplies: suppliesIn(sentence),
});

/** Where the sentence names one thing and the fact is about another, the figure has been mixed up. */
function isAbout(fact: FigureFact, named: ReadonlySet<string>, said: SentenceWords): boolean {
  if (named.size > 0 && fact.subjects.includes(MARKET_SUBJECT)) return said.isOfMarket;
  return named.size === 0 || fact.subjects.length === 0 || fact.subjects.some((subject) => named.has(subject));
}

/** 12.5 TAO are no 12.5 dollars; what a fact is an amount of is its subject or its currency, as far as it says either. */
const isIn = (unit: string, { currency, subjects }: FigureFact): boolean =>
  currency === unit || subjects.includes(unit.toLowerCase()) || (currency === undefined && subjects.length === 0);

function supportsFigure(
  claim: FigureClaim,
  fact: FigureFact,
  { named, days }: ClaimContext,
  said: SentenceWords,
): boolean {
  if (!isAbout(fact, named, said)) return false;
  if (fact.isChange && fact.days !== undefined && !isOver(fact.days, days)) return false;
  if (fact.supply !== undefined && said.supplies.size > 0 && !said.supplies.has(fact.supply)) return false;
  if (claim.currencies && fact.currency !== undefined && !claim.currencies.includes(fact.currency)) return false;
  if (claim.unit !== undefined && !isIn(claim.unit, fact)) return false;
  return inTermsOf(claim, fact).some(
    (value) => fits(claim, Math.abs(value)) && (claim.kind === "multiple" || agrees(claim, value, fact.isChange, said)),
  );
}

function supportsDate(claim: DateClaim, instants: readonly number[]): boolean {
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

/** Whether the facts of the turn bear a day or a time of day out. */
export const isSupportedDate = (claim: DateClaim, { instants }: FigureFacts): boolean => supportsDate(claim, instants);

/** The facts of the turn that bear a figure out, in their order. */
export const supportOf = (
  claim: FigureClaim,
  facts: FigureFacts,
  context: ClaimContext,
  said: SentenceWords,
): readonly FigureFact[] => facts.figures.filter((fact) => supportsFigure(claim, fact, context, said));
