import type { Point } from "./series.ts";

/** Columns of the picture that get a line's points of their own: as many as a line of its width can show apart. */
const COLUMNS = 540;

/** Of the points of one column: its lowest, its highest and its first gap, in their order. */
function extremes(points: readonly Point[], from: number, to: number): readonly Point[] {
  let low = -1;
  let high = -1;
  let gap = -1;
  for (let index = from; index < to; index += 1) {
    const value = points[index]?.[1] ?? Number.NaN;
    if (Number.isNaN(value)) gap = gap < 0 ? index : gap;
    else {
      if (low < 0 || value < (points[low]?.[1] ?? value)) low = index;
      if (high < 0 || value > (points[high]?.[1] ?? value)) high = index;
    }
  }
  const kept = [...new Set([low, high, gap])].toSorted((one, other) => one - other);
  return kept.flatMap((index) => {
    const point = points[index];
    return point ? [point] : [];
  });
}

/**
 * At most about 1,600 of the points, that draw the same line: no peak, no gap and not the end is lost. The chart library can
 * thin lines too, but only after it has taken in every point, which is what takes its time.
 */
export function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= 3 * COLUMNS) return points;
  const size = points.length / COLUMNS;
  const columns = Array.from({ length: COLUMNS }, (_, column) =>
    extremes(points, Math.floor(column * size), Math.floor((column + 1) * size)),
  );
  return [...columns.flat(), ...points.slice(-1)];
}
