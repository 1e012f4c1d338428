import type { z } from "zod";
import type { Call, Progress, Role, Surface } from "./call.ts";
import type { Reply } from "./reply.ts";

/** One suggestion: `label` is shown, `value` is what the field gets. */
export interface Choice {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}

/** From memory or SQLite, never from the network: it answers while somebody types. */
type Suggest = (typed: string, call: Call) => Promise<readonly Choice[]>;

/**
 * One thing that can be asked for. Slash command, Telegram command, agent tool, MCP tool, web page, help and README are read off it.
 * `Facts` is JSON-safe and carries raw values with units in the key names; a model or program reads it. `show` is pure and words it.
 */
export interface Command<Input extends z.ZodObject = z.ZodObject, Facts = unknown> {
  /** One or two lower-case words: "price", "alert add". */
  readonly name: string;
  /** Short forms where commands are typed, e.g. "p". */
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** As a person types them, without the slash. The first is shown when input is not understood. */
  readonly examples: readonly [string, ...string[]];
  /** A flat object of string, number, integer, boolean, enum, list of strings and file; required fields first. */
  readonly input: Input;
  /** Words in typed input that name the field of what follows: `{ to: "to" }` reads "2.5 TAO to EUR". */
  readonly keywords?: Readonly<Record<string, string>>;
  /**
   * Reads a typed line where words do not fill fields in order: "tao above 400 repeat every 6h". What it cannot read it leaves to the
   * schema to word. Never throws; undefined where the line is of the usual form.
   */
  readonly readLine?: (line: string) => Readonly<Record<string, unknown>> | undefined;
  readonly access: Role;
  /**
   * `write` reaches the model only as a proposal with a Confirm button. Its `run` first asks whom it has to ask, then changes
   * the database by one service that goes through `DoneKeyStore.once`, and returns what that returns.
   */
  readonly effect: "read" | "write";
  /** `private`: only the caller sees the reply, wherever it was asked. */
  readonly visibility: "public" | "private";
  readonly surfaces: readonly Surface[];
  readonly suggest?: Readonly<Record<string, Suggest>>;
  run(input: z.output<Input>, call: Call, progress: Progress): Promise<Facts>;
  show(facts: Facts, call: Call): Reply;
}

/** Any command, where the types of its input and facts no longer matter. */
// oxlint-disable-next-line typescript/no-explicit-any -- the only type that every Command is assignable to
export type AnyCommand = Command<any, any>;

/** Returns its argument; ties the types of `input`, `run` and `show` together. */
export const defineCommand = <Input extends z.ZodObject, Facts>(
  command: Command<Input, Facts>,
): Command<Input, Facts> => command;

/** Reads only, nothing of anybody's, nothing that needs a right. */
export const isOpenToAll = (command: AnyCommand | undefined): boolean =>
  command?.effect === "read" && command.visibility === "public" && command.access === "member";

/** Done before everybody's eyes, by whoever has the right to: the answer is everybody's, too. */
export const isOfRight = (command: AnyCommand | undefined): boolean =>
  command?.visibility === "public" && command.access !== "member";
