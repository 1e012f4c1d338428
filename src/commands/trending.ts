import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import type { Overview } from "../market/overview.ts";
import { type TrendingFacts, trendingReply } from "./trending-reply.ts";
import { z } from "zod";

/** How many coins one answer is about at most. */
const LIMIT = 10;

/** `/trending`: what people search for on CoinGecko. */
export const trending = ({ overview }: { readonly overview: Overview }) =>
  defineCommand({
    name: "trending",
    summary: "What people search for on CoinGecko, AI coins marked.",
    examples: ["trending", "trending all:yes"],
    input: z.object({ all: z.boolean().default(false).describe("Whether to show ten coins instead of five") }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],

    async run({ all }): Promise<TrendingFacts> {
      const told = await overview.trending();
      if (told.kind === "failed") throw told.failure;
      const { coins, asOf } = told.value;
      return {
        currency: "USD",
        coins: coins.slice(0, LIMIT).map(({ id, symbol, name, rank, price, change24h }, index) => ({
          position: index + 1,
          assetId: id,
          symbol,
          name,
          isAi: overview.isAi(id),
          ...known({ price, change24hFraction: change24h, marketCapRank: rank }),
        })),
        isWhole: all,
        source: overview.source,
        asOf,
        isStale: told.isStale,
      };
    },

    show: trendingReply,
  });
