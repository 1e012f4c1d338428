import type { Points } from "./source.ts";

/**
 * What chart readers compute from a price. Every function takes values oldest first, all of them finite, and gives one value
 * per input where its window is full, with the instant of the last value in it; earlier ones have none. A window is a whole
 * number of values, at least 1; with fewer values the answer is empty.
 */
type Study = (points: Points, window: number) => Points;

/** Simple moving average: the mean of the last `window` values (J. J. Murphy, "Technical Analysis of the Financial Markets", ch. 9). */
export const sma: Study = (points, window) =>
  windowsOf(points, window).map(({ at, values }) => [at, mean(values)] as const);

/**
 * Exponential moving average with the weight 2 / (window + 1) (Murphy, ch. 9). It begins as the simple average of the first
 * window, as the usual charting programs do.
 */
export const ema: Study = (points, window) => smoothed(points, window, 2 / (window + 1));

/**
 * Relative strength index, 0 to 100 (J. W. Wilder, "New Concepts in Technical Trading Systems", 1978, section VI): average
 * gain against average loss over `window` changes, both smoothed with 1 / window after a simple average at the start. It
 * needs one value more than the window has changes. A price that only rose has 100, one that only fell 0; one that never
 * moved has 50, which Wilder leaves open.
 */
export const rsi: Study = (points, window) => {
  const changes = points.slice(1).map(([at, value], index) => [at, value - (points[index]?.[1] ?? value)] as const);
  const part = (of: (change: number) => number): Points =>
    smoothed(
      changes.map(([at, change]) => [at, of(change)] as const),
      window,
      1 / window,
    );
  const losses = part((change) => Math.max(0, -change));
  return part((change) => Math.max(0, change)).map(([at, gain], index) => {
    const total = gain + (losses[index]?.[1] ?? 0);
    return [at, total === 0 ? 50 : Math.min(100, (100 * gain) / total)] as const;
  });
};

/** The middle, upper and lower line of a channel. */
export interface Bands {
  readonly middle: Points;
  readonly upper: Points;
  readonly lower: Points;
}

/**
 * Bollinger bands: a simple average and so many standard deviations on both sides of it, the deviation that of the whole
 * window, divided by its size (J. Bollinger, "Bollinger on Bollinger Bands", 2001, ch. 7).
 */
export function bollinger(points: Points, window: number, deviations: number): Bands {
  const lines = windowsOf(points, window).map(({ at, values }) => {
    const middle = mean(values);
    // From the mean, not as a difference of squares: prices far from zero would leave nothing but rounding.
    const room = deviations * Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
    return { at, middle, room };
  });
  return {
    middle: lines.map(({ at, middle }) => [at, middle] as const),
    upper: lines.map(({ at, middle, room }) => [at, middle + room] as const),
    lower: lines.map(({ at, middle, room }) => [at, middle - room] as const),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each full window by its last instant; summed anew each time, so that no rounding adds up. */
function windowsOf(points: Points, window: number): readonly { readonly at: number; readonly values: number[] }[] {
  return points.slice(window - 1).map(([at], index) => ({
    at,
    values: points.slice(index, index + window).map(([, value]) => value),
  }));
}

/** Begins as the mean of the first window; then each value counts with `weight`. */
function smoothed(points: Points, window: number, weight: number): Points {
  const start = points[window - 1];
  if (!start) return [];
  let level = mean(points.slice(0, window).map(([, value]) => value));
  return [
    [start[0], level] as const,
    ...points.slice(window).map(([at, value]) => {
      // Not `level += weight * (value - level)`: after a leap, the difference would leave only rounding of small changes.
      level = level * (1 - weight) + value * weight;
      return [at, level] as const;
    }),
  ];
}
