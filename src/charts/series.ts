import type { LineChart } from "../core/reply.ts";
import { LOOKS } from "./look.ts";
import { createScale } from "./scale.ts";
import { drawable } from "./words.ts";

export type Point = readonly [at: number, value: number];

/** What is known of a series that has a value. */
export interface Known {
  readonly last: Point;
  readonly low: number;
  readonly high: number;
  /** Between two lines of an axis made for this series alone: tells how exact its figures are shown. */
  readonly step: number;
}

/** A series as it is drawn. */
export interface Drawn {
  /** Clean, never empty. */
  readonly name: string;
  readonly look: { readonly color: string; readonly dash: (typeof LOOKS)[number]["dash"] };
  /** Oldest first; a value that is NaN is a gap. */
  readonly points: readonly Point[];
  /** Absent where no point has a value. */
  readonly known: Known | undefined;
  /** What stands beside its name instead of its last value. */
  readonly figure?: string;
}

/** Whether a date can hold it (ECMA-262, time values). */
export const isInstant = (at: number): boolean => Math.abs(at) <= 8.64e15;

/** What is drawn of a series: instants that are some; a value that is none (null after JSON, NaN) stays as a gap. */
const pointsOf = (points: readonly Point[]): readonly Point[] =>
  points.filter(([at]) => isInstant(at)).map(([at, value]) => [at, Number.isFinite(value) ? value : Number.NaN]);

/** The lowest and highest of some values; not by spreading, which fails beyond some 100,000 arguments. */
export const rangeOf = (values: readonly number[]): { readonly low: number; readonly high: number } => ({
  low: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  high: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
});

function knownOf(points: readonly Point[]): Known | undefined {
  const known = points.filter(([, value]) => !Number.isNaN(value));
  const last = known.at(-1);
  if (!last) return undefined;
  const { low, high } = rangeOf(known.map(([, value]) => value));
  const { step, divisor } = createScale(low, high);
  return { last, low, high, step: step * divisor };
}

/**
 * The series of a chart with what has to be known to draw them.
 * @throws RangeError for more series than can be told apart
 */
export function drawnOf({ series }: Pick<LineChart, "series">): readonly Drawn[] {
  return series.map(({ name, points: given }, index) => {
    const look = LOOKS[index];
    if (!look) throw new RangeError(`A line chart shows at most ${LOOKS.length} series, not ${series.length}.`);
    const points = pointsOf(given);
    return { name: drawable(name, 40, `Series ${index + 1}`), look, points, known: knownOf(points) };
  });
}

/** Points between two gaps: a line has no length there, so they need a dot. */
export const aloneIn = (points: readonly Point[]): readonly Point[] =>
  points.filter(([, value], index) => {
    const isGap = (other: Point | undefined): boolean => other === undefined || Number.isNaN(other[1]);
    return !Number.isNaN(value) && isGap(points[index - 1]) && isGap(points[index + 1]);
  });
