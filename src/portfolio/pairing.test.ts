import { expect, test } from "vitest";
import { isOneMove, otherHalf } from "./pairing.ts";
import type { KeptEntry } from "./entry.ts";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 2, 1, 12);
const half = { asset: "bittensor", at: NOON, quantity: "1000" };
const left = { ...half, kind: "transfer_out", account: "Kraken" } as const;
const arrived = { ...half, kind: "transfer_in", account: "Ledger" } as const;
type Half = Extract<KeptEntry, { kind: "transfer_in" | "transfer_out" }>;
const kept = (number: number, entry: Partial<Half> = {}): Half => ({
  ...left,
  transferId: `m${number}`,
  number,
  ...entry,
});
const found = (entries: readonly KeptEntry[], of: Parameters<typeof otherHalf>[0] = arrived, account?: string) =>
  otherHalf(of, account, entries)?.number;

test("two halves are one move: of one coin, not more in than out, and not before", () => {
  expect(isOneMove(half, half)).toBe(true);
  expect(isOneMove(half, { ...half, at: NOON - 1 })).toBe(false);
  expect(isOneMove(half, { ...half, quantity: "1000.1" })).toBe(false);
  expect(isOneMove(half, { ...half, asset: "near" })).toBe(false);
});

test.each<[string, Partial<Half>, boolean]>([
  ["of the same instant and amount", {}, true],
  ["20 hours before", { at: NOON - 20 * HOUR }, true],
  ["more than 20 hours before", { at: NOON - 20 * HOUR - 1 }, false],
  ["after it", { at: NOON + 1 }, false],
  ["of which 0.5 % went missing", { quantity: "1005.025125628140703517" }, true],
  ["of which more went missing", { quantity: "1005.1" }, false],
  ["of less", { quantity: "999.9" }, false],
  ["of another coin", { asset: "near" }, false],
  ["that arrived as well", { kind: "transfer_in" }, false],
  ["of the same account, written otherwise", { account: " ledger" }, false],
])("what arrives is the other half of what left %s: %s is %s", (_what, change, isIt) => {
  expect(found([kept(1, change)])).toBe(isIt ? 1 : undefined);
});

test("what left is the other half of what arrives within 20 hours of it, and not before it", () => {
  const into = (at: number, quantity = "1000") => [kept(1, { ...arrived, at, quantity })];
  expect(found(into(NOON + 20 * HOUR), left)).toBe(1);
  expect(found(into(NOON + 20 * HOUR + 1), left)).toBeUndefined();
  expect(found(into(NOON - 1), left)).toBeUndefined();
  expect(found(into(NOON, "995"), left)).toBe(1);
  expect(found(into(NOON, "994.9"), left)).toBeUndefined();
  expect(found(into(NOON, "1000.1"), left)).toBeUndefined();
});

test("a purchase is no half of a move", () => {
  const { transferId: _transferId, ...rest } = kept(1);
  expect(found([{ ...rest, kind: "buy" }])).toBeUndefined();
});

test("of several the nearest in time is the other half", () => {
  const entries = [kept(1, { at: NOON - 3 * HOUR }), kept(2, { at: NOON - HOUR }), kept(3, { at: NOON - 2 * HOUR })];
  expect(found(entries)).toBe(2);
});

test("a half that has its other half already, or names no account or no move, is nobody's", () => {
  expect(found([kept(1, { transferId: "m" }), kept(2, { ...arrived, transferId: "m" })])).toBeUndefined();
  const { account: _account, ...nameless } = kept(1);
  const { transferId: _transferId, ...alone } = kept(1);
  expect(found([nameless])).toBeUndefined();
  expect(found([alone])).toBeUndefined();
});

test("an account that was said has to be the one, and without any there is none to go by", () => {
  const { account: _account, ...nameless } = arrived;
  expect(found([kept(1)], arrived, " kraken ")).toBe(1);
  expect(found([kept(1)], arrived, "Binance")).toBeUndefined();
  expect(found([kept(1)], nameless, "Kraken")).toBe(1);
  expect(found([kept(1)], nameless)).toBeUndefined();
});
