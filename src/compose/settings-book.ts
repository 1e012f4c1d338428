import {
  ADMIN_SETTINGS,
  adminSettings,
  type AdminSettingName,
  PERSON_SETTINGS,
  personSettings,
} from "../core/settings.ts";
import type { Call } from "../core/call.ts";
import type { Database, Executor } from "../store/database.ts";
import { type GivenSettings, scopeOf, type SettingsBook } from "../commands/settings-book.ts";
import type { Once } from "../store/done-key-store.ts";
import { ownSettings } from "./admission.ts";
import { SettingStore } from "../store/setting-store.ts";
import { UserSettingStore } from "../store/user-setting-store.ts";

/** Settings of places and people in the database; what is read is what is kept. */
export function openSettingsBook(database: Database, once: Once): SettingsBook {
  const places = new SettingStore();
  const people = new UserSettingStore();

  async function given(on: Executor, call: Call): Promise<GivenSettings> {
    if (scopeOf(call) === "person") return ownSettings(await people.of(on, call.caller.userId));
    const all = await places.given(on, call.place);
    return Object.fromEntries(
      Object.entries(all).filter(([name]) => ADMIN_SETTINGS.includes(name as AdminSettingName)),
    );
  }

  async function keep(on: Executor, call: Call, set: GivenSettings): Promise<void> {
    if (scopeOf(call) === "person") {
      for (const [name, value] of Object.entries(personSettings.parse(set)))
        if (value !== undefined) await people.set(on, call.caller.userId, name, value, call.now);
      return;
    }
    const checked = adminSettings.parse(set);
    for (const name of ADMIN_SETTINGS)
      if (set[name] !== undefined) await places.set(on, call.place, name, checked[name], call.now);
  }

  async function drop(on: Executor, call: Call, names: readonly AdminSettingName[]): Promise<void> {
    if (names.length === 0) return;
    if (scopeOf(call) === "place") return await places.reset(on, call.place, names);
    const own = names.filter((name) => (PERSON_SETTINGS as readonly string[]).includes(name));
    if (own.length > 0) await people.reset(on, call.caller.userId, own);
  }

  return {
    given: async (call) => await given(database, call),

    change: async (command, call, { set, reset }, factsOf) =>
      await once(command, call, async (on) => {
        await drop(on, call, reset);
        await keep(on, call, set);
        return factsOf(await given(on, call));
      }),
  };
}
