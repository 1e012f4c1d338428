import {
  AmountError,
  exactMoney,
  exactQuantity,
  moneyOf,
  moneyText,
  priceOf,
  quantityOf,
  quantityText,
  roughMoney,
  shareOf,
  valueAt,
} from "./amount.ts";
import { annualised, linked, modifiedDietz, stretchReturn } from "./time-weighted.ts";
import { expect, test } from "vitest";
import fc from "fast-check";
import { spanOf } from "./periods.ts";
import { termOf } from "./term.ts";

test("a decimal number is read however it is written, to its last place", () => {
  const one = 10n ** 18n;
  expect(["1", "1.0", "+1", "1e0", "10e-1", "0.1E1", "001"].map(quantityOf)).toEqual(Array(7).fill(one));
  expect(quantityOf("-2.5")).toBe(-5n * (one / 2n));
  expect(quantityOf(".5")).toBe(one / 2n);
  expect(quantityOf("0.000000000000000001")).toBe(1n);
  expect(quantityOf("1e-18")).toBe(1n);
  expect(quantityOf(`${"9".repeat(40)}`)).toBe(BigInt("9".repeat(40)) * one);
  expect(quantityOf("0e999")).toBe(0n);
  expect([priceOf("1"), moneyOf("1")]).toEqual([10n ** 30n, 10n ** 48n]);
});

test.each([
  ["", "not_a_number"],
  [".", "not_a_number"],
  ["1 2", "not_a_number"],
  ["1e4x", "not_a_number"],
  ["x1e4", "not_a_number"],
  [`1${"0".repeat(40)}`, "too_large"],
  ["1e40", "too_large"],
  ["0.0000000000000000001", "too_precise"],
  ["1e-19", "too_precise"],
])("%j is no quantity: %s", (text, problem) => {
  expect(() => quantityOf(text)).toThrow(expect.objectContaining({ problem }));
  expect(() => quantityOf(text)).toThrow(AmountError);
});

test("what is written is read back, and quantity times price is money without a remainder", () => {
  const amount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  fc.assert(
    fc.property(amount, amount, (quantity, price) => {
      expect(quantityOf(quantityText(quantity))).toBe(quantity);
      const value = valueAt(quantity, price);
      expect(moneyOf(moneyText(value))).toBe(value);
      expect(exactMoney(value).eq(moneyText(value))).toBe(true);
      expect(exactQuantity(quantity).eq(quantityText(quantity))).toBe(true);
      const plain = Number(moneyText(value));
      expect(Math.abs(roughMoney(value) - plain)).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(plain));
    }),
  );
});

test("a part is cut off towards zero, and the whole is the whole", () => {
  expect([shareOf(10n, 1n, 3n), shareOf(-10n, 1n, 3n), shareOf(10n, 3n, 3n), shareOf(10n, 0n, 3n)]).toEqual([
    3n,
    -3n,
    10n,
    0n,
  ]);
});

test("a return counts what was paid out, and is none of nothing", () => {
  expect(stretchReturn({ start: 100, end: 105, income: 5 })).toBeCloseTo(0.1, 12);
  expect(stretchReturn({ start: 0, end: 105, income: 5 })).toBeUndefined();
  expect(linked([0.5, -0.5])).toBeCloseTo(-0.25, 12);
  expect(linked([])).toBe(0);
});

test("a return of a year is the same year after year, and none where all was lost or no time went by", () => {
  expect(annualised(0.21, 2)).toBeCloseTo(0.1, 12);
  expect(annualised(-0.5, 1)).toBeCloseTo(-0.5, 12);
  expect([annualised(-1, 1), annualised(-1.2, 2), annualised(0.2, 0), annualised(0.2, -1)]).toEqual(
    Array(4).fill(undefined),
  );
});

test("a flow weighs by the days that it was there", () => {
  const period = { startValue: 100, endValue: 160, days: 10, flows: [{ day: 4, amount: 50 }] };
  expect(modifiedDietz(period)).toEqual({ gain: 10, averageCapital: 130, rate: 10 / 130 });
  expect(modifiedDietz({ ...period, startValue: -30 })).toMatchObject({ averageCapital: 0, rate: undefined });
});

const DAY = 86_400_000;
test("the days of a period end today and begin with the portfolio at the earliest", () => {
  const today = Date.UTC(2026, 2, 1) / DAY;
  expect(spanOf("7D", today, 0)).toEqual({ fromDay: today - 6, toDay: today });
  expect(spanOf("YTD", today, 0)).toEqual({ fromDay: Date.UTC(2026, 0, 1) / DAY, toDay: today });
  expect(spanOf("ALL", today, 7)).toEqual({ fromDay: 7, toDay: today });
  expect(spanOf("1Y", today, today - 3).fromDay).toBe(today - 3);
  expect(spanOf("ALL", today, today + 3).fromDay).toBe(today);
});

test.each([
  ["seconds", 10, 9_999, "short", "short"],
  ["seconds", 10, 10_000, "long", "short"],
  ["seconds", 10, 10_001, "long", "long"],
  ["days", 2, 2 * DAY - 1, "short", "short"],
  ["days", 2, 3 * DAY - 1, "long", "short"],
  ["days", 2, 3 * DAY, "long", "long"],
  ["years", 1, 365 * DAY - 1, "short", "short"],
  ["years", 1, 365 * DAY, "long", "short"],
  ["years", 1, 365 * DAY + 1, "long", "long"],
  ["years", 1, 367 * DAY, "long", "long"],
  ["years", 2, 730 * DAY, "long", "short"],
] as const)(
  "of %s, %d are needed: %d ms are %s, or %s where it takes more",
  (unit, length, heldMs, atLeast, moreThan) => {
    const from = Date.UTC(2025, 0, 15);
    expect(termOf(from, from + heldMs, { unit, length, reached: "at_least" })).toBe(atLeast);
    expect(termOf(from, from + heldMs, { unit, length, reached: "more_than" })).toBe(moreThan);
  },
);
