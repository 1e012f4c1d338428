import type { FeedKind } from "./feed-file.ts";
import type { Validators } from "./fetch-feed.ts";

/** A feed that the desk reads, and how that goes. */
export interface Feed {
  readonly id: string;
  /** As it was given. */
  readonly givenAddress: string;
  /** Where it lies now. */
  readonly address: string;
  readonly publisher: string;
  readonly kind: FeedKind;
  /** The project that speaks of itself in it. */
  readonly projectId?: string;
  /** Whether it comes with the desk. */
  readonly isShipped: boolean;
  readonly validators: Validators;
  /** When it is to be read again. UTC epoch milliseconds. */
  readonly nextAt: number;
  /** How often in a row it could not be read. */
  readonly failures: number;
  /** Why it could not be read the last time, in words of ours. */
  readonly problem?: string;
  /** When it was last read. UTC epoch milliseconds. */
  readonly okAt?: number;
}

/** More requests than that a desk does not make. */
export const FEED_LIMIT = 50;

/** From so many failures in a row a feed counts as one that does not answer; one bad minute is nobody's news. */
const SILENT_AFTER = 3;

/** Whether people should know that nothing comes of it: it never came, or has not for a while. */
export const isSilent = ({ failures, okAt }: Pick<Feed, "failures" | "okAt">): boolean =>
  failures >= SILENT_AFTER || (failures > 0 && okAt === undefined);

/** What an id has in front of the item's number, so that a model can cite it. */
export const itemId = (number: number): string => `n:${number}`;
