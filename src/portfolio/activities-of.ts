import type { Activity, Fee } from "./activity.ts";
import { type Money, moneyOf, type Price, quantityOf } from "./amount.ts";
import { atOnce, type Steps } from "./in-turns.ts";
import type { EnteredFee, KeptEntry, StatedMoney } from "./entry.ts";
import { isOneMove } from "./pairing.ts";

/** How money of other currencies is brought into the portfolio's. */
export interface Conversion {
  /** ISO 4217 code of the portfolio. */
  readonly currency: string;
  /**
   * What one unit of another currency was worth in the portfolio's on a day.
   * @param day  counted since 1970 in UTC
   * @returns undefined when nobody knows; never 1 for want of a better one
   */
  rateOf(currency: string, day: number): Price | undefined;
}

/** Entries as the engine takes them. */
export interface ReadEntries {
  readonly activities: readonly Activity[];
  /** Numbers of entries with money that has no rate of its day: it counts as unknown. */
  readonly unconverted: readonly number[];
}

/** The number of the entry that an activity of `activitiesOf` was made of. */
export const entryNumberOf = (activityId: string): number => Number.parseInt(activityId, 10);

const DAY_MS = 86_400_000;
const PRICE_UNIT = 10n ** 30n;

/**
 * What the engine computes with. A purchase whose price nobody knows is coins got at an unknown cost, a sale without a price is
 * coins gone without a gain, and a swap is both: what is unknown stays unknown. Halves of a move that do not fit each other are
 * moves from and to outside, so that no entry can keep the others from being shown.
 * @throws AmountError when an entry has an amount that is none, which none that was checked has
 */
export const activitiesOf = (entries: readonly KeptEntry[], conversion: Conversion): ReadEntries =>
  atOnce(readingActivities(entries, conversion));

/** Entries between two places where the work may be interrupted. */
const STEP = 256;

/** The same in steps. */
export function* readingActivities(entries: readonly KeptEntry[], conversion: Conversion): Steps<ReadEntries> {
  const unconverted = new Set<number>();
  const moves = movesIn(entries);
  const activities: Activity[] = [];
  for (const [index, entry] of entries.entries()) {
    if (index % STEP === 0) yield;
    const convert = (stated: StatedMoney | undefined): Money | undefined => {
      if (stated === undefined) return undefined;
      const money = converted(stated, entry.at, conversion);
      if (money === undefined) unconverted.add(entry.number);
      return money;
    };
    for (const activity of activitiesOfOne(entry, convert, moves)) activities.push(activity);
  }
  return { activities, unconverted: [...unconverted] };
}

/** Rounded once, half to even, at the smallest unit of money that there is. */
function converted({ amount, currency }: StatedMoney, at: number, to: Conversion): Money | undefined {
  const money = moneyOf(amount);
  if (currency === to.currency || money === 0n) return money;
  const rate = to.rateOf(currency, Math.floor(at / DAY_MS));
  return rate === undefined ? undefined : halfEven(money * rate, PRICE_UNIT);
}

function halfEven(dividend: bigint, divisor: bigint): bigint {
  const [quotient, rest] = [dividend / divisor, dividend % divisor];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

type Convert = (stated: StatedMoney | undefined) => Money | undefined;

function activitiesOfOne(entry: KeptEntry, convert: Convert, moves: ReadonlySet<number>): readonly Activity[] {
  const id = String(entry.number);
  const entered = { id, at: entry.at, order: entry.number, account: entry.account };
  if (entry.kind === "split") {
    const { kind, asset, numerator, denominator } = entry;
    return [{ ...entered, kind, asset, numerator: BigInt(numerator), denominator: BigInt(denominator) }];
  }
  const fee = entry.fee === undefined ? undefined : feeOf(entry.fee, convert);
  if (entry.kind === "fee") return fee ? [{ ...entered, kind: "fee", fee }] : [];
  const coins = { ...entered, asset: entry.asset, quantity: quantityOf(entry.quantity) };
  const alone = (): readonly Activity[] => (fee ? [{ ...entered, id: `${id}#fee`, kind: "fee", fee }] : []);
  if (entry.kind === "migration")
    return [{ ...coins, kind: "migration", toAsset: entry.toAsset, toQuantity: quantityOf(entry.toQuantity), fee }];
  const value = convert(entry.value);
  switch (entry.kind) {
    case "buy":
      if (value === undefined) return [{ ...coins, kind: "gift_in" }, ...alone()];
      return [{ ...coins, kind: "buy", value, fee: within(fee, value) }];
    case "sell":
      if (value === undefined) return [{ ...coins, kind: "gift_out", fee }];
      return [{ ...coins, kind: "sell", value, fee }];
    case "swap": {
      const toQuantity = quantityOf(entry.toQuantity);
      if (value !== undefined)
        return [{ ...coins, kind: "swap", value, toAsset: entry.toAsset, toQuantity, fee: within(fee, value) }];
      const got = { ...entered, id: `${id}#in`, asset: entry.toAsset, quantity: toQuantity };
      return [
        { ...coins, kind: "gift_out", fee },
        { ...got, kind: "gift_in" },
      ];
    }
    case "income":
      return [{ ...coins, kind: "income", incomeKind: entry.incomeKind, value, fee: within(fee, value ?? 0n) }];
    case "gift_out":
      return [{ ...coins, kind: "gift_out", value, fee }];
    case "gift_in":
    case "loss":
      return [{ ...coins, kind: entry.kind, value }, ...alone()];
    case "transfer_in": {
      const acquiredAt = entry.acquiredAt !== undefined && entry.acquiredAt <= entry.at ? entry.acquiredAt : undefined;
      const transferId = moves.has(entry.number) ? entry.transferId : undefined;
      return [{ ...coins, kind: "transfer_in", value, acquiredAt, transferId }, ...alone()];
    }
    case "transfer_out":
      return [
        { ...coins, kind: "transfer_out", fee, transferId: moves.has(entry.number) ? entry.transferId : undefined },
      ];
  }
  return entry satisfies never;
}

/** A rebate is at most what was paid: nobody is paid for taking coins. */
const within = (fee: Fee | undefined, value: Money): Fee | undefined =>
  fee?.kind === "money" && fee.amount < -value ? { kind: "money", amount: -value } : fee;

/** Money that has no rate is no fee that could be counted; coins leave all the same. */
function feeOf(fee: EnteredFee, convert: Convert): Fee | undefined {
  if (fee.kind === "coin")
    return { kind: "coin", asset: fee.asset, quantity: quantityOf(fee.quantity), value: convert(fee.value) };
  const amount = convert(fee);
  return amount === undefined ? undefined : { kind: "money", amount };
}

/** The numbers of both halves of each move that the engine takes: of one coin, not more in than out, and not before. */
function movesIn(entries: readonly KeptEntry[]): ReadonlySet<number> {
  type Half = Extract<KeptEntry, { kind: "transfer_in" | "transfer_out" }>;
  const halves = new Map<string, Half[]>();
  for (const entry of entries) {
    if ((entry.kind !== "transfer_in" && entry.kind !== "transfer_out") || entry.transferId === undefined) continue;
    const known = halves.get(entry.transferId);
    if (known) known.push(entry);
    else halves.set(entry.transferId, [entry]);
  }
  const fitting = new Set<number>();
  for (const both of halves.values()) {
    const [out, into] = both.toSorted((a) => (a.kind === "transfer_out" ? -1 : 1));
    if (both.length !== 2 || out?.kind !== "transfer_out" || into?.kind !== "transfer_in") continue;
    if (isOneMove(out, into)) fitting.add(out.number).add(into.number);
  }
  return fitting;
}
