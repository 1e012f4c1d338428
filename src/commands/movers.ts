import type { Asset } from "../market/asset.ts";
import type { Movers } from "../market/movers.ts";
import { PERIODS } from "../market/movers.ts";
import { defineCommand } from "../core/command.ts";
import { type MoversFacts, moversFacts } from "./movers-facts.ts";
import { moversReply } from "./movers-reply.ts";
import { readMoversQuestion } from "./movers-input.ts";
import type { Universe } from "../market/universe.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

export interface MoversParts {
  readonly movers: Movers;
  /** The largest by market cap, the largest first. */
  readonly assets: { ranked(limit: number): readonly Asset[] };
  /** The first is the one that is meant where nobody names another: the crypto-AI sector. */
  readonly universes: readonly [Universe, ...Universe[]];
}

const input = z.object({
  of: z
    .array(z.string().trim().max(60))
    .max(8)
    .optional()
    .describe("Which coins: AI (the default), top 100 (up to 500), or all; a time may follow"),
  over: z.enum(PERIODS).optional().describe("Change over 24 hours (the default) or seven days"),
});

/** `/movers`: the biggest gains and losses of a list of coins. */
export const movers = (parts: MoversParts) =>
  defineCommand({
    name: "movers",
    aliases: ["gainers", "losers"],
    summary: "Biggest gains and losses among crypto-AI coins or the whole market.",
    examples: ["movers", "movers 7d", "movers top 100 24h", "movers all"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { of: async (typed) => suggestions(typed, parts.universes) },

    async run({ of = [], over }): Promise<MoversFacts> {
      const { choice, period } = readMoversQuestion(of, over, parts.universes);
      const [key, ids] =
        choice.kind === "named"
          ? [choice.universe.name, choice.universe.assetIds]
          : [`top ${choice.count}`, parts.assets.ranked(choice.count).map(({ id }) => id)];
      if (ids.length === 0)
        throw new UserError("The list of the largest coins is still on its way.", {
          hint: "Please try again in a minute, or ask for /movers ai.",
        });
      return moversFacts(choice, period, await parts.movers.list(key, ids), parts.movers.source);
    },

    show: moversReply,
  });

/** Lists whose name begins as typed. */
const suggestions = (typed: string, universes: readonly Universe[]) =>
  [...universes.map(({ name }) => name), "top 100", "top 250", "top 500", "all"]
    .filter((name) => name.toLowerCase().startsWith(typed.trim().toLowerCase()))
    .slice(0, 25)
    .map((name) => ({ label: name, value: name }));
