import {
  bought,
  coinFee,
  coins,
  entered,
  ledgerOf,
  METHODS,
  migrated,
  money,
  moneyFee,
  movedIn,
  movedOut,
  sold,
  staked,
  swapped,
} from "../support/portfolio.ts";
import { describe, expect, test } from "vitest";
import { AmountError, moneyText, priceOf, quantityOf, quantityText } from "../../src/portfolio/amount.ts";
import type { Ledger } from "../../src/portfolio/ledger.ts";
import { replay } from "../../src/portfolio/replay.ts";
import { termOf } from "../../src/portfolio/term.ts";
import { USUAL_CONVENTIONS } from "../../src/portfolio/conventions.ts";
import { valuate } from "../../src/portfolio/valuation.ts";

const held = (ledger: Ledger, asset: string) => {
  const { quantity, cost } = ledger.holdings.get(asset)!;
  return [quantityText(quantity), moneyText(cost)];
};
const gains = ({ disposals }: Ledger) => disposals.map(({ gain }) => moneyText(gain));

/** Three lots of which each method takes others: bought at 10, 30 and 20, each 1; then 1.5 sold at 40. */
const three = [
  bought("2026-01-01", "1 TAO", 10),
  bought("2026-01-02", "1 TAO", 30),
  bought("2026-01-03", "1 TAO", 20),
  sold("2026-01-04", "1.5 TAO", 60),
];

describe("which lots a sale uses", () => {
  // All three cost 60, and 60 is what the sale brings: its gain is the cost of what is left.
  test.for([
    ["fifo", "35"], // 10 and half of 30
    ["lifo", "25"], // 20 and half of 30
    ["hifo", "20"], // 30 and half of 20
    ["lofo", "40"], // 10 and half of 20
    ["average", "30"], // 60 for 3, half of it
  ] as const)("%s", ([method, gain]) => {
    const ledger = ledgerOf(three, method);
    expect(gains(ledger)).toEqual([gain]);
    expect(held(ledger, "TAO")).toEqual(["1.5", gain]);
  });

  test("by year, lots are shared by the methods", () => {
    const method = new Map([
      [2026, "hifo" as const],
      [2027, "fifo" as const],
    ]);
    const activities = entered([...three, sold("2027-02-01", "1 TAO", 100)]);
    const ledger = replay(activities, { method, conventions: USUAL_CONVENTIONS });
    // After 30 and half of 20 the oldest left is the one at 10.
    expect(gains(ledger)).toEqual(["20", "90"]);
  });

  test("dearest is told by the cost with the fee, or by the price where a convention says so", () => {
    const entries = [
      bought("2026-01-01", "1 TAO", 20, moneyFee(15)),
      bought("2026-01-02", "1 TAO", 30),
      sold("2026-01-03", "1 TAO", 40),
    ];
    expect(gains(ledgerOf(entries, "hifo"))).toEqual(["5"]);
    expect(gains(ledgerOf(entries, "hifo", { hifoKey: "price" }))).toEqual(["10"]);
  });

  test("prices that differ in the last of thirty places are told apart", () => {
    const entries = [
      bought("2026-01-01", "1 TAO", "0.100000000000000000000000000001"),
      bought("2026-01-02", "1 TAO", "0.100000000000000000000000000002"),
      sold("2026-01-03", "1 TAO", "1"),
    ];
    expect(ledgerOf(entries, "hifo").disposals[0]!.lots.map(({ activityId }) => activityId)).toEqual(["e2"]);
    expect(ledgerOf(entries, "lofo").disposals[0]!.lots.map(({ activityId }) => activityId)).toEqual(["e1"]);
  });
});

