import { heldUntil, isSilentAt, lastDue, nextDue } from "../digest/due.ts";
import { type Composer, type EditionRef, variantKey, variantOf } from "../digest/composer.ts";
import type { Database, Executor } from "../store/database.ts";
import { delivered } from "../digest/delivered.ts";
import type { Delivery, Manner } from "../core/delivery.ts";
import type { Log } from "../core/log.ts";
import { IANAZone } from "luxon";
import { noTimeReason, noTimeReply } from "../digest/zone-gone.ts";
import type { Reply } from "../core/reply.ts";
import type { Slot } from "../digest/schedule.ts";
import type { Step } from "./tick.ts";
import type { Subscription } from "../digest/subscription.ts";
import type { SubscriptionStore } from "../store/subscription-store.ts";
import { toldTo } from "../store/told-to.ts";

/** Subscriptions claimed in one transaction. */
const AT_ONCE = 200;
/** What was due longer ago is left to the next one. */
const TOO_LATE_MS = 12 * 3_600_000;
/** A tick comes each minute; what is due for longer is said to be late. */
const LATE_MS = 10 * 60_000;
/** From then on a digest that could not be sent is dropped. */
const STALE_MS = 12 * 3_600_000;
const RUNS_KEPT_MS = 30 * 86_400_000;

export interface DueDigestsParts<Edition extends EditionRef = EditionRef> extends Composer<Edition> {
  readonly database: Database;
  readonly subscriptions: SubscriptionStore;
  readonly log: Log;
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  /** Ends what of a subscription is still waiting to be sent: what it would have told is in the next one. */
  readonly recall: (on: Executor, number: number, now: number) => Promise<void>;
  /** Called when something was enqueued. */
  readonly enqueued?: () => void;
}

/** What is done with one that is due. */
interface Planned<Edition> {
  readonly subscription: Subscription;
  readonly slot: Slot & { readonly isLate: boolean };
  /** Absent where it is left to the next one. */
  readonly told?: { readonly edition: Edition; readonly reply: Reply };
}

/** How a digest is posted: in a place without a sound where nothing else is set. */
function mannerOf({ ownerId, settings }: Subscription, now: number): Manner | undefined {
  const manner = settings.manner ?? (ownerId === undefined ? { isSilent: true } : undefined);
  return isSilentAt(settings, now) ? { ...manner, isSilent: true } : manner;
}

const FOLDED = { state: "folded", reason: "the desk was away too long" } as const;
/** Of what was missed before the newest, so much is worth telling somebody who asks why. */
const MISSED_MS = 7 * 86_400_000;

/** What was due and never begun before the one that is told now; it tells them, too. */
function missedBefore({ settings, nextAt }: Subscription, before: number): readonly Slot[] {
  if (nextAt === undefined) return [];
  const missed: Slot[] = [];
  let slot = nextDue(settings, Math.max(nextAt, before - MISSED_MS) - 1);
  for (; slot.at < before; slot = nextDue(settings, slot.at)) missed.push(slot);
  return missed;
}

/**
 * Makes what is due ready to be sent: composed before the transaction, once for all who asked for the same; claimed and enqueued
 * in it. After a downtime there is one digest for each subscription, the newest that was missed; one that is still waiting to be
 * sent gives way to the next, which tells both. What cannot be composed stays due.
 */
