import type { AdminSettingName } from "../core/settings.ts";
import type { Call } from "../core/call.ts";

/** Whose settings a call is about: those of its place, or the caller's own where nobody else reads along. */
export type SettingsScope = "place" | "person";

/** What is set, by the name of the setting; what is not there is as by default. JSON-safe. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** A change of several at once: either all of it is kept, or nothing. */
interface SettingsChange {
  readonly set: GivenSettings;
  readonly reset: readonly AdminSettingName[];
}

/** Settings of places and people, in their store. */
export interface SettingsBook {
  readonly given: (call: Call) => Promise<GivenSettings>;
  /** Once for each call. @param factsOf  of what is set afterwards; runs inside the write */
  readonly change: <Facts>(
    command: string,
    call: Call,
    change: SettingsChange,
    factsOf: (given: GivenSettings) => Facts,
  ) => Promise<Facts>;
}

export const scopeOf = ({ place }: Pick<Call, "place">): SettingsScope => (place.isPublic ? "place" : "person");
