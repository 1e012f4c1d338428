import fc from "fast-check";
import { expect, test } from "vitest";
import { figureText } from "./figures.ts";
import { createScale } from "./scale.ts";
import { timeLabel } from "./time.ts";

const linesOf = (low: number, high: number): string[] => {
  const { min, max, step, label } = createScale(low, high);
  return Array.from({ length: Math.round((max - min) / step) + 1 }, (_, index) => label(min + index * step));
};

test.each<[string, number, number, string[]]>([
  ["a price", 298.9, 316.9, ["295", "300", "305", "310", "315", "320"]],
  ["a price of thousands", 53_954, 67_374, ["50K", "55K", "60K", "65K", "70K"]],
  ["a large price that hardly moves", 67_123.4, 67_123.9, ["67,123.2", "67,123.4", "67,123.6", "67,123.8", "67,124.0"]],
  ["a market", 3.28e10, 3.47e10, ["32.5B", "33.0B", "33.5B", "34.0B", "34.5B", "35.0B"]],
  ["a stablecoin", 0.99996, 1.00002, ["0.99994", "0.99996", "0.99998", "1.00000", "1.00002", "1.00004"]],
  [
    "a small price",
    0.0000119,
    0.00001261,
    ["0.0000118", "0.0000120", "0.0000122", "0.0000124", "0.0000126", "0.0000128"],
  ],
  ["a tiny price", 5.4e-11, 5.72e-11, ["5.3", "5.4", "5.5", "5.6", "5.7", "5.8"]],
  ["what never moves", 1, 1, ["0.98", "0.99", "1.00", "1.01", "1.02"]],
  ["nothing at all", 0, 0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]],
  ["both sides of zero", -1.06, 0.67, ["-1.5", "-1.0", "-0.5", "0.0", "0.5", "1.0"]],
  ["losses only", -40, -1, ["-50", "-40", "-30", "-20", "-10", "0"]],
  ["from zero", 0, 98, ["0", "50", "100", "150"]],
])("the axis of %s has lines at round numbers", (_, low, high, lines) => {
  expect(linesOf(low, high)).toEqual(lines);
});

test("what is too small or too large to read has its power of ten beside the unit", () => {
  expect(createScale(5.4e-11, 5.7e-11)).toMatchObject({ divisor: 1e-11, factor: "×10⁻¹¹" });
  expect(createScale(0, 3e17)).toMatchObject({ divisor: 1e17, factor: "×10¹⁷" });
  expect(createScale(1e-5, 2e-5).factor).toBe("");
});

test("any two values get an axis around them, with few lines that can be told apart", () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(any, any, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const { divisor, min, max, step } = createScale(low, high);
      expect(step).toBeGreaterThan(0);
      expect(min).toBeLessThanOrEqual((low / divisor) * (1 - Math.sign(low) * 1e-9));
      expect(max).toBeGreaterThanOrEqual((high / divisor) * (1 - Math.sign(high) * 1e-9));
      const lines = linesOf(low, high);
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(lines.length).toBeLessThanOrEqual(8);
      expect(new Set(lines).size).toBe(lines.length);
    }),
    { numRuns: 2_000 },
  );
});

test.each<[number, string, number, string]>([
  [300.7881, "USD", 5, "$300.79"],
  [58_665.374, "USD", 5_000, "$58,665.37"],
  [5.604, "EUR", 0.2, "€5.60"],
  [0.99997, "USD", 0.00002, "$0.999970"],
  [1, "USD", 0.00002, "$1.000000"],
  [0.00001197, "USD", 2e-7, "$0.00001197"],
  [5.434e-11, "USD", 1e-12, "$0.0000000000543"],
  [0.00001197, "USD", 5_000, "$0.00001197"],
  [4.5e-14, "USD", 1e-15, "$4.5E-14"],
  [3.299e10, "USD", 5e8, "$32.99B"],
  [1.2e7, "USD", 1e6, "$12.0M"],
  [9.703e306, "USD", 1e305, "$9.703E306"],
  [-0.8915, "%", 0.5, "-0.89%"],
  [-0.0001, "USD", 5, "-$0.0001000"],
  [0, "USD", 5, "$0.00"],
  [2.5, "TAO", 0.5, "2.50 TAO"],
  [12, "letters", 5, "12.0 letters"],
  [12, "", 5, "12.0"],
])("%s in %s, with lines %s apart, is shown as %s", (value, unit, step, shown) => {
  expect(figureText(value, unit, step).replaceAll("\u00A0", " ")).toBe(shown);
});

const DAY = 86_400_000;
test.each<[string, number, string]>([
  ["2026-03-01T08:05:00Z", DAY, "08:05"],
  ["2026-03-01T00:00:00Z", DAY, "1 Mar"],
  ["2026-03-01T08:00:00Z", 7 * DAY, "1 Mar"],
  ["2025-09-01T00:00:00Z", 365 * DAY, "Sep"],
  ["2026-01-01T00:00:00Z", 365 * DAY, "Jan 2026"],
  ["2026-01-01T00:00:00Z", 2_000 * DAY, "2026"],
])("%s on an axis of %s ms is labelled %s", (at, span, label) => {
  expect(timeLabel(Date.parse(at), span)).toBe(label);
});
