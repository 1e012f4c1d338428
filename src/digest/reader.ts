import type { Importance, Section } from "./subscription.ts";
import type { Since } from "./since.ts";

/** Whom an edition is worded for; JSON-safe. */
export interface DigestReader {
  /** UTC epoch milliseconds: what was first read before they have had. */
  readonly coveredTo: number;
  readonly sections: readonly Section[];
  /** Stories with none of these are left out; empty: no such filter. */
  readonly keywordsIn: readonly string[];
  readonly keywordsOut: readonly string[];
  /** What is theirs alone, in lines; only where nobody else reads along. */
  readonly yours: readonly string[];
  /** Stories that matter less are left out; absent: none is. */
  readonly minimumImportance?: Importance;
  /** Coins and stories of these alone; absent: all. Ids of assets, and of the projects whose tokens they are. */
  readonly watched?: { readonly assetIds: readonly string[]; readonly projectIds: readonly string[] };
  /** What became different since the last edition that they had. */
  readonly since?: Since;
  /** What stands in editions for longer and they have had, as `standingKeys` has it. */
  readonly had?: readonly string[];
  /** They have had the risk line in full today. */
  readonly knowsRisk?: true;
  /** Where editions are pages that people can open, without a slash at its end; absent where they cannot. */
  readonly pagesAt?: string;
}
