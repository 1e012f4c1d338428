import { readFileSync } from "node:fs";
import { z } from "zod";
import { fold, squeeze } from "./asset-words.ts";

const words = z.array(z.string().min(1)).min(1);
const id = z.string().regex(/^[a-z0-9-]+$/);

/** The form of data/assets.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** The day of the newest fact in it. */
  asOf: z.iso.date(),
  about: z.string(),
  sources: z.array(z.url()).min(1),
  assets: z.array(
    z.strictObject({
      id,
      symbol: z.string().regex(/^[A-Z0-9]{1,12}$/),
      name: z.string(),
      aliases: words.optional(),
      /** Listed because everybody asks for it; no part of the crypto-AI sector. */
      outsideSector: z.literal(true).optional(),
    }),
  ),
  /** Old names and tickers. `sameUnit`: one of the old is one of the new, so that amounts may be converted. */
  renamed: z.array(z.strictObject({ words, id, note: z.string().endsWith("."), sameUnit: z.boolean() })),
  /** People, companies and products: near an asset, but not it. `is` follows "X is". */
  related: z.array(z.strictObject({ words, ids: z.array(id).min(1), is: z.string() })),
  /** Words that always ask. The ids come first among the choices. */
  ambiguous: z.array(z.strictObject({ word: z.string(), ids: z.array(id), note: z.string().endsWith(".").optional() })),
  /** What has no token; coins that use the name are offered, never taken. */
  tokenless: z.array(z.strictObject({ name: z.string(), words: z.array(z.string()), is: z.string() })),
  /** Names of an automatic transcript that nobody can be sure of. */
  unclear: z.array(z.strictObject({ words, note: z.string().endsWith("."), ids: z.array(id).min(1) })),
});

type CuratedAsset = z.output<typeof file>["assets"][number];

/** What we know of a word besides the assets that are called so. */
type Notice =
  | { readonly kind: "renamed"; readonly id: string; readonly note: string; readonly sameUnit: boolean }
  | { readonly kind: "ask"; readonly sentence: string; readonly ids: readonly string[] };

export interface Curated {
  /** UTC day: "2026-11-22". */
  readonly asOf: string;
  readonly assets: readonly CuratedAsset[];
  /** Every word that a notice exists for, as written. */
  readonly noticeWords: readonly string[];
  noticeOf(word: string): Notice | undefined;
}

/**
 * The names that we keep ourselves, from data/assets.json.
 * @throws Error when the file is not in its form, or gives a word two meanings
 */
export function readCurated(path: URL = new URL("../../data/assets.json", import.meta.url)): Curated {
  const list = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const notices = new Map<string, Notice>();
  const noticeWords: string[] = [];
  const note = (word: string, notice: Notice): void => {
    const key = squeeze(fold(word));
    if (notices.has(key)) throw new Error(`${path.pathname}: "${word}" has two meanings`);
    notices.set(key, notice);
    noticeWords.push(word);
  };
  for (const { words, ...renamed } of list.renamed)
    for (const word of words) note(word, { kind: "renamed", ...renamed });
  for (const { words, ids, is } of list.related)
    for (const word of words) note(word, { kind: "ask", sentence: `${word} is ${is}, not a token.`, ids });
  for (const { word, ids, note: why } of list.ambiguous)
    note(word, { kind: "ask", sentence: why ?? `"${word}" can mean several coins.`, ids });
  for (const { name, words, is } of list.tokenless)
    for (const word of [name, ...words])
      note(word, {
        kind: "ask",
        sentence: `${name} (${is}) has no token that I know of, so it has no price.`,
        ids: [],
      });
  for (const { words, note: sentence, ids } of list.unclear)
    for (const word of words) note(word, { kind: "ask", sentence, ids });
  return {
    asOf: list.asOf,
    assets: list.assets,
    noticeWords,
    noticeOf: (word) => notices.get(squeeze(fold(word))),
  };
}
