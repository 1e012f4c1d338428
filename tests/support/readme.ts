import type { AnyCommand } from "../../src/core/command.ts";
import { fieldsOf } from "../../src/core/fields.ts";
import { DATA_SOURCES } from "../../src/commands/about.ts";
import { PLAN } from "../../src/market/plan.ts";
import { ADMIN_SETTINGS } from "../../src/core/settings.ts";
import { settingField } from "../../src/commands/settings-value.ts";
import { settingWords } from "../../src/commands/settings-menu.ts";
import { VARIABLES } from "../../src/variables.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

/** The table of commands as README has to show it. */
export const commandTable = (commands: readonly AnyCommand[]): string =>
  [
    row("command", "short", "what it does", "fields", "who"),
    "| --- | --- | --- | --- | --- |",
    ...commands.map((command) =>
      row(
        `\`/${command.name}\``,
        (command.aliases ?? []).map((alias) => `\`/${alias}\``).join(" "),
        command.summary,
        fieldsOf(command)
          .map(({ name, required }) => (required ? `\`${name}\`` : `\`${name}\`?`))
          .join(" "),
        { member: "everybody", admin: "admins", owner: "the owner" }[command.access],
      ),
    ),
  ].join("\n");

/** The table of what admins set in chat as README has to show it. */
export const settingTable = (): string =>
  [
    row("setting", "default", "meaning"),
    "| --- | --- | --- |",
    ...ADMIN_SETTINGS.map((name) => row(`\`${name}\``, settingWords(name, {}), settingField(name).description)),
  ].join("\n");

/** The table of environment variables as README has to show it. */
export const environmentTable = (): string =>
  [
    row("variable", "default", "meaning"),
    "| --- | --- | --- |",
    ...Object.values(VARIABLES)
      .flat()
      .map(({ name, fallback, meaning }) => row(`\`${name}\``, fallback, meaning)),
  ].join("\n");

/** The table of who is asked for what as README has to show it, with the words that sources ask for. */
export const sourceTable = (): string =>
  [
    row("figures", "asked first", "then"),
    "| --- | --- | --- |",
    ...Object.values(PLAN).map(({ what, sources: [first, ...rest], ...each }) =>
      row(what, first, "isAll" in each ? `with ${rest.join(", ")}` : rest.join(", ")),
    ),
    "",
    row("source", "said of it"),
    "| --- | --- |",
    ...DATA_SOURCES.map(({ name, url, attribution }) => row(`[${name}](${url})`, attribution)),
  ].join("\n");

/** The page with what stands between `<!-- name -->` and `<!-- /name -->` replaced. @throws Error when a mark is missing */
export function withSection(page: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  if (from === -1 || to < from) throw new Error(`README.md has no section ${open} … ${close}`);
  return `${page.slice(0, from + open.length)}\n${content}\n${page.slice(to)}`;
}
