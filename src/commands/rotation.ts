import { type RotationFacts, rotationFacts } from "./rotation-facts.ts";
import { defineCommand } from "../core/command.ts";
import type { LayerParts } from "./stack.ts";
import { readWindow, ROTATIONS } from "./layer-window.ts";
import { rotationReply } from "./rotation-reply.ts";
import { stackNow } from "../sector/layers.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

const input = z.object({
  of: z.array(z.string().trim().max(60)).max(8).optional().describe("A time: 7d or 30d"),
  over: z.enum(ROTATIONS).optional().describe("Against the week before (the default) or the month before"),
});

/** `/rotation`: which layers moved up or down in the order of the layers. */
export const rotation = ({ sector: { map }, movers, indices }: LayerParts) =>
  defineCommand({
    name: "rotation",
    summary: "Which layers of crypto AI moved up or down in rank.",
    examples: ["rotation", "rotation 30d"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],

    async run({ of = [], over }, call): Promise<RotationFacts> {
      const { rest, window = "7d" } = readWindow(of, over);
      if (rest !== "" || window === "24h")
        throw new UserError("Ranks are compared with those of 7 or of 30 days before.", {
          hint: "For example: /rotation 30d",
        });
      return await rotationFacts(await stackNow(map, movers), window, indices, call.now);
    },

    show: rotationReply,
  });
