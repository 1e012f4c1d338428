import { z } from "zod";
import type { AnyCommand } from "./command.ts";
import type { ChatFile } from "./chat-file.ts";

/** One argument of a command, as every surface needs to know it. */
export interface Field {
  readonly name: string;
  readonly kind: "string" | "number" | "integer" | "boolean" | "enum" | "list" | "file";
  readonly description: string;
  readonly required: boolean;
  /** Only for `enum`. */
  readonly options: readonly string[];
}

/** The part of a JSON schema that we read. */
const property = z.object({
  type: z.enum(["string", "number", "integer", "boolean", "array"]),
  description: z.string().default(""),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  items: z.object({ type: z.literal("string") }).optional(),
});

const schema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** A file has no place in JSON; `fileField` says by itself how it is to be known. */
const AS_TYPED = { io: "input", unrepresentable: "any" } as const;

const read = new WeakMap<object, readonly Field[]>();

/**
 * The fields of a command's input, in the order of the schema.
 * @throws TypeError when the input is not a flat object of string, number, integer, boolean, enum, list of strings and file
 */
export function fieldsOf(command: Pick<AnyCommand, "name" | "input">): readonly Field[] {
  const known = read.get(command.input);
  if (known) return known;
  const fields = readFields(command);
  read.set(command.input, fields);
  return fields;
}

function readFields(command: Pick<AnyCommand, "name" | "input">): readonly Field[] {
  const { properties, required } = schema.parse(z.toJSONSchema(command.input, AS_TYPED));
  return Object.entries(properties).map(([name, raw]) => {
    const parsed = property.safeParse(raw);
    if (!parsed.success || (parsed.data.type === "array" && !parsed.data.items))
      throw new TypeError(`${command.name}: the field "${name}" is not of a kind that every surface can carry`);
    const { type, description, enum: options, format } = parsed.data;
    const kind = type === "array" ? "list" : options ? "enum" : format === "binary" ? "file" : type;
    return { name, kind, description, required: required.includes(name), options: options ?? [] };
  });
}

/** The field that takes a file, if the command has one. */
export const fileFieldOf = (command: Pick<AnyCommand, "name" | "input">): Field | undefined =>
  fieldsOf(command).find(({ kind }) => kind === "file");

/** The input with the file that came along; a command that takes none never sees it. */
export function withFile<Input extends Readonly<Record<string, unknown>>>(
  command: Pick<AnyCommand, "name" | "input">,
  input: Input,
  file: ChatFile | undefined,
): Readonly<Record<string, unknown>> {
  const field = file && fileFieldOf(command);
  return field ? { ...input, [field.name]: file } : input;
}

/** The items of a list typed as one string: between commas, or between blanks where there is no comma. */
export function splitList(typed: string): string[] {
  const parts = /[,;\n]/.test(typed) ? typed.split(/[,;\n]/) : typed.split(/\s+/);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** "2.5", "1,000.50", "1_000", "2.5k", "3m", "1.2b" as a number; anything else as undefined. */
export function readNumber(typed: string): number | undefined {
  const match = /^([+-]?)(\d{1,3}(?:[,_]\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?([kmb])?$/i.exec(typed.trim());
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined;
  const [, sign = "", whole = "0", fraction = "", exponent = "", suffix = ""] = match;
  const scale = { "": 1, k: 1e3, m: 1e6, b: 1e9 }[suffix.toLowerCase()] ?? 1;
  return Number(`${sign}${whole.replaceAll(/[,_]/g, "")}${fraction}${exponent}`) * scale;
}

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
};

/**
 * Text as typed or as a platform's string option, in the kind that the field wants. What cannot be read stays text,
 * so that the schema itself words the complaint.
 */
export function readValue(field: Field, value: unknown): unknown {
  if (typeof value !== "string") return value;
  switch (field.kind) {
    case "list":
      return splitList(value);
    case "number":
    case "integer":
      return readNumber(value) ?? value;
    case "boolean":
      return booleans[value.toLowerCase()] ?? value;
    case "enum":
      return field.options.find((option) => option.toLowerCase() === value.toLowerCase()) ?? value;
    case "string":
    case "file":
      return value;
  }
  return field.kind satisfies never;
}
