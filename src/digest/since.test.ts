import { anEdition } from "../../tests/support/editions.ts";
import { expect, test } from "vitest";
import { sinceLast } from "./since.ts";

const { sector } = anEdition();
const at = (places: readonly (readonly [string, number])[], index?: { level: number; day: string }) =>
  anEdition({
    ...(sector && {
      sector: {
        ...sector,
        ranks: places.map(([name, rankNow]) => ({ name, rankNow, medianChangeFraction: 0 })),
        ...(index && { index: { levelByCap: index.level, levelOnDay: index.day } }),
      },
    }),
  });

test("layers that changed places, the one that went furthest first, and the index", () => {
  const before = at(
    [
      ["A", 1],
      ["B", 2],
      ["C", 3],
      ["D", 4],
    ],
    { level: 100, day: "2026-10-18" },
  );
  const after = at(
    [
      ["C", 1],
      ["A", 2],
      ["B", 3],
      ["D", 4],
    ],
    { level: 104, day: "2026-10-19" },
  );
  const since = sinceLast(before, after);
  expect(since?.indexChangeFraction).toBeCloseTo(0.04, 10);
  expect(since?.ranks).toEqual([
    { name: "C", rankBefore: 3, rankNow: 1 },
    { name: "A", rankBefore: 1, rankNow: 2 },
    { name: "B", rankBefore: 2, rankNow: 3 },
  ]);
});

test("nothing where nothing is different, nor of a layer that was not there", () => {
  expect(
    sinceLast(
      at([["A", 1]]),
      at([
        ["A", 1],
        ["B", 2],
      ]),
    ),
  ).toBeUndefined();
});

test("an index of the same day has not moved", () => {
  const same = { level: 100, day: "2026-10-18" };
  expect(sinceLast(at([["A", 1]], same), at([["A", 2]], { ...same, level: 101 }))).toEqual({
    ranks: [{ name: "A", rankBefore: 1, rankNow: 2 }],
  });
});

test("an index that has not moved is told as such, one that cannot be compared is not", () => {
  const then = { level: 100, day: "2026-10-18" };
  expect(sinceLast(at([["A", 1]], then), at([["A", 1]], { level: 100, day: "2026-10-19" }))).toEqual({
    ranks: [],
    indexChangeFraction: 0,
  });
  const moved = { ranks: [{ name: "A", rankBefore: 1, rankNow: 2 }] };
  const { sector: _none, ...without } = anEdition();
  expect(sinceLast(at([["A", 1]], { level: 0, day: "2026-10-17" }), at([["A", 2]], then))).toStrictEqual(moved);
  expect(sinceLast(at([["A", 1]], { ...then, day: "2026-10-20" }), at([["A", 2]], then))).toStrictEqual(moved);
  expect(
    sinceLast(
      without,
      at(
        [
          ["A", 2],
          ["B", 1],
        ],
        then,
      ),
    ),
  ).toBeUndefined();
  expect(sinceLast(at([["A", 1]], then), without)).toBeUndefined();
});

test("a fall of an index is below zero", () => {
  const since = sinceLast(
    at([["A", 1]], { level: 100, day: "2026-10-18" }),
    at([["A", 1]], { level: 96, day: "2026-10-19" }),
  );
  expect(since?.indexChangeFraction).toBeCloseTo(-0.04, 10);
});

test("a layer that fell far is told before one that rose a little", () => {
  const since = sinceLast(
    at([
      ["A", 5],
      ["B", 1],
      ["C", 3],
    ]),
    at([
      ["A", 4],
      ["B", 5],
      ["C", 1],
    ]),
  );
  expect(since?.ranks.map(({ name }) => name)).toEqual(["B", "C", "A"]);
});
