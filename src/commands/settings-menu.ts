import { adminSettings, type AdminSettingName } from "../core/settings.ts";
import { type Button, type CommandButton, fields, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { COMMON_ZONES, zoneName } from "./digest-zone.ts";
import { type GivenSettings, scopeOf } from "./settings-book.ts";
import { isOfRoles, namesIn, settingField } from "./settings-value.ts";

/** What is set by pressing, each on a page of its own so that it fits a phone. */
export const SETTING_PAGES = ["numbers", "zone", "who", "answers", "model", "pace"] as const;

export type SettingPage = (typeof SETTING_PAGES)[number];

const PAGES = {
  numbers: { title: "Numbers", names: ["currency", "locale"] },
  zone: { title: "Time zone", names: ["zone"] },
  who: {
    title: "Who may ask",
    names: ["who_may_ask", "allowed_accounts", "allowed_roles", "admin_roles", "blocked_accounts"],
  },
  answers: {
    title: "Answers",
    names: [
      "answers_to",
      "topics",
      "cashtags",
      "commands_off",
      "repeats",
      "answers_stay",
      "delete_button",
      "disclosure",
    ],
  },
  model: { title: "Model", names: ["model", "model_questions_a_day"] },
  pace: { title: "Pace", names: ["pause_seconds", "answers_an_hour"] },
} as const satisfies Record<SettingPage, { title: string; names: readonly AdminSettingName[] }>;

/** What most choose, as it would be typed; booleans and those of a few options offer what there is. */
const USUAL: Partial<Record<AdminSettingName, readonly string[]>> = {
  currency: ["USD", "EUR", "GBP", "JPY", "INR"],
  locale: ["en-US", "en-GB", "de-DE", "fr-FR", "en-IN"],
  zone: COMMON_ZONES,
  topics: ["here"],
  model_questions_a_day: ["20", "50", "200", "1000"],
  pause_seconds: ["0", "5", "15", "60"],
  answers_an_hour: ["0", "30", "100"],
};

/** What can be typed where no button does it. */
const TYPED: Record<SettingPage, string> = {
  numbers: "currency CHF",
  zone: "zone Lisbon",
  who: "blocked_accounts 123456789",
  answers: "disclosure Not financial advice",
  model: "model_questions_a_day 80",
  pace: "pause_seconds 30",
};

const LABELS: Record<AdminSettingName, string> = {
  currency: "Currency",
  locale: "Numbers as in",
  zone: "Time zone",
  who_may_ask: "Answered",
  allowed_accounts: "Allowed accounts",
  allowed_roles: "Allowed roles",
  admin_roles: "Admins by role",
  blocked_accounts: "Blocked accounts",
  answers_to: "Answers to",
  topics: "Topics",
  cashtags: "$CASHTAGS",
  commands_off: "Switched off",
  repeats: "The same within a minute",
  answers_stay: "Look-ups stay",
  delete_button: "Delete button",
  disclosure: "Line below answers",
  model: "Model",
  model_questions_a_day: "Questions to the model a day",
  pause_seconds: "Pause of each person",
  answers_an_hour: "Answers an hour",
};

/** What a setting is called before people. */
export const settingLabel = (name: AdminSettingName): string => LABELS[name];

/** A value as people read it. */
export function settingWords(name: AdminSettingName, given: GivenSettings): string {
  const value = given[name] ?? adminSettings.parse({})[name];
  if (value === undefined) return "as the desk has it";
  if (Array.isArray(value)) return value.length === 0 ? (name === "topics" ? "all" : "none") : value.join(", ");
  if (typeof value === "boolean") return value ? "on" : "off";
  if (value === 0 && name !== "model_questions_a_day") return name === "pause_seconds" ? "none" : "no limit";
  if (value === "") return "none";
  if (name === "locale") return `${plain(value)} (${(1234.5).toLocaleString(plain(value))})`;
  return name === "pause_seconds" ? `${plain(value)} s` : plain(value);
}

const plain = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** How it all stands, or one page of it, with what can be pressed. */
export function settingsReply(
  { given, page }: { readonly given: GivenSettings; readonly page?: SettingPage },
  call: Call,
  links: readonly CommandButton[] = [],
): Reply {
  const isFitting = (name: AdminSettingName): boolean => !isOfRoles(name) || call.place.platform === "discord";
  const names = namesIn(scopeOf(call)).filter(isFitting);
  const title = call.place.isPublic ? "Settings of this place" : "Your settings";
  const pages = SETTING_PAGES.filter((each) => PAGES[each].names.some((name) => names.includes(name)));
  if (page === undefined || !pages.includes(page))
    return {
      title,
      blocks: [valuesOf(names, given)],
      buttons: [
        ...pages.map((each) => ({ label: PAGES[each].title, command: "settings", input: { page: each } })),
        ...links,
      ],
      footer: "what is not set is as the desk has it · /settings set also takes it typed",
    };
  const shown: readonly AdminSettingName[] = PAGES[page].names.filter(isFitting);
  return {
    title: `${title}: ${PAGES[page].title}`,
    blocks: [valuesOf(shown, given), text(`Or type, for example: /settings set ${TYPED[page]}`)],
    buttons: [
      ...shown.flatMap((name) => buttonsOf(name, given, page, call)),
      { label: "Back", command: "settings", input: {} },
    ],
  };
}

const valuesOf = (names: readonly AdminSettingName[], given: GivenSettings) =>
  fields(Object.fromEntries(names.map((name) => [LABELS[name], settingWords(name, given)])));

function buttonsOf(name: AdminSettingName, given: GivenSettings, page: SettingPage, call: Call): readonly Button[] {
  const { kind, options } = settingField(name);
  const value = given[name] ?? adminSettings.parse({})[name];
  const offered = kind === "boolean" ? ["on", "off"] : options.length > 0 ? options : (USUAL[name] ?? []);
  // Only a forum has topics.
  const fitting = name === "topics" && call.place.topicId === undefined ? [] : offered;
  const set = fitting.map((each) => {
    const isNow = kind === "boolean" ? value === (each === "on") : plain(value) === each;
    const label = worded(name, each);
    return { label: isNow ? `✓ ${label}` : label, command: "settings set", input: { name, value: each, page } };
  });
  const isGiven =
    given[name] !== undefined && (kind === "list" || adminSettings.parse({})[name] === undefined || value === "");
  const isSetText = name === "disclosure" && value !== "";
  return isGiven || isSetText
    ? [...set, { label: `${LABELS[name]}: reset`, command: "settings reset", input: { name, page } }]
    : set;
}

/** A button says what it is about where its value alone would not. */
function worded(name: AdminSettingName, value: string): string {
  switch (name) {
    case "zone":
      return zoneName(value);
    case "currency":
    case "who_may_ask":
      return value;
    case "locale":
      return (1234.5).toLocaleString(value) === "1,234.5" && value !== "en-US"
        ? value
        : `${value} ${(1234.5).toLocaleString(value)}`;
    case "topics":
      return "Only this topic";
    default:
      return `${LABELS[name]}: ${value === "0" ? "no limit" : value}`;
  }
}
