import type { Call } from "../../core/call.ts";
import type { AnyCommand } from "../../core/command.ts";
import type { Desk } from "../../core/desk.ts";
import { isOffered } from "../../core/dispatch.ts";
import { fieldsOf } from "../../core/fields.ts";
import { parseArguments } from "../../core/parse.ts";

type Commands = ReadonlyMap<string, AnyCommand>;

/** What a typed line asks for: a command with its input, or a free question. */
export type Line =
  | { readonly kind: "command"; readonly name: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: "question"; readonly question: string };

interface Opened {
  readonly command: AnyCommand;
  /** What stands behind the name. */
  readonly rest: string;
}

const byName = (commands: Commands, typed: string): AnyCommand | undefined =>
  commands.get(typed) ?? [...commands.values()].find(({ aliases }) => aliases?.includes(typed));

/** The command that a line begins with, two-word names first: `/portfolio add …` is not `/portfolio`. */
function openLine(line: string, commands: Commands): Opened | undefined {
  for (const pattern of [/^\/([a-z0-9]+[ _]+[a-z0-9]+)(?=\s|$)/i, /^\/([a-z0-9]+)(?=\s|$)/i]) {
    const match = pattern.exec(line);
    const command = match?.[1] && byName(commands, match[1].toLowerCase().replace(/[ _]+/, " "));
    if (match && command) return { command, rest: line.slice(match[0].length).trimStart() };
  }
  return undefined;
}

/** @param line  without invisible characters; a command begins with a slash */
export function readLine(line: string, commands: Commands): Line {
  if (!line.startsWith("/")) return { kind: "question", question: line };
  const opened = openLine(line, commands);
  if (opened) return { kind: "command", name: opened.command.name, input: parseArguments(opened.command, opened.rest) };
  return { kind: "command", name: line.slice(1).split(/\s/, 1)[0] ?? "", input: {} };
}

/** One way to go on; `line` is what then stands in the box. */
export interface Completion {
  readonly label: string;
  readonly description?: string;
  readonly line: string;
}

function completeName(line: string, commands: Commands, call: Call): Completion[] {
  const typed = line.slice(1).toLowerCase().replaceAll("_", " ");
  return [...commands.values()]
    .filter((command) => isOffered(command, call))
    .filter(({ name, aliases }) => name.startsWith(typed) || aliases?.includes(typed))
    .map((command) => ({
      label: `/${command.name}`,
      description: command.summary,
      line: `/${command.name}${fieldsOf(command).length === 0 ? "" : " "}`,
    }));
}

// Any word that nobody types: the field that the parser gives it to is the one that is being typed.
const MARK = "\u{F0000}";

/** Ways to complete a line that begins with a slash, from memory; none for a free question. */
export async function complete(line: string, desk: Desk, call: Call): Promise<readonly Completion[]> {
  if (!line.startsWith("/")) return [];
  const opened = openLine(line, desk.commands);
  if (!opened || !/\s/.test(line) || (opened.rest === "" && !/\s$/.test(line)))
    return completeName(line, desk.commands, call);
  const { command, rest } = opened;
  const typed = /[^\s,;]*$/.exec(rest)?.[0] ?? "";
  const [, named, value] = /^([a-z_]+):(.*)$/i.exec(typed) ?? [undefined, undefined, typed];
  const before = rest.slice(0, rest.length - (value ?? "").length);
  const field = Object.entries(parseArguments(command, `${before}${MARK}`)).find(([, given]) =>
    [given].flat().some((each) => typeof each === "string" && each.includes(MARK)),
  )?.[0];
  if (field === undefined || (named !== undefined && named.toLowerCase() !== field)) return [];
  const begun = line.slice(0, line.length - (value ?? "").length);
  const options = fieldsOf(command).find(({ name }) => name === field)?.options ?? [];
  const choices = command.suggest?.[field]
    ? await desk.suggest(command.name, field, value ?? "", call)
    : options
        .filter((option) => option.toLowerCase().startsWith((value ?? "").toLowerCase()))
        .map((option) => ({ label: option, value: option }));
  return choices.map((choice) => ({
    label: choice.label,
    ...("description" in choice && choice.description !== undefined ? { description: choice.description } : {}),
    line: `${begun}${/[\s,;]/.test(choice.value) ? `"${choice.value}"` : choice.value} `,
  }));
}
