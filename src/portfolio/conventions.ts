import type { Quantity } from "./amount.ts";

/** Which lot a disposal uses: oldest, newest, dearest, cheapest, or all at their average cost. */
export type Method = "fifo" | "lifo" | "hifo" | "lofo" | "average";

/** From the calendar year (UTC) on that is its key, until the next one; years before the first use the first. */
export type MethodByYear = ReadonlyMap<number, Method>;

/**
 * From when on a gain is long-term. `days` are whole days of 24 hours; `years` are calendar years in UTC, so a lot of
 * 29 February is a year old on 1 March.
 */
export interface HoldingPeriod {
  readonly unit: "seconds" | "days" | "years";
  readonly length: number;
  readonly reached: "at_least" | "more_than";
}

/** Everything on which programs and countries differ. */
export interface Conventions {
  /** Of one instant: whether what arrives comes before what leaves, or all goes in the order entered. */
  readonly sameTime: "acquisitions_first" | "input_order";
  /** A purchase's fee raises the cost of its lot, or is an expense of its own. */
  readonly buyFee: "capitalise" | "separate";
  /** A sale's fee lowers the proceeds, or is an expense of its own. */
  readonly sellFee: "deduct" | "separate";
  /** A swap's fee raises the cost of what arrives, lowers the proceeds of what leaves, or is an expense of its own. */
  readonly swapFee: "capitalise" | "deduct" | "separate";
  /**
   * A sale's fee in the coin sold: all proceeds belong to the sale and are spread over the fee's coins too; or a disposal of
   * its own; or as any other fee in coins.
   */
  readonly assetFeeOnSell: "zero_proceeds" | "market_value" | "as_other";
  /** Coins paid as a fee of something: they leave with their cost and no gain, or are sold at their value. */
  readonly feeAssetDisposal: "silent" | "market_value";
  /** Coins paid as a fee that belongs to nothing else. */
  readonly charge: "silent" | "market_value";
  /** The fee of a move between own accounts, and what went missing on the way. */
  readonly transferFee: "market_value" | "zero_proceeds" | "none";
  /** A gift made: coins leave with their cost and no gain, or are sold at their value. Without a value they just leave. */
  readonly giftOut: "silent" | "market_value";
  /** Coins lost or stolen: as a gift made. */
  readonly loss: "silent" | "market_value";
  /** Coins earned cost what they were worth, which is income; or nothing, and all of it is gain when sold. */
  readonly incomeCost: "market" | "zero";
  /** Whether the dearest lot is meant by its price or by its cost per coin with the fee. */
  readonly hifoKey: "price" | "unit_cost";
  /** Whether oldest and newest go by when a lot was first got, or by when it came into the coin it is in now. */
  readonly lotOrder: "acquired" | "arrival";
  /** None: gains have no term. */
  readonly longTerm: HoldingPeriod | undefined;
  /** Leaving with more than is held: refused, or the missing part has no cost, is short-term and is listed. */
  readonly oversell: "error" | "zero_cost";
  /** Coin → the coin whose lots it shares (WETH → ETH). */
  readonly sharedBasis: ReadonlyMap<string, string>;
  /** A lack smaller than this is none. */
  readonly dust: Quantity;
}

/**
 * What most programs do where no country's rule is known: fees inside cost and proceeds, income at its value, coins paid as
 * fees leave without a gain, arrivals before departures of the same instant, the dearest lot by cost, long-term after more
 * than a calendar year, no selling of what is not there.
 */
export const USUAL_CONVENTIONS: Conventions = {
  sameTime: "acquisitions_first",
  buyFee: "capitalise",
  sellFee: "deduct",
  swapFee: "capitalise",
  assetFeeOnSell: "as_other",
  feeAssetDisposal: "silent",
  charge: "silent",
  transferFee: "none",
  giftOut: "silent",
  loss: "silent",
  incomeCost: "market",
  hifoKey: "unit_cost",
  lotOrder: "acquired",
  longTerm: { unit: "years", length: 1, reached: "more_than" },
  oversell: "error",
  sharedBasis: new Map(),
  dust: 0n,
};
