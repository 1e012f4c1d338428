import { Decimal } from "decimal.js";
import { cleanLine } from "../core/clean.ts";
import { UserError } from "../core/errors.ts";
import type { FigureClaim } from "./claim.ts";
import { findClaims } from "./claims.ts";
import type { FigureFact } from "./figure-facts.ts";
import { askedFigure, isFigure, type KnownFigures } from "./known-figures.ts";
import { sentenceParts, subjectsOf } from "./subjects.ts";
import { supportOf, wordsOf } from "./support.ts";

/** A figure that can be calculated with: exactly as it was looked up, or as the asker wrote it. */
export interface Operand {
  /** Of a percentage, a part of one: 0.0123 for 1.23 %. */
  readonly value: Decimal;
  readonly isPercent: boolean;
  /** A currency or the symbol of a coin, upper case; absent for a plain number. */
  readonly unit?: string;
  /** Symbols and names of what it is about, lower case. */
  readonly subjects: readonly string[];
  readonly source?: string;
  /** UTC epoch milliseconds. */
  readonly asOf?: number;
}

const HOW = 'Write each as it stands, with its unit: "$312.46", "2 TAO", "-1.2%".';

/**
 * The figure behind its writing, which has to be one of this turn's results or the asker's own.
 * @throws UserError where it is neither, where it is no figure, and where several that differ are written alike
 */
export function readOperand(written: string, known: KnownFigures, locale: string): Operand {
  const shown = cleanLine(written, 40);
  const claims = findClaims(written, { locale, units: known.units, exempt: "nothing" });
  const [claim] = claims;
  if (!claim || claims.length > 1 || !isFigure(claim))
    throw new UserError(`"${shown}" is not one figure.`, { hint: HOW });
  const theirs = askedFigure(claim, known.theirs);
  // A bare number that the asker wrote is theirs, whatever else comes to as much.
  if (theirs && claim.kind === "number") return askedOperand(claim, theirs, known);
  const parts = sentenceParts(written, [claim], known.facts.subjects);
  const facts = nearest(
    claim,
    supportOf(claim, known.facts, { named: subjectsOf(claim, parts), days: [] }, wordsOf(written)).filter(
      ({ value }) => value < 0 === (claim.sign === -1),
    ),
  );
  const [fact] = facts;
  if (fact && facts.some(({ value, currency }) => value !== fact.value || currency !== fact.currency))
    throw new UserError(`"${shown}" may be several figures of the results.`, {
      hint: 'Write all of its digits, and what it is of: "TAO $312.4567".',
    });
  if (fact) return factOperand(claim, fact);
  if (theirs) return askedOperand(claim, theirs, known);
  throw new UserError(`"${shown}" is neither a figure of this message's tool results nor one that the person wrote.`, {
    hint: "Look it up first, or leave it out.",
  });
}

/** Those that are exactly what is written, where any are; otherwise all that round to it. */
function nearest({ readings }: FigureClaim, facts: readonly FigureFact[]): readonly FigureFact[] {
  const exact = facts.filter(({ value }) =>
    [value, value * 100].some((size) =>
      readings.some((each) => Math.abs(each.value - Math.abs(size)) <= 1e-9 * Math.abs(size)),
    ),
  );
  return exact.length > 0 ? exact : facts;
}

function factOperand(claim: FigureClaim, { value, role, currency, subjects, source, asOf }: FigureFact): Operand {
  const isPercent = claim.kind === "percent" || role === "fraction" || role === "points";
  const unit = unitOf(claim, currency) ?? (role === "amount" ? currency : undefined);
  return {
    value: role === "points" ? new Decimal(value).div(100) : new Decimal(value),
    isPercent,
    ...(isPercent || unit === undefined ? {} : { unit }),
    subjects,
    ...(source === undefined ? {} : { source }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** Their number may have its unit in only one of the two places. */
function askedOperand(claim: FigureClaim, theirs: FigureClaim, { facts }: KnownFigures): Operand {
  const sizes = theirs.readings.filter(({ value }) => claim.readings.some((each) => each.value === value));
  const [reading = theirs.readings[0]] = sizes;
  if (!reading || sizes.length > 1)
    throw new UserError(`"${claim.shown}" may be ${sizes.map(({ value }) => value).join(" or ")}.`, { hint: HOW });
  const isPercent = claim.kind === "percent" || theirs.kind === "percent";
  const unit = unitOf(claim, undefined) ?? unitOf(theirs, undefined);
  const size = new Decimal(reading.value).times(claim.sign === -1 ? -1 : 1);
  const subject = unit?.toLowerCase();
  return {
    value: isPercent ? size.div(100) : size,
    isPercent,
    ...(isPercent || unit === undefined ? {} : { unit }),
    subjects: subject !== undefined && facts.subjects.has(subject) ? [subject] : [],
  };
}

/** The unit that is written; of a sign that several currencies have, the fact's own. */
function unitOf({ unit, currencies }: FigureClaim, currency: string | undefined): string | undefined {
  if (unit !== undefined) return unit;
  return currency !== undefined && currencies?.includes(currency) === true ? currency : currencies?.[0];
}
