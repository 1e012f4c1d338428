import { expect, test } from "vitest";
import { Breaker } from "./breaker.ts";

const fail = (breaker: Breaker, now: number): void => {
  breaker.start();
  breaker.failed(now);
};

test("three failures in a row make it rest, then one probe goes out and the others keep resting", () => {
  const breaker = new Breaker();
  fail(breaker, 0);
  fail(breaker, 0);
  expect(breaker.restingMs(0)).toBe(0);
  fail(breaker, 1_000);
  expect(breaker.restingMs(1_000)).toBe(5_000);
  expect(breaker.restingMs(6_000)).toBe(0);
  breaker.start();
  expect(breaker.restingMs(6_000)).toBeGreaterThan(0);
  breaker.failed(7_000);
  expect(breaker.restingMs(7_000)).toBe(10_000);
  expect(breaker.restingMs(17_000)).toBe(0);
  breaker.start();
  breaker.answered();
  expect(breaker.restingMs(17_000)).toBe(0);
});

test("whoever stays down is asked less and less, up to once a minute; an answer makes it a short rest again", () => {
  const breaker = new Breaker();
  let now = 0;
  fail(breaker, now);
  fail(breaker, now);
  const rests = Array.from({ length: 6 }, () => {
    fail(breaker, now);
    const rest = breaker.restingMs(now);
    now += rest;
    return rest;
  });
  expect(rests).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  breaker.start();
  breaker.answered();
  for (let count = 0; count < 3; count += 1) fail(breaker, now);
  expect(breaker.restingMs(now)).toBe(5_000);
});

test("calls that were under way together fail as one: the rest is the short one, and it is not prolonged", () => {
  const breaker = new Breaker();
  for (let count = 0; count < 8; count += 1) breaker.start();
  for (let count = 0; count < 8; count += 1) breaker.failed(count * 100);
  expect(breaker.restingMs(700)).toBe(4_500);
  breaker.start();
  breaker.failed(5_200);
  expect(breaker.restingMs(5_200)).toBe(10_000);
});

test("an answer in between starts the count again", () => {
  const breaker = new Breaker();
  for (let round = 0; round < 5; round += 1) {
    fail(breaker, 0);
    fail(breaker, 0);
    breaker.start();
    breaker.answered();
  }
  expect(breaker.restingMs(0)).toBe(0);
});

test("a clock that is set back does not prolong the rest", () => {
  const breaker = new Breaker();
  for (let count = 0; count < 3; count += 1) fail(breaker, 10_000_000);
  expect(breaker.restingMs(1_000)).toBe(0);
});

test("a caller that announces no calls has as many failures and as long a rest as it says, and no single probe", () => {
  const breaker = new Breaker(2, 10_000, 10_000);
  breaker.failed(0);
  expect(breaker.restingMs(0)).toBe(0);
  breaker.failed(0);
  expect(breaker.restingMs(0)).toBe(10_000);
  expect(breaker.restingMs(10_000)).toBe(0);
  breaker.failed(11_000);
  expect(breaker.restingMs(11_000)).toBe(10_000);
  breaker.answered();
  breaker.failed(22_000);
  expect(breaker.restingMs(22_000)).toBe(0);
});
