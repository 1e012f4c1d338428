import { defineCommand } from "../core/command.ts";
import type { ScoreBook } from "./score-book.ts";
import { text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** `/score admins [on|off]`: whether the admins of this place may add evidence, which counts for the whole desk. */
export const scoreAdmins = (scoreBook: Pick<ScoreBook, "open">) =>
  defineCommand({
    name: "score admins",
    summary: "Lets the admins of this group add evidence to scores, or stops it.",
    examples: ["score admins on", "score admins off"],
    input: z.object({ state: z.enum(["on", "off"]).default("on").describe("on or off") }),
    access: "owner",
    effect: "write",
    visibility: "public",
    surfaces: ["chat"],

    async run({ state }, call) {
      if (!call.place.isPublic)
        throw new UserError("That is for groups: in a direct chat nobody is an admin.", {
          hint: "Send it in the group whose admins are meant.",
        });
      return await scoreBook.open(state, call);
    },

    show: ({ state }) => ({
      blocks: [
        text(
          state === "on"
            ? "Admins of this place may add evidence with /score add now, and take their own back. It counts for the whole desk; /score history tells the owner who added what."
            : "Only the owner may add evidence here. What was added stays; /score remove takes it back.",
        ),
      ],
    }),
  });
