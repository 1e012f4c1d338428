import { type Admission, openAdmission } from "./admission.ts";
import { type ModelAccessParts, type ModelGate, openModelGate } from "./model-access.ts";
import type { Once } from "../store/done-key-store.ts";
import { openPlaceBook } from "./place-book.ts";
import { openPlaceChoices, type PlaceChoices } from "./place-choices.ts";
import { openSettingsBook } from "./settings-book.ts";
import type { OutboxServices } from "./outbox.ts";
import type { PlaceBook } from "../commands/places.ts";
import type { SettingsBook } from "../commands/settings-book.ts";

interface SettingServices extends Admission, ModelGate, PlaceChoices {
  readonly settings: SettingsBook;
  readonly placeBook: PlaceBook;
}

interface SettingServiceParts extends ModelAccessParts {
  readonly once: Once;
  readonly delivery?: NonNullable<ModelAccessParts["delivery"]> & Pick<OutboxServices, "leave">;
}

/** What is set in chat, where it is changed and where it acts, over one database. */
export const openSettings = (parts: SettingServiceParts): SettingServices => ({
  ...openAdmission(parts.database),
  ...openModelGate(parts),
  ...openPlaceChoices(parts.database, parts.once),
  settings: openSettingsBook(parts.database, parts.once),
  placeBook: openPlaceBook({ ...parts, ...parts.delivery }),
});
