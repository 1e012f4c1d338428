import { z } from "zod";
import type { AnyCommand } from "../core/command.ts";
import { parseArguments } from "../core/parse.ts";

/** A command as a model server wants it. The schema is the command's own, without the keys that some servers refuse. */
export interface Tool {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
  readonly [key: string]: unknown;
}

/** Fields of more characters than this are one line instead, where the command reads lines: five lines of examples are shorter, and small models get them right. */
const FIELDS_LIMIT = 1_000;
const LINE_LENGTH = 300;

export const toolName = ({ name }: AnyCommand): string => name.replaceAll(" ", "_");

/** The same for every message, and for each of them a schema would be made anew. */
const defined = new WeakMap<AnyCommand, Tool>();

/** A command as a tool. */
export function toolOf(command: AnyCommand): Tool {
  const known = defined.get(command);
  if (known) return known;
  const tool = define(command);
  defined.set(command, tool);
  return tool;
}

function define(command: AnyCommand): Tool {
  const effect = command.effect === "write" ? " Only proposes it: the person has to press Confirm." : "";
  return {
    type: "function",
    function: {
      name: toolName(command),
      description: `${command.summary}${effect} For example: ${command.examples[0]}`,
      parameters: parametersOf(command),
    },
  };
}

/** Limits are checked when a tool is called; what a model reads costs tokens at each call. */
const LIMITS: ReadonlySet<string> = new Set(["minLength", "maxLength", "minItems", "maxItems"]);

function parametersOf(command: AnyCommand): Readonly<Record<string, unknown>> {
  const { type, properties, required } = z.toJSONSchema(command.input, {
    io: "input",
    override: ({ jsonSchema }) => {
      for (const key of LIMITS) delete jsonSchema[key as keyof typeof jsonSchema];
    },
  });
  const fields = { type, properties, required: required ?? [] };
  if (command.readLine === undefined || JSON.stringify(fields).length <= FIELDS_LIMIT) return fields;
  const typed = command.examples.map((each) => each.slice(command.name.length).trim()).filter((each) => each !== "");
  const line = { type: "string", maxLength: LINE_LENGTH, description: `As it is typed: ${typed.join("; ")}` };
  return { type: "object", properties: { line }, required: ["line"] };
}

/** What a model gave, by the fields of the command: those of a line where it gave one. */
export function givenFields(command: AnyCommand, input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("line" in input) || "line" in command.input.shape) return input;
  const { line } = input;
  if (typeof line !== "string") return input;
  const words = line.trim().slice(0, LINE_LENGTH);
  const isNamed = words.toLowerCase().startsWith(`${command.name} `);
  return parseArguments(command, isNamed ? words.slice(command.name.length).trim() : words);
}
