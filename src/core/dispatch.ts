import type { Call, Progress } from "./call.ts";
import { isAtLeast } from "./call.ts";
import type { AnyCommand } from "./command.ts";
import { UserError } from "./errors.ts";
import { explainInput } from "./explain.ts";
import { fieldsOf, readValue } from "./fields.ts";
import type { Reply } from "./reply.ts";
import { nearest } from "./nearest.ts";
import { refuseSecrets } from "./pasted-secret.ts";

export interface Outcome {
  /** What a model or a program reads. */
  readonly facts: unknown;
  /** What a person reads. */
  readonly reply: Reply;
}

/** Whether this caller may use the command from where they are; help and menus list by it, `dispatch` checks by it. */
export const isOffered = (command: AnyCommand, call: Call): boolean =>
  command.surfaces.includes(call.surface) && isAtLeast(call.caller.role, command.access);

/** The facts of a write that the caller's very same call has carried out before; undefined when it has not. */
export type DoneBefore = (command: string, call: Call) => Promise<{ readonly facts: unknown } | undefined>;

/**
 * The only way to run a command, whatever the surface: refuses keys and seed phrases, finds it, checks who may call it, validates the input, runs it.
 * A write that was done before answers with its first answer, and asks nobody anything again.
 * @param doneBefore  only needed where writes are run
 * @throws UserError for what the caller can put right; anything else is a fault of ours or of a provider
 */
export async function dispatch(
  commands: ReadonlyMap<string, AnyCommand>,
  name: string,
  raw: unknown,
  call: Call,
  progress: Progress,
  doneBefore: DoneBefore = async () => undefined,
): Promise<Outcome> {
  // Before anything can repeat, keep or send it.
  refuseSecrets([name, raw]);
  const command = commands.get(name);
  if (!command || !command.surfaces.includes(call.surface)) {
    const near = nearest(
      name,
      [...commands.values()].filter((each) => isOffered(each, call)).map((each) => each.name),
    );
    throw new UserError(`There is no command "${name.slice(0, 32)}".`, {
      hint: near === undefined ? "/help lists them all." : `Did you mean /${near}? /help lists them all.`,
    });
  }
  if (!isAtLeast(call.caller.role, command.access))
    throw new UserError(
      command.access === "owner"
        ? `Only the owner of this desk can use /${name}.`
        : `Only an admin of this place can use /${name}.`,
    );
  const done = command.effect === "write" && call.key !== undefined ? await doneBefore(name, call) : undefined;
  const facts: unknown = done ? done.facts : await command.run(validInput(command, raw), call, progress);
  const reply = command.show(facts, call);
  return { facts, reply: command.visibility === "private" ? { ...reply, audience: "caller" } : reply };
}

/**
 * The input as the command takes it.
 * @throws UserError naming what was not understood, with an example
 */
export function validInput(command: AnyCommand, raw: unknown): unknown {
  const parsed = command.input.safeParse(readInput(command, raw));
  if (!parsed.success)
    throw new UserError(explainInput(parsed.error, raw), { hint: `For example: /${command.examples[0]}` });
  return parsed.data;
}

/** Surfaces that know only text hand lists and numbers over as such. */
function readInput(command: AnyCommand, raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null) return raw;
  const given = raw as Readonly<Record<string, unknown>>;
  const read = fieldsOf(command).filter(({ name }) => given[name] !== undefined);
  return { ...given, ...Object.fromEntries(read.map((field) => [field.name, readValue(field, given[field.name])])) };
}
