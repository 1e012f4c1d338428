import { defineCommand } from "../core/command.ts";
import type { Call, Place } from "../core/call.ts";
import { text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** Keeps for the call's place, once, whether cashtags are answered there, and gives the state back. */
export type SetCashtags = (state: "on" | "off", call: Call) => Promise<{ readonly state: "on" | "off" }>;

export interface CashtagParts {
  readonly setCashtags: SetCashtags;
  /** Why messages of the place do not reach us, with what to switch; undefined when they do. */
  readonly deafness: (place: Place) => Promise<string | undefined>;
}

/** `/cashtags [on|off]`: whether `$TAO` and pasted contract addresses are answered here without being asked. */
export const cashtags = ({ setCashtags, deafness }: CashtagParts) =>
  defineCommand({
    name: "cashtags",
    summary: "Answers $CASHTAGS and pasted contracts in this group, or stops it.",
    examples: ["cashtags on", "cashtags off"],
    input: z.object({ state: z.enum(["on", "off"]).default("on").describe("on or off") }),
    access: "admin",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],

    async run({ state }, call) {
      const { place } = call;
      if (!place.isPublic)
        throw new UserError("That is for groups. Here the name of a coin is enough.", { hint: "For example: TAO" });
      const missing = state === "on" ? await deafness(place) : undefined;
      if (missing !== undefined) throw new UserError(`It stays off. ${missing}`, { hint: "Then send /cashtags on." });
      return await setCashtags(state, call);
    },

    show: ({ state }) => ({
      blocks: [
        text(
          state === "on"
            ? "$CASHTAGS and pasted contract addresses are answered here now: at most three in a message, the same one again after five minutes, twelve answers an hour. What I do not know I pass over. /cashtags off stops it."
            : "$CASHTAGS and contract addresses are no longer answered here.",
        ),
      ],
    }),
  });
