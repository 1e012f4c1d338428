import { readFileSync } from "node:fs";
import { z } from "zod";
import { fold, squeeze } from "../market/asset-words.ts";
import { nearest } from "../core/nearest.ts";

const term = z.strictObject({
  term: z.string().min(1),
  aliases: z.array(z.string().min(1)).min(1).optional(),
  /** Two or three sentences of our own. */
  text: z.string().endsWith("."),
});

const file = z.strictObject({
  schemaVersion: z.literal(1),
  asOf: z.iso.date(),
  about: z.string(),
  terms: z.array(term).min(1),
});

type Term = z.output<typeof term>;

/** Terms of the field. */
export interface Glossary {
  /** UTC day. */
  readonly asOf: string;
  readonly terms: readonly Term[];
  find(word: string): Term | undefined;
  /** The term that was probably meant. */
  near(word: string): Term | undefined;
}

/** The glossary of data/glossary.json. @throws Error when the file is not in its form, or a word stands for two terms */
export function readGlossary(path: URL = new URL("../../data/glossary.json", import.meta.url)): Glossary {
  const { terms, asOf } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const byWord = new Map<string, Term>();
  for (const each of terms)
    for (const word of new Set([each.term, ...(each.aliases ?? [])].map((name) => squeeze(fold(name))))) {
      if (byWord.has(word)) throw new Error(`data/glossary.json: "${word}" stands for two terms`);
      byWord.set(word, each);
    }
  const find = (word: string): Term | undefined => {
    const key = squeeze(fold(word));
    return byWord.get(key) ?? byWord.get(key.replace(/s$/, ""));
  };
  return {
    asOf,
    terms,
    find,
    near: (word) => {
      const key = nearest(squeeze(fold(word)), [...byWord.keys()]);
      return key === undefined ? undefined : byWord.get(key);
    },
  };
}
