import type { Patience } from "../../wire/transport.ts";

/** A perpetual future in USDT as one exchange has it. What it did not say is absent. One USDT is taken for one US dollar. */
export interface Perpetual {
  /** As the exchange writes it: "TAOUSDT", "BTC-USDT-SWAP". */
  readonly contract: string;
  /** What one unit of it is, upper case: "TAO", "1000PEPE". */
  readonly base: string;
  /** Fraction of a position's value that longs pay to shorts at `nextPaymentAt`; shorts pay longs where it is negative. */
  readonly rate: number;
  /** What the exchange calls it. Either is for the next payment, and moves until then. */
  readonly rateKind: "latest" | "current";
  /** Between two payments. */
  readonly intervalHours?: number;
  /** UTC epoch milliseconds. */
  readonly nextPaymentAt?: number;
  /** Of one unit. */
  readonly markPriceUsd: number;
  /** In units; one side of the contracts, not both. */
  readonly openInterest?: number;
}

/** Every perpetual in USDT of one exchange, by `base`. */
export interface Board {
  readonly perpetuals: ReadonlyMap<string, Perpetual>;
  /** UTC epoch milliseconds, by the exchange's clock where it says one. */
  readonly asOf: number;
}

/** What some exchanges do not have on their board. */
export type Details = Pick<Perpetual, "intervalHours" | "openInterest">;

/** How many of the accounts with a position are long; how large their positions are does not count. */
export interface LongShort {
  /** Fraction; the others are short. */
  readonly longFraction: number;
  readonly asOf: number;
}

/** The public part of one derivatives exchange. `board` and `longShort` throw ProviderError when they got no usable answer. */
export interface Exchange {
  /** As shown: "Binance". */
  readonly source: string;
  /** All contracts at once, so that what is not listed is known without asking for it. */
  board(patience: Patience): Promise<Board>;
  /** What the board does not have and is asked for one contract at a time; what is not to be had is left out. */
  details(perpetual: Perpetual, patience: Patience): Promise<Details>;
  /** Of the accounts in the contract of this base. Undefined where the exchange counts none. */
  longShort(base: string, patience: Patience): Promise<LongShort | undefined>;
}
