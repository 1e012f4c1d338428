import type { FeedKind } from "./feed-file.ts";
import type { Told } from "./stories.ts";

/** An item as it is kept. */
export interface KeptItem extends Told {
  readonly kind: FeedKind;
  /** When it was first read, in UTC epoch milliseconds. */
  readonly seenAt: number;
}

/** Which items are asked for. All that is given has to hold; the newest are taken. */
export interface ItemQuery {
  /** UTC epoch milliseconds. */
  readonly since: number;
  readonly limit: number;
  /** Those that name any of these projects. */
  readonly projects?: readonly string[];
  /** Those that have all of these words. */
  readonly words?: readonly string[];
  readonly kind?: FeedKind;
  /** Only news of the sector itself. */
  readonly onTopic?: true;
}

/** Where items are kept, as this room knows it. */
export interface ItemBook {
  find(query: ItemQuery): Promise<readonly KeptItem[]>;
}
