import { z } from "zod";
import { defineCommand } from "../core/command.ts";
import type { Call } from "../core/call.ts";
import { text } from "../core/reply.ts";

/** Keeps whether free questions may use the model in the call's place, once, and gives the state back. */
export type SetAllowed = (state: "on" | "off", call: Call) => Promise<{ readonly state: "on" | "off" }>;

/** `/allow [on|off]`: whether free questions may use the model here. */
export const allow = (setAllowed: SetAllowed) =>
  defineCommand({
    name: "allow",
    summary: "Lets the model answer free questions in this place, or stops it.",
    examples: ["allow", "allow off"],
    input: z.object({ state: z.enum(["on", "off"]).default("on").describe("on or off") }),
    access: "owner",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],
    run: async ({ state }, call) => await setAllowed(state, call),
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