export function dueDigests<Edition extends EditionRef>(parts: DueDigestsParts<Edition>): Step {
  const { database, subscriptions, log, enqueue } = parts;

  async function plan(
    subscription: Subscription,
    editions: Map<string, Promise<Edition>>,
    now: number,
  ): Promise<Planned<Edition>> {
    const { settings, nextAt = now } = subscription;
    const newest = lastDue(settings, Math.max(nextAt, now - TOO_LATE_MS) - 1, now);
    // What was missed long ago; or a zone whose rules have changed since it was reckoned, and nothing is due now.
    if (!newest) return { subscription, slot: { ...nextDue(settings, nextAt - 1), isLate: true } };
    const variant = variantOf(subscription);
    const key = variantKey(variant);
    const composing = editions.get(key) ?? parts.compose(variant, now);
    editions.set(key, composing);
    const edition = await composing;
    const slot = { ...newest, isLate: now - newest.at > LATE_MS };
    const reply = delivered(await parts.replyFor(edition, subscription, now), subscription, slot);
    return { subscription, slot, told: { edition, reply } };
  }

  /** @returns whether it was enqueued */
  async function carryOut(on: Executor, { subscription, slot, told }: Planned<Edition>, now: number): Promise<boolean> {
    const { number, settings } = subscription;
    // One that is late may not come before the quiet hours are over, and then it is the one of those hours.
    const dueAt = heldUntil(settings, now);
    const nextAt = nextDue(settings, dueAt).at;
    const coveredTo = told ? (told.edition.coversTo ?? now) : subscription.coveredTo;
    if (!(await subscriptions.claim(on, subscription, { nextAt, coveredTo }))) return false;
    const run = { slot: slot.key, dueAt: slot.at, at: now, isLate: slot.isLate };
    if (!told) {
      if (slot.at <= now) await subscriptions.noteRun(on, number, { ...run, ...FOLDED });
      return false;
    }
    for (const { key, at } of missedBefore(subscription, slot.at))
      await subscriptions.noteRun(on, number, { slot: key, dueAt: at, at: now, isLate: true, ...FOLDED });
    await subscriptions.noteRun(on, number, { ...run, state: "enqueued", editionId: told.edition.id });
    await parts.recall(on, number, now);
    const manner = mannerOf(subscription, dueAt);
    await enqueue(on, {
      kind: "digest",
      sourceId: String(number),
      occurrence: slot.key,
      place: subscription.place,
      ...(subscription.ownerId === undefined ? {} : { ownerId: subscription.ownerId }),
      reply: told.reply,
      ...(manner && { manner }),
      dueAt,
      staleAt: dueAt + STALE_MS,
    });
    return true;
  }

  /** Nobody can say any more when it is due: its reader has to. */
  async function giveUp(subscription: Subscription, now: number): Promise<void> {
    const { number, place, ownerId, coveredTo } = subscription;
    log.warn({ subscription: number, reason: noTimeReason(subscription) }, "a digest is paused");
    await database.transaction().execute(async (on) => {
      if (!(await subscriptions.claim(on, subscription, { nextAt: now, coveredTo }))) return;
      await subscriptions.pause(on, number, noTimeReason(subscription));
      await enqueue(on, {
        kind: "digest",
        sourceId: String(number),
        occurrence: `paused:${now}`,
        place,
        ...(ownerId === undefined ? {} : { ownerId }),
        reply: noTimeReply(subscription),
        dueAt: now,
        staleAt: now + STALE_MS,
      });
    });
    parts.enqueued?.();
  }

  return {
    name: "digests",
    async run(now) {
      const editions = new Map<string, Promise<Edition>>();
      const failed: number[] = [];
      let done = 0;
      for (;;) {
        const due = await subscriptions.due(database, now, AT_ONCE, failed);
        if (due.length === 0) break;
        const told = await toldTo(
          database,
          due.map(({ number }) => number),
        );
        const planned: Planned<Edition>[] = [];
        for (const subscription of due) {
          const { number, coveredTo, settings } = subscription;
          if (!IANAZone.create(settings.zone).isValid) {
            await giveUp(subscription, now);
            continue;
          }
          try {
            planned.push(await plan({ ...subscription, coveredTo: told.get(number) ?? coveredTo }, editions, now));
          } catch (error) {
            failed.push(number);
            log.warn({ error, subscription: number }, "a digest could not be composed");
          }
        }
        const sent = await database.transaction().execute(async (on) => {
          let count = 0;
          for (const each of planned) if (await carryOut(on, each, now)) count += 1;
          return count;
        });
        done += planned.length;
        if (sent > 0) parts.enqueued?.();
        if (due.length < AT_ONCE) break;
      }
      if (done > 0) await subscriptions.removeRunsBefore(database, now - RUNS_KEPT_MS);
      return done + failed.length === 0 ? "idle" : undefined;
    },
  };
}
