import type { z } from "zod";
import { cleanLine } from "./clean.ts";
import { closest } from "./nearest.ts";

type Issue = z.core.$ZodIssue;

/** The value that an issue is about, as the caller gave it, cut short. */
function given(raw: unknown, issue: Issue): string | undefined {
  let value: unknown = raw;
  for (const step of issue.path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const shown = cleanLine(String(value), 40);
  return shown === "" ? undefined : shown;
}

/** So many options are soon read. */
const FEW = 8;

const kinds: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "yes or no",
  int: "a whole number",
  number: "a number",
  object: "an object",
  string: "text",
};

function complaint(issue: Issue, raw: unknown): string {
  const field = issue.path.map(String)[0] ?? "input";
  const value = given(raw, issue);
  const list = typeof issue.path[1] === "number";
  switch (issue.code) {
    case "invalid_type":
      if (value === undefined) return `"${field}" is missing.`;
      return `"${field}" should be ${kinds[issue.expected] ?? issue.expected}, but "${value}" is not one.`;
    case "too_small":
      if (issue.origin === "string")
        return value === undefined ? `"${field}" is empty.` : `"${value}" is too short for "${field}".`;
      if (issue.origin === "array") return `"${field}" needs at least ${issue.minimum}.`;
      return `"${field}" has to be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${value === undefined ? "" : `, not ${value}`}.`;
    case "too_big":
      if (issue.origin === "string")
        return `${list ? "One of" : ""} "${field}" is too long: at most ${issue.maximum} characters.`.trim();
      if (issue.origin === "array") return `That is too many for "${field}": at most ${issue.maximum} at once.`;
      return `"${field}" has to be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${value === undefined ? "" : `, not ${value}`}.`;
    case "invalid_value": {
      const near = value === undefined || issue.values.length <= FEW ? [] : closest(value, issue.values.map(String));
      if (near.length > 0) return `"${field}" cannot be "${value}". Did you mean ${near.join(" or ")}?`;
      return `"${field}" can be ${issue.values.map(String).join(", ")}${value === undefined ? "" : `, but not "${value}"`}.`;
    }
    case "unrecognized_keys":
      return `There is no "${issue.keys.map((key) => cleanLine(key, 20)).join('", "')}" here.`;
    default:
      return value === undefined ? `"${field}" was not understood.` : `"${value}" was not understood as "${field}".`;
  }
}

/** What was not understood, in one or two sentences. `raw` is the input as it was given. */
export function explainInput(error: z.ZodError, raw: unknown): string {
  const sentences = new Set(
    error.issues.map((issue) => (issue.code === "custom" ? issue.message : complaint(issue, raw))),
  );
  return [...sentences].slice(0, 2).join(" ");
}
