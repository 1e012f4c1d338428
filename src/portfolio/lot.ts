import type { Conventions, Method } from "./conventions.ts";
import type { Money, Quantity } from "./amount.ts";

/** Coins got at one time for one price; what of them is still held. */
export interface Lot {
  /** The activity that made it. */
  readonly activityId: string;
  /** When it was first got, in epoch milliseconds: transfers and migrations keep it. */
  readonly acquiredAt: number;
  /** Counts up with each lot that comes into any pool. */
  readonly arrival: number;
  /** What was paid for how many coins when it was made: dearest and cheapest are told by this, whatever is left of it. */
  readonly paid: Money;
  readonly paidFor: Quantity;
  /** The one over the other as a double; it decides where two differ by more than its rounding. */
  readonly roughPrice: number;
  /** False where nothing is known of what it cost; then `cost` is zero, to be shown as unknown. */
  readonly isCostKnown: boolean;
  quantity: Quantity;
  cost: Money;
}

/** A lot of these figures and of no others that come with them. */
export function lotOf(figures: Omit<Lot, "roughPrice">): Lot {
  const { activityId, acquiredAt, arrival, isCostKnown, quantity, cost, paid, paidFor } = figures;
  const roughPrice = Number(paid) / Number(paidFor);
  return { activityId, acquiredAt, arrival, isCostKnown, quantity, cost, paid, paidFor, roughPrice };
}

/** Below zero when `a` is used before `b`. Never zero for two lots: no two arrive at once. */
export type LotOrder = (a: Lot, b: Lot) => number;

const byArrival: LotOrder = (a, b) => a.arrival - b.arrival;
/** Oldest first; among those of one instant the one that came first. */
export const byAge: LotOrder = (a, b) => a.acquiredAt - b.acquiredAt || a.arrival - b.arrival;

/** Two conversions and a division err by less than 4e-16 of the figure together. */
const ROUGHNESS = 1e-14;

const byPrice: LotOrder = (a, b) => {
  const difference = a.roughPrice - b.roughPrice;
  if (Math.abs(difference) > ROUGHNESS * (a.roughPrice + b.roughPrice)) return difference;
  const [ofA, ofB] = [a.paid * b.paidFor, b.paid * a.paidFor];
  if (ofA === ofB) return 0;
  return ofA < ofB ? -1 : 1;
};

/**
 * The order in which a method uses lots. Among equally dear ones the oldest goes first. The average method uses the oldest
 * for the question of how long something was held, while its cost is that of all.
 */
export function lotOrder(method: Method, { lotOrder: by }: Pick<Conventions, "lotOrder">): LotOrder {
  const oldest = by === "arrival" ? byArrival : byAge;
  switch (method) {
    case "fifo":
    case "average":
      return oldest;
    case "lifo":
      return (a, b) => oldest(b, a);
    case "hifo":
      return (a, b) => byPrice(b, a) || byAge(a, b);
    case "lofo":
      return (a, b) => byPrice(a, b) || byAge(a, b);
  }
  return method satisfies never;
}
