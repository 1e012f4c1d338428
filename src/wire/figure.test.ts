import { describe, expect, test } from "vitest";
import {
  known,
  maybe,
  price,
  readChange,
  readNumber,
  readPositive,
  readRank,
  readRows,
  readTime,
  rowsOf,
} from "./figure.ts";
import fc from "fast-check";
import { z } from "zod";

const NOW = Date.UTC(2026, 2, 1, 12);

describe("laws", () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.double(),
    fc.double().map(String),
    fc.constantFrom("1e999", "-1e999", "NaN", "Infinity", "0x10", "", " ", "1,000", "$13.60", "1e-999", "٣", null, -0),
  );

  test("a price is always a finite number above zero, or nothing", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const read = readPositive(value);
        expect(read === undefined || (Number.isFinite(read) && read > 0)).toBe(true);
      }),
    );
  });

  test("a number and the same number as text read alike", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(readNumber(String(value))).toBe(Object.is(value, -0) ? 0 : value);
      }),
    );
  });

  test("a time is never in the future and never before there was a market", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const read = readTime(value, NOW);
        expect(read === undefined || (read <= NOW && read >= Date.UTC(2009, 0, 3))).toBe(true);
      }),
    );
  });
});

test.each([
  [9.59, 0.0959],
  ["-2.5", -0.025],
  [0, 0],
  [-100, -1],
  [-100.5, undefined],
  ["n/a", undefined],
  [null, undefined],
])("a change of %j percent is the fraction %j", (percent, fraction) => {
  const read = readChange(percent);
  if (fraction === undefined) expect(read).toBeUndefined();
  else expect(read).toBeCloseTo(fraction, 12);
});

test.each([
  [35, 35],
  ["35", 35],
  [0, undefined],
  [1.5, undefined],
  [-1, undefined],
  [1e300, undefined],
])("a rank of %j is %j", (value, rank) => expect(readRank(value)).toBe(rank));

test.each([
  ["2026-03-01T11:59:00.000Z", NOW - 60_000],
  [NOW / 1000 - 60, NOW - 60_000],
  [NOW - 60_000, NOW - 60_000],
  [NOW + 3_600_000, NOW],
  [0.99, undefined],
  ["yesterday", undefined],
])("a time of %j is read as seconds, milliseconds or date", (value, at) => expect(readTime(value, NOW)).toBe(at));

test("one bad row does not spoil the others", () => {
  const rows = [{ price: 1 }, { price: 0 }, null, "row", { price: "2.5" }, { price: "NaN" }, []];
  expect(readRows(rows, z.object({ price }))).toEqual([{ price: 1 }, { price: 2.5 }]);
});

test("a row that lacks keys is a row as long as it has its price", () => {
  const row = z.object({ price, cap: maybe.positive, rank: maybe.rank, change: maybe.change, time: maybe.anything });
  expect(readRows([{ price: 2 }, { cap: 3 }], row)).toEqual([{ price: 2 }]);
});

test("what is not known leaves no key behind", () => {
  expect(Object.keys(known({ cap: undefined, rank: 1, change: 0 }))).toEqual(["rank", "change"]);
});

test("of a list what fits is taken; one of which nothing fits is refused, an empty one is not", () => {
  const names = rowsOf(z.object({ name: z.string() }));
  expect(names.parse([{ name: "a" }, { name: 1 }, null])).toEqual([{ name: "a" }]);
  expect(names.safeParse([{ name: 1 }, null]).success).toBe(false);
  expect(names.parse([])).toEqual([]);
  expect(names.safeParse({ name: "a" }).success).toBe(false);
});
