import { ADMIN_SETTINGS, adminSettings, type AdminSettingName, PERSON_SETTINGS } from "../core/settings.ts";
import type { AnyCommand } from "../core/command.ts";
import type { Call, Place } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { closest } from "../core/nearest.ts";
import { currencyOf } from "../market/currency-words.ts";
import { type Field, fieldsOf, readValue } from "../core/fields.ts";
import type { Rates } from "../market/rates.ts";
import { readZone } from "./digest-zone.ts";
import { scopeOf, type SettingsScope } from "./settings-book.ts";
import { UserError } from "../core/errors.ts";

/** What values are understood and checked by. */
export interface SettingValueParts {
  readonly rates: Pick<Rates, "isCurrency">;
  /** Every command, for those that can be switched off. */
  readonly all: ReadonlyMap<string, AnyCommand>;
  /** Why messages of the place do not reach us, with what to switch; undefined when they do. */
  readonly deafness: (place: Place) => Promise<string | undefined>;
}

/** The names that can be set in a scope, in the order in which they are listed. */
export const namesIn = (scope: SettingsScope): readonly AdminSettingName[] =>
  scope === "person" ? PERSON_SETTINGS : ADMIN_SETTINGS;

const FIELDS = new Map(
  fieldsOf({ name: "settings", input: adminSettings }).map((field) => [field.name as AdminSettingName, field]),
);

/** What may have been meant by a name that is none; undefined where nothing is like it. */
export function meantBy(name: string, names: readonly string[]): string | undefined {
  const near = closest(name, names);
  return near.length === 0 ? undefined : `Did you mean ${near.join(" or ")}?`;
}

/** A setting as forms and help know it: its kind, its options and what it is about. */
export function settingField(name: AdminSettingName): Field {
  const field = FIELDS.get(name);
  if (!field) throw new TypeError(`${name} is no setting`);
  return field;
}

/** What empties a list or a line. */
const NOTHING = /^(?:none|nothing|nobody|-)$/i;

/**
 * What somebody typed as the value of a setting.
 * @throws UserError for what it cannot be
 */
export async function readSetting(
  name: AdminSettingName,
  typed: string,
  parts: SettingValueParts,
  call: Call,
): Promise<unknown> {
  return await checkedSetting(name, understood(name, typed.trim(), parts, call), parts, call);
}

function understood(name: AdminSettingName, typed: string, { rates }: SettingValueParts, { place }: Call): unknown {
  const field = settingField(name);
  switch (name) {
    case "currency":
      return currencyOf(typed, rates) ?? typed.toUpperCase();
    case "zone":
      return zoneIn(typed);
    case "locale":
      return typed.replaceAll("_", "-");
    case "disclosure":
      return NOTHING.test(typed) ? "" : cleanLine(typed, 200);
    case "topics":
      return /^here$/i.test(typed) ? [place.topicId ?? "general"] : listIn(field, typed.replace(/^all$/i, "none"));
    case "allowed_accounts":
    case "blocked_accounts":
      return listIn(field, typed.replaceAll(/<@!?(\d+)>/g, "$1 "));
    case "allowed_roles":
    case "admin_roles":
      return listIn(field, typed.replaceAll(/<@&(\d+)>/g, "$1 "));
    case "commands_off":
      return listIn(field, typed.replaceAll("/", "").toLowerCase());
    default:
      return readValue(field, typed);
  }
}

/** Only Discord has them. */
export const isOfRoles = (name: AdminSettingName): boolean => name === "allowed_roles" || name === "admin_roles";

const listIn = (field: Field, typed: string): unknown => (NOTHING.test(typed) ? [] : readValue(field, typed));

/** Without the choices of a zone: picking one would ask for it as a field of its own. */
function zoneIn(typed: string): string {
  try {
    return readZone(typed, {});
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, { hint: "A large city or an IANA name does it: Berlin, America/New_York." });
  }
}

/** @throws UserError for a value that does not fit, or that could have no effect */
async function checkedSetting(
  name: AdminSettingName,
  value: unknown,
  { all, rates, deafness }: SettingValueParts,
  { place }: Call,
): Promise<unknown> {
  const parsed = adminSettings.shape[name].safeParse(value);
  if (!parsed.success) throw misfit(name, value);
  if (name === "currency" && !rates.isCurrency(String(parsed.data))) throw misfit(name, value);
  if (name === "cashtags" && parsed.data === true) {
    const missing = await deafness(place);
    if (missing !== undefined) throw new UserError(`It stays off. ${missing}`);
  }
  if (isOfRoles(name) && place.platform !== "discord" && parsed.data !== undefined)
    if ((parsed.data as readonly string[]).length > 0)
      throw new UserError("Only Discord has roles.", { hint: "Here there are allowed_accounts." });
  if (name === "commands_off") for (const each of parsed.data as readonly string[]) checkSwitchable(each, all);
  return parsed.data;
}

function misfit(name: AdminSettingName, value: unknown): UserError {
  const { options, description } = settingField(name);
  const shown = cleanLine(typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"), 40);
  return new UserError(`"${shown}" is nothing that ${name} can be.`, {
    hint: options.length > 0 ? `It can be ${options.join(", ")}.` : `${description}.`,
  });
}

/** By which people get help, their own data, and back what was switched off. */
const ALWAYS_ON = new Set(["settings", "help", "start", "about", "me"]);

function checkSwitchable(name: string, all: ReadonlyMap<string, AnyCommand>): void {
  const meant = [...all.values()].filter((each) => each.name === name || each.name.startsWith(`${name} `));
  if (meant.length === 0) throw new UserError(`There is no command "${cleanLine(name, 32)}" to switch off.`);
  const [first = ""] = name.split(" ");
  if (ALWAYS_ON.has(first) || meant.every(({ access }) => access !== "member"))
    throw new UserError(`/${name} stays on.`, { hint: "What can be switched off is what everybody may use." });
}

/**
 * Settings as they are handed over in a file: all of them are checked before any is kept.
 * @throws UserError that names what does not fit
 */
export async function readSettings(
  typed: string,
  parts: SettingValueParts,
  call: Call,
): Promise<Readonly<Record<string, unknown>>> {
  const given = settingsOf(typed);
  const names = namesIn(scopeOf(call));
  const checked: [string, unknown][] = [];
  for (const [name, value] of Object.entries(given)) {
    const known = names.find((each) => each === name);
    if (known === undefined) {
      const hint = meantBy(name, names);
      throw new UserError(
        `"${cleanLine(name, 40)}" is no setting here; nothing was changed.`,
        hint === undefined ? {} : { hint },
      );
    }
    try {
      checked.push([known, await checkedSetting(known, value, parts, call)]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(
        `${error.message} Nothing was changed.`,
        error.hint === undefined ? {} : { hint: error.hint },
      );
    }
  }
  return Object.fromEntries(checked);
}

/** What the file of an export is called by. */
const FORMAT = "westbound settings";

/** The file of an export. */
export const settingsFile = (given: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ format: FORMAT, settings: given }, undefined, 2)}\n`;

function settingsOf(typed: string): Readonly<Record<string, unknown>> {
  let file: unknown;
  try {
    file = JSON.parse(typed);
  } catch {
    file = undefined; // Said below.
  }
  const isOurs = isRecord(file) && file["format"] === FORMAT && isRecord(file["settings"]);
  if (!isOurs)
    throw new UserError("That is no file of settings.", { hint: "/settings export gives one; nothing was changed." });
  return (file as { settings: Readonly<Record<string, unknown>> }).settings;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
