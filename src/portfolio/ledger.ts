import type { Money, Quantity } from "./amount.ts";
import type { Day } from "./day-track.ts";
import type { Lot } from "./lot.ts";
import type { Term } from "./term.ts";

/** What of one lot a disposal used; its gain is its proceeds less its cost. */
export interface UsedLot {
  /** The activity that made the lot. */
  readonly activityId: string;
  readonly acquiredAt: number;
  readonly quantity: Quantity;
  readonly proceeds: Money;
  readonly cost: Money;
  /** None where the conventions name no holding period. */
  readonly term: Term | undefined;
  /** False where the cost is zero because nobody knows it. */
  readonly isCostKnown: boolean;
}

export type DisposalKind = "sell" | "swap" | "gift_out" | "loss" | "fee" | "transfer_fee";

/** Coins that left with a gain or a loss. */
export interface Disposal {
  /** The activity's id; a fee that is a disposal beside it ends in `#fee`. */
  readonly id: string;
  readonly at: number;
  readonly asset: string;
  readonly kind: DisposalKind;
  readonly quantity: Quantity;
  readonly proceeds: Money;
  readonly cost: Money;
  readonly gain: Money;
  /** How much of the quantity was not held; it has no cost. */
  readonly missing: Quantity;
  /** Under the average method each has its share of the average cost, and its own age. */
  readonly lots: readonly UsedLot[];
}

export interface IncomeReceived {
  readonly activityId: string;
  readonly at: number;
  readonly asset: string;
  readonly quantity: Quantity;
  readonly value: Money;
}

/** A fee that is in no cost and no proceeds. */
export interface Expense {
  readonly activityId: string;
  readonly at: number;
  readonly value: Money;
}

/** More left than was held. */
export interface Missing {
  readonly id: string;
  readonly at: number;
  readonly asset: string;
  readonly found: Quantity;
  readonly missing: Quantity;
}

/** Something whose worth nobody said, so that a cost or a gain is unknown. */
export interface Unpriced {
  readonly activityId: string;
  readonly at: number;
  readonly asset: string;
  readonly quantity: Quantity;
}

/** A money fee that was paid for no coin. */
export interface Charged {
  readonly at: number;
  readonly value: Money;
}

/** Coins of one holding that became coins of another. */
export interface Migrated {
  readonly at: number;
  readonly asset: string;
  readonly quantity: Quantity;
  readonly toAsset: string;
  readonly toQuantity: Quantity;
}

/** Sums of money; `gain` is proceeds less cost. */
export interface Sums {
  /** The cost of all lots ever made. */
  readonly paid: Money;
  readonly proceeds: Money;
  /** The cost of what was disposed of. */
  readonly cost: Money;
  readonly gain: Money;
  readonly shortTermGain: Money;
  readonly longTermGain: Money;
  readonly income: Money;
  /** The cost of coins that left without a gain: gifts, fees paid in coins, what went outside. */
  readonly costLeft: Money;
  /** The cost that came with coins migrated into this one, and that went with those migrated out of it. */
  readonly costMovedIn: Money;
  readonly costMovedOut: Money;
  /** All fees at their value then, whether or not they are in a cost. */
  readonly fees: Money;
}

/**
 * One coin, or coins that share their lots. Exactly: what was paid and what moved in = the cost of what was disposed of, of
 * what left, of what moved out, and of what is held.
 */
export interface Holding {
  readonly asset: string;
  readonly quantity: Quantity;
  /** Of what is held. */
  readonly cost: Money;
  readonly sums: Sums;
  /** Oldest first. */
  readonly lots: readonly Lot[];
  /** All that came in, and all that left; the difference is held. A split or migration counts as both. */
  readonly quantityIn: Quantity;
  readonly quantityOut: Quantity;
  readonly days: readonly Day[];
}

/** All that follows from the activities; prices of today have no part in it. */
export interface Ledger {
  readonly disposals: readonly Disposal[];
  readonly income: readonly IncomeReceived[];
  readonly expenses: readonly Expense[];
  readonly missing: readonly Missing[];
  readonly unpriced: readonly Unpriced[];
  /** Every coin that was ever held, also at zero. */
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly sums: Sums & { readonly expenses: Money };
  readonly charges: readonly Charged[];
  readonly migrations: readonly Migrated[];
  /** Account → coin → balance, for activities that name an account. */
  readonly accounts: ReadonlyMap<string, ReadonlyMap<string, Quantity>>;
}
