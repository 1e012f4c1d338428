import type { Database, Executor } from "../store/database.ts";
import { deliveryKey, directPlace, type Delivery } from "../core/delivery.ts";
import type { Log } from "../core/log.ts";
import type { Membership } from "../core/membership.ts";
import type { OnGone } from "../jobs/deliver-one.ts";
import { openWelcome, privateWelcome } from "../commands/welcome.ts";
import type { OutboxServices } from "./outbox.ts";
import type { Place, Platform } from "../core/call.ts";
import { PlaceLifeStore } from "../store/place-life-store.ts";
import type { PlaceRights } from "../core/place-rights.ts";
import { placeWord } from "../commands/places.ts";
import type { Step } from "../jobs/tick.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What is kept of a place after the desk has left it. */
const KEPT_MS = 30 * DAY_MS;
/** A line with a button is furniture soon. */
const GREETING_MS = DAY_MS;
/** How long the last card of a set-up stands. */
const SET_UP_MS = 10 * 60_000;
/** Whom the line in the place is for, when who added the desk cannot be written to. */
const WELCOME = "welcome ";
/** How a delivery has ended. */
const OVER = ["sent", "gone", "dropped"];

export interface PlaceLifeParts {
  readonly database: Database;
  readonly rights: PlaceRights;
  readonly log: Log;
  readonly clock: () => number;
  /** Absent in a process that sends nothing. */
  readonly delivery?: Pick<OutboxServices, "outbox" | "deliverer" | "remove">;
}

/** How the desk comes to places and goes from them. */
export interface PlaceLife {
  readonly onMembership: (change: Membership) => Promise<void>;
  /** What was said privately did not arrive: then it is said in the place. */
  readonly onGone: OnGone;
  /** A place is set up: the line that offered it goes. */
  readonly setUp: (place: Place) => Promise<void>;
  /** What the tick looks after. */
  readonly step: Step;
}

/** Greets, notices where the desk is not any more, and forgets such places after 30 days; over one database. */
export function openPlaceLife({ database, rights, log, clock, delivery }: PlaceLifeParts): PlaceLife {
  const store = new PlaceLifeStore();

  async function enqueue(on: Executor, place: Place, rest: Pick<Delivery, "sourceId" | "occurrence" | "reply">) {
    const now = clock();
    const each: Delivery = { kind: "notice", place, ...rest, dueAt: now, staleAt: now + GREETING_MS };
    await delivery?.outbox.enqueue(on, each);
    return deliveryKey(each);
  }

  async function greetHere(on: Executor, place: Place): Promise<void> {
    const now = clock();
    const key = await enqueue(on, place, {
      sourceId: `line in ${placeWord(place)}`,
      occurrence: String(now),
      reply: openWelcome(),
    });
    await store.greet(on, { ...place, deliveryKey: key }, now + GREETING_MS);
  }

  async function joined({ place, by, mayPost }: Membership): Promise<void> {
    await database.transaction().execute(async (on) => {
      if (!(await store.join(on, place, clock())) || !delivery) return;
      const to = by === undefined ? undefined : directPlace(place.platform, by);
      if (to)
        await enqueue(on, to, {
          sourceId: `${mayPost ? WELCOME : ""}${placeWord(place)}`,
          occurrence: String(clock()),
          reply: privateWelcome(place.platform),
        });
      else if (mayPost) await greetHere(on, place);
    });
    delivery?.deliverer.wake();
  }

  /** Greetings that are over, from the places that they stand in. */
  async function tidy(now: number): Promise<void> {
    for (const greeting of await store.greetingsOver(database, now)) {
      const found = await delivery?.outbox.find(database, greeting.deliveryKey);
      // On its way just now: the next pass finds it.
      if (found && !OVER.includes(found.state)) continue;
      if (found && found.messageIds.length > 0)
        await delivery?.remove({ ...greeting, isPublic: true }, found.messageIds);
      await store.forgetGreeting(database, greeting);
    }
  }

  /** A platform says so when we are thrown out, but not to a desk that is off just then. */
  async function lookAround(now: number): Promise<void> {
    for (const place of await store.unseen(database, now - DAY_MS)) {
      await store.looked(database, place, now);
      try {
        if ((await rights.missing(place)).includes("view")) await store.leave(database, place, now);
      } catch (error) {
        log.debug({ error, platform: place.platform }, "a place could not be looked at");
      }
    }
  }

  return {
    async onMembership(change) {
      if (change.state === "joined") return await joined(change);
      await store.leave(database, change.place, clock());
    },

    async onGone(on, { sourceId }) {
      if (!sourceId.startsWith(WELCOME)) return;
      const [platform = "", chatId = ""] = sourceId.slice(WELCOME.length).split(/:(.*)/s);
      await greetHere(on, { platform: platform as Platform, chatId, isPublic: true });
    },

    setUp: async ({ platform, chatId }) => await store.endGreeting(database, { platform, chatId }, clock() + SET_UP_MS),

    step: {
      name: "places",
      async run(now) {
        await tidy(now);
        await lookAround(now);
        const forgotten = await database.transaction().execute((on) => store.forgetLeftBefore(on, now - KEPT_MS));
        if (forgotten > 0) log.info({ forgotten }, "places that were left are forgotten");
      },
    },
  };
}
