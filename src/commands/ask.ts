import { z } from "zod";
import { defineCommand } from "../core/command.ts";
import type { Call, Progress } from "../core/call.ts";
import { isEmpty, type Reply, text } from "../core/reply.ts";

/** `/ask <question>`. @param answer  question to reply; what it leaves unanswered in a group is answered here, since somebody waits */
export const ask = (answer: (question: string, call: Call, progress: Progress) => Promise<Reply>) =>
  defineCommand({
    name: "ask",
    aliases: ["a"],
    summary: "Answers a question in your own words.",
    examples: ["ask what is TAO worth in euros?"],
    input: z.object({ question: z.string().trim().min(1).max(2_000).describe("Your question") }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    run: ({ question }, call, progress) => answer(question, call, progress),
    show: (reply) =>
      isEmpty(reply)
        ? { blocks: [text("I have no answer to that. /help lists what I can do.")], audience: "caller-if-possible" }
        : reply,
  });
