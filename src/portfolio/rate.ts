/** Money that moved, as a double: what is put in is negative. `years` counts from any common instant. */
export interface Flow {
  readonly years: number;
  readonly amount: number;
}

/** A yearly (or per-period) rate as a fraction, 0.1 for ten percent. */
export type Rate =
  | { readonly kind: "one"; readonly rate: number }
  /** Money that goes in and out more than once may fit several rates; `rate` is the one next to 10 %, `all` rise. */
  | { readonly kind: "several"; readonly rate: number; readonly all: readonly number[] }
  | { readonly kind: "none"; readonly reason: "no_sign_change" | "out_of_range" };

/** Where spreadsheets begin to look, and so which of several rates they show. */
const USUAL_RATE = 0.1;
/** Between two neighbours two roots can hide only when they lie closer than these; a third cannot be told from rounding. */
const LOOKS = 1_024;

/**
 * The rate at which all flows together are worth nothing (money-weighted return, internal rate of return, XIRR).
 *
 * It is looked for as x = ln(1 + rate), where the worth is a sum of a·e^(−x·t) and every factor can be scaled so that nothing
 * overflows. Beyond bounds that follow from the amounts the first or the last flow outweighs all others, so no root lies
 * there; between them every change of sign is closed in on. When the flows change their sign once in time there is exactly
 * one root (Descartes' rule); else all that a fine search finds are given. Nothing is returned that did not converge.
 */
export function rateOf(flows: readonly Flow[]): Rate {
  const merged = mergedOf(flows);
  if (!merged.some(({ amount }) => amount > 0) || !merged.some(({ amount }) => amount < 0))
    return { kind: "none", reason: "no_sign_change" };
  const sign = (x: number): number => Math.sign(worthAt(merged, x));
  const ends = [lowest(merged), highest(merged)] as const;
  const looks = turnsOf(merged) === 1 ? ends : looksBetween(...ends);
  const rates: number[] = [];
  let from = looks[0]!;
  let fromSign = sign(from);
  for (const to of looks.slice(1)) {
    const toSign = sign(to);
    if (toSign === 0 || fromSign * toSign < 0)
      rates.push(Math.expm1(toSign === 0 ? to : rootBetween(merged, from, to)));
    from = to;
    fromSign = toSign;
  }
  return chosenOf(rates);
}

/**
 * The same rate over so many times its period: what is 1 % a day for 365 days. It is better found for a short time and then
 * told for a year than the other way round: ten percent lost in a day are all but all of it in a year, to a double.
 */
export function rateOver(rate: Rate, periods: number): Rate {
  if (rate.kind === "none") return rate;
  const all = rate.kind === "one" ? [rate.rate] : rate.all;
  return chosenOf(all.map((one) => Math.expm1(Math.log1p(one) * periods)));
}

function chosenOf(rates: readonly number[]): Rate {
  const finite = rates.filter((rate) => Number.isFinite(rate));
  const [first] = finite;
  if (first === undefined) return { kind: "none", reason: "out_of_range" };
  if (finite.length === 1) return { kind: "one", rate: first };
  const nearest = finite.toSorted((a, b) => Math.abs(a - USUAL_RATE) - Math.abs(b - USUAL_RATE))[0]!;
  return { kind: "several", rate: nearest, all: finite };
}

/** What the flows are worth at time zero for a yearly rate above -1. */
export const presentValue = (flows: readonly Flow[], rate: number): number =>
  flows.reduce((sum, { years, amount }) => sum + amount / (1 + rate) ** years, 0);

/** One flow for each time, by time, counted from the first; zeros are gone. */
function mergedOf(flows: readonly Flow[]): readonly Flow[] {
  const byTime = new Map<number, number>();
  for (const { years, amount } of flows) byTime.set(years, (byTime.get(years) ?? 0) + amount);
  const merged = [...byTime].filter(([, amount]) => amount !== 0).toSorted(([a], [b]) => a - b);
  const start = merged[0]?.[0] ?? 0;
  return merged.map(([years, amount]) => ({ years: years - start, amount }));
}

/** How often the money turns from going in to coming out or back. */
const turnsOf = (flows: readonly Flow[]): number =>
  flows.filter(({ amount }, at) => at > 0 && Math.sign(amount) !== Math.sign(flows[at - 1]!.amount)).length;

/** The worth at x, times a positive number that keeps it within a double: its sign and its zeros are those of the worth. */
function worthAt(flows: readonly Flow[], x: number): number {
  const top = x > 0 ? 0 : -x * (flows.at(-1)?.years ?? 0);
  return flows.reduce((sum, { years, amount }) => sum + amount * Math.exp(-x * years - top), 0);
}

/** Above it the first flow outweighs all that follow, were they all at the time of the second. */
function highest(flows: readonly Flow[]): number {
  const [first, second] = flows;
  const others = flows.slice(1).reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  return Math.max(0, Math.log(others / Math.abs(first!.amount)) / second!.years) + 1e-9;
}

/** Below it the last flow outweighs all that come before. */
function lowest(flows: readonly Flow[]): number {
  const last = flows.at(-1)!;
  const others = flows.slice(0, -1).reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  return Math.min(0, -Math.log(others / Math.abs(last.amount)) / (last.years - flows.at(-2)!.years)) - 1e-9;
}

/** Places to look at, close to each other near zero, where rates of life are, and wider apart beyond. */
function looksBetween(low: number, high: number): readonly number[] {
  const [from, to] = [Math.asinh(low), Math.asinh(high)];
  return Array.from({ length: LOOKS + 1 }, (_, at) => {
    if (at === 0) return low;
    return at === LOOKS ? high : Math.sinh(from + ((to - from) * at) / LOOKS);
  });
}

/** Newton's steps, each followed by a halving of the span, so that it ends however flat or steep the way is. */
function rootBetween(flows: readonly Flow[], low: number, high: number): number {
  const lowSign = Math.sign(worthAt(flows, low));
  let [from, to] = [low, high];
  let x = (from + to) / 2;
  for (let turn = 0; ; turn += 1) {
    const worth = worthAt(flows, x);
    if (worth === 0) return x;
    if (Math.sign(worth) === lowSign) from = x;
    else to = x;
    const middle = (from + to) / 2;
    // No double lies between them: it cannot be told more closely.
    if (middle <= from || middle >= to) return middle;
    const step = x - worth / slopeAt(flows, x);
    const isWithin = step > from && step < to;
    if (isWithin && Math.abs(step - x) <= 2 * Number.EPSILON * Math.max(1, Math.abs(x))) return step;
    x = isWithin && turn % 2 === 0 ? step : middle;
  }
}

/** The slope that belongs to `worthAt` where its scale is held fast, which is what a Newton step needs. */
function slopeAt(flows: readonly Flow[], x: number): number {
  const top = x > 0 ? 0 : -x * (flows.at(-1)?.years ?? 0);
  return flows.reduce((sum, { years, amount }) => sum - years * amount * Math.exp(-x * years - top), 0);
}
