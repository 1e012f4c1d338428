import type { Candle } from "../core/reply.ts";
import type { Points } from "./source.ts";

const DAY = 86_400_000;

/** Fewer days than this make a correlation that is chance. */
export const DAYS_NEEDED = 20;

/** The first and last, the lowest and highest of a series, and by how much it changed: 0.0123 is +1.23 %. */
export interface Extent {
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly high: number;
  readonly change: number;
}

/** @returns undefined for no points */
export function extentOf(points: Points): Extent | undefined {
  const first = points[0]?.[1];
  const last = points.at(-1)?.[1];
  if (first === undefined || last === undefined) return undefined;
  // Not by spreading, which fails beyond some 100,000 arguments.
  const low = points.reduce((least, [, value]) => Math.min(least, value), first);
  const high = points.reduce((most, [, value]) => Math.max(most, value), first);
  return { first, last, low, high, change: last / first - 1 };
}

/**
 * Each series as if it had stood at 100 at the first instant that all of them have reached; what was before is left out.
 * @param series  positive values, oldest first; one that ends before the others begin comes back empty, and so does one without points
 */
export function rebase(series: readonly Points[]): readonly Points[] {
  const start = series.reduce((latest, points) => Math.max(latest, points[0]?.[0] ?? latest), Number.NEGATIVE_INFINITY);
  return series.map((points) => {
    const since = points.filter(([at]) => at >= start);
    const base = since[0]?.[1];
    return base === undefined ? [] : since.map(([at, value]) => [at, (value / base) * 100] as const);
  });
}

/** The last value of each day, by the number of the day since 1970 in UTC. */
const dailyCloses = (points: Points): ReadonlyMap<number, number> =>
  new Map(points.map(([at, value]) => [Math.floor(at / DAY), value]));

/**
 * Changes from one day to the next of two series, for the days on which both have one. A day that one of them lacks is not
 * bridged: a change over two days is not a daily one.
 * @param one  positive values, oldest first
 */
export function commonReturns(one: Points, other: Points): readonly (readonly [one: number, other: number])[] {
  const [a, b] = [dailyCloses(one), dailyCloses(other)];
  return [...a].flatMap(([day, value]) => {
    const before = a.get(day - 1);
    const [otherBefore, otherValue] = [b.get(day - 1), b.get(day)];
    if (before === undefined || otherBefore === undefined || otherValue === undefined) return [];
    return [[value / before - 1, otherValue / otherBefore - 1] as const];
  });
}

/** Pearson's correlation, -1 to 1; undefined where one side never changes or there are fewer than two pairs. */
export function pearson(pairs: readonly (readonly [number, number])[]): number | undefined {
  const count = pairs.length;
  const meanA = pairs.reduce((sum, [a]) => sum + a, 0) / count;
  const meanB = pairs.reduce((sum, [, b]) => sum + b, 0) / count;
  const sum = (of: (a: number, b: number) => number): number =>
    pairs.reduce((total, [a, b]) => total + of(a - meanA, b - meanB), 0);
  const spreadA = Math.sqrt(sum((a) => a * a));
  const spreadB = Math.sqrt(sum((_, b) => b * b));
  // What is left of equal numbers after rounding is not a change.
  if (isNoise(spreadA, meanA, count) || isNoise(spreadB, meanB, count)) return undefined;
  const value = sum((a, b) => (a / spreadA) * (b / spreadB));
  return Number.isFinite(value) ? Math.min(1, Math.max(-1, value)) : undefined;
}

const isNoise = (spread: number, mean: number, count: number): boolean =>
  !(spread > 1e-12 * Math.max(Math.abs(mean) * Math.sqrt(count), 1e-3));

/**
 * At most `limit` of the points that draw the same line: the first, the last, the lowest and the highest are always among them.
 * @param limit  at least 4
 */
export function thinTo(points: Points, limit: number): Points {
  if (points.length <= limit) return points;
  const columns = Math.floor((limit - 2) / 2);
  const size = points.length / columns;
  const kept = new Set<number>([0, points.length - 1]);
  for (let column = 0; column < columns; column += 1) {
    const [from, to] = [Math.floor(column * size), Math.floor((column + 1) * size)];
    let [low, high] = [from, from];
    for (let index = from; index < to; index += 1) {
      const value = points[index]?.[1] ?? 0;
      if (value < (points[low]?.[1] ?? value)) low = index;
      if (value > (points[high]?.[1] ?? value)) high = index;
    }
    kept.add(low).add(high);
  }
  return points.filter((_, index) => kept.has(index));
}

/** The last of every few points, at most `limit`, the newest among them: for bars, which have no line between them. */
export function lastOfEach(points: Points, limit: number): Points {
  const step = Math.max(1, Math.ceil(points.length / limit));
  return points.filter((_, index) => (points.length - 1 - index) % step === 0);
}

/**
 * At most `limit` candles, each made of `together` neighbours: it opens as the first, closes as the last. The oldest may be
 * made of fewer.
 */
export function joinCandles(
  candles: readonly Candle[],
  limit: number,
): { readonly candles: readonly Candle[]; readonly together: number } {
  const together = Math.max(1, Math.ceil(candles.length / limit));
  const joined: Candle[] = [];
  for (let end = candles.length; end > 0; end -= together) {
    const group = candles.slice(Math.max(0, end - together), end);
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) continue;
    const high = Math.max(...group.map((each) => each.high));
    const low = Math.min(...group.map((each) => each.low));
    joined.push({ at: last.at, open: first.open, high, low, close: last.close });
  }
  return { candles: joined.toReversed(), together };
}