describe("fees", () => {
  const entries = [bought("2026-01-01", "10 TAO", 100, moneyFee(5)), sold("2026-01-02", "5 TAO", 80, moneyFee(3))];

  test("are inside cost and proceeds by default, and expenses of their own where a convention says so", () => {
    const inside = ledgerOf(entries);
    expect(gains(inside)).toEqual(["24.5"]); // 80 - 3 - half of 105
    expect(inside.expenses).toEqual([]);
    const apart = ledgerOf(entries, "fifo", { buyFee: "separate", sellFee: "separate" });
    expect(gains(apart)).toEqual(["30"]);
    expect(moneyText(apart.sums.expenses)).toBe("8");
    expect(inside.sums.fees).toBe(apart.sums.fees);
  });

  test("in a third coin raise the cost and leave with their own", () => {
    const ledger = ledgerOf([
      bought("2026-01-01", "2 BNB", 600),
      bought("2026-01-02", "10 TAO", 3_000, coinFee("0.01 BNB", 4)),
    ]);
    expect(held(ledger, "TAO")).toEqual(["10", "3004"]);
    expect(held(ledger, "BNB")).toEqual(["1.99", "597"]);
    expect(ledger.disposals).toEqual([]);
    const taxed = ledgerOf(
      [bought("2026-01-01", "2 BNB", 600), bought("2026-01-02", "10 TAO", 3_000, coinFee("0.01 BNB", 4))],
      "fifo",
      { feeAssetDisposal: "market_value" },
    );
    expect(taxed.disposals).toMatchObject([{ id: "e2#fee", kind: "fee", gain: money(1) }]);
  });

  test("in the coin sold are part of the sale, a sale of their own, or just leave", () => {
    const own = [bought("2026-01-01", "10 TAO", 100), sold("2026-01-02", "4 TAO", 80, coinFee("1 TAO", 20))];
    expect(gains(ledgerOf(own, "fifo", { assetFeeOnSell: "zero_proceeds" }))).toEqual(["30"]); // 80 - 50
    expect(gains(ledgerOf(own, "fifo", { assetFeeOnSell: "market_value" }))).toEqual(["20", "10"]); // 60 - 40, 20 - 10
    const silent = ledgerOf(own);
    expect(gains(silent)).toEqual(["20"]);
    expect(moneyText(silent.sums.costLeft)).toBe("10");
  });

  test("below zero lower what was paid", () => {
    expect(held(ledgerOf([bought("2026-01-01", "1 TAO", 100, moneyFee(-2))]), "TAO")).toEqual(["1", "98"]);
  });
});

describe("coins that come and go without a sale", () => {
  test("staking is income at its value, which is the cost of its lot", () => {
    const ledger = ledgerOf([staked("2026-01-01", "2 TAO", 50), sold("2026-02-01", "2 TAO", 70)]);
    expect(moneyText(ledger.sums.income)).toBe("50");
    expect(gains(ledger)).toEqual(["20"]);
    expect(
      gains(
        ledgerOf([staked("2026-01-01", "2 TAO", 50), sold("2026-02-01", "2 TAO", 70)], "fifo", { incomeCost: "zero" }),
      ),
    ).toEqual(["70"]);
  });

  test("without a known value their cost is said to be unknown", () => {
    const ledger = ledgerOf([staked("2026-01-01", "2 TAO"), sold("2026-02-01", "1 TAO", 70)]);
    expect(ledger.unpriced).toMatchObject([{ activityId: "e1", asset: "TAO" }]);
    expect(ledger.disposals[0]!.lots[0]!.isCostKnown).toBe(false);
    expect(ledger.holdings.get("TAO")!.lots[0]!.isCostKnown).toBe(false);
  });

  test("a move between own accounts keeps the lots, and what is lost on the way leaves", () => {
    const ledger = ledgerOf([
      bought("2026-01-01", "10 TAO", 100),
      movedOut("2026-01-02", "5 TAO", "m1"),
      movedIn("2026-01-03", "4.9 TAO", "m1"),
    ]);
    expect(held(ledger, "TAO")).toEqual(["9.9", "99"]);
    expect(ledger.holdings.get("TAO")!.lots).toMatchObject([{ activityId: "e1", acquiredAt: Date.UTC(2026, 0, 1) }]);
  });

  test("halves of a move without the other go outside and come from outside", () => {
    const ledger = ledgerOf([
      bought("2026-01-01", "10 TAO", 100),
      movedOut("2026-01-02", "5 TAO", "m1"),
      movedIn("2026-01-03", "1 BTC", "m2"),
    ]);
    expect(held(ledger, "TAO")).toEqual(["5", "50"]);
    expect(ledger.unpriced).toMatchObject([{ asset: "BTC" }]);
  });

  test("a migration keeps dates and cost, to the last unit", () => {
    const ledger = ledgerOf([
      bought("2024-01-01", "1 AGIX", 1),
      bought("2025-01-01", "2 AGIX", 5),
      migrated("2025-06-01", "2.5 AGIX", "1.083375 FET"),
    ]);
    expect(held(ledger, "FET")).toEqual(["1.083375", "4.75"]); // 1 and three quarters of 5
    expect(held(ledger, "AGIX")).toEqual(["0.5", "1.25"]);
    expect(ledger.holdings.get("FET")!.lots.map(({ acquiredAt }) => new Date(acquiredAt).getUTCFullYear())).toEqual([
      2024, 2025,
    ]);
  });

  test("several coins merge into one", () => {
    const ledger = ledgerOf([
      bought("2024-01-01", "100 AGIX", 30),
      bought("2024-01-02", "100 OCEAN", 40),
      migrated("2024-07-01", "100 AGIX", "43.335 FET"),
      migrated("2024-07-01", "100 OCEAN", "43.3226 FET"),
    ]);
    expect(held(ledger, "FET")).toEqual(["86.6576", "70"]);
    expect(ledger.disposals).toEqual([]);
  });

  test("a migration into fewer units than there are lots loses no cost", () => {
    const dust = "0.000000000000000001";
    const ledger = ledgerOf([
      bought("2024-01-01", `${dust} OLD`, 1),
      bought("2024-01-02", `${dust} OLD`, 2),
      bought("2024-01-03", `${dust} OLD`, 4),
      migrated("2024-07-01", "0.000000000000000003 OLD", `${dust} NEW`),
    ]);
    expect(held(ledger, "NEW")).toEqual([dust, "7"]);
  });

  test("a split changes the number of coins and no cost", () => {
    const split = { kind: "split", at: Date.UTC(2026, 1), asset: "TAO", numerator: 1n, denominator: 3n } as const;
    const ledger = ledgerOf([bought("2026-01-01", "10 TAO", 90), split]);
    expect(held(ledger, "TAO")).toEqual(["3.333333333333333333", "90"]);
  });

  test("coins that share their lots are one holding", () => {
    const ledger = ledgerOf([bought("2026-01-01", "2 ETH", 100), sold("2026-01-02", "1 WETH", 80)], "fifo", {
      sharedBasis: new Map([["WETH", "ETH"]]),
    });
    expect(held(ledger, "ETH")).toEqual(["1", "50"]);
    expect(ledger.disposals).toMatchObject([{ asset: "WETH", gain: money(30) }]);
  });
});

