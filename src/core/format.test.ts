import fc from "fast-check";
import { expect, test } from "vitest";
import {
  age,
  cash,
  compact,
  compactMoney,
  duration,
  megabytes,
  money,
  percent,
  quantity,
  share,
  utcDay,
  utcMinute,
} from "./format.ts";

test.each([
  [67123.456, "USD", "en", "$67,123.46"],
  [0.00001234, "USD", "en", "$0.00001234"],
  [0, "USD", "en", "$0.00"],
  [1.5, "usd", "en", "$1.50"],
  [3.14159, "USD", "en", "$3.1416"],
  [0.5, "USD", "en", "$0.50"],
  [0.12345, "USD", "en", "$0.1235"],
  [0.05, "USD", "en", "$0.05"],
  [5.6e-13, "USD", "en", "$5.6E-13"],
  [1234.5, "EUR", "de", "1.234,50 €"],
  [2.5, "TAO", "en", "2.5 TAO"],
  [0.5, "BTC", "en", "0.5 BTC"],
  [12, "EUR", "not a locale", "€12.00"],
  [11_184_700, "JPY", "en", "¥11,184,700"],
  [11.18, "JPY", "en", "¥11.18"],
  [1_000, "JPY", "en", "¥1,000"],
  [999.5, "JPY", "en", "¥999.50"],
  [10, "USD", "en", "$10.00"],
  [9.87654, "USD", "en", "$9.8765"],
  [1, "USD", "en", "$1.00"],
  [0.98765432, "USD", "en", "$0.9877"],
  [-0.5, "USD", "en", "-$0.50"],
  [999_999_999_999_999, "USD", "en", "$999,999,999,999,999.00"],
  [1e15, "USD", "en", "$1E15"],
  [-2.5e18, "TAO", "en", "-2.5E18 TAO"],
  [1e-12, "USD", "en", "$0.000000000001"],
  [1_234.5, "TAO", "en", "1,234.5 TAO"],
  [0, "TAO", "en", "0 TAO"],
  [12, "EUR", "zxx-invalid", "€12.00"],
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

test("what is nothing has no sign, also where it comes from below", () => {
  expect(percent(-0, "en")).toBe("0.00%");
  expect(percent(-0.00001, "en")).toBe("0.00%");
});

test("a large change has fewer digits after the point, and those that are asked for where they are", () => {
  expect([0.999, 1, 9.999, 10].map((fraction) => percent(fraction, "en"))).toEqual([
    "+99.90%",
    "+100.0%",
    "+999.9%",
    "+1,000%",
  ]);
  expect(percent(-12.5, "en")).toBe("-1,250%");
  expect(percent(-2.5, "en")).toBe("-250.0%");
  expect(percent(0.0123, "en", 1)).toBe("+1.2%");
});

test("a part of a whole has three digits that count and no sign", () => {
  expect([0.579, 0.00781, 1, 0.12345].map((fraction) => share(fraction, "en"))).toEqual([
    "57.9%",
    "0.781%",
    "100%",
    "12.3%",
  ]);
});

test("a large amount is short", () => {
  expect(compactMoney(12_400_000_000, "USD", "en")).toBe("$12.4B");
  expect(compactMoney(12_345, "usd", "en")).toBe("$12.3K");
  expect(compactMoney(12_345, "tao", "en")).toBe("12.3K TAO");
  expect(compact(12_389, "en")).toBe("12.4K");
  expect(compact(12_389, "de").replaceAll(/\s/g, " ")).toBe("12.400");
});

test("a quantity keeps the digits that are asked for, of plain digits those that a number would round away", () => {
  expect(quantity(0.0010983412, "BTC", "en", 12)).toBe("0.0010983412 BTC");
  expect(quantity("1234567.123456789012", "ETH", "en", 19)).toBe("1,234,567.123456789012 ETH");
  expect(quantity(1_234.5678, "TAO", "en", 5)).toBe("1,234.6 TAO");
});

test("how large a file is, how long something takes and when it was, in one unit each", () => {
  expect([12_345_678, 400_000].map((size) => megabytes(size, "en"))).toEqual(["12.3 MB", "0.4 MB"]);
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  expect([0, MINUTE, 59 * MINUTE, HOUR, 47 * HOUR, 48 * HOUR, 96 * HOUR].map(duration)).toEqual([
    "1 min",
    "1 min",
    "59 min",
    "1 h",
    "47 h",
    "2 days",
    "4 days",
  ]);
  const at = Date.UTC(2026, 2, 1, 14, 5, 59);
  expect([utcMinute(at), utcDay(at)]).toEqual(["2026-03-01 14:05 UTC", "2026-03-01"]);
});

test("an age goes over to the next unit where the smaller one would be a large number", () => {
  const now = 1_800_000_000_000;
  expect([9, 10, 89, 90, 90 * 60 - 1, 90 * 60, 36 * 3600 - 1, 36 * 3600].map((s) => age(now - s * 1000, now))).toEqual([
    "just now",
    "10 s ago",
    "89 s ago",
    "2 min ago",
    "90 min ago",
    "2 h ago",
    "36 h ago",
    "2 days ago",
  ]);
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
  [-8.7e-17, "usd", "$0.00"],
  [0.000009, "USD", "$0.00"],
  [0.00001, "USD", "$0.00001"],
  [0.0003, "USD", "$0.0003"],
  [0.0049, "USD", "$0.0049"],
  [0.005, "USD", "$0.01"],
  [0.5, "USD", "$0.50"],
  [1, "USD", "$1.00"],
  [3.14159, "USD", "$3.14"],
  [-6.7602, "USD", "-$6.76"],
  [123_456.789, "USD", "$123,456.79"],
  [1e15, "USD", "$1E15"],
  [0.3, "JPY", "¥0.30"],
  [1, "JPY", "¥1"],
  [11.18, "JPY", "¥11"],
  [0.000009, "TAO", "0.000009 TAO"],
  [3.14159, "TAO", "3.1416 TAO"],
])("%d %s of cash is %s", (value, currency, shown) => {
  expect(cash(value, currency, "en")).toBe(shown);
});
