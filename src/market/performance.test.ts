import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commonReturns, extentOf, joinCandles, lastOfEach, pearson, rebase, thinTo } from "./performance.ts";
import type { Points } from "./source.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** Prices, oldest first, each instant once. */
const points = (most = 60): fc.Arbitrary<Points> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true })), {
      selector: ([at]) => at,
      maxLength: most,
    })
    .map((each) => each.map(([at, value]) => [START + at * 3_600_000, value] as const).toSorted(([a], [b]) => a - b));

const daily = (...values: readonly (number | undefined)[]): Points =>
  values.flatMap((value, day) => (value === undefined ? [] : [[START + day * DAY, value] as const]));

describe("rebased series", () => {
  test("begin at 100 at the first instant that all have, and move as before", () => {
    const [one, other] = rebase([daily(10, 20, 30), daily(undefined, 5, 4)]);
    expect(one).toEqual(daily(undefined, 100, 150));
    expect(other).toEqual(daily(undefined, 100, 80));
  });

  test("are empty where a series ends before the others begin, or has no point", () => {
    expect(rebase([daily(1, 2), daily(undefined, undefined, 3, 4), []])).toEqual([
      [],
      daily(undefined, undefined, 100, (4 / 3) * 100),
      [],
    ]);
  });

  test("law: each begins at 100, all begin after the latest start, and a scale changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(points(), { maxLength: 6 }),
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        (all, by) => {
          const result = rebase(all);
          const latest = Math.max(...all.flatMap((each) => each[0]?.[0] ?? []));
          for (const each of result) {
            if (each[0]) expect(each[0][1]).toBeCloseTo(100, 9);
            for (const [at] of each) expect(at).toBeGreaterThanOrEqual(latest);
          }
          const scaled = rebase(all.map((each) => each.map(([at, value]) => [at, value * by] as const)));
          expect(scaled.map((each) => each.length)).toEqual(result.map((each) => each.length));
          for (const [index, each] of result.entries())
            for (const [place, [, value]] of each.entries())
              expect((scaled[index]?.[place]?.[1] ?? 0) / value).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe("daily returns", () => {
  test("are taken where both have a day and the one before it: a gap is not bridged", () => {
    expect(commonReturns(daily(1, 2, undefined, 8, 4), daily(4, 2, 2, 2, 1))).toEqual([
      [1, -0.5],
      [-0.5, -0.5],
    ]);
  });

  test("use the last price of a day", () => {
    const hours: Points = [0, 6, 12, 30].map((hour, index) => [START + hour * 3_600_000, index + 1] as const);
    expect(commonReturns(hours, hours)).toEqual([[4 / 3 - 1, 4 / 3 - 1]]);
  });

  test("law: the other way round they are the same pairs, turned", () => {
    fc.assert(
      fc.property(points(), points(), (one, other) => {
        expect(commonReturns(other, one)).toEqual(commonReturns(one, other).map(([a, b]) => [b, a]));
      }),
    );
  });
});

describe("Pearson's correlation", () => {
  const pairs = fc.array(
    fc.tuple(fc.double({ min: -1, max: 10, noNaN: true }), fc.double({ min: -1, max: 10, noNaN: true })),
    { maxLength: 80 },
  );

  test.each<[string, [number, number][], number | undefined]>([
    [
      "in step",
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      1,
    ],
    [
      "against each other",
      [
        [1, 6],
        [2, 4],
        [3, 2],
      ],
      -1,
    ],
    [
      "a known case",
      [
        [1, 2],
        [2, 1],
        [3, 4],
        [4, 3],
      ],
      0.6,
    ],
    [
      "one side constant",
      [
        [1, 5],
        [2, 5],
        [3, 5],
      ],
      undefined,
    ],
    [
      "constant but for rounding",
      [
        [0.1 + 0.2, 1],
        [0.3, 2],
        [0.3, 3],
      ],
      undefined,
    ],
    ["one pair", [[1, 2]], undefined],
    ["none", [], undefined],
  ])("%s", (_what, given, wanted) => {
    const value = pearson(given);
    if (wanted === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(wanted, 12);
  });

  test("law: within -1 and 1, the same both ways, and 1 with itself", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const value = pearson(given);
        const turned = pearson(given.map(([a, b]) => [b, a] as const));
        expect(turned === undefined).toBe(value === undefined);
        if (value === undefined) return;
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(turned).toBeCloseTo(value, 9);
        expect(pearson(given.map(([a]) => [a, a] as const))).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("fewer points", () => {
  test("law: at most so many, in order, with the first, last, lowest and highest", () => {
    fc.assert(
      fc.property(points(300), fc.integer({ min: 4, max: 60 }), (given, limit) => {
        const kept = thinTo(given, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(extentOf(kept)).toEqual(extentOf(given));
        expect(given.filter((each) => kept.includes(each))).toEqual(kept);
      }),
    );
  });

  test("law: bars are at most so many, the newest among them", () => {
    fc.assert(
      fc.property(points(300), fc.integer({ min: 1, max: 60 }), (given, limit) => {
        const kept = lastOfEach(given, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept.at(-1)).toEqual(given.at(-1));
      }),
    );
  });

  test("law: joined candles begin, end and reach as the single ones", () => {
    const candle = fc
      .array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 })
      .map((values) => values.toSorted((a, b) => a - b))
      .map(([low = 0, open = 0, close = 0, high = 0]) => ({ open, high, low, close }));
    fc.assert(
      fc.property(
        fc.array(candle, { minLength: 1, maxLength: 250 }),
        fc.integer({ min: 1, max: 100 }),
        (each, limit) => {
          const candles = each.map((one, index) => ({ at: START + index * DAY, ...one }));
          const { candles: joined, together } = joinCandles(candles, limit);
          expect(joined.length).toBe(Math.ceil(candles.length / together));
          expect(joined.length).toBeLessThanOrEqual(limit);
          expect([joined[0]?.open, joined.at(-1)?.close, joined.at(-1)?.at]).toEqual([
            candles[0]?.open,
            candles.at(-1)?.close,
            candles.at(-1)?.at,
          ]);
          expect(Math.max(...joined.map(({ high }) => high))).toBe(Math.max(...candles.map(({ high }) => high)));
          expect(Math.min(...joined.map(({ low }) => low))).toBe(Math.min(...candles.map(({ low }) => low)));
        },
      ),
    );
  });
});
