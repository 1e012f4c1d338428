import type { Assets } from "../market/assets.ts";
import { defineCommand } from "../core/command.ts";
import type { Fees } from "../market/fees/fees.ts";
import { type FeesFacts, feesFacts, noProtocolFacts } from "./fees-facts.ts";
import { feesReply } from "./fees-reply.ts";
import { ifAnswered } from "../market/derivatives/if-answered.ts";
import { namedProtocol, suggestProtocols } from "./fees-input.ts";
import type { CoinFinder } from "./one-coin.ts";
import type { Quotes } from "../market/quotes.ts";
import { WORD_LIMIT } from "../market/asset-words.ts";
import { z } from "zod";

export interface FeesCommandParts {
  readonly assets: CoinFinder & Pick<Assets, "byId" | "suggest">;
  readonly quotes: Pick<Quotes, "of">;
  readonly fees: Fees;
}

/** `/fees`: what a protocol takes in, beside what its token is worth. */
export const fees = ({ assets, quotes, fees: protocols }: FeesCommandParts) =>
  defineCommand({
    name: "fees",
    summary: "A protocol's fees and revenue, value locked, and what its token costs beside them.",
    examples: ["fees aave", "fees uniswap"],
    input: z.object({
      protocol: z.string().trim().min(1).max(WORD_LIMIT).describe("A protocol, a chain, or the coin of one"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { protocol: async (typed) => suggestProtocols(protocols, assets, typed) },

    async run({ protocol: typed }, call): Promise<FeesFacts> {
      const named = await namedProtocol(typed, call, await protocols.directory(), assets);
      if (named.kind === "no protocol") return noProtocolFacts(named.asset, protocols.source);
      const { entry } = named;
      const found = await protocols.of(entry);
      const token = found.assetId === undefined ? undefined : assets.byId(found.assetId);
      const quote = token && (await ifAnswered(quotes.of([token], "USD", "person")))?.get(token.id);
      return feesFacts({
        entry,
        found,
        source: protocols.source,
        ...(token === undefined ? {} : { token }),
        ...(quote === undefined ? {} : { quote }),
      });
    },

    show: feesReply,
  });
