import { z } from "zod";

/** A list of accounts, topics or commands; longer ones are for a file of their own, not for a chat. */
const LIST_LIMIT = 50;

const words = (what: string) =>
  z
    .array(z.string().regex(/^[\w@. -]{1,40}$/))
    .max(LIST_LIMIT)
    .default([])
    .describe(what);

const isCurrency = (code: string): boolean => Intl.supportedValuesOf("currency").includes(code);

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // What it knows no zone by.
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false; // No well-formed tag.
  }
}

/** What somebody sets for themselves, and admins for those of a place who set nothing. Absent: as the desk has it. */
export const personSettings = z.object({
  currency: z
    .string()
    .refine(isCurrency, "no currency")
    .optional()
    .describe("Currency of prices where nobody names another, such as EUR"),
  locale: z
    .string()
    .max(35)
    .refine(isLocale, "no language tag")
    .optional()
    .describe("How numbers are written, such as de-DE"),
  zone: z
    .string()
    .max(60)
    .refine(isZone, "no time zone")
    .optional()
    .describe("Time zone of times of day, such as Europe/Berlin"),
});

/** What is changed for one place while the desk runs. Readers ask the store when they need a value; nothing is reloaded. */
export const settings = z.object({
  ...personSettings.shape,
  who_may_ask: z
    .enum(["everyone", "admins", "listed"])
    .default("everyone")
    .describe("Who is answered: everyone, admins, or admins and the allowed accounts and roles"),
  allowed_accounts: words("Account ids that are answered where only listed ones are"),
  allowed_roles: words("Ids of Discord roles whose members are answered where only listed ones are"),
  admin_roles: words("Ids of Discord roles whose members count as admins here, beside those who manage the server"),
  blocked_accounts: words("Account ids that are never answered here; admins always are"),
  answers_to: z
    .enum(["everything", "commands"])
    .default("everything")
    .describe("everything: commands, and questions that mention me; or commands only"),
  topics: words("Ids of the topics that I answer in; none: all"),
  cashtags: z.boolean().default(false).describe("Whether $CASHTAGS and pasted contract addresses are answered here"),
  commands_off: words("Commands that are switched off here, each with all that begin with it"),
  repeats: z
    .enum(["point", "answer"])
    .default("point")
    .describe("A look-up that was answered here less than a minute ago: point to that answer, or answer again"),
  answers_stay: z
    .enum(["always", "5_minutes", "60_minutes"])
    .default("always")
    .describe("How long answers to look-ups stay before I delete them"),
  delete_button: z
    .boolean()
    .default(false)
    .describe("Whether answers have a button by which their asker, and admins, delete them"),
  disclosure: z.string().trim().max(120).default("").describe("A line below each answer, such as Not financial advice"),
  model: z.boolean().default(true).describe("Whether free questions go to the model, where the owner has allowed it"),
  model_questions_a_day: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(200)
    .describe("Questions that the model is asked in this place in a day (UTC)"),
  pause_seconds: z.number().int().min(0).max(3_600).default(0).describe("How long each person waits after an answer"),
  answers_an_hour: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe("Answers in this place in an hour; 0: no limit"),
  model_allowed: z.boolean().default(false).describe("Whether the owner lets this place use the model"),
  model_asked: z.boolean().default(false).describe("Whether the owner was asked to allow it"),
  admins_add_evidence: z.boolean().default(false).describe("Whether admins of this place may add evidence to scores"),
});

export type Settings = z.output<typeof settings>;
export type SettingName = keyof Settings;
export type PersonSettings = z.output<typeof personSettings>;
export type PersonSettingName = keyof PersonSettings;

/** Set by the owner's own commands, or by the desk: no admin gives their place the use of somebody else's key. */
const NOT_ADMINS = ["model_allowed", "model_asked", "admins_add_evidence"] as const satisfies readonly SettingName[];

export type AdminSettingName = Exclude<SettingName, (typeof NOT_ADMINS)[number]>;

/** What admins of a place set there, as an object of its own. */
export const adminSettings = settings.omit({ model_allowed: true, model_asked: true, admins_add_evidence: true });

/** Names of what people set for themselves, in the order in which menus list them. */
export const PERSON_SETTINGS = Object.keys(personSettings.shape) as [PersonSettingName, ...PersonSettingName[]];
/** Names of what admins set for a place, in the order in which menus list them. */
export const ADMIN_SETTINGS = Object.keys(adminSettings.shape) as [AdminSettingName, ...AdminSettingName[]];
