import { expect, test } from "vitest";
import { NOON } from "../../tests/support/calls.ts";
import { sourceLine } from "./source-line.ts";

const fresh = { source: "CoinGecko", asOf: NOON - 40_000, isStale: false };

test("figures from one place have one line and no marks; the age is that of the oldest", () => {
  const { line, markOf } = sourceLine([fresh, { ...fresh, asOf: NOON - 120_000 }], NOON);
  expect(line).toBe("Source: CoinGecko · 2 min ago");
  expect(markOf(fresh)).toBe("");
});

test("a figure from elsewhere and an old one carry a mark that the line explains", () => {
  const other = { ...fresh, source: "DefiLlama" };
  const stale = { source: "CoinGecko", asOf: NOON - 3 * 3_600_000, isStale: true };
  const { line, markOf } = sourceLine([other, fresh, stale, fresh], NOON);
  expect(line).toBe(
    "Source: CoinGecko · 40 s ago · * DefiLlama, 40 s ago · † CoinGecko, 3 h ago, nothing newer to be had",
  );
  expect([fresh, other, stale].map(markOf)).toEqual(["", "*", "†"]);
});

test("an old figure alone is said to be old", () => {
  const { line } = sourceLine([{ ...fresh, asOf: NOON - 3 * 3_600_000, isStale: true }], NOON);
  expect(line).toBe("Source: CoinGecko · 3 h ago, nothing newer to be had");
});

test("no figures, no line", () => {
  expect(sourceLine([], NOON).line).toBeUndefined();
});
