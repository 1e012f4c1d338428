import { agrees, type Guarded, isWild } from "./guard.ts";
import { expect, test } from "vitest";
import { SILENT_MS, silenceWords, silentMark } from "./silence.ts";
import fc from "fast-check";

test.each<[Guarded, number, number]>([
  ["price", 1.2, 1.05],
  ["cap", 1.2, 1.25],
  ["volume", 4, 2],
])("a %s is wild from %d times the last one on, and two sources agree up to %d times", (figure, wild, apart) => {
  expect([isWild(figure, 100 * wild * 1.001, 100), isWild(figure, 100 * wild * 0.999, 100)]).toEqual([true, false]);
  expect([isWild(figure, 100 / wild / 1.001, 100), isWild(figure, 100 / wild / 0.999, 100)]).toEqual([true, false]);
  expect([agrees(figure, 100 * apart * 0.999, 100), agrees(figure, 100 * apart * 1.001, 100)]).toEqual([true, false]);
});

test("twice the volume is the same to two sources, and four times it is not yet wild", () => {
  expect(agrees("volume", 200, 100)).toBe(true);
  expect(isWild("volume", 400, 100)).toBe(false);
});

test("without a last figure above zero there is nothing to be far from", () => {
  expect([isWild("price", 100, undefined), isWild("price", 100, 0)]).toEqual([false, false]);
});

test("which of two sources is asked first does not matter, and what agrees is never wild", () => {
  const figure = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom<Guarded>("price", "volume"), figure, figure, (kind, one, other) => {
      expect(agrees(kind, one, other)).toBe(agrees(kind, other, one));
      expect(isWild(kind, one, other)).toBe(isWild(kind, other, one));
      if (agrees(kind, one, other)) expect(isWild(kind, one, other)).toBe(false);
    }),
  );
});

test("an owner is told of a silence of three days, and of each one by itself", () => {
  const since = Date.UTC(2026, 2, 1, 12);
  expect(SILENT_MS).toBe(72 * 3_600_000);
  expect(silenceWords(since, since + SILENT_MS - 1)).toBeUndefined();
  expect(silenceWords(since, since + SILENT_MS)).toContain("no figure of it since 2026-03-01 12:00 UTC");
  expect(silentMark(since)).toBe("there has been no figure since 2026-03-01 12:00 UTC");
  expect(silentMark(since + 60_000)).not.toBe(silentMark(since));
  expect(silentMark(undefined)).toBe("there has been no figure yet");
});
