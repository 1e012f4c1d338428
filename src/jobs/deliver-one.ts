import type { Platform } from "../core/call.ts";
import type { Delivery, DeliveryKind } from "../core/delivery.ts";
import type { Adapter, Gone, Sending, SendResult } from "../core/desk.ts";
import type { Report } from "../core/log.ts";
import type { Database, Executor } from "../store/database.ts";
import type { Claimed, Settled } from "../store/outbox-row.ts";
import { LastPostStore } from "../store/last-post-store.ts";
import type { OutboxStore } from "../store/outbox-store.ts";
import { known } from "../wire/figure.ts";
import { waitMs } from "./deliver-pace.ts";

/** When nobody knows whether it arrived. Soon: Discord tells a repeat by its nonce for about two minutes. */
const UNKNOWN_MS = 3_000;
/** A reply that could not be put into words so often is given up: what stands behind it in its chat has waited long enough. */
const WORDING_TRIES = 5;
/** When no door of the platform is open in this desk. */
const NO_DOOR_MS = 10 * 60_000;

/**
 * Told that a place takes nothing any more, in the transaction that notes it: the source is paused there, with the reason.
 * Awaits nothing but the database.
 */
export type OnGone = (on: Executor, delivery: Omit<Delivery, "occurrence">, gone: Gone) => Promise<void>;

export interface DeliverParts {
  readonly database: Database;
  readonly outbox: OutboxStore;
  /** The doors there are; asked at each delivery. */
  readonly adapters: () => readonly Adapter[];
  readonly onGone: Partial<Readonly<Record<DeliveryKind, OnGone>>>;
  readonly report: Report;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
  /** 0 to 1. */
  readonly random: () => number;
}

const lastPosts = new LastPostStore();

/** How a try went; `pausedUntil` where the whole platform is to be left alone. */
export interface Tried {
  readonly result: SendResult;
  readonly pausedUntil?: number;
}

/**
 * Sends what was claimed and notes how it went. Of a try whose outcome nobody knows there is one repeat, of each part.
 * @throws when the database fails: then the lease runs out, as if this process had died
 */
export async function deliverOne(claimed: Claimed, parts: DeliverParts): Promise<Tried> {
  const { database, outbox, report, clock, random } = parts;
  let { unknowns } = claimed;
  const onBegin = async (): Promise<void> => {
    if (!(await outbox.noteBegun(database, claimed))) throw new Error("the lease of a delivery has run out");
  };
  const onPart = async (messageId: string): Promise<void> => {
    if (!(await outbox.notePart(database, claimed, messageId))) throw new Error("the lease of a delivery has run out");
    unknowns = 0;
  };
  const adapter = parts.adapters().find(({ platform }) => platform === claimed.place.platform);
  const lastIds = claimed.manner?.last === undefined ? [] : await lastPosts.messageIds(database, claimed);
  const result = adapter
    ? ((await notYet(adapter, claimed)) ?? (await sent(adapter, claimed, { lastIds, onBegin, onPart }, report)))
    : noDoor(claimed.place.platform);

  const now = clock();
  const retryAt = now + pauseAfter(result, claimed.attempts, random);
  const settled = settledBy(result, { unknowns, attempts: claimed.attempts, retryAt });
  await database.transaction().execute(async (on) => {
    if (!(await outbox.settle(on, claimed, settled, now))) return;
    if (result.state === "sent" && claimed.manner?.last !== undefined)
      await lastPosts.note(on, claimed, result.standingIds ?? result.messageIds, now);
    if (result.state === "later" && result.scope === "place") await outbox.putOff(on, claimed.place, retryAt);
    if (result.state !== "gone") return;
    await outbox.end(on, claimed, result, now);
    await parts.onGone[claimed.kind]?.(on, claimed, result);
  });
  return result.state === "later" && result.scope === "platform" ? { result, pausedUntil: retryAt } : { result };
}

/** The one repeat waits for a platform that answers: through an outage it would be spent for nothing, and what is due lost. */
async function notYet(adapter: Adapter, { unknowns }: Claimed): Promise<SendResult | undefined> {
  if (unknowns === 0 || !adapter.answers || (await adapter.answers())) return undefined;
  return { state: "later", afterMs: UNKNOWN_MS, scope: "platform", why: "the platform does not answer yet" };
}

function pauseAfter(result: SendResult, attempts: number, random: () => number): number {
  if (result.state !== "later") return UNKNOWN_MS;
  // A platform that is back is not left waiting for as long as it was away.
  return waitMs(result.afterMs, result.scope === "platform" ? 1 : attempts, random);
}

async function sent(
  adapter: Adapter,
  { place, reply, key, ownerId, sentIds, manner }: Claimed,
  sending: Pick<Sending, "lastIds" | "onBegin" | "onPart">,
  report: Report,
): Promise<SendResult> {
  try {
    return await adapter.send(place, reply, key, { ...sending, sentIds, ...known({ ownerId, manner }) });
  } catch (error) {
    return { state: "unknown", why: `reference ${report(error, `deliver to ${place.platform}`)}` };
  }
}

const noDoor = (platform: Platform): SendResult => ({
  state: "later",
  afterMs: NO_DOOR_MS,
  scope: "platform",
  why: `this desk is not on ${platform}`,
});

function settledBy(
  result: SendResult,
  { unknowns, attempts, retryAt }: { readonly unknowns: number; readonly attempts: number; readonly retryAt: number },
): Settled {
  switch (result.state) {
    case "sent":
    case "gone":
      return result;
    case "refused":
      return { state: "dropped", why: `refused: ${result.why}` };
    case "later":
      if (result.scope === "reply" && attempts >= WORDING_TRIES) return { state: "dropped", why: result.why };
      return { state: "later", retryAt, why: result.why, unknowns };
    case "unknown":
      return unknowns > 0
        ? { state: "dropped", why: `it is not known whether it arrived: ${result.why}` }
        : { state: "later", retryAt, why: result.why, unknowns: unknowns + 1 };
  }
  return result satisfies never;
}
