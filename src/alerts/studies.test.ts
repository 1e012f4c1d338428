import { changeIn, fallen, moved, studied } from "./studies.ts";
import type { AlertAsset, Condition } from "./alert.ts";
import { expect, test } from "vitest";
import { timesToldOn } from "./back-check.ts";

const DAY = 86_400_000;
const asset: AlertAsset = { kind: "listed", id: "bittensor" };
const points = (...values: number[]) => values.map((value, index) => [index * DAY, value] as const);

test("a break of a range is told by how far a close is beyond its edge, below zero inside it", () => {
  const subject = { kind: "range_break", asset, days: 2 } as const;
  const closes = points(10, 8, 12, 6, 9);
  const rounded = (direction: "up" | "down" | "either") =>
    studied({ ...subject, direction }, closes).map(([at, value]) => [at / DAY, Number(value.toFixed(4))]);
  expect(rounded("up")).toEqual([
    [2, 0.2],
    [3, -0.5],
    [4, -0.25],
  ]);
  expect(rounded("down")).toEqual([
    [2, -0.3333],
    [3, 0.3333],
    [4, -0.3333],
  ]);
  expect(rounded("either").map(([, value]) => value)).toEqual([0.2, 0.3333, -0.25]);
});

test("of two averages it is told how far the fast one is above the slow one, where there are both", () => {
  const subject = { kind: "crossing", asset, fastDays: 1, slowDays: 3, direction: "up" } as const;
  const closes = points(1, 2, 3, 8);
  const rounded = (average: "sma" | "ema") =>
    studied({ ...subject, average }, closes).map(([at, value]) => [at / DAY, Number(value.toFixed(4))]);
  expect(rounded("sma")).toEqual([
    [2, 0.5],
    [3, 0.8462],
  ]);
  expect(rounded("ema")).toEqual([
    [2, 0.5],
    [3, 0.6],
  ]);
});

test("relative strength of a price that only rose is a hundred", () => {
  expect(studied({ kind: "rsi", asset, days: 2 }, points(1, 2, 3))).toEqual([[2 * DAY, 100]]);
});

test("a move is reckoned up from the lowest and down from the highest price, the newest one among them", () => {
  const range = { low: 100, high: 200 };
  expect(moved(150, range, "up")).toBeCloseTo(0.5, 10);
  expect(moved(150, range, "down")).toBeCloseTo(0.25, 10);
  expect([moved(150, range, "either"), moved(110, range, "either")].map((each) => Number(each.toFixed(4)))).toEqual([
    0.5, 0.45,
  ]);
  expect([moved(90, range, "up"), moved(210, range, "down")]).toEqual([0, 0]);
});

test("a change counts in its own direction, and a price above its high has not fallen", () => {
  expect([changeIn("up", 0.1), changeIn("down", 0.1), changeIn("either", -0.1)]).toEqual([0.1, -0.1, 0.1]);
  expect([fallen(50, 200), fallen(250, 200)]).toEqual([0.75, 0]);
});

const above: Condition = { kind: "price", asset, is: "above", threshold: 100, currency: "USD" };
const move: Condition = { kind: "move", asset, direction: "either", fraction: 0.1, windowMs: DAY };
const crossing = (direction: "up" | "either"): Condition => ({
  kind: "crossing",
  asset,
  average: "sma",
  fastDays: 5,
  slowDays: 20,
  direction,
});

test.each<[string, Condition, readonly number[], number]>([
  ["nothing", above, [], 0],
  ["one value, which nothing came before", above, [120], 0],
  ["a rise over the threshold", above, [90, 100], 1],
  ["a price that stays above", above, [90, 110, 120, 110], 1],
  ["a price that trembles about it", above, [90, 101, 99.5, 101], 1],
  ["a price that let go and came again", above, [90, 101, 98, 101], 2],
  ["what held from the first", above, [120, 130], 0],
  ["what held from the first, let go and came again", above, [120, 90, 130], 1],
  ["a price that let go and did not come again", above, [90, 101, 98, 90], 1],
  ["a move either way that lasts", move, [0, 0.2, 0.15, 0.2], 1],
  ["a line that is crossed for good", crossing("up"), [-0.1, 0.1, 0.2], 1],
  ["a line crossed upwards, down and up again", crossing("up"), [-0.1, 0.1, -0.1, 0.1], 2],
  ["a line crossed either way", crossing("either"), [-0.1, 0.1, -0.1, 0.1], 3],
])("an alert that repeats, on %s", (_what, condition, values, times) => {
  expect(timesToldOn(condition, points(...values))).toBe(times);
});
