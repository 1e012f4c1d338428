import type { Money, Quantity } from "./amount.ts";

export const DAY_MS = 86_400_000;

/** The UTC day of an instant, counted from 1970-01-01. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** What one day did to a holding, and how it stood at the day's end. Every return and every series is made from these. */
export interface Day {
  /** UTC day since 1970-01-01. */
  readonly day: number;
  /** At the end of the day. */
  quantity: Quantity;
  /** Cost of what is held at the end of the day. */
  cost: Money;
  /** Money and worth put in: what purchases cost, all fees paid from outside, the value of what was given. */
  paid: Money;
  /** Money and worth taken out: what sales brought before fees, the value of gifts made. */
  received: Money;
  /** Coins that came from outside without a value; they count at the day's close. */
  arrived: Quantity;
  /** Coins that went outside without a value. */
  left: Quantity;
  /** Realised gain of the day. */
  gain: Money;
  /** Fees of the day at their value, whether or not they are in a cost. */
  fees: Money;
  income: Money;
}

/** The days on which something happened, in their order. */
export class DayTrack {
  readonly #days: Day[] = [];

  get days(): readonly Day[] {
    return this.#days;
  }

  /** The day of this instant, to be added to; no instant comes before one that was asked for already. */
  at(instant: number): Day {
    const day = dayOf(instant);
    const last = this.#days.at(-1);
    if (last?.day === day) return last;
    const next = {
      day,
      quantity: last?.quantity ?? 0n,
      cost: last?.cost ?? 0n,
      paid: 0n,
      received: 0n,
      arrived: 0n,
      left: 0n,
      gain: 0n,
      fees: 0n,
      income: 0n,
    };
    this.#days.push(next);
    return next;
  }
}
