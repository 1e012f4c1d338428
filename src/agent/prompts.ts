import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

/** A text that a model reads, from `prompts/<id>.md`. */
export interface Prompt {
  readonly id: string;
  /** Goes up with every change of the text; logged with each answer. */
  readonly version: number;
  /** The length that the text may have, in tokens of four characters. */
  readonly maxTokens: number;
  readonly text: string;
  /** Of the text, first 12 hex digits of SHA-256. */
  readonly hash: string;
}

export interface Prompts {
  readonly agent: Prompt;
  readonly digest: Prompt;
}

const front = z.object({
  id: z.string().regex(/^[a-z-]+$/),
  version: z.coerce.number().int().positive(),
  max_tokens: z.coerce.number().int().positive(),
});

/** A rough count that every tokenizer stays near for English: four characters each. */
export const tokensOf = (text: string): number => Math.ceil(text.length / 4);

/** @throws Error naming the file when its front matter is missing, or the text is longer than it allows */
export function readPrompt(source: string, file: string): Prompt {
  const match = /^---\n(?<head>[\s\S]*?)\n---\n(?<body>[\s\S]*)$/.exec(source.replaceAll("\r\n", "\n"));
  const head = match?.groups?.["head"] ?? "";
  const pairs = head
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]);
  const parsed = front.safeParse(Object.fromEntries(pairs));
  if (!parsed.success)
    throw new Error(`${file}: the front matter needs id, version and max_tokens`, { cause: parsed.error });
  const text = (match?.groups?.["body"] ?? "").trim();
  // No prompt has a place that code fills in; one that seems to was written for something we do not do.
  if (/\{\{.*?\}\}/.test(text)) throw new Error(`${file}: there are no placeholders here, but the text has one`);
  const { id, version, max_tokens: maxTokens } = parsed.data;
  if (tokensOf(text) > maxTokens)
    throw new Error(`${file}: the text has ${tokensOf(text)} tokens, more than ${maxTokens}`);
  return { id, version, maxTokens, text, hash: createHash("sha256").update(text).digest("hex").slice(0, 12) };
}

/** The prompts beside the program, read once at start. @throws Error when one cannot be read */
export function loadPrompts(): Prompts {
  const read = (id: string): Prompt => {
    const file = `prompts/${id}.md`;
    return readPrompt(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
  };
  return { agent: read("agent"), digest: read("digest") };
}

/** As logged and as `/about` shows it: "agent 1 (0123456789ab)". */
export const promptVersion = ({ id, version, hash }: Prompt): string => `${id} ${version} (${hash})`;
