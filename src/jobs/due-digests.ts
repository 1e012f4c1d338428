import { afterQuiet, lastSlot, nextSlot, type Slot } from "../digest/schedule.ts";
import { type Composer, type EditionRef, variantKey, variantOf } from "../digest/composer.ts";
import type { Database, Executor } from "../store/database.ts";
import { delivered } from "../digest/delivered.ts";
import type { Delivery } from "../core/delivery.ts";
import type { Log } from "../core/log.ts";
import type { Reply } from "../core/reply.ts";
import type { Step } from "./tick.ts";
import type { Subscription } from "../digest/subscription.ts";
import type { SubscriptionStore } from "../store/subscription-store.ts";

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

/**
 * Makes what is due ready to be sent: composed before the transaction, once for all who asked for the same; claimed and enqueued
 * in it. After a downtime there is one digest for each subscription, the newest that was missed. What cannot be composed stays due.
 */
export function dueDigests<Edition extends EditionRef>(parts: DueDigestsParts<Edition>): Step {
  const { database, subscriptions, log, enqueue } = parts;

  async function plan(
    subscription: Subscription,
    editions: Map<string, Promise<Edition>>,
    now: number,
  ): Promise<Planned<Edition>> {
    const { settings, nextAt = now } = subscription;
    const newest = lastSlot(settings, Math.max(nextAt, now - TOO_LATE_MS) - 1, now);
    // What was missed long ago; or a zone whose rules have changed since it was reckoned, and nothing is due now.
    if (!newest) return { subscription, slot: { ...nextSlot(settings, nextAt - 1), isLate: true } };
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
    const { number, settings, coveredTo } = subscription;
    const nextAt = nextSlot(settings, now).at;
    if (!(await subscriptions.claim(on, subscription, { nextAt, coveredTo: told ? now : coveredTo }))) return false;
    const run = { slot: slot.key, dueAt: slot.at, at: now, isLate: slot.isLate };
    if (!told) {
      if (slot.at <= now)
        await subscriptions.noteRun(on, number, { ...run, state: "folded", reason: "the desk was away too long" });
      return false;
    }
    await subscriptions.noteRun(on, number, { ...run, state: "enqueued", editionId: told.edition.id });
    const dueAt = settings.quiet ? afterQuiet(settings.quiet, settings.zone, now) : now;
    await enqueue(on, {
      kind: "digest",
      sourceId: String(number),
      occurrence: slot.key,
      place: subscription.place,
      ...(subscription.ownerId === undefined ? {} : { ownerId: subscription.ownerId }),
      reply: told.reply,
      dueAt,
      staleAt: dueAt + STALE_MS,
    });
    return true;
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
        const planned: Planned<Edition>[] = [];
        for (const subscription of due) {
          try {
            planned.push(await plan(subscription, editions, now));
          } catch (error) {
            failed.push(subscription.number);
            log.warn({ error, subscription: subscription.number }, "a digest could not be composed");
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
