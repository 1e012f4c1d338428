import { describe, expect, test } from "vitest";
import { answerCase } from "../../src/portfolio/case.ts";

const buy = {
  id: "b1",
  time: "2024-01-01T10:00:00Z",
  type: "buy",
  asset: "TAO",
  quantity: "2",
  price: "100",
  fee: "1",
};
const sell = { id: "s1", time: "2025-06-01T12:00:00+02:00", type: "sell", asset: "TAO", quantity: "0.5", value: "80" };
const lots = { kind: "lots", method: "fifo", currency: "USD", transactions: [buy, sell] };

describe("a worked case", () => {
  test("of lots is answered in its own schema", () => {
    const prices = [{ asset: "TAO", time: "2025-07-01T00:00:00Z", price: "150", valuation: true }];
    const conventions = { longTerm: { days: 365, compare: ">=" } };
    expect(answerCase({ ...lots, conventions, prices })).toMatchObject({
      disposals: [
        {
          txId: "s1",
          time: "2025-06-01T10:00:00Z",
          kind: "sell",
          proceeds: "80",
          cost: "50.25",
          gain: "29.75",
          lots: [{ lotTxId: "b1", acquired: "2024-01-01T10:00:00Z", quantity: "0.5", term: "long" }],
        },
      ],
      totals: { gain: "29.75", longTermGain: "29.75", shortTermGain: "0" },
      remainingLots: [{ lotTxId: "b1", quantity: "1.5", cost: "150.75" }],
      holdings: { TAO: { averageCost: "100.5", value: "225", unrealised: "74.25" } },
      portfolio: { allocation: { TAO: "1" } },
    });
  });

  test("that cannot be is answered with the kind of its refusal", () => {
    expect(answerCase({ ...lots, transactions: [buy, { ...sell, quantity: "3" }] })).toEqual({ error: "oversell" });
  });

  test("of performance tells gains by day, range and currency", () => {
    const given = {
      kind: "performance",
      currency: "EUR",
      asOf: "2024-01-03",
      conventions: { buyFee: "separate", sellFee: "separate" },
      transactions: [{ ...buy, currency: "USD" }],
      closes: [
        { asset: "TAO", date: "2024-01-02", price: "110" },
        { asset: "TAO", date: "2024-01-03", price: "120" },
      ],
      fx: ["2024-01-01", "2024-01-02", "2024-01-03"].map((date, at) => ({
        from: "USD",
        date,
        rate: ["0.5", "0.6", "0.8"][at],
      })),
      query: { ranges: ["1d", "max"], seriesDates: ["2024-01-01", "2024-01-02"] },
    };
    expect(answerCase(given)).toMatchObject({
      positions: {
        TAO: {
          averagePrice: "100",
          investment: "160",
          value: "192",
          grossPerformance: "32",
          netPerformance: "31.2",
          timeWeightedInvestment: "160",
          investmentWithCurrencyEffect: "100",
          grossPerformanceWithCurrencyEffect: "92",
        },
      },
      // On the first day there is no close yet: that of the last day counts.
      series: [
        { date: "2024-01-01", value: "192" },
        { date: "2024-01-02", value: "176" },
      ],
      netPerformanceByRange: { "1d": "16", max: "31.2" },
    });
    expect(() => answerCase({ ...given, fx: [] })).toThrow("no rate");
  });

  test("of returns tells rates, and null where there is none", () => {
    const flows = [
      { date: "2024-01-01", amount: "-100" },
      { date: "2024-12-31", amount: "121" },
    ];
    expect(answerCase({ kind: "returns", input: { cashFlows: flows, rate: "0.1" } })).toEqual({
      xirr: expect.stringMatching(/^0\.(21|2099999)/),
      xnpv: expect.stringMatching(/^(10|9\.99999)/),
    });
    expect(answerCase({ kind: "returns", input: { cashFlows: [flows[0]] } })).toEqual({ xirr: null });
  });

  test("that is none is refused", () => {
    for (const given of [undefined, null, 5, {}, { kind: "other" }, { ...lots, method: "random" }])
      expect(() => answerCase(given)).toThrow();
  });

  test("comes in a file with others", () => {
    const file = { schema: 1, cases: [{ ...lots, id: "one" }] };
    expect(answerCase(file)).toMatchObject({
      schema: 1,
      cases: [{ id: "one", expected: { totals: { gain: "29.75" } } }],
    });
  });
});
