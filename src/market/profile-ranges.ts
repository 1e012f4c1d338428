import type { History, Points } from "./source.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Between which prices an asset moved. */
export interface PriceRange {
  readonly low: number;
  readonly high: number;
  /** Set where the prices known do not reach back as far as the range: UTC epoch milliseconds of the first. */
  readonly since?: number;
}

/** The ranges of a day, a week and a year, as far as there are prices for them; in the currency of the price. */
export interface Ranges {
  readonly day?: PriceRange;
  readonly week?: PriceRange;
  readonly year?: PriceRange;
}

export interface RangesParts {
  readonly price: number;
  /** UTC epoch milliseconds of the price. */
  readonly asOf: number;
  /** What the source itself says of the last 24 hours. */
  readonly low24h?: number | undefined;
  readonly high24h?: number | undefined;
  readonly week?: Pick<History, "points"> | undefined;
  readonly year?: Pick<History, "points"> | undefined;
}

/** How much later than a range its first price may be. */
const SLACK = { day: 2 * HOUR, week: 12 * HOUR, year: 3 * DAY } as const;

/** Each range holds the price and the shorter ranges: a year of daily prices has not seen every hour. */
export function rangesOf({ price, asOf, low24h, high24h, week, year }: RangesParts): Ranges {
  const told = low24h !== undefined && high24h !== undefined && low24h <= high24h;
  const inDay = told ? { low: low24h, high: high24h } : spanOf(week?.points ?? [], asOf, DAY, SLACK.day);
  const day = inDay && around(inDay, [price]);
  const inWeek = spanOf(week?.points ?? [], asOf, 7 * DAY, SLACK.week);
  const wholeWeek = inWeek && around(inWeek, [price, day?.low, day?.high]);
  const inYear = spanOf(year?.points ?? [], asOf, 364 * DAY, SLACK.year);
  const wholeYear = inYear && around(inYear, [price, day?.low, day?.high, wholeWeek?.low, wholeWeek?.high]);
  return {
    ...(day ? { day } : {}),
    ...(wholeWeek ? { week: wholeWeek } : {}),
    ...(wholeYear ? { year: wholeYear } : {}),
  };
}

/** The lowest and highest of the last so many milliseconds; two prices are the least that makes a range. */
function spanOf(points: Points, asOf: number, ms: number, slack: number): PriceRange | undefined {
  const from = asOf - ms;
  const within = points.filter(([at]) => at >= from);
  const [first, second] = within;
  if (!first || !second) return undefined;
  const prices = within.map(([, price]) => price);
  const span = { low: Math.min(...prices), high: Math.max(...prices) };
  return first[0] <= from + slack ? span : { ...span, since: first[0] };
}

function around(range: PriceRange, prices: readonly (number | undefined)[]): PriceRange {
  const others = prices.filter((each) => each !== undefined);
  return { ...range, low: Math.min(range.low, ...others), high: Math.max(range.high, ...others) };
}

/** Where a price stands in its range: 0 at the lowest, 1 at the highest; undefined where there is no distance between them. */
export const placeIn = ({ low, high }: PriceRange, price: number): number | undefined =>
  high > low ? Math.min(1, Math.max(0, (price - low) / (high - low))) : undefined;
