import type { Place } from "./call.ts";
import type { Reply } from "./reply.ts";

/** What sends by itself; answers go before alerts, alerts before digests. */
export type DeliveryKind = "notice" | "alert" | "digest";

/** Something to be sent that nobody is waiting for. */
export interface Delivery {
  readonly kind: DeliveryKind;
  /** What it is sent for, unique in its kind: the alert's or subscription's id. What is paused when the place is closed to us. */
  readonly sourceId: string;
  /** Which time of that source; with kind and source it makes the key, so that it is sent once. */
  readonly occurrence: string;
  readonly place: Place;
  /** Whose it is; absent for posts of a place. Its buttons are theirs. */
  readonly ownerId?: string;
  /** Complete: JSON-safe, pictures as their facts. */
  readonly reply: Reply;
  /** UTC epoch milliseconds. After `staleAt` it is dropped and never sent: an old alert is a lie. */
  readonly dueAt: number;
  readonly staleAt: number;
}

/** `kind:source:occurrence`. */
export const deliveryKey = ({
  kind,
  sourceId,
  occurrence,
}: Pick<Delivery, "kind" | "sourceId" | "occurrence">): string => `${kind}:${sourceId}:${occurrence}`;
