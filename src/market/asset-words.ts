import { cleanLine } from "../core/clean.ts";

/** The longest word that is looked up: a contract address with its chain in front fits. */
export const WORD_LIMIT = 120;

const EDGES = /^[\p{P}\p{Z}$]+|[\p{P}\p{Z}$]+$/gu;

/** Nothing to fold but the case: most names, and the reason why indexing all of them takes a tenth of a second and not three. */
const PLAIN = /^[0-9a-z]+(?:[ .-][0-9a-z]+)*$/;

/**
 * A name as it is compared: NFKC, lower case, nothing invisible, no `$` or punctuation around it. "$TAO," and "tao" are one.
 * A name of punctuation only stays as it is.
 */
export function fold(name: string): string {
  const lower = name.toLowerCase();
  if (PLAIN.test(lower) && lower.length <= WORD_LIMIT) return lower;
  const line = cleanLine(name, WORD_LIMIT).toLowerCase();
  const bare = line.replace(EDGES, "");
  return bare === "" ? line : bare;
}

/** A word as it was typed, without the `$` and punctuation around it. */
export const bare = (word: string): string => word.replace(EDGES, "") || word;

/** A folded name by its letters and digits alone: "bit tensor", "bit-tensor" and "bittensor" are one. May be empty. */
export const squeeze = (folded: string): string =>
  PLAIN.test(folded) ? folded.replaceAll(/[ .-]/g, "") : folded.replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** What a choice is remembered under, and what stands before the `=` of a reference: no blanks, commas or signs in it. */
export const wordKey = (word: string): string => {
  const folded = fold(word);
  return squeeze(folded) || folded.replaceAll(/[\s,;=?]+/g, "");
};

/** Whether a word has the form of a contract address: EVM, or base58 as on Solana. A chain may stand before it: "base:0x…". */
export const looksLikeAddress = (word: string): boolean =>
  /^(?:[a-z0-9-]+:)?(?:0x[0-9a-f]{40}|(?=\w*\d)[1-9A-HJ-NP-Za-km-z]{32,44})$/i.test(word);

/**
 * What a typed word asks for. `this`: exactly this id, and that is what `word` means to the one who typed it.
 * `again`: the question which one, although the answer is known.
 */
export type Reference =
  | { readonly kind: "this"; readonly word: string; readonly id: string }
  | { readonly kind: "again"; readonly word: string }
  | { readonly kind: "word"; readonly word: string };

/** Reads `WORD=asset-id`, `=asset-id`, `WORD?` and plain words. */
export function readReference(line: string): Reference {
  const equals = line.lastIndexOf("=");
  if (equals >= 0) return { kind: "this", word: line.slice(0, equals).trim(), id: line.slice(equals + 1).trim() };
  const asked = line.endsWith("?") ? line.slice(0, -1).trim() : "";
  return asked === "" ? { kind: "word", word: line } : { kind: "again", word: asked };
}
