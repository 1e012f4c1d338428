import fc from "fast-check";
import { expect, test } from "vitest";
import { cash, age, compactMoney, money, percent } from "./format.ts";

test.each([
  [67123.456, "USD", "en", "$67,123.46"],
  [0.00001234, "USD", "en", "$0.00001234"],
  [0, "USD", "en", "$0.00"],
  [1.5, "usd", "en", "$1.50"],
  [3.14159, "USD", "en", "$3.1416"],
  [5.6e-13, "USD", "en", "$5.6E-13"],
  [1234.5, "EUR", "de", "1.234,50 €"],
  [2.5, "TAO", "en", "2.5 TAO"],
  [0.5, "BTC", "en", "0.5 BTC"],
  [12, "EUR", "not a locale", "€12.00"],
  [11_184_700, "JPY", "en", "¥11,184,700"],
  [11.18, "JPY", "en", "¥11.18"],
])("%d %s in %s is shown as %s", (value, currency, locale, shown) => {
  expect(money(value, currency, locale).replaceAll(/\s/g, " ")).toBe(shown);
});

test("a price is never shown as zero unless it is zero", () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: 1e300, noNaN: true }), (value) => {
      expect(money(value, "USD", "en")).toMatch(/[1-9]/);
    }),
  );
});

test("what is shown is within half a unit of its last digit of what is meant", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
      const shown = Number(money(value, "USD", "en").replaceAll(/[$,]/g, ""));
      expect(Math.abs(shown - value) / value).toBeLessThan(value >= 1 ? 0.005 : 0.0005);
    }),
  );
});

test("a change carries its sign, and none when it is nothing", () => {
  expect(percent(0.0123, "en")).toBe("+1.23%");
  expect(percent(-0.0123, "en")).toBe("-1.23%");
  expect(percent(0, "en")).toBe("0.00%");
  expect(percent(12.5, "en")).toBe("+1,250%");
});

test("a large amount is short", () => {
  expect(compactMoney(12_400_000_000, "USD", "en")).toBe("$12.4B");
});

test("an age is in one unit and never negative", () => {
  const now = 1_800_000_000_000;
  expect([0, -5_000, 40_000, 3 * 60_000, 5 * 3_600_000, 50 * 3_600_000].map((ms) => age(now - ms, now))).toEqual([
    "just now",
    "just now",
    "40 s ago",
    "3 min ago",
    "5 h ago",
    "2 days ago",
  ]);
});

test.each([
  [-8.7e-17, "$0.00"],
  [0.000009, "$0.00"],
  [0.0003, "$0.0003"],
  [-6.7602, "-$6.76"],
])("%d of cash is %s", (value, shown) => {
  expect(cash(value, "USD", "en")).toBe(shown);
});
