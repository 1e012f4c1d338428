import { randomInt } from "node:crypto";
import { z } from "zod";
import { failureOf, ModelFailure } from "./failures.ts";

const completion = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({
          content: z.unknown(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(
              z.looseObject({
                id: z.string().nullish(),
                function: z.looseObject({ name: z.string().min(1), arguments: z.unknown() }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
});

const failed = z.object({
  error: z.object({ message: z.string().nullish(), code: z.unknown(), type: z.string().nullish() }),
});

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Nine letters and digits: the only form that Mistral's servers take. */
const newId = (): string => Array.from({ length: 9 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/**
 * Arguments as strict JSON: LangChain repairs cut-off text, and a tool would run with half of a number.
 * None at all is an empty object; some servers send the object itself.
 */
function argumentsText(given: unknown): string {
  const text = typeof given === "string" ? given : JSON.stringify(given ?? {});
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    throw new ModelFailure("nonsense", { detail: "tool arguments are not JSON", cause: error });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ModelFailure("nonsense", { detail: "tool arguments are not an object" });
  return JSON.stringify(value);
}

/**
 * A server's answer with what LangChain stumbles over put right: a missing role, calls without arguments, without an id or with
 * one that is taken (it would not run a call whose id was answered before).
 * @param usedIds  ids of the calls that the request carried
 * @throws ModelFailure for what came with status 200 and is no completion: HTML, an error, no choices, broken calls, a refusal
 */
export function readCompletion(answer: unknown, usedIds: ReadonlySet<string>): unknown {
  const inside = failed.safeParse(answer);
  if (inside.success) {
    const { code, type, message } = inside.data.error;
    const status = Number(code);
    throw failureOf({ message: `${message ?? ""} ${type ?? ""}`, status: status >= 400 ? status : 500 });
  }
  const parsed = completion.safeParse(answer);
  if (!parsed.success) throw new ModelFailure("nonsense", { detail: "not a completion", cause: parsed.error });
  const [choice] = parsed.data.choices;
  if (!choice || choice.message.refusal) throw new ModelFailure("filtered");
  const { content, tool_calls: calls, ...message } = choice.message;
  const taken = new Set(usedIds);
  const fixed = calls?.map((call) => {
    const id = call.id && !taken.has(call.id) ? call.id : newId();
    taken.add(id);
    return {
      ...call,
      id,
      type: "function",
      function: { ...call.function, arguments: argumentsText(call.function.arguments) },
    };
  });
  return {
    ...parsed.data,
    choices: [
      {
        ...choice,
        message: {
          ...message,
          role: "assistant",
          content: contentText(content),
          ...(fixed?.length ? { tool_calls: fixed } : {}),
        },
      },
    ],
  };
}

/** Text, or the text of a list of parts; what else a server may send is no answer. */
function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) =>
      typeof part === "object" && part !== null && "text" in part && typeof part.text === "string" ? part.text : "",
    )
    .join("");
}
