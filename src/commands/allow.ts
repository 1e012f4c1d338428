import { z } from "zod";
import { defineCommand } from "../core/command.ts";
import type { Place } from "../core/call.ts";
import { text } from "../core/reply.ts";

/** `/allow [on|off]`: whether free questions may use the model here. @param setAllowed  keeps it */
export const allow = (setAllowed: (place: Place, allowed: boolean, now: number) => Promise<void>) =>
  defineCommand({
    name: "allow",
    summary: "Lets the model answer free questions in this place, or stops it.",
    examples: ["allow", "allow off"],
    input: z.object({ state: z.enum(["on", "off"]).default("on").describe("on or off") }),
    access: "owner",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    run: async ({ state }, call) => {
      await setAllowed(call.place, state === "on", call.now);
      return { state };
    },
    show: ({ state }) => ({
      blocks: [
        text(
          state === "on"
            ? "Free questions are answered by the model here. /allow off stops it."
            : "Free questions here no longer use the model; look-ups go on.",
        ),
      ],
    }),
  });
