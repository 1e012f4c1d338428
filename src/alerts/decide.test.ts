import { describe, expect, test } from "vitest";
import { type Watched, decide, distanceOf } from "./decide.ts";
import { firstWatch, type Watch } from "./watch.ts";
import type { AlertAsset, Condition } from "./alert.ts";
import type { Observation } from "./observation.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;
const asset: AlertAsset = { kind: "listed", id: "bittensor" };
const above: Condition = { kind: "price", asset, is: "above", threshold: 400, currency: "USD" };
const below: Condition = { ...above, is: "below" };
const news: Condition = { kind: "news", projectId: "bittensor" };
const either: Condition = { kind: "crossing", asset, average: "sma", fastDays: 5, slowDays: 20, direction: "either" };
const repeat = { kind: "repeat", coolDownMs: HOUR } as const;

const alert = (condition: Condition, change: Partial<Watched> = {}): Watched => ({
  condition,
  repetition: { kind: "once" },
  state: "armed",
  watch: firstWatch(condition, condition.kind === "price" ? (condition.is === "above" ? 0 : 1e9) : -0.1),
  ...change,
});
const seen = (value: number): Observation => ({ kind: "seen", value, asOf: NOW, source: "DefiLlama" });
const looked = (watched: Watched, value: number, now = NOW) => decide(watched, seen(value), now);

describe("an alert that is armed", () => {
  test.each([
    [above, 399.99, "nothing", "$399.99 is below $400.00."],
    [above, 400, "fire", "$400.00 is exactly $400.00."],
    [above, 401, "fire", "$401.00 is above $400.00."],
    [below, 401, "nothing", "$401.00 is above $400.00."],
    [below, 399, "fire", "$399.00 is below $400.00."],
  ])("%j at %d: %s", (condition, value, kind, why) => {
    expect(looked(alert(condition), value)).toMatchObject({ kind, why });
  });

  test("tells once and is over, or waits until it lets go and for its cool-down", () => {
    expect(looked(alert(above), 410)).toMatchObject({ kind: "fire", value: 410, next: undefined });
    expect(looked(alert(above, { repetition: repeat }), 410)).toMatchObject({
      next: { phase: "waiting", direction: "falls", level: 396, quietUntil: NOW + HOUR },
    });
  });

  test("of news goes on behind the newest item, and of a crossing either way on the other side", () => {
    const watched = alert(news, { repetition: repeat, watch: firstWatch(news, undefined, 7) });
    expect(looked(watched, 9)).toEqual({
      kind: "fire",
      why: "",
      value: 9,
      next: { phase: "armed", direction: "rises", level: 10, quietUntil: NOW + HOUR },
    });
    expect(looked(watched, 7)).toEqual({ kind: "nothing", why: "" });
    expect(looked(alert(either, { repetition: repeat }), 0.2)).toMatchObject({
      kind: "fire",
      why: "The fast average is +20.00% from the slow one, by daily closes.",
      next: { phase: "armed", direction: "falls", quietUntil: NOW + HOUR },
    });
    const move: Condition = { kind: "move", asset, direction: "either", fraction: 0.1, windowMs: HOUR };
    expect(looked(alert(move, { repetition: repeat, watch: firstWatch(move, 0) }), 0.2)).toMatchObject({
      kind: "fire",
      next: { phase: "waiting", direction: "falls", quietUntil: NOW + HOUR },
    });
    const up: Condition = { ...either, direction: "up" };
    expect(looked(alert(up, { repetition: repeat }), 0.2)).toMatchObject({ next: { phase: "waiting" } });
  });
});

describe("an alert that has told", () => {
  const told: Watch = { phase: "waiting", direction: "falls", level: 396, quietUntil: NOW + HOUR };
  const watched = alert(above, { repetition: repeat, state: "fired", watch: told });

  test("says where it is armed again, and is when the value is there, with what is left of the cool-down", () => {
    expect(looked(watched, 410)).toEqual({
      kind: "nothing",
      why: "$410.00 is above $400.00. It is armed again at $396.00 or below.",
    });
    expect(looked(watched, 396)).toEqual({
      kind: "re-arm",
      why: "$396.00 is below $400.00. It is armed.",
      next: { phase: "armed", direction: "rises", level: 400, quietUntil: NOW + HOUR },
    });
    const downwards = alert(below, { watch: { phase: "waiting", direction: "rises", level: 404 } });
    expect(looked(downwards, 390).why).toBe("$390.00 is below $400.00. It is armed again at $404.00 or above.");
    expect(looked(downwards, 405)).toStrictEqual({
      kind: "re-arm",
      why: "$405.00 is above $400.00. It is armed.",
      next: { phase: "armed", direction: "falls", level: 400 },
    });
  });

  test("holds its tongue until the cool-down is over", () => {
    const again = {
      ...watched,
      watch: { phase: "armed", direction: "rises", level: 400, quietUntil: NOW + HOUR },
    } as const;
    expect(looked(again, 410, NOW + HOUR - 1)).toEqual({
      kind: "hold",
      why: "$410.00 is above $400.00. The cool-down lasts until 2026-03-01 13:00 UTC.",
    });
    expect(looked(again, 410, NOW + HOUR).kind).toBe("fire");
  });
});

