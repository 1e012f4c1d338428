import { holdsSeedPhrase, mayHoldSeedPhrase } from "./seed-phrase.ts";
import { type Reply, text as plain } from "./reply.ts";
import { UserError } from "./errors.ts";

/** A private key of an EVM chain, Sui or Aptos: 32 bytes in hexadecimal. Some pools and tokens have such ids; nobody can tell which it is. */
const HEX_KEY = /(?<![0-9a-z])(?:0x)?[0-9a-f]{64}(?![0-9a-z]|::)/i;
/** A Solana or NEAR key pair (64 bytes in base58), a Bitcoin key for import (WIF), an extended private key (BIP 32). */
const BASE58_KEY =
  /(?<!\w)(?:[1-9A-HJ-NP-Za-km-z]{86,90}|[5KL][1-9A-HJ-NP-Za-km-z]{50,51}|[tuvxyz]prv\w{100,110})(?!\w)/;
/** Sui's own form (SIP 15). */
const SUI_KEY = /\bsuiprivkey1[a-z0-9]{50,70}\b/i;
/** The key file of Solana's command line: 64 bytes as numbers. Blanks will do, since a list has lost its commas. */
const BYTES_KEY = /\[\s*(?:\d{1,3}[\s,]+){63}\d{1,3}/;
const KEYS = [HEX_KEY, BASE58_KEY, SUI_KEY, BYTES_KEY];

/** A link to a page below something else: there a long number is the id of a pool or a transaction. */
const PAGE = /^<?(?:https?:\/\/)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/[^/]+\/\S+$/i;

/** Whether a text holds what may be a private key. */
export const mayBeKey = (text: string): boolean => KEYS.some((key) => key.test(text));

/** In links to pages long numbers are public. */
const withoutPages = (text: string): string =>
  text
    .split(/\s+/)
    .filter((word) => !PAGE.test(word))
    .join(" ");

/**
 * What a text gives away, as far as anybody can tell: a seed phrase whose checksum holds is one; twelve such words, or a number
 * of a key's length, may be.
 */
export type Given = "phrase" | "maybe";

/** @returns undefined for a text that gives away nothing of the kind */
export function secretIn(text: string): Given | undefined {
  const bare = withoutPages(text);
  if (holdsSeedPhrase(bare)) return "phrase";
  return mayBeKey(bare) || mayHoldSeedPhrase(bare) ? "maybe" : undefined;
}

/** Whether a text holds what may be a private key or a seed phrase. */
export const mayBeSecret = (text: string): boolean => secretIn(text) !== undefined;

/**
 * What a door says to a message that gives something away, before it is written down, logged or read by anybody else.
 * @param became  what the door could do about the message itself
 */
export function secretWarning(given: Given, became: "deleted" | "left"): Reply {
  const move = "Whoever has read it can take all that it guards: move that to a new wallet now.";
  const kept = "I have neither kept it nor sent it anywhere.";
  if (given === "maybe")
    return {
      blocks: [
        plain(`That may be a private key or a seed phrase. ${kept} If it is one, delete your message. ${move}`),
        plain("I never need a key or a phrase: /wallet add takes a public address."),
      ],
    };
  const gone = became === "deleted" ? "I have deleted your message." : "Delete your message: I may not do it here.";
  return { blocks: [plain(`That is a seed phrase. ${gone} ${move} ${kept}`)] };
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
  if (holdsSecret(input)) throw secretError();
}

/** Whether any of the texts in it may be, or all of them together. */
export const holdsSecret = (input: unknown): boolean => mayBeSecret(textsIn(input).join(" "));

function textsIn(input: unknown): readonly string[] {
  if (typeof input === "string") return [input];
  if (typeof input === "number") return [String(input)];
  return typeof input === "object" && input !== null ? Object.values(input).flatMap(textsIn) : [];
}
