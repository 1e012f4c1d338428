import { type ComparisonFacts, comparisonReply } from "./layer-comparison.ts";
import { defineCommand } from "../core/command.ts";
import { type LayerFacts, layerFacts } from "./layer-facts.ts";
import type { LayerParts } from "./stack.ts";
import { layerReply } from "./layer-reply.ts";
import { ranksBefore } from "../sector/layer-ranks.ts";
import { readWindow, WINDOWS } from "./layer-window.ts";
import { stackNow } from "../sector/layers.ts";
import { suggestLayers, whichLayer } from "./which-layer.ts";
import { z } from "zod";

/** Ranks are told against those of so many days before. */
const WEEK = 7;

const input = z.object({
  layer: z
    .array(z.string().trim().max(60))
    .max(8)
    .optional()
    .describe("A layer of the stack, such as compute, agents or data; a time may follow"),
  over: z.enum(WINDOWS).optional().describe("Change over 24 hours, seven days (the default) or thirty"),
});

/** `/layer <layer>`: the tokens of a layer, what it did as a whole, and what is left out of that. */
export const layer = ({ sector: { map }, movers, indices }: LayerParts) =>
  defineCommand({
    name: "layer",
    summary: "One layer of crypto AI: its tokens, median, breadth, rank, strength.",
    examples: ["layer compute", "layer agents 30d"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { layer: async (typed) => suggestLayers(typed, map) },

    async run({ layer: words = [], over }, call): Promise<LayerFacts | ComparisonFacts> {
      const { rest, window = "7d" } = readWindow(words, over);
      const { id, name, what, isInSector } = whichLayer(rest, window, map);
      if (!isInSector) {
        const projects = map.projects.filter((each) => each.layer === id);
        return { layerId: id, name, what, projects: projects.map((each) => ({ projectId: each.id, name: each.name })) };
      }
      const stack = await stackNow(map, movers);
      const now = stack.layers.find((each) => each.layer.id === id);
      if (!now) throw new RangeError(`no layer ${id} in the stack`);
      const before = await ranksBefore(indices, window, WEEK, call.now);
      return await layerFacts(now, stack, window, before, { map, indices, at: call.now });
    },

    show: (facts, call) => ("projects" in facts ? comparisonReply(facts) : layerReply(facts, call)),
  });
