import type { Once } from "../store/done-key-store.ts";
import type { Call, Place } from "../core/call.ts";
import type { Composer, EditionRef } from "../digest/composer.ts";
import type { Database, Executor } from "../store/database.ts";
import type { Delivery } from "../core/delivery.ts";
import type { Deliverer } from "../jobs/deliver.ts";
import type { DigestBook, DigestChange, Where } from "../commands/digest-book.ts";
import { directPlace } from "../core/delivery.ts";
import { dueDigests } from "../jobs/due-digests.ts";
import type { Gone } from "../core/desk.ts";
import { isAtLeast } from "../core/call.ts";
import type { Log } from "../core/log.ts";
import { IANAZone } from "luxon";
import { heldAt, localOf, nextDue } from "../digest/due.ts";
import type { OutboxStore } from "../store/outbox-store.ts";
import type { Step } from "../jobs/tick.ts";
import type { DigestSettings, Subscription } from "../digest/subscription.ts";
import { type DigestCounts, holderOf, SubscriptionStore } from "../store/subscription-store.ts";
import { takeUpDigest } from "./digest-return.ts";
import { text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";

/** A first line that has not arrived by then says nothing new. */
const TRIED_MS = 10 * 60_000;

export interface DigestsParts<Edition extends EditionRef> {
  readonly database: Database;
  readonly log: Log;
  readonly clock: () => number;
  readonly composer: Composer<Edition>;
  /** Carries out a command's database writes once for each call. */
  readonly once: Once;
  readonly outbox: Pick<OutboxStore, "enqueue" | "end">;
  readonly deliverer: Pick<Deliverer, "wake" | "sendNow">;
}

/** Digests as the commands, the tick and the outbox know them. */
export interface Digests {
  readonly book: DigestBook;
  readonly step: Step;
  /** Stops the subscription of a delivery whose place takes nothing any more; in the outbox's own transaction. */
  onGone(on: Executor, delivery: Pick<Delivery, "sourceId">, gone: Gone): Promise<void>;
  /** Somebody can be written to: takes up their digest if it was stopped because they could not. @returns how many */
  onReached(userId: string, direct: Place, now: number): Promise<number>;
  /** How the digests of the last day stand. */
  counts(): Promise<DigestCounts>;
}

const MENDING: Readonly<Record<Gone["mendedBy"], string>> = {
  person: "you have to let the desk write to you",
  admin: "an admin has to let the desk write there",
  nobody: "the chat is gone",
};

/** Digests in the database. */
export function openDigests<Edition extends EditionRef>(parts: DigestsParts<Edition>): Digests {
  const { database, composer, once, outbox, deliverer, clock } = parts;
  const subscriptions = new SubscriptionStore();

  /** What of a subscription is on its way does not come any more. */
  const endWaiting = (on: Executor, number: number, why: string, now: number): Promise<void> =>
    outbox.end(on, { kind: "digest", sourceId: String(number) }, { state: "dropped", why }, now);

  /** When it comes next by settings that it has not had so far. */
  async function nextAtOf(on: Executor, before: Subscription, to: DigestSettings, now: number): Promise<number> {
    const { number, settings, state, nextAt, createdAt } = before;
    const isSame = (keys: readonly (keyof DigestSettings)[]): boolean =>
      keys.every((key) => JSON.stringify(to[key]) === JSON.stringify(settings[key]));
    if (state === "active" && isSame(["times", "zone", "days"])) {
      // What is due this minute stays so.
      if (isSame(["quiet"]) && nextAt !== undefined) return nextAt;
      // What is held comes by the new quiet hours, or at once.
      const held = heldAt(settings, now);
      if (held && held.at > createdAt) return nextDue(to, held.at - 1).at;
    }
    return await nextAfter(on, number, to, now);
  }

  /** Monday's digest at nine that came in Berlin does not come again at nine in New York. */
  async function nextAfter(on: Executor, number: number, settings: DigestSettings, now: number): Promise<number> {
    const [last] = await subscriptions.runs(on, number, 1);
    return nextDue(settings, now, last && last.state !== "folded" ? localOf({ key: last.slot }) : "").at;
  }

  async function changed(on: Executor, before: Subscription, to: DigestChange, now: number): Promise<void> {
    const { number, settings, state } = before;
    switch (to.kind) {
      case "settings": {
        const nextAt = state === "active" ? await nextAtOf(on, before, to.settings, now) : undefined;
        return await subscriptions.changeSettings(on, number, to.settings, nextAt);
      }
      case "resume":
        if (state === "active") return;
        if (!IANAZone.create(settings.zone).isValid)
          throw new UserError(`I know no time zone "${settings.zone}" any more.`, {
            hint: "Choose another one first, then resume: /digest settings zone:Lisbon",
          });
        return await subscriptions.resume(on, number, await nextAfter(on, number, settings, now));
      case "pause":
        await endWaiting(on, number, "the digest was paused", now);
        return await subscriptions.pause(on, number);
      case "stop":
        await endWaiting(on, number, "the digest was stopped", now);
        return await subscriptions.remove(on, number);
    }
    return to satisfies never;
  }

  return {
    step: dueDigests({
      ...parts,
      ...composer,
      subscriptions,
      enqueue: (on, delivery) => outbox.enqueue(on, delivery),
      enqueued: () => deliverer.wake(),
      recall: (on, number, now) => endWaiting(on, number, "the next one tells it", now),
    }),

    counts: () => subscriptions.counts(database, clock()),

    async onGone(on, { sourceId }, gone) {
      await subscriptions.close(on, Number(sourceId), `${MENDING[gone.mendedBy]} (${gone.why})`.slice(0, 300));
    },

    onReached: (userId, direct, now) =>
      takeUpDigest(
        { userId, direct, now },
        {
          database,
          subscriptions,
          enqueue: (on, delivery) => outbox.enqueue(on, delivery),
          enqueued: () => deliverer.wake(),
        },
      ),

    book: {
      of: (where, call) => subscriptions.of(database, holderOf(where, call)),
      runs: (subscription, limit) => subscriptions.runs(database, subscription.number, limit),

      async tryOut(where, line, call) {
        // In the direct chat the answer itself goes where the digest will; only Discord's answers take a way of their own.
        if (!call.place.isPublic && call.place.platform !== "discord") return undefined;
        const result = await deliverer.sendNow({
          kind: "notice",
          sourceId: `digest ${call.caller.userId}`,
          occurrence: call.key ?? String(call.now),
          place: placeOf(where, call),
          ...(where === "me" ? { ownerId: call.caller.userId } : {}),
          reply: { blocks: [text(line)] },
          dueAt: clock(),
          staleAt: clock() + TRIED_MS,
        });
        return result.state === "gone" || result.state === "refused" ? result.why : undefined;
      },

      async subscribe(where, settings, call, factsOf) {
        const holder = holderOf(where, call);
        const place = placeOf(where, call);
        return await once("digest subscribe", call, async (on) => {
          const before = await subscriptions.of(on, holder);
          const nextAt = before ? await nextAtOf(on, before, settings, call.now) : nextDue(settings, call.now).at;
          await subscriptions.put(on, holder, place, settings, { nextAt, now: call.now, madeBy: call.caller.userId });
          const made = await subscriptions.of(on, holder);
          if (!made) throw new Error("a subscription that was made is not there");
          return factsOf(made);
        });
      },

      change: (where, to, call, factsOf) =>
        once("digest change", call, async (on) => {
          const holder = holderOf(where, call);
          const before = await subscriptions.of(on, holder);
          if (before) await changed(on, before, to, call.now);
          return factsOf(before, before && (await subscriptions.of(on, holder)));
        }),
    },
  };
}

/** Where a digest goes. @throws UserError where it may not, or cannot */
function placeOf(where: Where, { caller, place }: Call): Place {
  if (where === "here") {
    if (!isAtLeast(caller.role, "admin")) throw new UserError("Only an admin of this place can have a digest here.");
    return place;
  }
  if (!place.isPublic && place.platform !== "mcp") return place;
  const direct = directPlace(place.platform, caller.accountId);
  if (!direct) throw new UserError("There is no way to write to you alone from here.");
  return direct;
}
