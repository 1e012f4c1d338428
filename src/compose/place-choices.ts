import type { Database } from "../store/database.ts";
import type { Once } from "../store/done-key-store.ts";
import type { SetAllowed } from "../commands/allow.ts";
import type { SetCashtags } from "../commands/cashtags.ts";
import { SettingStore } from "../store/setting-store.ts";

/** What is chosen for places by commands of its own. */
export interface PlaceChoices {
  readonly setAllowed: SetAllowed;
  readonly setCashtags: SetCashtags;
}

/** Keeps what is chosen for places, once for each call. */
export function openPlaceChoices(database: Database, once: Once): PlaceChoices {
  const settings = new SettingStore();
  return {
    setAllowed: (state, call) =>
      once("allow", call, async (on) => {
        await settings.set(on, call.place, "model_allowed", state === "on", call.now);
        return { state };
      }),

    setCashtags: (state, call) =>
      once("cashtags", call, async (on) => {
        await settings.set(on, call.place, "cashtags", state === "on", call.now);
        return { state };
      }),
  };
}
