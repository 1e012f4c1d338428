import type { UserError } from "./errors.ts";
import { type Reply, text } from "./reply.ts";

/**
 * What a person is told of something they can put right: the message, the way out, and the alternatives as choices that run
 * the same command again. @param name, input  the command as it was called
 */
export function userErrorReply(error: UserError, name: string, input: unknown): Reply {
  const { alternatives } = error;
  const words = { blocks: [text(error.hint === undefined ? error.message : `${error.message} ${error.hint}`)] };
  if (!alternatives) return { ...words, audience: "caller-if-possible" };
  return {
    ...words,
    choices: {
      prompt: "Which one?",
      options: alternatives.choices.map(({ label, description, value }) => ({
        label,
        ...(description === undefined ? {} : { description }),
        command: name,
        input: withWord(alternatives.input ?? input, alternatives.word, value),
      })),
    },
  };
}

/** The input with one word of it, alone or in a list, replaced. */
function withWord(input: unknown, word: string, value: string): Record<string, unknown> {
  const replace = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(replace);
    if (typeof each !== "string") return each;
    return each.trim() === word
      ? value
      : each
          .split(/([,\s]+)/)
          .map((part) => (part === word ? value : part))
          .join("");
  };
  const entries = typeof input === "object" && input !== null ? Object.entries(input) : [];
  return Object.fromEntries(entries.map(([key, each]) => [key, replace(each)]));
}
