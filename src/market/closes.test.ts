import { closesIn, closeHistory, dayClosedAt, dayOf, type DailyClose, historyOf, isComplete } from "./closes.ts";
import { expect, test } from "vitest";
import fc from "fast-check";
import type { History } from "./source.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2026, 2, 1);
const TODAY = dayOf(MIDNIGHT);

const history = (points: History["points"], change: Partial<History> = {}): History => ({
  points,
  volumes: [],
  currency: "USD",
  source: "CoinGecko",
  asOf: points.at(-1)?.[0] ?? MIDNIGHT,
  ...change,
});
const close = (day: number, change: Partial<DailyClose> = {}): DailyClose => ({
  assetId: "bittensor",
  day,
  close: 300,
  source: "CoinGecko",
  ...change,
});
const days = (from: number, to: number): DailyClose[] =>
  Array.from({ length: to - from + 1 }, (_, index) => close(from + index));

test("an instant is the close of the day that ends within an hour of it", () => {
  expect(dayClosedAt(MIDNIGHT)).toBe(TODAY - 1);
  expect(dayClosedAt(MIDNIGHT + HOUR)).toBe(TODAY - 1);
  expect(dayClosedAt(MIDNIGHT - HOUR)).toBe(TODAY - 1);
  expect(dayClosedAt(MIDNIGHT + HOUR + 1)).toBeUndefined();
  expect(dayClosedAt(MIDNIGHT - HOUR - 1)).toBeUndefined();
});

test("of each day that is over the price nearest to its end is its close, with the volume said of it", () => {
  const points = [
    [MIDNIGHT - 40 * 60_000, 290],
    [MIDNIGHT + 5 * 60_000, 300],
    [MIDNIGHT + 50 * 60_000, 310],
    [MIDNIGHT + 12 * HOUR, 320],
    [MIDNIGHT + DAY - 20 * 60_000, 330],
  ] as const;
  const volumes = [[MIDNIGHT + 5 * 60_000, 9e7]] as const;
  const now = MIDNIGHT + DAY - 15 * 60_000;
  expect(closesIn("bittensor", history(points, { volumes }), now)).toEqual([close(TODAY - 1, { volume: 9e7 })]);
  expect(closesIn("bittensor", history(points, { volumes }), MIDNIGHT + DAY)).toHaveLength(2);
});

test("prices that are not in dollars are no closes", () => {
  expect(closesIn("bitcoin", history([[MIDNIGHT, 7e4]], { currency: "USDT" }), MIDNIGHT + 1)).toEqual([]);
  expect(closesIn("bitcoin", history([[MIDNIGHT, 7e4]], { currency: "EUR" }), MIDNIGHT + 1)).toEqual([]);
});

test("closes tell a time when its first and last day are there, no gap is longer than three days, and nearly all are", () => {
  const year = days(0, 364);
  const without = (...gone: readonly number[]) => year.filter(({ day }) => !gone.includes(day));
  expect(isComplete(year, 0, 364)).toBe(true);
  expect(isComplete(without(100, 101, 102), 0, 364)).toBe(true);
  expect(isComplete(without(100, 101, 102, 103), 0, 364)).toBe(false);
  expect(isComplete(without(0), 0, 364)).toBe(false);
  expect(isComplete(without(364), 0, 364)).toBe(false);
  expect(isComplete(without(...Array.from({ length: 20 }, (_, index) => 5 + index * 10)), 0, 364)).toBe(false);
  expect(isComplete([], 0, 364)).toBe(false);
});

test("what closes are taken from and the history that they give agree, whatever the days", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 60 }), (some) => {
      const kept = some.toSorted((a, b) => a - b).map((day) => close(TODAY - 2_001 + day, { close: day }));
      const told = historyOf(kept);
      expect(told && closesIn("bittensor", told, MIDNIGHT)).toEqual(kept);
    }),
  );
});

test("as a source they answer for a month or more, from its beginning and to the middle at least, as old as they are", async () => {
  const kept = days(TODAY - 100, TODAY - 40);
  const source = closeHistory(
    { of: async (_ids, from, to) => kept.filter(({ day }) => day >= from && day <= to) },
    () => MIDNIGHT + 12 * HOUR,
  );
  const asset = { id: "bittensor", symbol: "TAO", name: "Bittensor" };
  expect(await source.history(asset, 100, "person")).toMatchObject({
    asOf: MIDNIGHT - 39 * DAY,
    source: "CoinGecko",
    currency: "USD",
  });
  expect(await source.history(asset, 90, "person")).toBeDefined();
  expect(await source.history(asset, 365, "person")).toBeUndefined();
  expect(await source.history(asset, 60, "person")).toBeUndefined();
  expect(await source.history(asset, 7, "person")).toBeUndefined();
  expect(await source.history(asset, "max", "person")).toBeUndefined();
});
