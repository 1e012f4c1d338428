import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { CHAINS, type Chain, chainNamed } from "../market/chains.ts";
import type { DexTokens, TokenView } from "../market/dex/tokens.ts";
import { isSame } from "../market/dex/address.ts";
import { secretError } from "../core/pasted-secret.ts";
import { readTokenWord } from "../market/dex/token-word.ts";
import type { TokenWord } from "../market/dex/token-link.ts";
import { UserError } from "../core/errors.ts";

/** What finds tokens by their contracts. */
export interface TokenParts {
  readonly tokens: DexTokens;
  readonly assets: Pick<Assets, "one">;
}

const TOKEN_EXAMPLE = "/token 0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b";

/** Whether the only word asked for is a contract or a link, which /price and /chart answer from pools. */
export function isTokenWord(words: readonly string[]): boolean {
  const [only, another] = words;
  if (only === undefined || another !== undefined) return false;
  const { kind } = readTokenWord(only);
  return kind !== "other";
}

/**
 * The token that a contract, pool address or link stands for.
 * @param chainWord  the chain as typed or as a button keeps it; wins over the link's
 * @throws UserError for what is none, or what nobody knows
 */
export async function findToken({ tokens }: TokenParts, typed: string, chainWord?: string): Promise<TokenView> {
  const { address, chain: linked } = addressIn(readTokenWord(typed));
  const named = chainWord === undefined ? undefined : readChain(chainWord);
  const chain = named ?? linked;
  const found = await tokens.of(address, chain);
  if ("token" in found) return found;
  const where = chain === undefined ? "the chains I look at" : chain.name;
  const silent =
    found.silent.length === 0 ? "" : ` ${found.silent.join(" and ")} did not answer, so it may exist all the same.`;
  throw new UserError(`No token and no pool has this address on ${where}.${silent}`, {
    hint: `A wallet's address has no price. For example: ${TOKEN_EXAMPLE}`,
  });
}

function addressIn(word: TokenWord): { readonly address: string; readonly chain?: Chain } {
  switch (word.kind) {
    case "address":
      return word;
    case "secret":
      throw secretError();
    case "listed":
      throw new UserError("That page is about a listed coin, and names no contract.", {
        hint: `For its price: /price =${word.id}`,
      });
    case "no-token-link":
      throw new UserError("I cannot read a token or pool from that link.", {
        hint: `Paste its address, or its page on DexScreener, GeckoTerminal or a block explorer. For example: ${TOKEN_EXAMPLE}`,
      });
    case "other":
      throw new UserError("That does not look like the address of a token or pool.", {
        hint: `Names can be imitated, so I go by address here. For example: ${TOKEN_EXAMPLE}. Listed coins: /price TAO`,
      });
    default:
      return word satisfies never;
  }
}

function readChain(word: string): Chain {
  const chain = chainNamed(word);
  if (chain) return chain;
  const names = CHAINS.slice(0, 8).map(({ name }) => name);
  throw new UserError("I know no chain of that name.", { hint: `For example: ${names.join(", ")}.` });
}

/** The coin of our list that has this contract on this chain, if one has. */
export async function listedAs({ assets }: TokenParts, view: TokenView, call: Call): Promise<Asset | undefined> {
  const { chain, token } = view;
  try {
    const { asset } = await assets.one(`${chain.id}:${token.address}`, call);
    const there = asset.contracts?.[chain.id];
    // A coin may be called like an address.
    return there !== undefined && isSame(there, token.address) ? asset : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined; // Not listed, or by several.
    throw error;
  }
}
