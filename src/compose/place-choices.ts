import type { Call, Place } from "../core/call.ts";
import type { Config } from "../config.ts";
import type { Database } from "../store/database.ts";
import type { Once } from "../store/done-key-store.ts";
import type { SetAllowed } from "../commands/allow.ts";
import type { SetCashtags } from "../commands/cashtags.ts";
import { SettingStore } from "../store/setting-store.ts";

/** What was chosen for places, as the desk and the commands that choose it know it. */
interface PlaceChoices {
  /** Whether a free question of this call may cost a model anything. */
  readonly mayUseModel: (call: Call) => Promise<boolean>;
  readonly setAllowed: SetAllowed;
  readonly setCashtags: SetCashtags;
  readonly cashtagsOn: (place: Place) => Promise<boolean>;
}

/** What was chosen for places, in the database; asked at each use. */
export function openPlaceChoices(database: Database, access: Config["access"], once: Once): PlaceChoices {
  const settings = new SettingStore();
  return {
    async mayUseModel(call) {
      if (access === "open" || call.caller.role === "owner") return true;
      if (access === "owner") return false;
      // Whoever reaches the page from this machine, or has signed in, was let in by the operator.
      return call.place.platform === "web" || (await settings.of(database, call.place)).model_allowed;
    },

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

    cashtagsOn: async (place) => (await settings.of(database, place)).cashtags,
  };
}
