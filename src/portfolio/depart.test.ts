import {
  bought,
  coinFee,
  coins,
  ledgerOf,
  money,
  moneyFee,
  movedIn,
  movedOut,
  staked,
  swapped,
} from "../../tests/support/portfolio.ts";
import { describe, expect, test } from "vitest";
import { moneyText, quantityText } from "./amount.ts";
import type { Activity, Fee } from "./activity.ts";
import type { Ledger } from "./ledger.ts";

const at = (day: number): number => Date.UTC(2026, 0, day);
const ten = bought("2026-01-01", "10 TAO", 100);
type Gone = Omit<Extract<Activity, { kind: "gift_out" }>, "id" | "order">;
const given = (what: string, value?: number, fee?: Fee): Gone => ({
  kind: "gift_out",
  at: at(2),
  ...coins(what),
  value: value === undefined ? undefined : money(value),
  fee,
});
const lost = (what: string, value?: number) => ({ ...given(what, value), kind: "loss" }) as const;
const charged = (fee: Fee) => ({ kind: "fee", at: at(2), fee }) as const;

const standing = (ledger: Ledger, asset = "TAO") => {
  const { quantity, cost, sums } = ledger.holdings.get(asset)!;
  return {
    held: `${quantityText(quantity)} for ${moneyText(cost)}`,
    gain: moneyText(sums.gain),
    proceeds: moneyText(sums.proceeds),
    costLeft: moneyText(sums.costLeft),
    fees: moneyText(sums.fees),
  };
};
const expenses = (ledger: Ledger) => ledger.expenses.map(({ value }) => moneyText(value));
const MARKET = { giftOut: "market_value", loss: "market_value" } as const;

describe("a gift", () => {
  test("leaves with its cost and no gain, and its fee is an expense", () => {
    const ledger = ledgerOf([ten, given("4 TAO", 80, moneyFee(3))]);
    expect(standing(ledger)).toEqual({ held: "6 for 60", gain: "0", proceeds: "0", costLeft: "40", fees: "3" });
    expect([ledger.disposals, expenses(ledger)]).toEqual([[], ["3"]]);
  });

  test("is a sale at its value where a convention says so, with its fee inside or apart", () => {
    const entries = [ten, given("4 TAO", 80, moneyFee(3))];
    const inside = ledgerOf(entries, "fifo", MARKET);
    expect(standing(inside)).toMatchObject({ held: "6 for 60", gain: "37", proceeds: "77", costLeft: "0" });
    expect(inside.disposals).toMatchObject([{ kind: "gift_out", id: "e2" }]);
    expect(expenses(inside)).toEqual([]);
    const apart = ledgerOf(entries, "fifo", { ...MARKET, sellFee: "separate" });
    expect([standing(apart).gain, expenses(apart)]).toEqual(["40", ["3"]]);
  });

  test("with a fee in its own coin has no proceeds for the fee, or the fee leaves by itself", () => {
    const entries = [ten, given("4 TAO", 80, coinFee("1 TAO", 20))];
    const inside = ledgerOf(entries, "fifo", { ...MARKET, assetFeeOnSell: "zero_proceeds" });
    expect(standing(inside)).toMatchObject({ held: "5 for 50", gain: "30", costLeft: "0" });
    expect(inside.disposals).toHaveLength(1);
    const apart = ledgerOf(entries, "fifo", { ...MARKET, sellFee: "separate" });
    expect(standing(apart)).toMatchObject({ held: "5 for 50", gain: "40", costLeft: "10" });
    const silent = ledgerOf(entries, "fifo", { assetFeeOnSell: "zero_proceeds" });
    expect(standing(silent)).toMatchObject({ held: "5 for 50", gain: "0", costLeft: "50" });
  });

  test("of unknown value leaves with its cost, and is named where a sale was asked for", () => {
    const silent = ledgerOf([ten, given("4 TAO")]);
    expect([standing(silent).costLeft, silent.unpriced]).toEqual(["40", []]);
    const asked = ledgerOf([ten, given("4 TAO")], "fifo", MARKET);
    expect(standing(asked)).toMatchObject({ held: "6 for 60", gain: "0", costLeft: "40" });
    expect(asked.unpriced).toEqual([{ activityId: "e2", at: at(2), ...coins("4 TAO") }]);
  });

  test("is worth taken out of the holding, which a loss is not", () => {
    const flows = (entry: Gone | ReturnType<typeof lost>) => {
      const day = ledgerOf([ten, entry]).holdings.get("TAO")!.days.at(-1)!;
      return [moneyText(day.received), quantityText(day.left)];
    };
    expect(flows(given("4 TAO", 80))).toEqual(["80", "0"]);
    expect(flows(given("4 TAO"))).toEqual(["0", "4"]);
    expect([flows(lost("4 TAO", 80)), flows(lost("4 TAO"))]).toEqual([
      ["0", "0"],
      ["0", "0"],
    ]);
  });
});

