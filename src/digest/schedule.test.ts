import { describe, expect, test } from "vitest";
import { DateTime } from "luxon";
import fc from "fast-check";
import { hoursEnd, nextSlot, type Schedule } from "./schedule.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const utc = (iso: string): number => Date.parse(`${iso}Z`);
const daily = (time: string, zone: string): Schedule => ({ times: [time], zone, days: EVERY_DAY });

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Asia/Beirut",
  "America/St_Johns",
  "Pacific/Kiritimati",
];

test("a time that the clocks skip is due right after the gap", () => {
  expect(nextSlot(daily("02:30", "Europe/Berlin"), utc("2026-03-28T12:00")).at).toBe(utc("2026-03-29T01:00"));
  expect(nextSlot(daily("02:30", "Europe/Berlin"), utc("2026-03-29T01:00")).at).toBe(utc("2026-03-30T00:30"));
});

test("a time that the clocks repeat is due the first time, and not again", () => {
  const first = nextSlot(daily("02:30", "Europe/Berlin"), utc("2026-10-24T12:00"));
  expect(first.at).toBe(utc("2026-10-25T00:30"));
  expect(nextSlot(daily("02:30", "Europe/Berlin"), first.at).at).toBe(utc("2026-10-26T01:30"));
});

test("midnight is due once where the clocks skip it", () => {
  // Cairo goes from 00:00 to 01:00 on the last Friday of April.
  const slot = nextSlot(daily("00:00", "Africa/Cairo"), utc("2026-04-23T12:00"));
  expect(slot).toEqual({ at: utc("2026-04-23T22:00"), key: "2026-04-24T00:00 Africa/Cairo" });
});

test("two times in one gap are one slot", () => {
  const schedule = { ...daily("02:00", "Europe/Berlin"), times: ["02:00", "02:30", "03:00"] };
  const first = nextSlot(schedule, utc("2026-03-28T12:00"));
  expect(first.at).toBe(utc("2026-03-29T01:00"));
  expect(nextSlot(schedule, first.at).at).toBe(utc("2026-03-30T00:00"));
});

test("only the chosen days are due", () => {
  const weekdays = { ...daily("09:00", "Asia/Tokyo"), days: [1, 2, 3, 4, 5] };
  expect(nextSlot(weekdays, utc("2026-11-20T00:00")).key).toBe("2026-11-23T09:00 Asia/Tokyo");
});

test("an unknown zone and an empty schedule are refused", () => {
  expect(() => nextSlot(daily("09:00", "Mars/Base"), 0)).toThrow(new RangeError("the zone is unknown"));
  const { days: _days, ...rest } = daily("09:00", "UTC");
  const none = new RangeError("the schedule has no day or no time");
  expect(() => nextSlot({ ...rest, days: [] }, 0)).toThrow(none);
  expect(() => nextSlot({ ...rest, days: [1], times: [] }, 0)).toThrow(none);
});

test("what falls into quiet hours is put off to their end, overnight too", () => {
  const quiet = { from: "22:00", to: "07:00" };
  expect(hoursEnd(quiet, "UTC", utc("2026-11-23T23:00"))).toBe(utc("2026-11-24T07:00"));
  expect(hoursEnd(quiet, "UTC", utc("2026-11-23T06:59"))).toBe(utc("2026-11-23T07:00"));
  expect(hoursEnd(quiet, "UTC", utc("2026-11-23T07:00"))).toBe(utc("2026-11-23T07:00"));
  const none = { from: "22:00", to: "22:00" };
  expect(hoursEnd(none, "UTC", utc("2026-11-23T23:00"))).toBe(utc("2026-11-23T23:00"));
});

test("quiet hours that end in the hour that is repeated end once", () => {
  const quiet = { from: "22:00", to: "02:30" };
  // 02:15 in Berlin, an hour after it was 02:15 for the first time.
  expect(hoursEnd(quiet, "Europe/Berlin", utc("2026-10-25T01:15"))).toBe(utc("2026-10-25T01:15"));
  expect(hoursEnd(quiet, "Europe/Berlin", utc("2026-10-25T00:15"))).toBe(utc("2026-10-25T00:30"));
});

describe("laws", () => {
  const schedules = fc.record({
    times: fc
      .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 4 })
      .map((minutes) => minutes.toSorted((a, b) => a - b).map(clock)),
    zone: fc.constantFrom(...ZONES),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  });
  const instants = fc.integer({ min: utc("2024-01-01T00:00"), max: utc("2030-01-01T00:00") });

  test("the next slot is later, and none lies between", () => {
    fc.assert(
      fc.property(schedules, instants, fc.double({ min: 0, max: 0.999, noNaN: true }), (schedule, after, part) => {
        const next = nextSlot(schedule, after);
        expect(next.at).toBeGreaterThan(after);
        expect(nextSlot(schedule, after + Math.floor((next.at - after) * part))).toEqual(next);
      }),
      { numRuns: 300 },
    );
  });

  test("its local time is the one asked for, or the first one after a gap", () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, after) => {
        const { at, key } = nextSlot(schedule, after);
        const local = DateTime.fromMillis(at, { zone: schedule.zone });
        const asked = key.slice(0, 16);
        const shown = local.toFormat("yyyy-MM-dd'T'HH:mm");
        if (shown === asked) return;
        const justBefore = DateTime.fromMillis(at - 1, { zone: schedule.zone });
        expect(justBefore.toFormat("yyyy-MM-dd'T'HH:mm") < asked && asked < shown).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
