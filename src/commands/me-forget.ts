import type { AboutMe } from "./me-book.ts";
import { defineCommand } from "../core/command.ts";
import { text } from "../core/reply.ts";
import { z } from "zod";

/** `/me forget`: the next question starts from nothing. */
export const meForget = ({ forget }: Pick<AboutMe, "forget">) =>
  defineCommand({
    name: "me forget",
    summary: "Forgets what we talked about.",
    examples: ["me forget"],
    input: z.object({}),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => ({ conversations: await forget(call) }),
    show: ({ conversations }) => ({
      blocks: [
        text(
          conversations === 0
            ? "There was nothing to forget. The last six turns of a conversation are kept, for 30 days at most."
            : "Forgotten. The next question starts from nothing.",
        ),
      ],
    }),
  });
