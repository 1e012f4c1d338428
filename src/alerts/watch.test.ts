import { describe, expect, test } from "vitest";
import { armed, firstWatch, holds, isReached, levelsOf, waiting } from "./watch.ts";
import type { AlertAsset, Condition } from "./alert.ts";
import fc from "fast-check";

const asset: AlertAsset = { kind: "listed", id: "bittensor" };
const price = (is: "above" | "below", threshold: number): Condition => ({
  kind: "price",
  asset,
  is,
  threshold,
  currency: "USD",
});
const crossing = (direction: "up" | "down" | "either"): Condition => ({
  kind: "crossing",
  asset,
  average: "sma",
  fastDays: 50,
  slowDays: 200,
  direction,
});
const news: Condition = { kind: "news", projectId: "bittensor" };
const rangeBreak: Condition = { kind: "range_break", asset, days: 20, direction: "up" };
const rsi = (is: "above" | "below", threshold: number): Condition => ({ kind: "rsi", asset, days: 14, is, threshold });
const breadth = (is: "above" | "below", fraction: number): Condition => ({
  kind: "layer_breadth",
  layerId: "compute",
  window: "7d",
  is,
  fraction,
});

test.each<[string, Condition, "rises" | "falls", number, number]>([
  ["a price above", price("above", 400), "rises", 400, 396],
  ["a price below", price("below", 400), "falls", 400, 404],
  [
    "a price in another's",
    { kind: "ratio", asset, against: asset, is: "below", threshold: 0.005 },
    "falls",
    0.005,
    0.00505,
  ],
  ["a value of all", { kind: "portfolio_value", is: "above", threshold: 1_000, currency: "USD" }, "rises", 1_000, 990],
  ["what is traded", { kind: "volume", asset, is: "above", thresholdUsd: 1e6 }, "rises", 1e6, 0.95e6],
  ["a cap", { kind: "cap", asset, is: "below", thresholdUsd: 1e9 }, "falls", 1e9, 1.01e9],
  ["a move", { kind: "move", asset, direction: "up", fraction: 0.1, windowMs: 1 }, "rises", 0.1, 0.09],
  ["a fall from a high", { kind: "drawdown", of: { asset }, from: "ath", fraction: 0.5 }, "rises", 0.5, 0.45],
  ["a day of all", { kind: "portfolio_day", direction: "either", fraction: 0.05 }, "rises", 0.05, 0.045],
  [
    "a layer's change, however small, by a quarter of a percent",
    { kind: "layer_change", layerId: "compute", window: "24h", is: "above", fraction: 0.01 },
    "rises",
    0.01,
    0.0075,
  ],
  [
    "a layer's large fall, by a tenth",
    { kind: "layer_change", layerId: "compute", window: "24h", is: "below", fraction: -0.1 },
    "falls",
    -0.1,
    -0.09,
  ],
  ["how many rose", breadth("above", 0.5), "rises", 0.5, 0.45],
  ["how many rose, near the end of it", breadth("below", 0.98), "falls", 0.98, 1],
  ["a rank that is better", { kind: "layer_rank", layerId: "compute", is: "better", rank: 3 }, "falls", 3, 4],
  ["a rank that is worse", { kind: "layer_rank", layerId: "compute", is: "worse", rank: 3 }, "rises", 3, 2],
  ["relative strength", rsi("above", 70), "rises", 70, 68],
  ["relative strength that is low", rsi("below", 30), "falls", 30, 32],
  ["news, which any item reaches,", news, "rises", -1e300, -1e300],
  ["relative strength, near the end of it", rsi("above", 1), "rises", 1, 0],
])("%s lets go behind its threshold", (_what, condition, direction, level, letGo) => {
  const found = levelsOf(condition);
  expect([found.direction, found.level]).toEqual([direction, level]);
  expect(found.letGo).toBeCloseTo(letGo, 10);
});

test("a threshold at the very end of a figure has nothing to let go of it", () => {
  expect(levelsOf(rsi("below", 100)).letGo).toBe(102);
  expect(levelsOf(breadth("above", 0)).letGo).toBe(-0.05);
});

test("a condition holds on its level and beyond it, and has let go only at a distance", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.constantFrom("above", "below"), (threshold, is) => {
      const condition = price(is, threshold);
      const sign = is === "above" ? 1 : -1;
      expect(holds(condition, threshold)).toBe(true);
      expect(holds(condition, threshold * (1 + sign * 0.001))).toBe(true);
      expect(holds(condition, threshold * (1 - sign * 0.001))).toBe(false);
      expect(isReached(waiting(condition), threshold * (1 - sign * 0.009))).toBe(false);
      expect(isReached(waiting(condition), threshold * (1 - sign * 0.011))).toBe(true);
    }),
  );
});

test("a move either way has one level, as a move has", () => {
  const move: Condition = { kind: "move", asset, direction: "either", fraction: 0.1, windowMs: 1 };
  expect([holds(move, 0.2), holds(move, 0.05)]).toEqual([true, false]);
  expect([armed(move, 0.2), armed(move, undefined)]).toEqual(
    Array(2).fill({ phase: "armed", direction: "rises", level: 0.1 }),
  );
});

describe("the first look", () => {
  test("at what holds already waits until it lets go; at what does not, it is armed", () => {
    expect(firstWatch(price("above", 400), 410)).toEqual({ phase: "waiting", direction: "falls", level: 396 });
    expect(firstWatch(price("above", 400), 390)).toEqual({ phase: "armed", direction: "rises", level: 400 });
    expect(firstWatch(price("below", 400), 390)).toEqual({ phase: "waiting", direction: "rises", level: 404 });
  });

  test("that nobody had yet leaves a price armed, and a line of a chart to the look that comes", () => {
    expect(firstWatch(price("above", 400), undefined).phase).toBe("armed");
    for (const line of [crossing("up"), crossing("either"), rangeBreak])
      expect(firstWatch(line, undefined).phase).toBe("new");
  });

  test("at news waits for an item newer than the newest", () => {
    expect(firstWatch(news, undefined, 41)).toEqual({ phase: "armed", direction: "rises", level: 42 });
    expect(firstWatch(news, undefined).level).toBe(1);
    expect(holds(news, 1_000)).toBe(false);
  });
});

describe("a line that is crossed", () => {
  test("is not crossed by touching it", () => {
    expect([holds(crossing("up"), 0), holds(crossing("up"), 1e-6)]).toEqual([false, true]);
    expect([holds(crossing("down"), 0), holds(crossing("down"), -1e-6)]).toEqual([false, true]);
    expect([holds(rangeBreak, 0), holds(rangeBreak, 1e-6)]).toEqual([false, true]);
    expect(waiting(rangeBreak)).toEqual({ phase: "waiting", direction: "falls", level: 0 });
  });

  test("either way is waited for from the side where the value is", () => {
    expect(holds(crossing("either"), 0.5)).toBe(false);
    expect(armed(crossing("either"), 0.5).direction).toBe("falls");
    expect(armed(crossing("either"), -0.5).direction).toBe("rises");
    expect(armed(crossing("either"), 0).direction).toBe("rises");
    expect(armed(crossing("either"), undefined).phase).toBe("new");
    expect(isReached(armed(crossing("either"), undefined), -1)).toBe(true);
  });
});