test("a first look at a line decides its side and does not tell", () => {
  const rangeBreak: Condition = { kind: "range_break", asset, days: 20, direction: "up" };
  const watched = alert(rangeBreak, { watch: firstWatch(rangeBreak, undefined) });
  expect(looked(watched, 0.05)).toEqual({
    kind: "re-arm",
    why: "The last daily close is +5.00% from the edge of the 20 days before it. That was the first look at it.",
    next: { phase: "waiting", direction: "falls", level: 0 },
  });
});

test.each<[string, Partial<Watched>, string]>([
  ["has expired by its state", { state: "expired" }, "It has expired."],
  ["has expired by the clock", { expiresAt: NOW }, "It has expired at 2026-03-01 12:00 UTC."],
  ["is paused", { state: "paused" }, "It is paused."],
  ["is snoozed", { state: "paused", snoozedUntil: NOW + HOUR }, "It is snoozed until 2026-03-01 13:00 UTC."],
  ["cannot be delivered", { state: "unreachable" }, "Its messages cannot be delivered."],
  [
    "cannot be delivered for a reason",
    { state: "unreachable", reason: "the chat is gone" },
    "Its messages cannot be delivered: the chat is gone.",
  ],
  ["has told once", { state: "fired", watch: undefined }, "It has told, and was to tell once."],
  ["waits for nothing", { watch: undefined }, "It is over."],
])("an alert that %s does not tell, and says why", (_what, change, why) => {
  expect(looked(alert(above, change), 410)).toEqual({ kind: "nothing", why });
});

test("an alert tells until the instant at which it expires", () => {
  expect(looked(alert(above, { expiresAt: NOW + 1 }), 410).kind).toBe("fire");
  expect(looked(alert(above, { state: "fired" }), 410).kind).toBe("fire");
});

test("no figure, an old one and one that nobody confirms tell nothing", () => {
  expect(decide(alert(above), { kind: "missing", why: "It has no price." }, NOW)).toEqual({
    kind: "nothing",
    why: "It has no price.",
  });
  const old = { value: 410, asOf: NOW - 2 * HOUR, source: "DefiLlama" } as const;
  expect(decide(alert(above), { kind: "stale", ...old }, NOW)).toEqual({
    kind: "nothing",
    why: "The newest figure is from 2026-03-01 10:00 UTC (2 h ago): too old to go by.",
  });
  const why =
    "$410.00 comes with a jump of +105.0% since the last figure from DefiLlama alone, and is to be confirmed by a second source.";
  const doubted = { kind: "doubted", ...old, last: 200 } as const;
  expect(decide(alert(above), doubted, NOW)).toEqual({ kind: "hold", why });
  expect(decide(alert(below), doubted, NOW)).toEqual({ kind: "nothing", why });
});

test("how far a value is from telling is a part of the threshold, and nothing where it is there", () => {
  expect([distanceOf(above, 300), distanceOf(above, 400), distanceOf(above, 500)]).toEqual([0.25, 0, 0]);
  expect(distanceOf(below, 500)).toBe(0.25);
  const fall: Condition = { kind: "layer_change", layerId: "compute", window: "24h", is: "below", fraction: -0.1 };
  expect(distanceOf(fall, 0.1)).toBeCloseTo(2, 10);
  expect(distanceOf({ ...fall, fraction: 0 }, 0.1)).toBeUndefined();
  expect(distanceOf(news, 3)).toBeUndefined();
  expect([distanceOf(either, -0.2), distanceOf({ ...either, direction: "up" }, -0.2)]).toEqual([0.2, 0.2]);
  expect(distanceOf({ ...either, direction: "up" }, 0.2)).toBe(0);
  expect(distanceOf({ kind: "range_break", asset, days: 20, direction: "up" }, -0.05)).toBe(0.05);
});
