import type { AnyCommand } from "../core/command.ts";
import { type Field, fieldsOf } from "../core/fields.ts";
import type { Found } from "./grammar.ts";

/** The fields that a slot may be for, the first that the command has. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  names: ["assets", "asset", "protocol"],
  any: ["assets", "asset"],
  pair: ["assets"],
  bare: ["assets", "asset"],
  rivals: ["assets"],
  name: ["assets", "asset", "protocol"],
  name2: ["assets"],
  project: ["project", "name"],
  clearProject: ["project", "name"],
  layer: ["layer", "about"],
  layerWord: ["layer"],
  subject: ["about"],
  clearSubject: ["about"],
  firm: ["assets", "asset", "protocol", "from"],
  unit: ["to"],
  from: ["from"],
  firmUnit: ["to"],
  currency: ["currency"],
  code: ["currency", "to"],
  amount: ["amount"],
  range: ["range", "over"],
  kind: ["kind"],
  universe: ["of"],
  address: ["token", "assets"],
};

/** A range as a command's own choices call it. */
const SAME: Readonly<Record<string, string>> = { "1D": "24h", "7D": "7d", "30D": "30d" };

/** The input of a command from what stood in the slots; undefined when the command has no field for some of it, or not this choice. */
export function fill(command: AnyCommand, found: Found): Readonly<Record<string, unknown>> | undefined {
  const fields = fieldsOf(command);
  const input: Record<string, unknown> = {};
  for (const [slot, value] of Object.entries(found)) {
    const name = (FIELDS[slot] ?? []).find((each) => fields.some((field) => field.name === each));
    const field = fields.find((each) => each.name === name);
    const fitted = field && fit(field, value);
    if (!field || fitted === undefined) return undefined;
    const before = input[field.name];
    input[field.name] = Array.isArray(before) && Array.isArray(fitted) ? [...before, ...fitted] : fitted;
  }
  // "btc to eth" is about one.
  if (input["from"] !== undefined) input["amount"] ??= "1";
  return fields.every(({ name, required }) => !required || input[name] !== undefined) ? input : undefined;
}

function fit(field: Field, value: unknown): unknown {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (field.kind === "list") return field.name === "of" ? String(value).split(" ") : values;
  if (values.length !== 1) return undefined;
  if (field.kind !== "enum") return values[0];
  const choice = String(values[0]);
  return field.options.find((option) => option === choice || option === SAME[choice]);
}
