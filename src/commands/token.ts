import { CHAINS } from "../market/chains.ts";
import { defineCommand } from "../core/command.ts";
import { findToken, listedAs, type TokenParts } from "./token-find.ts";
import { type TokenFacts, tokenFacts } from "./token-facts.ts";
import { tokenReply } from "./token-reply.ts";
import { isAddress } from "../market/dex/address.ts";
import type { Call } from "../core/call.ts";
import { z } from "zod";

/** The longest link that is read; a seed phrase fits too, so that it is told as one. */
const LONGEST = 400;
/** As many as are offered while somebody types. */
const SUGGESTIONS = 25;

/** `/token`: a token on decentralised exchanges, by its contract. */
export const token = (parts: TokenParts) =>
  defineCommand({
    name: "token",
    summary: "A DEX token by its contract: pools, liquidity, volume, age.",
    examples: [
      "token 0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b",
      "token rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof on solana",
    ],
    input: z.object({
      token: z.string().trim().min(1).max(LONGEST).describe("Address of a token or pool, or a link to its page"),
      chain: z
        .string()
        .trim()
        .min(1)
        .max(LONGEST)
        .optional()
        .describe("Chain, such as Base, where several have the address"),
    }),
    keywords: { on: "chain" },
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: {
      chain: async (typed) =>
        CHAINS.filter(({ id, name }) => [id, name.toLowerCase()].some((each) => each.startsWith(typed.toLowerCase())))
          .slice(0, SUGGESTIONS)
          .map(({ id, name }) => ({ label: name, value: id })),
    },

    async run({ token: typed, chain }, call): Promise<TokenFacts> {
      const isTurned = chain !== undefined && isAddress(chain) && !isAddress(typed);
      return await (isTurned ? tokenCard(parts, chain, call, typed) : tokenCard(parts, typed, call, chain));
    },

    show: tokenReply,
  });

/** The facts of a token's card; /price shows them too. */
export async function tokenCard(parts: TokenParts, typed: string, call: Call, chain?: string): Promise<TokenFacts> {
  const view = await findToken(parts, typed, chain);
  return tokenFacts(view, await listedAs(parts, view, call));
}
