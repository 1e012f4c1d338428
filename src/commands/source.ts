import { markLink, timeMark } from "./time-mark.ts";
import { rich, type Reply } from "../core/reply.ts";
import type { Conversation } from "../sector/conversation.ts";
import { defineCommand } from "../core/command.ts";
import { z } from "zod";

/** How many claims an answer has. */
const CLAIMS = 5;

interface SourceFacts {
  readonly conversation: string;
  readonly url: string;
  /** UTC day, approximate. */
  readonly heldOnDay: string;
  /** In our own words, the closest first. */
  readonly claims: readonly {
    readonly secondsFromStart: number;
    /** "11:15" from the start of the recording. */
    readonly timeMark: string;
    readonly text: string;
  }[];
  /** Set where the conversation says nothing of what was asked. */
  readonly isOffDocument: boolean;
}

const input = z.object({
  question: z.string().trim().min(1).max(300).describe("What to look for in the conversation this desk starts from"),
});

/** `/source <question>`: what the conversation that the desk starts from said about something, and only that. */
export const source = (conversation: Conversation) =>
  defineCommand({
    name: "source",
    summary: "What the podcast conversation this desk starts from said about something.",
    examples: ["source Billy Bets", "source where does value accrue"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],

    async run({ question }): Promise<SourceFacts> {
      const claims = conversation.about(question, CLAIMS).map(({ seconds, text }) => ({
        secondsFromStart: seconds,
        timeMark: timeMark(seconds),
        text,
      }));
      return {
        conversation: conversation.title,
        url: conversation.url,
        heldOnDay: conversation.on,
        claims,
        isOffDocument: claims.length === 0,
      };
    },

    show: ({ claims, conversation: title, url, heldOnDay }): Reply => {
      const footer = `Source: ${title}, about ${heldOnDay}, from a written summary, in our words`;
      if (claims.length === 0)
        return {
          blocks: [rich("The conversation says nothing about that. I do not guess what it might have said.")],
          footer,
        };
      return {
        title: "From the conversation",
        blocks: claims.map(({ secondsFromStart, text }) => rich(markLink(secondsFromStart, url), " ", text)),
        footer,
      };
    },
  });
