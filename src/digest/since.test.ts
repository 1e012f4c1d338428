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
