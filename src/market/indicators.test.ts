import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bollinger, ema, rsi, sma } from "./indicators.ts";
import type { Points } from "./source.ts";

const points = (values: readonly number[]): Points => values.map((value, at) => [at, value] as const);
const valuesOf = (found: Points): number[] => found.map(([, value]) => value);
const rounded = (found: Points, digits = 4): number[] => valuesOf(found).map((value) => Number(value.toFixed(digits)));

const values = fc.array(fc.double({ noNaN: true, min: 1e-9, max: 1e6 }), { maxLength: 80 });
const window = fc.integer({ min: 1, max: 30 });

describe("by hand", () => {
  test("a simple average of three", () => {
    expect(sma(points([1, 2, 6, 3]), 3)).toEqual([
      [2, 3],
      [3, 11 / 3],
    ]);
  });

  test("an exponential average of three begins as the simple one; then half of each new value", () => {
    expect(valuesOf(ema(points([1, 2, 6, 5, 1]), 3))).toEqual([3, 4, 2.5]);
  });

  test("relative strength of three: gains 1, 0, 2 against losses 0, 1, 0, then smoothed by a third", () => {
    // 10 → 11 → 10 → 12 → 11: averages 1 and 1/3 = 75; then 2/3 and (2/3 + 1) / 3 = 5/9 = 54.5454…
    expect(rounded(rsi(points([10, 11, 10, 12, 11]), 3))).toEqual([75, 54.5455]);
  });

  test("bands of four: the deviation of 2, 4, 4, 6 is the root of 2", () => {
    const { middle, upper, lower } = bollinger(points([2, 4, 4, 6]), 4, 2);
    expect([rounded(middle), rounded(upper), rounded(lower)]).toEqual([[4], [6.8284], [1.1716]]);
  });

  test("the usual worked example of fourteen days, from closes to the cent", () => {
    // Printed tables of it begin with 70.53, since they compute from closes of four decimals.
    const closes = [
      44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.0,
      46.03, 46.41, 46.22, 45.64,
    ];
    expect(rounded(rsi(points(closes), 14), 2)).toEqual([70.46, 66.25, 66.48, 69.35, 66.29, 57.92]);
  });
});

describe("against a computation without short cuts", () => {
  const near = (found: readonly number[], wanted: readonly number[]): void => {
    expect(found.length).toBe(wanted.length);
    for (const [index, value] of found.entries())
      expect(Math.abs(value - (wanted[index] ?? 0))).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  };

  test("simple averages and bands are those of each window", () => {
    fc.assert(
      fc.property(values, window, (given, size) => {
        const ends = given.map((_, index) => index).filter((index) => index >= size - 1);
        const windows = ends.map((end) => given.slice(end - size + 1, end + 1));
        const means = windows.map((each) => each.reduce((sum, one) => sum + one, 0) / size);
        near(valuesOf(sma(points(given), size)), means);
        const { upper, lower } = bollinger(points(given), size, 2);
        const rooms = windows.map((each, index) =>
          Math.sqrt(each.reduce((sum, one) => sum + (one - (means[index] ?? 0)) ** 2, 0) / size),
        );
        near(
          valuesOf(upper).map((value, index) => value - (lower[index]?.[1] ?? 0)),
          rooms.map((room) => 4 * room),
        );
      }),
    );
  });

  test("an exponential average is the sum of all values, each with the weight that is left for it", () => {
    fc.assert(
      fc.property(values, window, (given, size) => {
        const weight = 2 / (size + 1);
        const seed = given.slice(0, size).reduce((sum, one) => sum + one, 0) / size;
        const wanted = given.slice(size - 1).map((_, steps) => {
          const later = given.slice(size, size + steps);
          const parts = later.map((one, index) => one * weight * (1 - weight) ** (steps - 1 - index));
          return seed * (1 - weight) ** steps + parts.reduce((sum, one) => sum + one, 0);
        });
        near(valuesOf(ema(points(given), size)), wanted);
      }),
    );
  });

  test("relative strength is Wilder's 100 - 100 / (1 + gain / loss)", () => {
    fc.assert(
      fc.property(values, window, (given, size) => {
        const changes = given.slice(1).map((value, index) => value - (given[index] ?? 0));
        const wanted = changes.flatMap((_, end) => {
          if (end < size - 1) return [];
          const average = (of: (change: number) => number): number => {
            let level = changes.slice(0, size).reduce((sum, change) => sum + of(change), 0) / size;
            for (const change of changes.slice(size, end + 1)) level = (level * (size - 1) + of(change)) / size;
            return level;
          };
          const [gain, loss] = [average((change) => Math.max(0, change)), average((change) => Math.max(0, -change))];
          if (loss === 0) return [gain === 0 ? 50 : 100];
          return [100 - 100 / (1 + gain / loss)];
        });
        near(valuesOf(rsi(points(given), size)), wanted);
      }),
    );
  });
});

describe("at the edges", () => {
  test.each([
    ["rises all the time", [1, 2, 3, 4], [100, 100]],
    ["falls all the time", [4, 3, 2, 1], [0, 0]],
    ["never moves", [5, 5, 5, 5], [50, 50]],
  ])("a price that %s", (_, given, wanted) => {
    expect(valuesOf(rsi(points(given), 2))).toEqual(wanted);
  });

  test("a window is full or says nothing", () => {
    const given = points([1, 2, 3]);
    expect([sma(given, 4), ema(given, 4), rsi(given, 3), bollinger(given, 4, 2).upper]).toEqual([[], [], [], []]);
    expect([sma(given, 3), ema(given, 3), rsi(given, 2)].map((each) => each.length)).toEqual([1, 1, 1]);
    expect(sma([], 1)).toEqual([]);
  });
});
