import fc from "fast-check";
import { expect, test } from "vitest";
import { thin } from "./thin.ts";

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true, min: -1e9, max: 1e9 }) },
  fc.constant(Number.NaN),
);

test("thinned points are some of the points in their order, with every peak, the gaps and the end", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1_600, maxLength: 4_000, size: "max" }), (values) => {
      const points = values.map((each, index) => [index * 1_000, each] as const);
      const kept = thin(points);
      expect(kept.length).toBeLessThanOrEqual(1_621);
      expect(kept.at(-1)).toBe(points.at(-1));
      const instants = kept.map(([at]) => at);
      expect(instants).toEqual(instants.toSorted((one, other) => one - other));
      for (const [at, each] of kept) expect(each).toBe(values[at / 1_000]);
      const known = (all: readonly number[]): readonly number[] => all.filter((each) => !Number.isNaN(each));
      const all = known(values);
      const some = known(kept.map(([, each]) => each));
      expect(Math.min(...some)).toBe(Math.min(...all));
      expect(Math.max(...some)).toBe(Math.max(...all));
      expect(some.length < kept.length).toBe(all.length < values.length);
    }),
    { numRuns: 15 },
  );
});

test("few points stay as they are", () => {
  const points = [[0, 1] as const, [1, Number.NaN] as const, [2, 3] as const];
  expect(thin(points)).toBe(points);
});
