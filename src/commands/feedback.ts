import type { Call } from "../core/call.ts";
import { cleanText } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { text } from "../core/reply.ts";
import { z } from "zod";

/** So that nobody's words fill somebody else's chat. */
export const FEEDBACK_A_DAY = 3;

type FeedbackState = "sent" | "enough" | "nobody";

/** Sends words to the owner's direct chat. `nobody`: none who owns the desk can be written to. */
export type GiveFeedback = (words: string, call: Call) => Promise<{ readonly state: FeedbackState }>;

const SAID: Readonly<Record<FeedbackState, string>> = {
  sent: "Thank you. It goes to the owner of this desk, with your name.",
  enough: `That is enough for a day: ${FEEDBACK_A_DAY} messages reach the owner. Try again tomorrow.`,
  nobody: "Nobody who owns this desk can be written to yet, so it was not sent.",
};

/** `/feedback WORDS`: something for the owner of the desk. */
export const feedback = (give: GiveFeedback) =>
  defineCommand({
    name: "feedback",
    summary: "Tells the owner of this desk something.",
    examples: ["feedback the digest comes an hour late"],
    input: z.object({ words: z.string().trim().min(1).max(1_000).describe("What the owner should know") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async ({ words }, call) => await give(cleanText(words), call),
    show: ({ state }) => ({ blocks: [text(SAID[state])] }),
  });
