import { type Conventions, type HoldingPeriod, USUAL_CONVENTIONS } from "./conventions.ts";
import type { CaseConventions } from "./case-schema.ts";
import { Exact, QUANTITY_PLACES, quantityOf } from "./amount.ts";

/** What cases leave unsaid: gifts, losses and fees of their own count as disposals at their value there; no term. */
const UNSAID: Conventions = {
  ...USUAL_CONVENTIONS,
  charge: "market_value",
  giftOut: "market_value",
  loss: "market_value",
  longTerm: undefined,
};

/** The conventions of a case. */
export function conventionsOf(given: CaseConventions): Conventions {
  const { profile, longTerm, sharedBasis, dust, ...choices } = given;
  return {
    ...UNSAID,
    // rotki keeps migrated lots in the order in which they came into their pool.
    ...(profile === "rotki" ? { lotOrder: "arrival" as const } : {}),
    ...definedOf(choices),
    longTerm: longTerm && periodOf(longTerm),
    sharedBasis: new Map(Object.entries(sharedBasis ?? {})),
    dust: dust === undefined ? 0n : dustOf(dust),
  };
}

function periodOf(given: NonNullable<CaseConventions["longTerm"]>): HoldingPeriod {
  const reached = given.compare === ">=" ? "at_least" : "more_than";
  return "days" in given
    ? { unit: "days", length: given.days, reached }
    : { unit: "seconds", length: given.seconds, reached };
}

/** Smaller than a bound is smaller than the next whole unit above it. */
const dustOf = (bound: string): bigint =>
  quantityOf(new Exact(bound).toDecimalPlaces(QUANTITY_PLACES, Exact.ROUND_UP).toFixed());

type Defined<Choices> = { [Key in keyof Choices]?: Exclude<Choices[Key], undefined> };

const definedOf = <Choices extends object>(choices: Choices): Defined<Choices> =>
  Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)) as Defined<Choices>;
