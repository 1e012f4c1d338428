import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { benchmarkOf } from "../../src/portfolio/benchmark.ts";
import { bought, ledgerOf, migrated, money, movedIn, sold } from "../support/portfolio.ts";
import { closesNeeded, gapsIn, tellableSpan } from "../../src/portfolio/closes-needed.ts";
import { convertedPrice, priceFrom } from "../../src/portfolio/price-of.ts";
import { dayOf } from "../../src/portfolio/day-track.ts";
import { decide } from "../../src/agent/offline-rules.ts";
import { moneyText, priceOf } from "../../src/portfolio/amount.ts";
import { performanceOf } from "../../src/portfolio/performance.ts";
import type { Price } from "../../src/portfolio/amount.ts";
import { spanOf } from "../../src/portfolio/periods.ts";
import { standingOf } from "../../src/portfolio/standing.ts";

const day = (time: string): number => dayOf(Date.parse(`${time}T00:00:00Z`));
const between = (from: string, to: string, price = "1"): ReadonlyMap<number, Price> =>
  new Map(Array.from({ length: day(to) - day(from) + 1 }, (_, index) => [day(from) + index, priceOf(price)]));

describe("the days of a period", () => {
  const today = day("2026-03-01");
  test.each([
    ["7D", "2026-02-23"],
    ["30D", "2026-01-31"],
    ["90D", "2025-12-02"],
    ["YTD", "2026-01-01"],
    ["1Y", "2025-03-02"],
    ["ALL", "2020-05-05"],
  ] as const)("%s begins on %s", (period, first) => {
    expect(spanOf(period, today, day("2020-05-05"))).toEqual({ fromDay: day(first), toDay: today });
  });

  it("begin with the portfolio where that is younger", () => {
    expect(spanOf("1Y", today, day("2026-02-20")).fromDay).toBe(day("2026-02-20"));
    expect(spanOf("7D", today, today)).toEqual({ fromDay: today, toDay: today });
  });
});

describe("the closes that a span takes", () => {
  const span = { fromDay: day("2026-01-10"), toDay: day("2026-01-20") };

  it("are of the days on which a coin is held, the day before the span among them", () => {
    const ledger = ledgerOf([
      bought("2026-01-01", "1 A", 1),
      bought("2026-01-12", "1 B", 1),
      sold("2026-01-15", "1 B", 1),
      bought("2025-01-01", "1 C", 1),
      sold("2025-02-01", "1 C", 1),
    ]);
    expect(closesNeeded(ledger, span)).toEqual([
      { asset: "A", fromDay: day("2026-01-09"), toDay: day("2026-01-20") },
      { asset: "B", fromDay: day("2026-01-12"), toDay: day("2026-01-14") },
    ]);
  });

  it("are exactly those without which a coin is left out", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ at: fc.integer({ min: 0, max: 20 }), asset: fc.constantFrom("A", "B"), isIn: fc.boolean() }),
          { minLength: 1, maxLength: 8 },
        ),
        (rows) => {
          const time = (at: number): string => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
          const sorted = rows.toSorted((a, b) => a.at - b.at);
          const entries = sorted.map(({ at, asset, isIn }) =>
            isIn ? bought(time(at), `1 ${asset}`, 1) : sold(time(at), `1 ${asset}`, 1),
          );
          const ledger = ledgerOf(entries, "fifo", { oversell: "zero_cost" });
          const needs = closesNeeded(ledger, span);
          const closes = new Map(
            needs.map(({ asset, fromDay, toDay }) => [
              asset,
              new Map(Array.from({ length: toDay - fromDay + 1 }, (_, index) => [fromDay + index, priceOf("2")])),
            ]),
          );
          expect(performanceOf(ledger, closes, span).leftOut).toEqual([]);
          // Without the first of them the coin cannot be told.
          for (const { asset, fromDay } of needs) {
            const fewer = new Map([...closes.get(asset)!].filter(([of]) => of !== fromDay));
            expect(performanceOf(ledger, new Map([...closes, [asset, fewer]]), span).leftOut).toEqual([asset]);
          }
        },
      ),
    );
  });

  it("are those of both coins on the day of a migration", () => {
    const ledger = ledgerOf([bought("2026-01-12", "2 A", 1), migrated("2026-01-14", "2 A", "6 B")]);
    expect(closesNeeded(ledger, span)).toEqual([
      { asset: "A", fromDay: day("2026-01-12"), toDay: day("2026-01-14") },
      { asset: "B", fromDay: day("2026-01-14"), toDay: day("2026-01-20") },
    ]);
  });
});

describe("a span is told as far as closes go", () => {
  const span = { fromDay: day("2026-01-01"), toDay: day("2026-01-31") };
  const need = (asset: string, from = "2025-12-31") => ({ asset, fromDay: day(from), toDay: span.toDay });

  it("whole where nothing is short", () => {
    const closes = new Map([["A", between("2025-12-31", "2026-01-31")]]);
    expect(tellableSpan([need("A")], closes, span)).toEqual(span);
    expect(tellableSpan([], closes, span)).toEqual(span);
  });

  it("from where a coin begins that has the most of it", () => {
    const closes = new Map([
      ["A", between("2025-12-31", "2026-01-31")],
      ["B", between("2026-01-05", "2026-01-31")],
    ]);
    expect(tellableSpan([need("A"), need("B")], closes, span).fromDay).toBe(day("2026-01-06"));
  });

  it("whole where a coin has little of it, or nothing: that is left out instead", () => {
    const closes = new Map([
      ["A", between("2025-12-31", "2026-01-31")],
      ["B", between("2026-01-25", "2026-01-31")],
    ]);
    expect(tellableSpan([need("A"), need("B"), need("C")], closes, span)).toEqual(span);
  });

  it("from the first close of all where none goes back far, whatever was bought since", () => {
    const closes = new Map([
      ["A", between("2026-01-25", "2026-01-31")],
      ["B", between("2026-01-30", "2026-01-31")],
    ]);
    expect(tellableSpan([need("A"), need("B", "2026-01-30")], closes, span).fromDay).toBe(day("2026-01-26"));
  });

  it("with a note of coins whose last close stands in for the newest", () => {
    const closes = new Map([
      ["A", between("2025-12-31", "2026-01-31")],
      ["B", between("2025-12-31", "2026-01-30")],
      ["C", between("2025-12-31", "2026-01-10")],
    ]);
    expect(gapsIn([need("A"), need("B"), need("C")], closes, span.toDay)).toEqual(["B", "C"]);
    expect(gapsIn([need("A"), need("B"), need("C")], closes, span.toDay + 1)).toEqual(["C"]);
  });
});

