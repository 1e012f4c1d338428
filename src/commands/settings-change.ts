import { ADMIN_SETTINGS, type AdminSettingName } from "../core/settings.ts";
import type { Call } from "../core/call.ts";
import { checkMaySet, type SettingsParts } from "./settings.ts";
import { defineCommand } from "../core/command.ts";
import { fields, type Reply } from "../core/reply.ts";
import { fileField } from "../core/chat-file.ts";
import { type GivenSettings, scopeOf } from "./settings-book.ts";
import { namesIn, readSetting, readSettings, type SettingValueParts } from "./settings-value.ts";
import { SETTING_PAGES, type SettingPage, settingLabel, settingsReply, settingWords } from "./settings-menu.ts";
import { textOf } from "../core/file-text.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** More than all settings at their longest. */
const FILE_BYTES = 64 * 1024;
const TEXT_LENGTH = 4_000;

/** What changes settings needs. */
export type SettingsChangeParts = SettingsParts & SettingValueParts;

interface ChangedFacts {
  readonly given: GivenSettings;
  readonly names: readonly AdminSettingName[];
  readonly page?: SettingPage;
}

const pageField = z.enum(SETTING_PAGES).optional().describe("Which page to show afterwards");
const factsOf = (names: readonly AdminSettingName[], page: SettingPage | undefined) => (given: GivenSettings) => ({
  given,
  names,
  ...(page === undefined ? {} : { page }),
});

/** @throws UserError for a setting of places, asked for in a direct chat */
function checkScope(name: AdminSettingName, call: Call): void {
  if (!namesIn(scopeOf(call)).includes(name))
    throw new UserError(`${name} is a setting of places; send it there.`, {
      hint: `Yours: ${namesIn("person").join(", ")}.`,
    });
}

/** `/settings set <name> <value>`. */
export const settingsSet = (parts: SettingsChangeParts) =>
  defineCommand({
    name: "settings set",
    summary: "Changes one setting of this place, or in a direct chat one of yours.",
    examples: ["settings set currency EUR", "settings set who_may_ask admins", "settings set zone Berlin"],
    input: z.object({
      name: z.enum(ADMIN_SETTINGS).describe("Which setting"),
      value: z.string().trim().min(1).max(TEXT_LENGTH).describe("What it is from now on; none empties a list or line"),
      page: pageField,
    }),
    // A value may be of several words.
    readLine: (line) => {
      const [, name, value] = /^([a-z_]+)(?:\s*[:=]\s*|\s+)([^]+)$/i.exec(line.trim()) ?? [];
      return name === undefined || name === "name" ? undefined : { name: name.toLowerCase(), value };
    },
    access: "member",
    effect: "write",
    visibility: "public",
    surfaces: ["chat", "agent"],
    async run({ name, value, page }, call): Promise<ChangedFacts> {
      checkMaySet(call);
      checkScope(name, call);
      const read = await readSetting(name, value, parts, call);
      const change = { set: { [name]: read }, reset: [] };
      return await parts.settings.change("settings set", call, change, factsOf([name], page));
    },
    show: changedReply,
  });

/** `/settings reset <name>`: as it is by default; `all` of them. */
export const settingsReset = (parts: SettingsChangeParts) =>
  defineCommand({
    name: "settings reset",
    summary: "Puts one setting, or all, back to what it is by default.",
    examples: ["settings reset currency", "settings reset all"],
    input: z.object({ name: z.enum([...ADMIN_SETTINGS, "all"]).describe("Which setting, or all"), page: pageField }),
    access: "member",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    async run({ name, page }, call): Promise<ChangedFacts> {
      checkMaySet(call);
      if (name !== "all") checkScope(name, call);
      const reset = name === "all" ? namesIn(scopeOf(call)) : [name];
      return await parts.settings.change("settings reset", call, { set: {}, reset }, factsOf(reset, page));
    },
    show: changedReply,
  });

/** `/settings import` with the file of an export: from then on all is as it says, or nothing is changed. */
export const settingsImport = (parts: SettingsChangeParts) =>
  defineCommand({
    name: "settings import",
    summary: "Takes the file of /settings export: all of it, or nothing.",
    examples: ["settings import"],
    input: z.object({
      file: fileField("The file of /settings export").optional(),
      text: z.string().trim().max(TEXT_LENGTH).optional().describe("The same, typed"),
    }),
    readLine: (line) => (line.trim().startsWith("{") ? { text: line.trim() } : undefined),
    access: "member",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    async run({ file, text }, call): Promise<ChangedFacts> {
      checkMaySet(call);
      const typed = file ? textOf(await file.read(FILE_BYTES)) : text;
      if (typed === undefined || typed === "")
        throw new UserError("Attach the file of /settings export, or paste what is in it.");
      const set = await readSettings(typed, parts, call);
      const names = namesIn(scopeOf(call));
      const reset = names.filter((name) => !(name in set));
      return await parts.settings.change("settings import", call, { set, reset }, factsOf(names, undefined));
    },
    show: changedReply,
  });

function changedReply({ given, names, page }: ChangedFacts, call: Call): Reply {
  if (page !== undefined) return settingsReply({ given, page }, call);
  return {
    title: call.place.isPublic ? "Settings of this place changed" : "Your settings changed",
    blocks: [fields(Object.fromEntries(names.map((name) => [settingLabel(name), settingWords(name, given)])))],
    buttons: [{ label: "All settings", command: "settings", input: {} }],
  };
}
