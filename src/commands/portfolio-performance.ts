import { defineCommand } from "../core/command.ts";
import { performanceFacts, type PerformanceParts } from "./portfolio-performance-facts.ts";
import { performanceReply } from "./portfolio-performance-reply.ts";
import { PERIODS } from "../portfolio/periods.ts";
import type { PortfolioBook } from "./portfolio-book.ts";
import { z } from "zod";

/** `/portfolio performance`: what the caller's portfolio did over a time, beside others; for the caller alone. */
export const portfolioPerformance = (parts: PerformanceParts & { readonly portfolio: Pick<PortfolioBook, "open"> }) =>
  defineCommand({
    name: "portfolio performance",
    summary: "How your portfolio did over a time, its returns, and beside Bitcoin, Ethereum and the AI sector.",
    examples: ["portfolio performance", "portfolio performance 1Y", "portfolio performance YTD"],
    input: z.object({ range: z.enum(PERIODS).default("30D").describe("How far back; 30D unless said otherwise") }),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],

    async run({ range }, call, progress) {
      const open = await parts.portfolio.open(call);
      if (open.entries.length > 0) progress("Looking up what your coins were worth…");
      return await performanceFacts(open, range, call.now, parts);
    },

    show: performanceReply,
  });
