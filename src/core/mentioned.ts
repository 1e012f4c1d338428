/** Assets that one message may name; the rest of them is passed over. */
const MENTION_LIMIT = 3;

// A `$` right before a letter: amounts ("$50", "$1,000", "$5k") begin with a digit. Not inside a word, an address or a path.
const CASHTAG = /(?<![\p{L}\p{N}$€£#@&=/._?%-])\$([a-z][a-z0-9]{0,14})(?![\p{L}\p{N}_$(]|[./-][\p{L}\p{N}])/giu;

// EVM, or base58 as on Solana: 32 to 44 characters and no more, so that a transaction's id is none.
const CONTRACT =
  /(?<![\p{L}\p{N}$#@&=/._?%-])(0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})(?![\p{L}\p{N}_]|[./=-][\p{L}\p{N}])/gu;

const LONGEST_TAG = 15;

/** Whether it can be an address: a hash in hexadecimal or a long word has no capital, or no digit. */
const isContract = (word: string): boolean =>
  word.startsWith("0x") || (/\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word));

/** Whether a word of `mentionedIn` was a cashtag, not an address. */
export const isTag = (word: string): boolean => word.length <= LONGEST_TAG;

/** Two ways to write the same asset are one: cashtags have no case, nor have EVM addresses. */
export const mentionKey = (word: string): string => (isTag(word) || word.startsWith("0x") ? word.toLowerCase() : word);

/**
 * The assets that a message names by a `$CASHTAG` or a contract address: without the `$`, each once, the first three.
 * @param text  without code, quotations and addresses of pages (`blanked`): what stands in those is not said to anybody
 */
export function mentionedIn(text: string): readonly string[] {
  const named = [...text.matchAll(CASHTAG), ...text.matchAll(CONTRACT)]
    .map((match) => ({ at: match.index, word: match[1] ?? "" }))
    .filter(({ word }) => isTag(word) || isContract(word))
    .toSorted((a, b) => a.at - b.at);
  const each = new Map<string, string>();
  for (const { word } of named) if (!each.has(mentionKey(word))) each.set(mentionKey(word), word);
  return [...each.values()].slice(0, MENTION_LIMIT);
}

/** A part of a text, in UTF-16 units. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/** The text with some parts of it blank, so that nothing is found in them and nothing around them grows together. */
export const blanked = (text: string, parts: readonly Stretch[]): string =>
  parts.reduce(
    (left, { offset, length }) => left.slice(0, offset) + "\n".repeat(length) + left.slice(offset + length),
    text,
  );
