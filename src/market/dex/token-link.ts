import { type Chain, chainNamed, explorerChain, isChainWord, serviceChain } from "../chains.ts";
import { isAddress, normal } from "./address.ts";
import { mayBeKey } from "../../core/pasted-secret.ts";

/** What a typed word is, as far as tokens on chains go. */
export type TokenWord =
  /** Of a token, a pool or neither: only the services know. `chain` where the word says it. */
  | { readonly kind: "address"; readonly address: string; readonly chain?: Chain }
  /** Behind the name of a page may be a private key. It must not be sent, kept or repeated. */
  | { readonly kind: "secret" }
  /** A page about a listed coin. `id` is CoinGecko's. */
  | { readonly kind: "listed"; readonly id: string }
  /** A link that says no token. */
  | { readonly kind: "no-token-link" }
  | { readonly kind: "other" };

/** The pages about tokens and pools, beside block explorers, that people paste. */
const SERVICES = ["dexscreener", "geckoterminal", "coingecko"] as const;

/** In such a page's address a long number is the id of a pool or a token, and all of it may be in lower case. */
const PUBLIC_ID = /^(?:0x[0-9a-f]{64}|(?=.*\d)[1-9a-z]{32,44})$/i;

/** What a link stands for; undefined for what is no link to a page we can read. It is only read, never fetched. */
export function readTokenLink(word: string): TokenWord | undefined {
  const url = urlIn(word);
  if (url === undefined) return undefined;
  const host = url.hostname.toLowerCase().replace(/^(?:www|m)\./, "");
  const service = SERVICES.find((each) => host === `${each}.com`);
  const explorer = explorerChain(host);
  if (service === undefined && explorer === undefined) return { kind: "no-token-link" };
  // Tronscan has its path behind a hash.
  const parts = `${url.pathname}/${url.hash.replace(/^#/, "")}`.split("/").map(decoded);
  if (parts.includes("tx") || parts.includes("txs")) return { kind: "no-token-link" };
  const isPublic = (part: string): boolean => isAddress(part) || (service !== undefined && PUBLIC_ID.test(part));
  const address = parts.findLast(isPublic);
  if (address === undefined) {
    const [, id] = /\/coins\/([a-z0-9][a-z0-9-]{0,98})(?:\/|$)/.exec(url.pathname) ?? [];
    return service === "coingecko" && id !== undefined ? { kind: "listed", id } : { kind: "no-token-link" };
  }
  const chain = explorer ?? (service && pageChain(service, parts));
  // Such a page names its chain; without one it may be a key that somebody put behind a site's name.
  if (chain === undefined)
    return mayBeKey(address) ? { kind: "secret" } : { kind: "address", address: normal(address) };
  return { kind: "address", address: normal(address), chain };
}

/** The chain in the path of a page: the first part of DexScreener's, the one before "pools" or "tokens" elsewhere. */
function pageChain(service: (typeof SERVICES)[number], parts: readonly string[]): Chain | undefined {
  const place = service === "dexscreener" ? 1 : parts.findIndex((part) => part === "pools" || part === "tokens") - 1;
  const name = parts[place];
  if (service === "coingecko" || name === undefined) {
    const known = parts.find((part) => isChainWord(part));
    return known === undefined ? undefined : chainNamed(known);
  }
  return chainNamed(name) === undefined ? undefined : serviceChain(service, name);
}

function urlIn(word: string): URL | undefined {
  if (word.length > 400 || /\s/.test(word)) return undefined;
  const isBare = /^(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S+/i.test(word);
  if (!isBare && !/^https?:\/\//i.test(word)) return undefined;
  const whole = isBare ? `https://${word}` : word;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ""; // Not well encoded, so no address.
  }
}
