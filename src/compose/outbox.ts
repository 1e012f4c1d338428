import type { Place } from "../core/call.ts";
import type { Adapter } from "../core/desk.ts";
import type { Health } from "../core/health.ts";
import type { Log, Report } from "../core/log.ts";
import { createDeliverer, type Deliverer } from "../jobs/deliver.ts";
import type { DeliveryKind } from "../core/delivery.ts";
import type { OnGone } from "../jobs/deliver-one.ts";
import type { Database } from "../store/database.ts";
import { DirectPlaceStore } from "../store/direct-place-store.ts";
import { OutboxStore } from "../store/outbox-store.ts";
import { movePlace } from "../store/place-moves.ts";
import { createTryDirect, type TryDirect } from "./try-direct.ts";
import { tellOfClosedPlace } from "./closed-place.ts";

export interface OutboxParts {
  readonly database: Database;
  readonly log: Log;
  readonly report: Report;
  readonly health: Health;
  readonly clock: () => number;
}

/** What the desk sends by itself, for those who enqueue it, for the doors, and for `main.ts`. */
export interface OutboxServices {
  /** `enqueue` belongs in the transaction that claims what it is sent for; afterwards `deliverer.wake()`. */
  readonly outbox: OutboxStore;
  readonly deliverer: Deliverer;
  /** The direct chats of a user, the one they used last first. */
  readonly directPlaces: (userId: string) => Promise<readonly Place[]>;
  /** A Telegram group has a new id: all that is kept for it moves. */
  readonly movePlace: (platform: Place["platform"], from: string, to: string) => Promise<void>;
  /** Who pauses the sources of a kind where their place takes nothing any more; whoever made them is told afterwards. */
  readonly pauseBy: (kind: DeliveryKind, onGone: OnGone) => void;
  /** Tries the direct chat of somebody who speaks elsewhere. */
  readonly tryDirect: TryDirect;
  /** Removes messages of ours from a place, as far as that can be done. */
  readonly remove: (place: Place, messageIds: readonly string[]) => Promise<void>;
  /** Makes the desk leave a place. */
  readonly leave: (place: Place) => Promise<"left" | "cannot">;
  /** The doors to deliver through; before that everything waits. */
  readonly useDoors: (doors: readonly Adapter[]) => void;
}

/** The outbox and its loop over one database. Nothing is sent before `deliverer.start()`. */
export function openOutbox({ database, log, report, health, clock }: OutboxParts): OutboxServices {
  const outbox = new OutboxStore();
  const direct = new DirectPlaceStore();
  const onGone: Partial<Record<DeliveryKind, OnGone>> = {};
  let adapters: readonly Adapter[] = [];
  const tell = tellOfClosedPlace({ enqueue: (on, notice) => outbox.enqueue(on, notice), clock });
  const deliverer = createDeliverer({
    database,
    outbox,
    adapters: () => adapters,
    onGone,
    log,
    report,
    health,
    clock,
    random: Math.random,
  });
  return {
    outbox,
    deliverer,
    directPlaces: (userId) => direct.of(database, userId),
    movePlace: (platform, from, to) => database.transaction().execute((on) => movePlace(on, { platform, from, to })),
    tryDirect: createTryDirect(() => adapters),
    remove: async (place, messageIds) =>
      await adapters.find(({ platform }) => platform === place.platform)?.remove?.(place, messageIds),
    leave: async (place) =>
      (await adapters.find(({ platform }) => platform === place.platform)?.leave?.(place)) ?? "cannot",
    pauseBy(kind, pause) {
      onGone[kind] = async (on, delivery, gone) => {
        await pause(on, delivery, gone);
        await tell(on, delivery, gone);
      };
    },
    useDoors(doors) {
      adapters = doors;
    },
  };
}
