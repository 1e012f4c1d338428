import type { Call } from "../core/call.ts";
import { cleanText } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { duration } from "../core/format.ts";
import { text } from "../core/reply.ts";
import { z } from "zod";

/** So that nobody's words fill somebody else's chat. */
export const FEEDBACK_A_DAY = 3;

/** What became of some words. `nobody`: none who owns the desk can be written to. `waitMs`: until there is room for more. */
export type FeedbackFacts =
  | { readonly state: "sent" }
  | { readonly state: "enough"; readonly waitMs: number }
  | { readonly state: "nobody" };

/** Sends words to the owner's direct chat. */
export type GiveFeedback = (words: string, call: Call) => Promise<FeedbackFacts>;

function said(facts: FeedbackFacts): string {
  switch (facts.state) {
    case "sent":
      return "Thank you. It goes to the owner of this desk, with your name.";
    case "enough":
      return `That is enough for a day: ${FEEDBACK_A_DAY} messages reach the owner. Try again in ${duration(facts.waitMs)}.`;
    case "nobody":
      return "Nobody who owns this desk can be written to yet, so it was not sent.";
  }
  return facts satisfies never;
}

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
    show: (facts) => ({ blocks: [text(said(facts))] }),
  });