describe("swaps and the order of one instant", () => {
  test("a swap sells the one coin and buys the other at one value", () => {
    const ledger = ledgerOf([bought("2026-01-01", "1 BTC", 100), swapped("2026-02-01", "0.5 BTC", "10 TAO", 80)]);
    expect(gains(ledger)).toEqual(["30"]);
    expect(held(ledger, "TAO")).toEqual(["10", "80"]);
  });

  test("a chain of swaps of one second works in whatever order it was listed", () => {
    const ledger = ledgerOf([
      swapped("2026-02-01", "10 TAO", "5 FET", 90),
      swapped("2026-02-01", "1 BTC", "10 TAO", 80),
      bought("2026-01-01", "1 BTC", 100),
    ]);
    expect(held(ledger, "FET")).toEqual(["5", "90"]);
    expect(gains(ledger).toSorted()).toEqual(["-20", "10"]);
  });

  test("entered before the purchase of its own second, a sale is refused where the order entered counts", () => {
    const entries = [sold("2026-01-01", "1 TAO", 10), bought("2026-01-01", "1 TAO", 8)];
    expect(gains(ledgerOf(entries))).toEqual(["2"]);
    expect(() => ledgerOf(entries, "fifo", { sameTime: "input_order" })).toThrow("oversell");
  });
});

describe("how long something was held", () => {
  const HOUR = 3_600_000;
  const year = { unit: "years", length: 1, reached: "more_than" } as const;

  test.for([
    ["a day short", "2024-03-01", "2025-02-28T23:59:59Z", "short"],
    ["to the instant", "2024-03-01", "2025-03-01", "short"],
    ["a second more", "2024-03-01", "2025-03-01T00:00:01Z", "long"],
    ["from 29 February to the last of February", "2024-02-29", "2025-02-28T23:59:59Z", "short"],
    ["from 29 February to after 1 March", "2024-02-29", "2025-03-01T00:00:01Z", "long"],
  ] as const)("more than a calendar year, %s", ([, from, to, term]) => {
    expect(termOf(Date.parse(from), Date.parse(to), year)).toBe(term);
  });

  test("days are whole days, and a leap year has one more of them", () => {
    const days = { unit: "days", length: 365, reached: "at_least" } as const;
    expect(termOf(0, 365 * 24 * HOUR - 1, days)).toBe("short");
    expect(termOf(0, 365 * 24 * HOUR, days)).toBe("long");
    expect(termOf(Date.UTC(2024, 0, 1), Date.UTC(2024, 11, 31), days)).toBe("long");
  });

  test("gains are told by their terms, and the average method tells them by the oldest", () => {
    const entries = [
      bought("2024-01-01", "1 TAO", 10),
      bought("2026-01-01", "1 TAO", 30),
      sold("2026-02-01", "1.5 TAO", 60),
    ];
    for (const method of ["fifo", "average"] as const) {
      const { sums } = ledgerOf(entries, method);
      expect([sums.shortTermGain, sums.longTermGain].map(moneyText)).toEqual(
        method === "fifo" ? ["5", "30"] : ["10", "20"],
      );
    }
    expect(ledgerOf(entries, "fifo", { longTerm: undefined }).sums).toMatchObject({
      shortTermGain: 0n,
      longTermGain: 0n,
    });
  });
});

