import type { Citables } from "./citations.ts";
import type { Claim, FigureClaim } from "./claim.ts";
import { findClaims } from "./claims.ts";
import { type FigureFacts, figureFacts } from "./figure-facts.ts";

export interface FigureSources {
  /** What the tools of this turn returned: raw values. */
  readonly facts: readonly unknown[];
  /** What stands in the facts to be cited and quoted; nothing where it is absent. */
  readonly citables?: Citables;
  /** What the asker wrote, now and before: their figures are theirs. */
  readonly asked: readonly string[];
  /** UTC epoch milliseconds. */
  readonly now: number;
  /** BCP 47, for decimal commas and the names of months and millions. */
  readonly locale: string;
}

/** The figures that a text may state, or a calculation start from. */
export interface KnownFigures {
  readonly facts: FigureFacts;
  /** The asker's own. */
  readonly theirs: readonly Claim[];
  /** Upper-case words that are units of amounts, in the facts or in the asker's words. */
  readonly units: ReadonlySet<string>;
}

export function knownFigures({ facts, asked, now, locale }: FigureSources): KnownFigures {
  const known = figureFacts(facts, now);
  return {
    facts: known,
    theirs: asked.flatMap((each) => findClaims(each, { locale, units: known.units, exempt: "nothing" })),
    units: new Set([...known.units, ...asked.flatMap((each) => each.match(/\b[A-Z][A-Z0-9]{1,9}\b/g) ?? [])]),
  };
}

export const isFigure = (claim: Claim): claim is FigureClaim => claim.kind !== "day" && claim.kind !== "minute";

const sameValue = (a: FigureClaim, b: FigureClaim): boolean =>
  a.readings.some((one) => b.readings.some((other) => Math.abs(one.value - other.value) <= 1e-9 * Math.abs(one.value)));

/** The asker's own figure that a claim repeats: the same value, in the same terms where both have any. */
export function askedFigure(claim: FigureClaim, theirs: readonly Claim[]): FigureClaim | undefined {
  const same = theirs.filter(isFigure).filter((each) => sameValue(each, claim));
  return (
    same.find(({ kind }) => kind === claim.kind) ??
    same.find(({ kind }) => kind === "number" || claim.kind === "number")
  );
}

/** Whether the asker wrote a figure or a date themselves. */
export const isAsked = (claim: Claim, theirs: readonly Claim[]): boolean =>
  isFigure(claim)
    ? askedFigure(claim, theirs) !== undefined
    : theirs.some(
        (each) =>
          each.kind === claim.kind &&
          JSON.stringify({ ...each, shown: "" }) === JSON.stringify({ ...claim, shown: "" }),
      );
