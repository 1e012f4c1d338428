import { ADMIN_SETTINGS } from "../core/settings.ts";
import type { AnyCommand } from "../core/command.ts";
import { type Call, isAtLeast } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { type CommandButton, fields } from "../core/reply.ts";
import { defineCommand } from "../core/command.ts";
import { isOffered } from "../core/dispatch.ts";
import { meantBy, namesIn, settingField, settingsFile } from "./settings-value.ts";
import { scopeOf, type SettingsBook } from "./settings-book.ts";
import { SETTING_PAGES, settingLabel, settingsReply, settingWords } from "./settings-menu.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** What reads settings needs. */
export interface SettingsParts {
  readonly settings: SettingsBook;
  readonly all: ReadonlyMap<string, AnyCommand>;
}

/**
 * Where nobody else reads along the settings are the caller's own; elsewhere they are the place's, which its admins see and change.
 * @throws UserError for anybody else
 */
export function checkMaySet({ caller, place }: Call): void {
  if (place.isPublic && !isAtLeast(caller.role, "admin"))
    throw new UserError("Only an admin of this place sees and changes its settings.", {
      hint: "In a direct chat, /settings has your own.",
    });
}

/** What is set up by commands of its own. */
const LINKS = [
  ["setup", "Set up anew"],
  ["digest here", "Digest"],
  ["alert here", "Alerts"],
  ["feed", "News feeds"],
  ["budget", "Model use"],
] as const;

const linksFor = (all: ReadonlyMap<string, AnyCommand>, call: Call): readonly CommandButton[] =>
  call.place.isPublic
    ? LINKS.flatMap(([name, label]) => {
        const command = all.get(name);
        return command && isOffered(command, call) ? [{ label, command: name, input: {}, answer: "new" as const }] : [];
      })
    : [];

/** A page by its name alone; what else is typed is taken for a setting, to be told how that is changed. */
function readPageLine(line: string): Readonly<Record<string, unknown>> | undefined {
  const typed = line.trim().toLowerCase();
  if (typed === "" || /^page\s*[:=]/.test(typed)) return undefined;
  if (SETTING_PAGES.some((page) => page === typed)) return { page: typed };
  const [, name = typed, value = ""] = /^(\S+?)(?:\s*[:=]\s*|\s+)([^]*)$/.exec(line.trim()) ?? [];
  return { [name.toLowerCase()]: value };
}

function refuseSettings({ page: _page, ...others }: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const [name, value] of Object.entries(others))
    context.addIssue({ code: "custom", message: whyNot(name, value) });
}

/** What somebody wanted who typed a setting where settings are only shown. */
function whyNot(name: string, value: unknown): string {
  if (ADMIN_SETTINGS.some((each) => each === name))
    return `/settings set ${name} ${cleanLine(String(value), 40) || "VALUE"} changes it.`;
  return `There is no setting "${cleanLine(name, 40)}". ${meantBy(name, ADMIN_SETTINGS) ?? "The buttons of /settings show those there are."}`;
}

/** `/settings`: how the place, or in a direct chat the desk for its caller, is set up; pressing changes it. */
export const settings = ({ settings: book, all }: SettingsParts) =>
  defineCommand({
    name: "settings",
    summary: "How this place is set up, or in a direct chat how I write to you; buttons change it.",
    examples: ["settings", "settings who"],
    input: z
      .looseObject({ page: z.enum(SETTING_PAGES).optional().describe("Which page; the whole of it unless said") })
      .superRefine(refuseSettings),
    readLine: readPageLine,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    async run({ page }, call) {
      checkMaySet(call);
      return { given: await book.given(call), ...(page === undefined ? {} : { page }) };
    },
    show: (facts, call) => settingsReply(facts, call, linksFor(all, call)),
  });

/** `/settings get <name>`: one value, for scripts. */
export const settingsGet = ({ settings: book }: SettingsParts) =>
  defineCommand({
    name: "settings get",
    summary: "One setting, and what it is about.",
    examples: ["settings get currency"],
    input: z.object({ name: z.enum(ADMIN_SETTINGS).describe("Which setting") }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    async run({ name }, call) {
      checkMaySet(call);
      if (!namesIn(scopeOf(call)).includes(name))
        throw new UserError(`${name} is a setting of places.`, { hint: `Yours: ${namesIn("person").join(", ")}.` });
      return { name, given: await book.given(call) };
    },
    show: ({ name, given }) => ({
      blocks: [fields({ [settingLabel(name)]: settingWords(name, given) })],
      footer: `${settingField(name).description} · /settings changes it`,
    }),
  });

/** `/settings export`: what is set, as a file that `/settings import` takes. */
export const settingsExport = ({ settings: book }: SettingsParts) =>
  defineCommand({
    name: "settings export",
    summary: "What is set here, as a file for /settings import.",
    examples: ["settings export"],
    input: z.object({}),
    access: "member",
    effect: "read",
    // It names accounts.
    visibility: "private",
    surfaces: ["chat"],
    async run(_input, call) {
      checkMaySet(call);
      return { given: await book.given(call) };
    },
    show: ({ given }) => ({
      title: "Settings",
      blocks: [{ kind: "file", name: "westbound-settings.json", text: settingsFile(given) }],
      footer: "/settings import takes it, here or in another place",
    }),
  });
