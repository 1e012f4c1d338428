import type { Assets } from "../market/assets.ts";
import { defineCommand } from "../core/command.ts";
import type { Funding } from "../market/derivatives/funding.ts";
import { type FundingFacts, fundingFacts, namesakeFacts } from "./funding-facts.ts";
import { fundingReply } from "./funding-reply.ts";
import { ifAnswered } from "../market/derivatives/if-answered.ts";
import { type CoinFinder, oneCoin } from "./one-coin.ts";
import type { Quotes } from "../market/quotes.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

export interface FundingCommandParts {
  readonly assets: CoinFinder & Pick<Assets, "suggest" | "bearerOf">;
  readonly quotes: Pick<Quotes, "of">;
  readonly funding: Funding;
}

/** `/funding`: what perpetual futures of a coin pay, exchange by exchange. */
export const funding = ({ assets, quotes, funding: market }: FundingCommandParts) =>
  defineCommand({
    name: "funding",
    summary: "Funding rates and open interest of a coin's perpetual futures.",
    examples: ["funding TAO", "funding bitcoin"],
    input: z.object({
      asset: z.string().trim().min(1).max(WORD_LIMIT).describe("A coin: symbol, name, id or contract address"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { asset: async (typed) => assets.suggest(typed) },

    async run({ asset: typed }, call): Promise<FundingFacts> {
      const resolved = await oneCoin(assets, typed, call, "funding");
      const { asset } = resolved;
      const bearer = assets.bearerOf(asset.symbol);
      if (bearer !== undefined && bearer.id !== asset.id) return namesakeFacts(resolved, bearer);
      const quote = (await ifAnswered(quotes.of([asset], "USD", "person")))?.get(asset.id);
      return fundingFacts(resolved, quote, await market.of(asset.symbol, quote?.price), call.now);
    },

    show: fundingReply,
  });
