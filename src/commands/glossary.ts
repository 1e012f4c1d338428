import { bold, italic, rich } from "../core/reply.ts";
import { defineCommand } from "../core/command.ts";
import type { Glossary } from "../sector/glossary.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

interface GlossaryFacts {
  readonly term: string;
  readonly otherNames: readonly string[];
  /** In our own words. */
  readonly meaning: string;
  /** UTC day on which the glossary was last gone through. */
  readonly asOfDay: string;
}

const input = z.object({
  term: z.string().trim().min(1).max(80).describe("A term of the field, such as FDV, dTAO or funding rate"),
});

/** `/glossary <term>`: what a term of the field means. */
export const glossary = (words: Glossary) =>
  defineCommand({
    name: "glossary",
    summary: "What a term of the field means, in two sentences.",
    examples: ["glossary FDV", "glossary dTAO"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: {
      term: async (typed) =>
        words.terms
          .filter(({ term }) => term.toLowerCase().includes(typed.trim().toLowerCase()))
          .slice(0, 25)
          .map(({ term }) => ({ label: term, value: term })),
    },

    async run({ term }): Promise<GlossaryFacts> {
      const found = words.find(term);
      if (!found) {
        const near = words.near(term);
        throw new UserError(`"${term}" is not in the glossary.`, {
          hint: near === undefined ? "It has terms of crypto and AI, such as /glossary DePIN." : "This one is close:",
          ...(near === undefined
            ? {}
            : { alternatives: { word: term, choices: [{ label: near.term, value: near.term }] } }),
        });
      }
      return {
        term: found.term,
        otherNames: found.aliases ?? [],
        meaning: found.text,
        asOfDay: words.asOf,
      };
    },

    show: ({ term, otherNames, meaning, asOfDay }) => ({
      blocks: [
        rich(
          bold(term),
          ...(otherNames.length === 0 ? [] : [" (", italic(otherNames.slice(0, 3).join(", ")), ")"]),
          `: ${meaning}`,
        ),
      ],
      footer: `Source: our glossary of ${asOfDay}`,
      buttons: [
        { label: "What the conversation says", command: "source", input: { question: term }, answer: "new" as const },
      ],
    }),
  });
