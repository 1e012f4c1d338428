import type { Call, Progress } from "../core/call.ts";

/** A coin that a file is about, and what the file would do to what is held of it. Quantities are decimal text. */
interface ImportedCoin {
  readonly assetId: string;
  readonly symbol: string;
  readonly entries: number;
  readonly heldBefore: string;
  /** Below zero where more leaves than ever came. */
  readonly heldAfter: string;
}

/** A symbol that is no known coin for certain. */
export interface UnclearSymbol {
  readonly symbol: string;
  readonly rows: number;
  readonly why: string;
  /** What it may mean: `value` says so for good, in `/price VALUE`. */
  readonly candidates: readonly { readonly label: string; readonly value: string }[];
}

/** What a file would add, before anything is added. */
export interface DryRun {
  readonly step: "dry run";
  readonly importId: string;
  readonly fileName: string;
  readonly format: string;
  readonly rows: number;
  /** UTC epoch milliseconds of the first and last entry; absent where there is none. */
  readonly fromAt?: number;
  readonly toAt?: number;
  readonly adds: number;
  readonly addsByKind: readonly { readonly kind: string; readonly count: number }[];
  /** Those with the most entries first. */
  readonly coins: readonly ImportedCoin[];
  readonly duplicates: number;
  /** Rightly left out, by reason, the most frequent first. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  readonly unclear: readonly UnclearSymbol[];
  /** Entries whose worth was taken from closes of their days, and those whose worth is not known. */
  readonly filled: number;
  readonly unvalued: number;
  /** Why not all of the file was read, if so. */
  readonly cutOff?: "too_many_rows" | "broken";
  /** UTC epoch milliseconds. */
  readonly expiresAt: number;
}

/** What confirming or cancelling did. */
export type ImportEnd =
  | {
      readonly step: "added";
      readonly count: number;
      readonly format: string;
      readonly missing: readonly { readonly symbol: string; readonly quantity: string }[];
    }
  | { readonly step: "was added" }
  | { readonly step: "cancelled" };

/** Files on their way into the caller's portfolio. */
export interface ImportBook {
  /**
   * Reads a file and keeps what it would add for an hour; what the caller had waiting before goes.
   * @throws UserError when no format is recognised, or there is nothing in it
   */
  prepare(file: { readonly name: string; readonly text: string }, call: Call, progress: Progress): Promise<DryRun>;
  /** Adds it, once. @param importId  the last one by default. @throws UserError when there is none that still holds */
  confirm(importId: string | undefined, call: Call): Promise<ImportEnd>;
  cancel(importId: string | undefined, call: Call): Promise<ImportEnd>;
}
