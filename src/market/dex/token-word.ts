import { isAddress, normal } from "./address.ts";
import { chainNamed } from "../chains.ts";
import { readTokenLink, type TokenWord } from "./token-link.ts";

/**
 * Reads an address, "base:0x…", or a link to a page of DexScreener, GeckoTerminal, CoinGecko or a block explorer. A link is
 * only read, never fetched.
 */
export function readTokenWord(typed: string): TokenWord {
  const word = typed.trim().replace(/^<(.*)>$/, "$1");
  const link = readTokenLink(word);
  if (link !== undefined) return link;
  if (isAddress(word)) return { kind: "address", address: normal(word) };
  const [, chain = "", address = ""] = /^([\w-]{1,40}):(.+)$/.exec(word) ?? [];
  const named = chainNamed(chain);
  return named && isAddress(address) ? { kind: "address", address: normal(address), chain: named } : { kind: "other" };
}
