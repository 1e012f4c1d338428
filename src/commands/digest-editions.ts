import type { Call } from "../core/call.ts";
import type { DigestReader } from "../digest/reader.ts";
import type { KeptEdition } from "../digest/edition.ts";
import { SECTIONS } from "../digest/subscription.ts";

/** Editions, as the commands know them. */
export interface Editions {
  /** Whoever has chosen nothing. */
  readonly anybody: DigestReader;
  /** The last day, by the caller's own filters where nobody else reads along. @throws UserError when nothing could be had */
  now(call: Call): Promise<{ readonly edition: KeptEdition; readonly reader: DigestReader }>;
  byId(id: number): Promise<KeptEdition | undefined>;
  /** The last one about all layers that was composed on a UTC day, or at all. @param dayAt  its first instant */
  last(dayAt: number | undefined): Promise<KeptEdition | undefined>;
}

/** Whoever has chosen nothing: all of what an edition has. */
export const ANYBODY: DigestReader = {
  coveredTo: 0,
  sections: SECTIONS,
  keywordsIn: [],
  keywordsOut: [],
  yours: [],
};
