import { annualised, linked, modifiedDietz, stretchReturn } from "../../src/portfolio/time-weighted.ts";
import { bought, coinFee, ledgerOf, migrated, moneyFee, movedIn, sold, staked, swapped } from "../support/portfolio.ts";
import { describe, expect, test } from "vitest";
import { moneyText, priceOf } from "../../src/portfolio/amount.ts";
import { presentValue, rateOf } from "../../src/portfolio/rate.ts";
import { dayOf } from "../../src/portfolio/day-track.ts";
import fc from "fast-check";
import { performanceOf } from "../../src/portfolio/performance.ts";
import { valueSeries } from "../../src/portfolio/value-series.ts";

const flows = (...rows: readonly (readonly [years: number, amount: number])[]) =>
  rows.map(([years, amount]) => ({ years, amount }));

describe("the money-weighted rate", () => {
  test.for([
    ["a year up", flows([0, -100], [1, 110]), 0.1],
    ["two years, doubled and doubled again", flows([0, -1], [2, 4]), 1],
    ["half a year down", flows([0, -100], [0.5, 50]), -0.75],
    ["money in between", flows([0, -100], [1, -100], [2, 231]), 0.1],
    ["a day that doubled", flows([0, -1], [1 / 365, 2]), 2 ** 365 - 1],
    ["nearly all lost", flows([0, -1e9], [1, 1e-6]), -1 + 1e-15],
    ["listed backwards", flows([1, 110], [0, -100]), 0.1],
  ] as const)("of %s", ([, given, rate]) => {
    const found = rateOf(given);
    expect(found.kind).toBe("one");
    if (found.kind === "one") expect(found.rate / rate).toBeCloseTo(1, 9);
  });

  test.for([
    ["nothing", []],
    ["only money in", flows([0, -1], [1, -2])],
    ["only money out", flows([0, 1], [1, 2])],
    ["money in and out on one day", flows([0, -1], [0, 1])],
    ["zeros", flows([0, 0], [1, 0])],
  ] as const)("of %s is none", ([, given]) => {
    expect(rateOf(given)).toEqual({ kind: "none", reason: "no_sign_change" });
  });

  test("that would be more than any number is none", () => {
    expect(rateOf(flows([0, -1], [1 / 365, 1_000]))).toEqual({ kind: "none", reason: "out_of_range" });
  });

  test("of which there are several is said, with the one next to ten percent", () => {
    // (1 - 1.1 v)(1 - 1.5 v): rates of 10 % and 50 %.
    const found = rateOf(flows([0, -1], [1, 2.6], [2, -1.65]));
    expect(found.kind).toBe("several");
    if (found.kind !== "several") return;
    expect(found.all.map((rate) => rate.toFixed(9))).toEqual(["0.100000000", "0.500000000"]);
    expect(found.rate).toBe(found.all[0]);
  });

  test("that several changes of sign allow and no rate fits is none, never a guess", () => {
    expect(rateOf(flows([0, -1], [1, 1], [2, -1]))).toEqual({ kind: "none", reason: "out_of_range" });
  });

  test("is one at which the flows are worth nothing, whatever they are", () => {
    const flow = fc.record({
      years: fc.integer({ min: 1, max: 3_650 }).map((days) => days / 365),
      amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(flow, { minLength: 1, maxLength: 30 }), (rows) => {
        const all = [{ years: 0, amount: -1_000 }, ...rows];
        const found = rateOf(all);
        if (found.kind === "none") return;
        const rates = found.kind === "one" ? [found.rate] : found.all;
        for (const rate of rates) {
          // So close to a loss of everything a double has no digits left to tell.
          if (rate < -0.999) continue;
          const size = all.reduce((sum, { years, amount }) => sum + Math.abs(amount) / (1 + rate) ** years, 0);
          if (Number.isFinite(size)) expect(Math.abs(presentValue(all, rate)) / size).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the time-weighted rate", () => {
  test("links stretches, however much was in each", () => {
    const first = stretchReturn({ start: 50, end: 60, income: 5 });
    const second = stretchReturn({ start: 160, end: 120, income: 0 });
    expect([first, second]).toEqual([expect.closeTo(0.3), -0.25]);
    expect(linked([0.3, -0.25])).toBeCloseTo(-0.025);
    expect(annualised(0.21, 2)).toBeCloseTo(0.1);
    expect(annualised(-1, 2)).toBeUndefined();
    expect(stretchReturn({ start: 0, end: 1, income: 0 })).toBeUndefined();
  });

  test("modified Dietz weighs a flow by what is left of the time", () => {
    const period = { startValue: 1_000, endValue: 1_300, days: 30, flows: [{ day: 10, amount: 150 }] };
    expect(modifiedDietz(period)).toEqual({ gain: 150, averageCapital: 1_100, rate: 150 / 1_100 });
    expect(modifiedDietz({ ...period, startValue: 0, flows: [] }).rate).toBeUndefined();
  });
});

/** Closes of days from 1 January 2026 on. */
const JANUARY_1 = dayOf(Date.UTC(2026, 0, 1));
const closes = (all: Readonly<Record<string, readonly number[]>>) =>
  new Map(
    Object.entries(all).map(([asset, prices]) => [
      asset,
      new Map(prices.map((price, at) => [JANUARY_1 + at, priceOf(String(price))])),
    ]),
  );
const span = (days: number) => ({ fromDay: JANUARY_1, toDay: JANUARY_1 + days - 1 });

describe("how a portfolio did", () => {
  test("money that comes in is no gain", () => {
    const ledger = ledgerOf([bought("2026-01-01", "1 TAO", 100), bought("2026-01-03", "1 TAO", 120)]);
    const { whole } = performanceOf(ledger, closes({ TAO: [100, 110, 120, 132] }), span(4));
    expect([whole.paid, whole.endValue, whole.gain].map(moneyText)).toEqual(["220", "264", "44"]);
    expect(whole.simple).toBeCloseTo(0.2);
    // 10 %; then 110 and the 120 that came in are 240; then 10 %.
    expect(whole.timeWeighted).toBeCloseTo(1.1 * (240 / 230) * 1.1 - 1);
    expect(whole.moneyWeighted.kind).toBe("one");
  });

  test("a swap is a flow of both coins and none of the whole, and contributions add up", () => {
    const ledger = ledgerOf([bought("2026-01-01", "1 BTC", 100), swapped("2026-01-02", "1 BTC", "10 TAO", 110)]);
    const { whole, holdings } = performanceOf(ledger, closes({ BTC: [100, 110, 50], TAO: [9, 11, 13.2] }), span(3));
    expect([whole.paid, whole.received, whole.gain].map(moneyText)).toEqual(["100", "0", "32"]);
    expect(whole.timeWeighted).toBeCloseTo(0.32);
    expect(holdings.get("BTC")!.contribution).toBeCloseTo(0.1);
    expect(holdings.get("TAO")!.contribution).toBeCloseTo(0.22);
  });

  test("a migration is neither", () => {
    const ledger = ledgerOf([bought("2026-01-01", "6 OLD", 60), migrated("2026-01-02", "6 OLD", "1 NEW")]);
    const { whole, holdings } = performanceOf(ledger, closes({ OLD: [10, 10, 1], NEW: [1, 60, 66] }), span(3));
    expect(moneyText(whole.gain)).toBe("6");
    expect(holdings.get("OLD")!.gain).toBe(0n);
    expect(whole.timeWeighted).toBeCloseTo(0.1);
  });

  test("coins that came from outside without a price count at the day's close, rewards are a gain, fees are none", () => {
    const came = ledgerOf([bought("2026-01-01", "1 TAO", 10), movedIn("2026-01-02", "1 TAO")]);
    expect(performanceOf(came, closes({ TAO: [10, 10, 10] }), span(3)).whole.gain).toBe(0n);
    const earned = ledgerOf([bought("2026-01-01", "1 TAO", 10), staked("2026-01-02", "1 TAO", 10)]);
    expect(moneyText(performanceOf(earned, closes({ TAO: [10, 10, 10] }), span(3)).whole.gain)).toBe("10");
    const paid = ledgerOf([
      bought("2026-01-01", "1 TAO", 10, moneyFee(1)),
      bought("2026-01-01", "2 BNB", 10),
      sold("2026-01-02", "1 TAO", 10, coinFee("1 BNB", 5)),
      { kind: "fee", at: Date.UTC(2026, 0, 3), fee: moneyFee(2) },
    ]);
    const { whole } = performanceOf(paid, closes({ TAO: [10, 10, 10], BNB: [5, 5, 5] }), span(3));
    expect(moneyText(whole.gain)).toBe("-8");
  });

  test("a coin without closes is left out, and named", () => {
    const ledger = ledgerOf([bought("2026-01-01", "1 TAO", 10), bought("2026-01-01", "1 GONE", 1_000)]);
    const { whole, leftOut } = performanceOf(ledger, closes({ TAO: [10, 20] }), span(2));
    expect(leftOut).toEqual(["GONE"]);
    expect(moneyText(whole.gain)).toBe("10");
  });

  test("a span begins with what was held the day before", () => {
    const ledger = ledgerOf([bought("2026-01-01", "1 TAO", 10)]);
    const later = { fromDay: JANUARY_1 + 2, toDay: JANUARY_1 + 3 };
    const { whole } = performanceOf(ledger, closes({ TAO: [10, 20, 30, 40] }), later);
    expect([whole.startValue, whole.paid, whole.gain].map(moneyText)).toEqual(["20", "0", "20"]);
    expect(whole.timeWeighted).toBeCloseTo(1);
  });
});

test("the value of each day uses the last close known, and names what has none yet", () => {
  const ledger = ledgerOf([bought("2026-01-01", "2 TAO", 10), bought("2026-01-02", "1 NEW", 5)]);
  const known = new Map([...closes({ TAO: [5, 6] }), ["NEW", new Map([[JANUARY_1 + 2, priceOf("7")]])]]);
  const points = valueSeries(ledger, known, span(4)).map(({ value, cost, unpriced }) => [
    moneyText(value),
    moneyText(cost),
    ...unpriced,
  ]);
  expect(points).toEqual([
    ["10", "10"],
    ["12", "10", "NEW"],
    ["19", "15"],
    ["19", "15"],
  ]);
});