test("what was lost leaves with its cost, or is a sale at its value where a convention says so", () => {
  expect(standing(ledgerOf([ten, lost("4 TAO", 80)]))).toMatchObject({ held: "6 for 60", gain: "0", costLeft: "40" });
  const market = ledgerOf([ten, lost("4 TAO", 10)], "fifo", { loss: "market_value" });
  expect(standing(market)).toMatchObject({ held: "6 for 60", gain: "-30", costLeft: "0" });
  expect(market.disposals).toMatchObject([{ kind: "loss" }]);
});

describe("a fee that belongs to nothing", () => {
  test("in money is an expense and a charge", () => {
    const ledger = ledgerOf([ten, charged(moneyFee(7))]);
    expect([expenses(ledger), ledger.charges]).toEqual([["7"], [{ at: at(2), value: money(7) }]]);
  });

  test("in coins leaves with its cost, or is sold at its value where a convention says so", () => {
    const entries = [ten, charged(coinFee("1 TAO", 20))];
    expect(standing(ledgerOf(entries))).toMatchObject({ held: "9 for 90", gain: "0", costLeft: "10", fees: "20" });
    const sold = ledgerOf(entries, "fifo", { charge: "market_value" });
    expect(standing(sold)).toMatchObject({ held: "9 for 90", gain: "10", costLeft: "0" });
    expect(sold.disposals).toMatchObject([{ id: "e2", kind: "fee" }]);
  });

  test("in coins of unknown value leaves with its cost and is named", () => {
    const ledger = ledgerOf([ten, charged(coinFee("1 TAO"))], "fifo", { charge: "market_value" });
    expect(standing(ledger)).toMatchObject({ held: "9 for 90", costLeft: "10", fees: "0" });
    expect(ledger.unpriced).toMatchObject([{ activityId: "e2", ...coins("1 TAO") }]);
  });
});

describe("a move between own accounts", () => {
  const move = (fee?: Fee, arriving = "4 TAO") => [
    ten,
    movedOut("2026-01-02", "4 TAO", "m", fee),
    movedIn("2026-01-02", arriving, "m"),
  ];

  test("costs its fee: an expense in money, coins with their cost or at their value", () => {
    const paid = ledgerOf(move(moneyFee(2)));
    expect([expenses(paid), standing(paid).held]).toEqual([["2"], "10 for 100"]);
    expect(standing(ledgerOf(move(coinFee("1 TAO", 20))))).toMatchObject({
      held: "9 for 90",
      gain: "0",
      costLeft: "10",
    });
    const market = ledgerOf(move(coinFee("1 TAO", 20)), "fifo", { transferFee: "market_value" });
    expect(standing(market)).toMatchObject({ held: "9 for 90", gain: "10" });
    expect(market.disposals).toMatchObject([{ id: "e2", kind: "transfer_fee" }]);
    const nothing = ledgerOf(move(coinFee("1 TAO", 20)), "fifo", { transferFee: "zero_proceeds" });
    expect(standing(nothing)).toMatchObject({ held: "9 for 90", gain: "-10" });
  });

  test("loses on the way what does not arrive", () => {
    expect(standing(ledgerOf(move(undefined, "3 TAO")))).toMatchObject({ held: "9 for 90", costLeft: "10" });
    const told = ledgerOf(move(undefined, "3 TAO"), "fifo", { transferFee: "zero_proceeds" });
    expect(told.disposals).toMatchObject([{ id: "e2#lost", kind: "transfer_fee", gain: money(-10) }]);
  });

  test("to outside leaves with its cost, and is a flow", () => {
    const ledger = ledgerOf([ten, movedOut("2026-01-02", "4 TAO", undefined, moneyFee(2))]);
    expect(standing(ledger)).toMatchObject({ held: "6 for 60", gain: "0", costLeft: "40" });
    expect(quantityText(ledger.holdings.get("TAO")!.days.at(-1)!.left)).toBe("4");
    expect(ledgerOf(move()).holdings.get("TAO")!.days.at(-1)!.left).toBe(0n);
  });
});

test("a swap's fee raises the new cost, lowers the proceeds or is an expense, as a convention says", () => {
  const entries = [ten, swapped("2026-01-02", "4 TAO", "2 FET", 80, moneyFee(5))];
  const by = (swapFee: "capitalise" | "deduct" | "separate") => {
    const ledger = ledgerOf(entries, "fifo", { swapFee });
    return [standing(ledger).gain, standing(ledger, "FET").held, expenses(ledger)];
  };
  expect(by("capitalise")).toEqual(["40", "2 for 85", []]);
  expect(by("deduct")).toEqual(["35", "2 for 80", []]);
  expect(by("separate")).toEqual(["40", "2 for 80", ["5"]]);
});

test("a fee in coins of a purchase and of income leaves its own holding", () => {
  const bnb = bought("2026-01-01", "2 BNB", 600);
  const ledger = ledgerOf([bnb, { ...staked("2026-01-02", "1 TAO", 10), fee: coinFee("0.1 BNB", 40) } as typeof ten]);
  expect(standing(ledger, "BNB")).toMatchObject({ held: "1.9 for 570", costLeft: "30" });
});
