import { AuditStore } from "../store/audit-store.ts";
import { BlockStore } from "../store/block-store.ts";
import type { Database } from "../store/database.ts";
import type { Once } from "../store/done-key-store.ts";
import type { OutboxServices } from "./outbox.ts";
import type { PlaceBook } from "../commands/places.ts";
import { PlaceUseStore } from "../store/place-use-store.ts";
import { SettingStore } from "../store/setting-store.ts";

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 7;

export interface PlaceBookParts {
  readonly database: Database;
  readonly once: Once;
  /** Absent in a process without doors. */
  readonly leave?: OutboxServices["leave"];
}

/** The places that something is kept for, in the database, and the way out of them. */
export function openPlaceBook({ database, once, leave }: PlaceBookParts): PlaceBook {
  const settings = new SettingStore();
  const use = new PlaceUseStore();
  const blocks = new BlockStore();
  const audit = new AuditStore();
  return {
    async all(limit, now) {
      const places = await use.places(database, Math.floor(now / DAY_MS) - DAYS_SHOWN + 1, limit);
      return await Promise.all(
        places.map(async (place) => ({
          ...place,
          isAllowed: (await settings.of(database, place)).model_allowed,
        })),
      );
    },

    allow: async (place, state, call) =>
      // Noted of the place that it is about.
      await once("places allow", { ...call, place }, async (on) => {
        await settings.set(on, place, "model_allowed", state === "on", call.now);
        return { state };
      }),

    block: async (account, state, call) =>
      await once("places block", call, async (on) => {
        if (state === "on") await blocks.add(on, account, call.now);
        else await blocks.remove(on, account);
        return { state };
      }),

    blocked: () => blocks.all(database),

    async leave(place, { caller, now }) {
      const how = (await leave?.(place)) ?? "cannot";
      // Afterwards: the platform is in no transaction of ours.
      if (how === "left")
        await database.transaction().execute(async (on) => {
          await audit.note(on, caller.userId, { what: "places leave", place, from: "there", to: "left" }, now);
        });
      return how;
    },
  };
}
