import { exactMoney, type Exact, type Money, type Price, valueAt } from "./amount.ts";
import type { Day } from "./day-track.ts";

/** How a holding did by the end of a day, measured on what was invested in it. Money is in units of 1e-48. */
export interface Invested {
  readonly value: Money;
  /** What is held cost, without fees where the conventions keep them apart. */
  readonly investment: Money;
  /** Value, less investment, and all realised gains: value and sales less purchases. */
  readonly gross: Money;
  readonly fees: Money;
  /** Gross less fees. */
  readonly net: Money;
}

/** A holding at the end of a day. `price` may be missing only where nothing is held. */
export function investedOn(days: readonly Day[], day: number, price: Price | undefined): Invested | undefined {
  let [gain, fees] = [0n, 0n];
  let last: Day | undefined;
  for (const row of days) {
    if (row.day > day) break;
    gain += row.gain;
    fees += row.fees;
    last = row;
  }
  const { quantity = 0n, cost = 0n } = last ?? {};
  if (quantity !== 0n && price === undefined) return undefined;
  const value = quantity === 0n ? 0n : valueAt(quantity, price ?? 0n);
  const gross = value - cost + gain;
  return { value, investment: cost, gross, fees, net: gross - fees };
}

/**
 * What was invested on average over the days on which something was held: each stretch between two days with activities
 * counts with what was invested before the later one. Gains are told as a percentage of it (return on average investment).
 * What was bought and valued on one day counts as it is.
 */
export function averageInvestment(days: readonly Day[], day: number): Exact {
  const until = days.filter((row) => row.day <= day);
  let [sum, held] = [0n, 0n];
  for (const [at, { day: from, cost, quantity }] of until.entries()) {
    if (quantity === 0n) continue;
    const length = BigInt((until[at + 1]?.day ?? day) - from);
    sum += cost * length;
    held += length;
  }
  if (held === 0n) return exactMoney(until.at(-1)?.cost ?? 0n);
  return exactMoney(sum).div(held.toString());
}
