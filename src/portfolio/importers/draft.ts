import type { Entry } from "../entry.ts";

/** What a row, or rows that belong together, became. Coins in the entry are named as the file names them. */
export type Outcome =
  | { readonly kind: "entry"; readonly entry: Entry }
  /** Rightly left out: nothing came, went or changed hands but money. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** Not understood, or not to be trusted. */
  | { readonly kind: "refused"; readonly reason: string };

/** An outcome, and where in the file it comes from. */
export type Draft = Outcome & {
  /** The first of its rows; the file's first line is 1. */
  readonly line: number;
  /** By which the same rows are known in another file: a hash of their content, and the how-manieth of such in the file. */
  readonly rowKey: string;
};

/** A row that cannot be read; the reason is a clause a person can act upon, with nothing but short parts of the row in it. */
export class RowError extends Error {
  override readonly name = "RowError";
}

export const skipped = (reason: string): Outcome => ({ kind: "skipped", reason });
export const refused = (reason: string): Outcome => ({ kind: "refused", reason });
export const drafted = (entry: Entry): Outcome => ({ kind: "entry", entry });
