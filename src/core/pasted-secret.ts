import { SEED_WORDS } from "./seed-words.ts";
import { UserError } from "./errors.ts";

/** A private key of an EVM chain, Sui or Aptos: 32 bytes in hexadecimal. Some pools and tokens have such ids; nobody can tell which it is. */
const HEX_KEY = /(?<![0-9a-z])(?:0x)?[0-9a-f]{64}(?![0-9a-z:])/i;
/** A Solana or NEAR key pair (64 bytes in base58), a Bitcoin key for import (WIF), an extended private key (BIP 32). */
const BASE58_KEY =
  /(?<!\w)(?:[1-9A-HJ-NP-Za-km-z]{86,90}|[5KL][1-9A-HJ-NP-Za-km-z]{50,51}|[tuvxyz]prv\w{100,110})(?!\w)/;
/** Sui's own form (SIP 15). */
const SUI_KEY = /\bsuiprivkey1[a-z0-9]{50,70}\b/i;
/** The key file of Solana's command line: 64 bytes as numbers. Blanks will do, since a list has lost its commas. */
const BYTES_KEY = /\[\s*(?:\d{1,3}[\s,]+){63}\d{1,3}/;
const KEYS = [HEX_KEY, BASE58_KEY, SUI_KEY, BYTES_KEY];

/** The shortest seed phrase, and how many different words of so many in a row have to be on the list: people mistype, and a word may come twice. */
const PHRASE = { words: 12, known: 10 } as const;

/** A link to a page below something else: there a long number is the id of a pool or a transaction. */
const PAGE = /^<?(?:https?:\/\/)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/[^/]+\/\S+$/i;

/** Whether a text holds what may be a private key. */
export const mayBeKey = (text: string): boolean => KEYS.some((key) => key.test(text));

/** Whether a text holds twelve words in a row that may be a seed phrase, or a part of one; numbers between them do not count. */
function mayBeSeed(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.some((_, index) => {
    const row = words.slice(index, index + PHRASE.words);
    return row.length === PHRASE.words && new Set(row.filter((word) => SEED_WORDS.has(word))).size >= PHRASE.known;
  });
}

/** Whether a text holds what may be a private key or a seed phrase. In links to pages such numbers are public. */
export function mayBeSecret(text: string): boolean {
  const withoutPages = text
    .split(/\s+/)
    .filter((word) => !PAGE.test(word))
    .join(" ");
  return mayBeKey(withoutPages) || mayBeSeed(withoutPages);
}

/** Nothing of what was typed is repeated. */
export const secretError = (): UserError =>
  new UserError("That may be a private key or a seed phrase, so I looked nothing up and sent it nowhere.", {
    hint: "If it is one, delete your message and move what it guards: whoever read it can take it. If it is the id of a pool, paste the link to its page on DexScreener or GeckoTerminal.",
  });

/**
 * Lets nothing pass that must not be sent, kept or repeated.
 * @param input  whatever a surface handed over; all texts in it are looked at together, since a phrase fills several fields
 * @throws UserError
 */
export function refuseSecrets(input: unknown): void {
  if (mayBeSecret(textsIn(input).join(" "))) throw secretError();
}

function textsIn(input: unknown): readonly string[] {
  if (typeof input === "string") return [input];
  if (typeof input === "number") return [String(input)];
  return typeof input === "object" && input !== null ? Object.values(input).flatMap(textsIn) : [];
}
