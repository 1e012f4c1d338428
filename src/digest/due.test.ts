import { describe, expect, test } from "vitest";
import { heldAt, heldUntil, isSilentAt, lastDue, nextDue, type Timing } from "./due.ts";

const HOUR = 3_600_000;
const utc = (iso: string): number => Date.parse(`${iso}Z`);
const daily = (times: readonly string[], quiet?: Timing["quiet"]): Timing => ({
  times,
  zone: "UTC",
  days: [1, 2, 3, 4, 5, 6, 7],
  ...(quiet && { quiet }),
});
const NIGHT = { from: "22:00", to: "07:00" } as const;

test("the last one is the newest that is due", () => {
  const at = utc("2026-11-23T10:00");
  expect(lastDue(daily(["09:00"]), at - 72 * HOUR, at)?.key).toBe("2026-11-23T09:00 UTC");
  expect(lastDue(daily(["09:00"]), at, at + 1)).toBeUndefined();
});

describe("quiet hours that hold", () => {
  test("make one digest of all that falls into them, due when they are over", () => {
    const timing = daily(["06:00", "18:00", "23:00"], NIGHT);
    const evening = utc("2026-11-23T18:00");
    expect(nextDue(timing, evening)).toEqual({ at: utc("2026-11-24T07:00"), key: "2026-11-23T23:00 UTC" });
    const morning = utc("2026-11-24T07:00");
    expect(lastDue(timing, morning - 1, morning)).toEqual({ at: morning, key: "2026-11-24T06:00 UTC" });
    expect(nextDue(timing, morning)).toEqual({ at: utc("2026-11-24T18:00"), key: "2026-11-24T18:00 UTC" });
  });

  test("may be longer than twelve hours", () => {
    const timing = daily(["20:00"], { from: "19:00", to: "18:00" });
    expect(nextDue(timing, utc("2026-11-23T19:30")).at).toBe(utc("2026-11-24T18:00"));
    const end = utc("2026-11-24T18:00");
    expect(lastDue(timing, end - 12 * HOUR, end)?.key).toBe("2026-11-23T20:00 UTC");
  });
});

test("quiet hours that silence hold nothing", () => {
  const timing = daily(["23:00"], { ...NIGHT, mode: "silent" });
  const at = utc("2026-11-23T23:00");
  expect(nextDue(timing, at - 1).at).toBe(at);
  expect(heldUntil(timing, at)).toBe(at);
  expect([isSilentAt(timing, at), isSilentAt(timing, utc("2026-11-24T07:00"))]).toEqual([true, false]);
});

test("what was told under a local time does not come again under it in another zone", () => {
  const newYork = { ...daily(["09:00"]), zone: "America/New_York" };
  const noon = utc("2026-11-23T11:00");
  expect(nextDue(newYork, noon).key).toBe("2026-11-23T09:00 America/New_York");
  expect(nextDue(newYork, noon, "2026-11-23T09:00").key).toBe("2026-11-24T09:00 America/New_York");
  expect(nextDue({ ...newYork, times: ["18:00"] }, noon, "2026-11-23T09:00").key).toBe(
    "2026-11-23T18:00 America/New_York",
  );
});

test("what is due at an instant is told at it, what was due when it last was told is not", () => {
  const at = utc("2026-11-23T09:00");
  expect(lastDue(daily(["09:00"]), at - 1, at)?.at).toBe(at);
  expect(lastDue(daily(["09:00"]), at, at + HOUR)).toBeUndefined();
  const morning = utc("2026-11-24T07:00");
  expect(lastDue(daily(["23:00"], NIGHT), morning, morning + HOUR)).toBeUndefined();
  expect(lastDue(daily(["23:00"], NIGHT), morning - HOUR, morning - 1)).toBeUndefined();
});

test("what is held is what was asked for last within the quiet hours, until they are over", () => {
  const timing = daily(["18:00", "23:00"], NIGHT);
  const morning = utc("2026-11-24T07:00");
  expect(heldAt(timing, utc("2026-11-24T02:00"))).toEqual({
    at: utc("2026-11-23T23:00"),
    key: "2026-11-23T23:00 UTC",
  });
  expect(heldAt(timing, morning - 1)?.key).toBe("2026-11-23T23:00 UTC");
  expect(heldAt(timing, morning)).toBeUndefined();
  expect(heldAt(timing, utc("2026-11-23T22:30"))).toBeUndefined();
  expect(heldAt(daily(["23:00"]), utc("2026-11-24T02:00"))).toBeUndefined();
  expect(heldAt(daily(["23:00"], { ...NIGHT, mode: "silent" }), utc("2026-11-24T02:00"))).toBeUndefined();
});

test("quiet hours hold also where the day before they end has 25 hours", () => {
  const timing = { ...daily(["02:30"], { from: "02:00", to: "01:30" }), zone: "Europe/Berlin" };
  const end = utc("2026-10-26T00:30");
  expect(heldUntil(timing, utc("2026-10-25T00:30"))).toBeLessThanOrEqual(end);
  expect(lastDue(timing, end - 1, end)?.at).toBe(end);
});

test("hours that hold make sound when they are over, and without quiet hours everything does", () => {
  const at = utc("2026-11-23T23:00");
  expect([isSilentAt(daily(["23:00"], NIGHT), at), isSilentAt(daily(["23:00"]), at)]).toEqual([false, false]);
});
