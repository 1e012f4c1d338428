import { defineCommand } from "../core/command.ts";
import type { IndexBook } from "../sector/indices.ts";
import type { Movers } from "../market/movers.ts";
import { readWindow, WINDOWS } from "./layer-window.ts";
import type { Sector } from "../sector/sector.ts";
import { stackFacts, type StackFacts } from "./stack-facts.ts";
import { stackNow } from "../sector/layers.ts";
import { stackReply } from "./stack-reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

export interface LayerParts {
  readonly sector: Pick<Sector, "map">;
  readonly movers: Movers;
  readonly indices: IndexBook;
}

const input = z.object({
  of: z.array(z.string().trim().max(60)).max(8).optional().describe("A time: 24h, 7d or 30d"),
  over: z.enum(WINDOWS).optional().describe("Change over 24 hours (the default), seven or thirty days"),
});

/** `/stack`: the layers of the sector from bottom to top, each with its median changes, breadth and cap. */
export const stack = ({ sector: { map }, movers, indices }: LayerParts) =>
  defineCommand({
    name: "stack",
    aliases: ["layers"],
    summary: "The crypto-AI sector layer by layer from the bottom up: changes, breadth, cap.",
    examples: ["stack", "stack 7d"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],

    async run({ of = [], over }, call): Promise<StackFacts> {
      const { rest, window = "24h" } = readWindow(of, over);
      if (rest !== "")
        throw new UserError(`The stack is all layers at once; "${rest.slice(0, 40)}" is not a time.`, {
          hint: `One layer alone: /layer ${rest.slice(0, 40)}`,
        });
      return await stackFacts(await stackNow(map, movers), window, map, indices, call.now);
    },

    show: stackReply,
  });
