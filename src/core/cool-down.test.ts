import { expect, test } from "vitest";
import { CoolDown } from "./cool-down.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 2, 1, 12);

test("the same asset is looked up again after five minutes, however it is written, and in each place by itself", () => {
  const coolDown = new CoolDown();
  expect(coolDown.take("a", ["TAO", "NEAR"], NOW)).toEqual(["TAO", "NEAR"]);
  expect(coolDown.take("a", ["tao", "FET"], NOW + 1)).toEqual(["FET"]);
  expect(coolDown.take("b", ["TAO"], NOW + 1)).toEqual(["TAO"]);
  expect(coolDown.take("a", ["TAO"], NOW + 5 * MINUTE - 1)).toEqual([]);
  expect(coolDown.take("a", ["TAO"], NOW + 5 * MINUTE)).toEqual(["TAO"]);
});

test("a place is answered twelve times an hour", () => {
  const coolDown = new CoolDown();
  for (let count = 0; count < 12; count++) {
    expect(coolDown.take("a", [`T${count}`], NOW + count)).toHaveLength(1);
    coolDown.done("a", "answered", NOW + count);
  }
  expect(coolDown.take("a", ["TAO"], NOW + 59 * MINUTE)).toEqual([]);
  expect(coolDown.take("b", ["TAO"], NOW)).toEqual(["TAO"]);
  expect(coolDown.take("a", ["TAO"], NOW + 60 * MINUTE)).toEqual(["TAO"]);
});

test("what is still being looked up counts as an answer until it is known to be none", () => {
  const coolDown = new CoolDown();
  const taken = Array.from({ length: 30 }, (_, index) => coolDown.take("a", [`T${index}`], NOW).length);
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(12);
  coolDown.done("a", "passed over", NOW + 1);
  expect(coolDown.take("a", ["TAO"], NOW + 2)).toEqual(["TAO"]);
  expect(coolDown.take("a", ["NEAR"], NOW + 2)).toEqual([]);
});

test("what is never answered is looked up sixty times an hour", () => {
  const coolDown = new CoolDown();
  const taken = Array.from({ length: 100 }, (_, index) => {
    const words = coolDown.take("a", [`T${index}`], NOW + index);
    if (words.length > 0) coolDown.done("a", "passed over", NOW + index);
    return words.length;
  });
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(60);
});

test("a clock that is set back silences nobody", () => {
  const coolDown = new CoolDown();
  coolDown.take("a", ["TAO"], NOW);
  expect(coolDown.take("a", ["TAO"], NOW - 24 * 60 * MINUTE)).toEqual(["TAO"]);
});

test("what was looked up an hour ago makes room again", () => {
  const coolDown = new CoolDown();
  const takeAt = (count: number, at: number): number => {
    const words = coolDown.take("a", [`T${count}`], at);
    if (words.length > 0) coolDown.done("a", "passed over", at);
    return words.length;
  };
  for (let count = 0; count < 60; count++) expect(takeAt(count, NOW)).toBe(1);
  expect(takeAt(60, NOW + 60 * MINUTE - 1)).toBe(0);
  expect(takeAt(60, NOW + 60 * MINUTE)).toBe(1);
});

test("a message that names nothing to look up does not count", () => {
  const coolDown = new CoolDown();
  expect(coolDown.take("a", ["TAO"], NOW)).toEqual(["TAO"]);
  for (let count = 0; count < 20; count++) expect(coolDown.take("a", ["TAO"], NOW)).toEqual([]);
  expect(coolDown.take("a", ["NEAR"], NOW)).toEqual(["NEAR"]);
});

test("two thousand places are known; of more the one that was silent longest is forgotten", () => {
  const coolDown = new CoolDown();
  for (let count = 0; count < 2_000; count++) coolDown.take(`place ${count}`, ["TAO"], NOW);
  expect(coolDown.take("place 0", ["TAO"], NOW)).toEqual([]);
  coolDown.take("one more", ["TAO"], NOW);
  expect(coolDown.take("place 0", ["TAO"], NOW)).toEqual([]);
  expect(coolDown.take("place 1", ["TAO"], NOW)).toEqual(["TAO"]);
});
