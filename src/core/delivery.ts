import type { Place } from "./call.ts";
import type { Reply } from "./reply.ts";

/** What sends by itself; answers go before alerts, alerts before digests. */
export type DeliveryKind = "notice" | "alert" | "digest";

/** In the order in which they go out, where several are waiting. */
export const DELIVERY_KINDS = ["notice", "alert", "digest"] as const satisfies readonly DeliveryKind[];

/** How a post of a place is made; a platform that does not know a part of it leaves that out. JSON-safe. */
export interface Manner {
  /** Nobody's device makes a sound. */
  readonly isSilent?: boolean;
  /** The one role that is mentioned. Discord. */
  readonly roleId?: string;
  /** Published to those who follow an announcement channel. Discord. */
  readonly isCrossposted?: boolean;
  /** What becomes of the last post of the same source in the same place: it gives way to this one, or this one is pinned in its stead. */
  readonly last?: "replace" | "pin";
}

/** Something to be sent that nobody is waiting for. */
export interface Delivery {
  readonly kind: DeliveryKind;
  /** What it is sent for, unique in its kind: the alert's or subscription's id. What is paused when the place is closed to us. */
  readonly sourceId: string;
  /** Which time of that source; with kind and source it makes the key, so that it is sent once. */
  readonly occurrence: string;
  readonly place: Place;
  /** The user whose it is; absent for posts of a place. Its buttons are theirs, and it goes when they are deleted. */
  readonly ownerId?: string;
  /** Complete: JSON-safe, pictures as their facts. */
  readonly reply: Reply;
  /** Absent: as the platform does it by itself. */
  readonly manner?: Manner;
  /** UTC epoch milliseconds. From `staleAt` on it is dropped and never sent: an old alert is a lie. */
  readonly dueAt: number;
  readonly staleAt: number;
}

/** `kind:source:occurrence`. A colon within a source is escaped, so that two sources never meet. */
export const deliveryKey = ({
  kind,
  sourceId,
  occurrence,
}: Pick<Delivery, "kind" | "sourceId" | "occurrence">): string =>
  `${kind}:${sourceId.replaceAll(":", "%3A")}:${occurrence}`;

/**
 * Where a person is written to alone. Discord's direct channel is opened when something is sent there.
 * @returns undefined for what is no person (a group that writes as itself), and for platforms that cannot be written to
 */
export function directPlace(platform: string, accountId: string): Place | undefined {
  switch (platform) {
    case "telegram":
      // Groups and channels that write as themselves have negative ids.
      return accountId.startsWith("-") ? undefined : { platform, chatId: accountId, isPublic: false };
    case "discord":
      return { platform, chatId: `@${accountId}`, isPublic: false };
    case "web":
      return { platform, chatId: accountId, isPublic: false };
    default:
      return undefined;
  }
}
