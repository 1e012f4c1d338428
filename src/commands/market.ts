import { defineCommand } from "../core/command.ts";
import type { Funding } from "../market/derivatives/funding.ts";
import { marketFacts } from "./market-facts.ts";
import { marketReply } from "./market-reply.ts";
import type { Overview } from "../market/overview.ts";
import type { Rates } from "../market/rates.ts";
import { z } from "zod";

export interface MarketCommandParts {
  readonly overview: Overview;
  readonly rates: Pick<Rates, "rate">;
  /** For who is long; without it that line is left out. */
  readonly funding?: Pick<Funding, "accounts">;
}

/** `/market`: the whole market on one card. */
export const market = ({ overview, rates, funding }: MarketCommandParts) =>
  defineCommand({
    name: "market",
    summary: "The whole market: cap, dominance, volume, ETH/BTC, Fear & Greed, AI share.",
    examples: ["market"],
    input: z.object({
      picture: z.boolean().optional().describe("Whether to draw what the market is made of"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    run: async ({ picture }) => ({
      ...(await marketFacts(overview, rates, funding)),
      ...(picture === true ? { hasPicture: true as const } : {}),
    }),
    show: marketReply,
  });
