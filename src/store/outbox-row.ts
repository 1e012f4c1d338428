import type { Selectable } from "kysely";
import type { Platform } from "../core/call.ts";
import type { Delivery, DeliveryKind, Manner } from "../core/delivery.ts";
import { type Reply, text } from "../core/reply.ts";
import type { Tables } from "./tables.ts";

/** The largest reply that is kept, as JSON. A card with five pictures of a year's days has half of it. */
const REPLY_BYTES = 256 * 1024;

/** What stands first in its place and kind, and whose time has come. */
export interface DueRow {
  readonly id: number;
  readonly kind: DeliveryKind;
  readonly platform: Platform;
  readonly chatId: string;
  readonly attempts: number;
}

/** A delivery that is ours to send until the lease runs out. `attempts` tells our claim from a later one. */
export interface Claimed extends Omit<Delivery, "occurrence"> {
  readonly id: number;
  readonly key: string;
  readonly attempts: number;
  /** Tries since its last part went out of which nobody learned whether they arrived. */
  readonly unknowns: number;
  /** Ids of the messages that are out already, in order. */
  readonly sentIds: readonly string[];
}

/** How a try ended. `unknowns`: as in `Claimed`, this try among them. */
export type Settled =
  | { readonly state: "sent"; readonly messageIds: readonly string[]; readonly note?: string }
  | { readonly state: "later"; readonly retryAt: number; readonly why: string; readonly unknowns: number }
  | { readonly state: "gone" | "dropped"; readonly why: string };

/** How a delivery stands, and why it is no further. */
export interface Standing {
  readonly state: "waiting" | "sending" | "later" | Settled["state"];
  readonly messageIds: readonly string[];
  readonly why: string | undefined;
}

/** What is waiting now; `oldestDueAt` is undefined when nothing is. */
export interface Waiting {
  readonly count: number;
  readonly oldestDueAt: number | undefined;
}

/** A reply as it is kept. Pictures give way to their words where a reply is too large. @throws RangeError when even so it is */
export function replyText(reply: Reply): string {
  const whole = JSON.stringify(reply);
  if (Buffer.byteLength(whole) <= REPLY_BYTES) return whole;
  const blocks = reply.blocks.map((block) => (block.kind === "chart" ? text(block.alt) : block));
  const plain = JSON.stringify({ ...reply, blocks });
  if (Buffer.byteLength(plain) > REPLY_BYTES) throw new RangeError("a reply too large to be kept for sending");
  return plain;
}

/** A row that was just claimed. */
export function claimedFrom(row: Selectable<Tables["outbox"]>): Claimed {
  return {
    id: row.id,
    key: row.key,
    kind: row.kind as DeliveryKind,
    sourceId: row.source_id,
    place: {
      platform: row.platform as Platform,
      chatId: row.chat_id,
      isPublic: row.is_public === 1,
      ...(row.topic_id === null ? {} : { topicId: row.topic_id }),
    },
    ...(row.owner_id === null ? {} : { ownerId: row.owner_id }),
    reply: JSON.parse(row.reply) as Reply,
    ...(row.manner === null ? {} : { manner: JSON.parse(row.manner) as Manner }),
    dueAt: row.due_at,
    staleAt: row.stale_at,
    attempts: row.attempts,
    unknowns: row.unknowns,
    sentIds: JSON.parse(row.sent_ids) as readonly string[],
  };
}

/** What a row becomes by it, besides its state. */
export function settledColumns(settled: Settled, now: number) {
  switch (settled.state) {
    case "sent":
      return { sent_ids: JSON.stringify(settled.messageIds), reason: settled.note ?? null, reply: "", ended_at: now };
    case "later":
      return {
        retry_at: settled.retryAt,
        reason: settled.why,
        unknowns: settled.unknowns,
      };
    case "gone":
    case "dropped":
      return { reason: settled.why, reply: "", ended_at: now };
  }
  return settled satisfies never;
}
