import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Close, nextLevel } from "./index-level.ts";

const closes = (each: Readonly<Record<string, Close>>): ReadonlyMap<string, Close> => new Map(Object.entries(each));
const START = { byCap: 100, equal: 100 };

describe("the level of an index", () => {
  test("two members, computed by hand", () => {
    const level = nextLevel(
      START,
      ["a", "b"],
      closes({ a: { priceUsd: 10, capUsd: 900 }, b: { priceUsd: 1, capUsd: 100 } }),
      closes({ a: { priceUsd: 11, capUsd: 990 }, b: { priceUsd: 2, capUsd: 200 } }),
    );
    // By cap: 0.9 × 1.1 + 0.1 × 2 = 1.19; alike: (1.1 + 2) / 2 = 1.55.
    expect(level?.byCap).toBeCloseTo(119, 9);
    expect(level?.equal).toBeCloseTo(155, 9);
    expect(level).toMatchObject({ used: 2, of: 2 });
  });

  test("who joins moves nothing on the day, however large it is", () => {
    const before = closes({ a: { priceUsd: 10, capUsd: 100 } });
    const after = closes({ a: { priceUsd: 10, capUsd: 100 }, huge: { priceUsd: 5, capUsd: 1e12 } });
    expect(nextLevel(START, ["a", "huge"], before, after)).toEqual({ byCap: 100, equal: 100, used: 1, of: 2 });
  });

  test("a token that is exchanged for another moves nothing on the day", () => {
    const before = closes({ a: { priceUsd: 1, capUsd: 50 }, old: { priceUsd: 6, capUsd: 50 } });
    const after = closes({ a: { priceUsd: 1, capUsd: 50 }, new: { priceUsd: 1, capUsd: 50 } });
    expect(nextLevel(START, ["a", "new"], before, after)).toMatchObject({ byCap: 100, equal: 100 });
  });

  test("a missing close is not a change of zero", () => {
    const before = closes({ a: { priceUsd: 1, capUsd: 50 }, b: { priceUsd: 1, capUsd: 50 } });
    const after = closes({ a: { priceUsd: 2, capUsd: 100 } });
    expect(nextLevel(START, ["a", "b"], before, after)).toEqual({ byCap: 200, equal: 200, used: 1, of: 2 });
  });

  test("a day on which nobody has both closes has no level", () => {
    expect(nextLevel(START, ["a"], closes({}), closes({ a: { priceUsd: 1 } }))).toBeUndefined();
  });

  test("a token inside another's economy has no weight by cap", () => {
    const before = closes({ parent: { priceUsd: 1, capUsd: 100 }, child: { priceUsd: 1, capUsd: 100 } });
    const after = closes({ parent: { priceUsd: 1, capUsd: 100 }, child: { priceUsd: 3, capUsd: 300 } });
    const level = nextLevel(START, ["parent", "child"], before, after, (id) => id !== "child");
    expect(level).toMatchObject({ byCap: 100, equal: 200 });
  });

  test("a level never leaves the range of its members' changes, and doubling every cap changes nothing", () => {
    const change = fc.record({
      from: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      to: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      capUsd: fc.double({ min: 1, max: 1e12, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const ids = changes.map((_, index) => `coin-${index}`);
        const build = (factor: number) => ({
          before: new Map(
            changes.map((each, index) => [`coin-${index}`, { priceUsd: each.from, capUsd: each.capUsd * factor }]),
          ),
          after: new Map(changes.map((each, index) => [`coin-${index}`, { priceUsd: each.to }])),
        });
        const [once, twice] = [build(1), build(2)].map(({ before, after }) => nextLevel(START, ids, before, after));
        const ratios = changes.map(({ from, to }) => to / from);
        for (const level of [once?.byCap, once?.equal]) {
          expect((level ?? Number.NaN) / 100).toBeGreaterThanOrEqual(Math.min(...ratios) * (1 - 1e-9));
          expect((level ?? Number.NaN) / 100).toBeLessThanOrEqual(Math.max(...ratios) * (1 + 1e-9));
        }
        expect(twice?.byCap).toBeCloseTo(once?.byCap ?? Number.NaN, 6 - Math.ceil(Math.log10(once?.byCap ?? 1)));
      }),
    );
  });

  test("whoever lacks a close on either day moves nothing, and a cap that nobody knows never makes a jump", () => {
    const maybe = fc.option(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { nil: undefined, freq: 2 });
    const token = fc.record({ from: maybe, to: maybe, cap: maybe });
    const at = (rows: readonly { price: number | undefined; cap: number | undefined }[]) =>
      new Map<string, Close>(
        rows.flatMap(({ price, cap }, index) =>
          price === undefined ? [] : [[`${index}`, { priceUsd: price, ...(cap === undefined ? {} : { capUsd: cap }) }]],
        ),
      );
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 12 }), (tokens) => {
        const before = at(tokens.map(({ from, cap }) => ({ price: from, cap })));
        const after = at(tokens.map(({ to, cap }) => ({ price: to, cap })));
        const all = tokens.map((_, index) => `${index}`);
        const both = all.filter((id) => before.has(id) && after.has(id));
        const level = nextLevel({ byCap: 100, equal: 100 }, all, before, after);
        const ofThose = nextLevel({ byCap: 100, equal: 100 }, both, before, after);
        if (both.length === 0) return level === undefined;
        const ratios = both.map((id) => (after.get(id)?.priceUsd ?? 0) / (before.get(id)?.priceUsd ?? 1));
        const [least, most] = [Math.min(...ratios) * 99.999, Math.max(...ratios) * 100.001];
        return (
          level !== undefined &&
          level.byCap === ofThose?.byCap &&
          level.equal === ofThose.equal &&
          level.used === both.length &&
          level.of === all.length &&
          [level.byCap, level.equal].every((each) => each >= least && each <= most)
        );
      }),
    );
  });
});
