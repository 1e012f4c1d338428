import type { Reading } from "./numerals.ts";

/** A figure that a sentence states. */
export interface FigureClaim {
  readonly kind: "percent" | "amount" | "multiple" | "number";
  /** What it may mean, as written: 1.23 for "1.23%", 64100 for "64.1K". */
  readonly readings: readonly Reading[];
  /** Of the sign in front of it; 0 for none. */
  readonly sign: -1 | 0 | 1;
  /** Of the nearest word such as "rose" or "down". */
  readonly direction: -1 | 0 | 1;
  readonly hedge: "none" | "about" | "above" | "below";
  /** What its currency may be; absent where it has none. */
  readonly currencies?: readonly string[];
  /** What it is an amount of, where that is no currency: "TAO". */
  readonly unit?: string;
  readonly shown: string;
  /** Where it stands in its sentence. */
  readonly at: number;
  readonly end: number;
}

/** A day, or a time of day, that a sentence states. */
export type DateClaim =
  | {
      readonly kind: "day";
      readonly days: readonly { readonly day: number; readonly month: number; readonly year?: number }[];
      readonly shown: string;
    }
  | { readonly kind: "minute"; readonly hour: number; readonly minute: number; readonly shown: string };

export type Claim = FigureClaim | DateClaim;
