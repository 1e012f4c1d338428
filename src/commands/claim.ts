import { z } from "zod";
import { defineCommand } from "../core/command.ts";
import type { Call } from "../core/call.ts";
import { UserError } from "../core/errors.ts";
import { text } from "../core/reply.ts";

/** `/claim CODE`: the one-time code from the log makes its sender the owner. @param claimed  whether the code was right, and is used up now */
export const claim = (claimed: (code: string, call: Call) => Promise<boolean>) =>
  defineCommand({
    name: "claim",
    summary: "Makes you the owner, with the code from the log.",
    examples: ["claim ABCD-EFGH-JKLM"],
    input: z.object({
      code: z.string().trim().min(1).max(64).describe("The one-time code that the desk printed at start"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async ({ code }, call) => {
      if (!(await claimed(code, call)))
        throw new UserError("This code is not valid.", {
          hint: "The current one stands in the log; a restart prints a fresh one.",
        });
      return {};
    },
    show: () => ({
      blocks: [text("You own this desk now. /allow lets the model answer in a place; your own chats need none.")],
    }),
  });
