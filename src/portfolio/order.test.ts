import {
  bought,
  coinFee,
  coins,
  entered,
  ledgerOf,
  migrated,
  money,
  movedIn,
  sold,
  swapped,
} from "../../tests/support/portfolio.ts";
import { expect, test } from "vitest";
import { inOrder } from "./order.ts";

const buy = bought("2026-01-02", "1 TAO", 10);
const at = buy.at;
const split = (numerator: bigint, denominator: bigint) =>
  ({ kind: "split", at, asset: "TAO", numerator, denominator }) as const;
const gift = (acquiredAt: number) => ({ kind: "gift_in", at, ...coins("1 TAO"), value: money(1), acquiredAt }) as const;

test.each([
  ["a split into none", [buy, split(0n, 1n)], "pair"],
  ["a split of none", [buy, split(1n, 0n)], "pair"],
  ["a split below zero", [buy, split(-1n, 1n)], "pair"],
  ["a split after which nothing is left", [bought("2026-01-01", "0.000000000000000001 TAO", 1), split(1n, 2n)], "pair"],
  ["a fee of fewer coins than none", [{ ...buy, fee: coinFee("-1 BNB") }], "quantity"],
  ["a fee worth less than nothing", [{ ...buy, fee: coinFee("1 BNB", -1) }], "value"],
  ["a swap into no coins", [buy, swapped("2026-01-03", "1 TAO", "0 FET", 1)], "quantity"],
  ["a migration into itself", [buy, migrated("2026-01-03", "1 TAO", "1 TAO")], "pair"],
  ["a gift worth less than nothing", [{ ...gift(at), value: money(-1) }], "value"],
  ["a gift that was got after it came", [gift(at + 1)], "time"],
  ["a gift that was got at no instant", [gift(Number.NaN)], "time"],
  ["an instant beyond all calendars", [{ ...buy, at: 8.64e15 + 1 }], "time"],
] as const)("%s is refused", (_what, entries, kind) => {
  expect(() => ledgerOf(entries)).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ kind }) }));
});

test("a split, a gift that was got as it came, and what is worth nothing can be", () => {
  expect(ledgerOf([buy, split(2n, 1n)]).holdings.get("TAO")!.quantity).toBe(coins("2 TAO").quantity);
  expect(ledgerOf([gift(at), movedIn("2026-01-03", "1 TAO")]).holdings.get("TAO")!.lots[0]!.acquiredAt).toBe(at);
  expect(ledgerOf([{ ...buy, value: 0n }]).holdings.get("TAO")!.cost).toBe(0n);
});

test("of one instant they go by the order in which they were entered, then by id, however they are given", () => {
  const [first, second] = entered([buy, buy]);
  const same = [
    { ...first!, id: "b", order: 5 },
    { ...first!, id: "a", order: 5 },
    { ...second!, id: "c", order: 4 },
    { ...first!, id: "z", order: 1, at: at - 1 },
  ];
  const ids = (all: typeof same) => inOrder(all).map(({ id }) => id);
  expect(ids(same)).toEqual(["z", "c", "a", "b"]);
  expect(ids(same.toReversed())).toEqual(["z", "c", "a", "b"]);
});

test("the fee in another coin is put into what was bought and taken out of what paid it, in its own coin neither", () => {
  const bnb = bought("2026-01-01", "2 BNB", 600);
  const last = (entries: Parameters<typeof ledgerOf>[0], asset: string) =>
    ledgerOf(entries).holdings.get(asset)!.days.at(-1)!;
  const other = [bnb, { ...buy, fee: coinFee("1 BNB", 4) }];
  expect([last(other, "TAO").paid, last(other, "BNB").received]).toEqual([money(14), money(4)]);
  const own = [buy, sold("2026-01-03", "0.5 TAO", 8, coinFee("0.1 TAO", 1))];
  expect([last(own, "TAO").paid, last(own, "TAO").received]).toEqual([0n, money(8)]);
});