describe("the same money in something else", () => {
  const flows = (...days: readonly (readonly [paid: number, received: number])[]) => ({
    startValue: money(100),
    days: days.map(([paid, received], index) => ({ day: 11 + index, paid: money(paid), received: money(received) })),
  });

  it("buys and sells at each day's close", () => {
    const levels = new Map([
      [10, 10],
      [11, 20],
      [12, 25],
      [13, 50],
    ]);
    // 10 units, 2 more at 20, 4 less at 25: 8 at 50.
    expect(benchmarkOf(flows([40, 0], [0, 100], [0, 0]), (of) => levels.get(of))).toEqual({
      priceReturn: 4,
      sameMoney: 400,
    });
  });

  it("is none where more came out than there would have been", () => {
    expect(benchmarkOf(flows([0, 300]), (of) => of)?.sameMoney).toBeUndefined();
  });

  it("is not known without a level at the beginning or at the end", () => {
    expect(benchmarkOf(flows([0, 0]), (of) => (of === 10 ? undefined : 1))).toBeUndefined();
    expect(benchmarkOf(flows([0, 0]), (of) => (of === 11 ? undefined : 1))).toBeUndefined();
    expect(benchmarkOf({ startValue: 0n, days: [] }, () => 1)).toBeUndefined();
  });

  it("does as the portfolio does that is nothing else", () => {
    const ledger = ledgerOf([
      bought("2026-01-01", "3 A", 30),
      sold("2026-01-03", "1 A", 15),
      bought("2026-01-04", "2 A", 40),
    ]);
    const price = [10, 12, 15, 20, 17];
    const closes = new Map([
      ["A", new Map(price.map((each, index) => [day("2026-01-01") + index, priceOf(String(each))]))],
    ]);
    const { whole, days } = performanceOf(ledger, closes, { fromDay: day("2026-01-02"), toDay: day("2026-01-05") });
    const beside = benchmarkOf({ startValue: whole.startValue, days }, (of) => price[of - day("2026-01-01")]);
    expect(beside?.sameMoney).toBeCloseTo(Number(moneyText(whole.endValue)), 9);
  });
});

describe("what is held now", () => {
  it("is valued exactly, with the change of the day", () => {
    const ledger = ledgerOf([
      bought("2026-01-01", "0.1 A", "0.3"),
      bought("2026-01-01", "1000000000000.000000000000000001 B", 1),
    ]);
    const standing = standingOf(
      ledger,
      new Map([
        ["A", { price: priceOf("6"), change24h: 0.5 }],
        ["B", { price: priceOf("0.000000000001"), change24h: -1 }],
      ]),
    );
    expect(moneyText(standing.value)).toBe("1.600000000000000000000000000001");
    // 0.6 was 0.4; what is said to have fallen to nothing has no yesterday.
    expect(Number(moneyText(standing.day?.change ?? 0n))).toBeCloseTo(0.2, 12);
    expect(standing.holdings.map(({ asset }) => asset)).toEqual(["B", "A"]);
  });

  it("has no gain on coins of which nobody knows the cost", () => {
    const ledger = ledgerOf([bought("2026-01-01", "1 A", 10), movedIn("2026-01-02", "3 A")]);
    const { unrealised, holdings } = standingOf(ledger, new Map([["A", { price: priceOf("12") }]]));
    expect(unrealised).toBe(money(2));
    expect(holdings[0]?.unknownCost).toBe(3n * 10n ** 18n);
  });
});

describe("a price of a provider", () => {
  it("keeps every digit that it is written with", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e15, noNaN: true }), (price) => {
        expect(priceFrom(price)).toBe(priceOf(String(price)));
      }),
    );
    expect(priceFrom(1.2345e-28)).toBe(123n);
    expect(convertedPrice(3, "0.5")).toBe(priceOf("1.5"));
  });
});

describe("a question about one's own portfolio, without a model", () => {
  const offered = new Map([
    ["price", ["assets"]],
    ["portfolio", []],
    ["portfolio_performance", ["range"]],
    ["portfolio_allocation", ["by"]],
  ]);
  test.each([
    ["how is my portfolio doing?", "portfolio", {}],
    ["what are my holdings worth", "portfolio", {}],
    ["how did my portfolio perform this year", "portfolio_performance", { range: "1Y" }],
    ["what is the return of my portfolio since all time", "portfolio_performance", { range: "ALL" }],
    ["what is my portfolio made of", "portfolio_allocation", {}],
  ])("%s", (question, name, args) => {
    expect(decide(question, offered)).toEqual({ kind: "call", call: { name, args } });
  });

  it("is not answered with it where it is not offered", () => {
    const step = decide("how is my portfolio doing?", new Map([["price", ["assets"]]]));
    expect(step).not.toMatchObject({ call: { name: "portfolio" } });
  });
});
