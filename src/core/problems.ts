import type { AnyCommand } from "./command.ts";
import { fieldsOf } from "./fields.ts";

const NAME = /^[a-z][a-z0-9]*( [a-z][a-z0-9]*)?$/;

function problemsOf(command: AnyCommand): string[] {
  const problems: string[] = [];
  if (!NAME.test(command.name) || command.name.length > 32)
    problems.push("the name is not one or two lower-case words of 32 characters in all");
  if (command.summary.length > 100) problems.push("the summary is longer than 100 characters");
  if (!command.summary.endsWith(".")) problems.push("the summary is not a sentence");
  if (command.surfaces.length === 0) problems.push("it is offered nowhere");
  for (const example of command.examples)
    if (!example.startsWith(command.name)) problems.push(`the example "${example}" is not of this command`);
  try {
    const fields = fieldsOf(command);
    if (fields.length > 25) problems.push("it has more than 25 fields");
    if (fields.some((field, index) => field.required && fields[index - 1]?.required === false))
      problems.push("a required field stands behind an optional one");
    for (const field of fields) {
      if (!/^[a-z][a-z0-9_]{0,31}$/.test(field.name))
        problems.push(`the field name "${field.name}" does not fit every platform`);
      if (field.description === "" || field.description.length > 100)
        problems.push(`the field "${field.name}" has no description of at most 100 characters`);
    }
    const files = fields.filter(({ kind }) => kind === "file");
    if (files.length > 1) problems.push("it has more than one file");
    if (files.length > 0 && command.surfaces.some((surface) => surface !== "chat"))
      problems.push("a command with a file is for chat alone");
    const names = fields.map(({ name }) => name);
    for (const name of [...Object.keys(command.suggest ?? {}), ...Object.values(command.keywords ?? {})])
      if (!names.includes(name)) problems.push(`"${name}" is not one of its fields`);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems.map((problem) => `${command.name}: ${problem}`);
}

/** Every reason why a list of commands could not be offered on every surface; empty when there is none. */
export function problemsIn(commands: readonly AnyCommand[]): string[] {
  const names = commands.flatMap((command) => [command.name, ...(command.aliases ?? [])]);
  const twice = names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: defined twice`);
  return [...commands.flatMap(problemsOf), ...twice];
}