describe("more than is held", () => {
  const entries = [bought("2026-01-01", "1 TAO", 10), sold("2026-01-02", "3 TAO", 60)];

  test.for(METHODS)("is refused, with what and where (%s)", (method) => {
    expect(() => ledgerOf(entries, method)).toThrow(
      expect.objectContaining({
        refusal: {
          kind: "oversell",
          activityId: "e2",
          at: Date.UTC(2026, 0, 2),
          asset: "TAO",
          asked: coins("3 TAO").quantity,
          held: coins("1 TAO").quantity,
        },
      }),
    );
  });

  test.for(METHODS)("or has no cost and is listed, where a convention says so (%s)", (method) => {
    const ledger = ledgerOf(entries, method, { oversell: "zero_cost" });
    expect(gains(ledger)).toEqual(["50"]);
    expect(ledger.missing).toMatchObject([{ id: "e2", found: quantityOf("1"), missing: quantityOf("2") }]);
    expect(moneyText(ledger.sums.shortTermGain)).toBe("50");
  });

  test("by less than dust is not more", () => {
    const almost = [bought("2026-01-01", "0.999999999999999999 TAO", 10), sold("2026-01-02", "1 TAO", 60)];
    expect(gains(ledgerOf(almost, "fifo", { dust: 2n }))).toEqual(["50"]);
    expect(() => ledgerOf(almost, "fifo", { dust: 1n })).toThrow("oversell");
  });
});

describe("what cannot be", () => {
  const zero = { ...bought("2026-01-01", "1 TAO", 10), quantity: 0n };
  test.for([
    ["a quantity of zero", [zero], "quantity"],
    ["a value below zero", [bought("2026-01-01", "1 TAO", -1)], "value"],
    ["a rebate above the price", [bought("2026-01-01", "1 TAO", 1, moneyFee(-2))], "value"],
    ["no instant", [{ ...zero, quantity: 1n, at: Number.NaN }], "time"],
    ["a coin swapped into itself", [swapped("2026-01-01", "1 TAO", "1 TAO", 1)], "pair"],
    ["a fee of no coins", [bought("2026-01-01", "1 TAO", 1, { kind: "coin", asset: "BNB", quantity: 0n })], "quantity"],
    [
      "more that arrives than left",
      [movedOut("2026-01-01", "1 TAO", "m"), movedIn("2026-01-02", "2 TAO", "m")],
      "transfer",
    ],
    [
      "an arrival before it left",
      [movedOut("2026-01-02", "1 TAO", "m"), movedIn("2026-01-01", "1 TAO", "m")],
      "transfer",
    ],
    ["one half twice", [movedOut("2026-01-02", "1 TAO", "m"), movedOut("2026-01-03", "1 TAO", "m")], "duplicate"],
    ["a migration of more than is held", [migrated("2026-01-01", "1 TAO", "2 FET")], "oversell"],
  ] as const)("%s is refused", ([, entries, kind]) => {
    expect(() => ledgerOf(entries)).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ kind }) }));
  });

  test("two activities with one id are refused", () => {
    const twice = [1, 2].map((order) => ({ ...bought("2026-01-01", "1 TAO", 1), id: "same", order }));
    expect(() => replay(twice, { method: "fifo", conventions: USUAL_CONVENTIONS })).toThrow("duplicate");
  });

  test.for(["", "1,5", "0x10", "Infinity", "NaN", "1e-19", `1${"0".repeat(40)}`, "9".repeat(100_000), "1e999"])(
    "%j is no quantity",
    (text) => {
      expect(() => quantityOf(text)).toThrow(AmountError);
    },
  );
});

test("a holding without a price is left out of the sums and named", () => {
  const ledger = ledgerOf([bought("2026-01-01", "2 TAO", 10), bought("2026-01-01", "1 GONE", 5)]);
  const valuation = valuate(ledger, new Map([["TAO", priceOf("8")]]));
  expect([valuation.value, valuation.cost, valuation.unrealised].map(moneyText)).toEqual(["16", "10", "6"]);
  expect(valuation.unpriced).toEqual(["GONE"]);
  expect(valuation.holdings.get("TAO")!.share?.toNumber()).toBe(1);
});

test("balances are kept for each account that is named", () => {
  const ledger = ledgerOf([
    { ...bought("2026-01-01", "2 TAO", 10), account: "Kraken" },
    { ...movedOut("2026-01-02", "1 TAO", "m", coinFee("0.1 TAO")), account: "Kraken" },
    { ...movedIn("2026-01-02", "1 TAO", "m"), account: "Ledger" },
  ]);
  const balances = [...ledger.accounts].map(([account, of]) => [account, quantityText(of.get("TAO")!)]);
  expect(balances).toEqual([
    ["Kraken", "0.9"],
    ["Ledger", "1"],
  ]);
});
