import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import { profile } from "../sector/score.ts";
import type { Project } from "../sector/project-file.ts";
import { scoreFacts } from "./score-facts.ts";
import { scoreReply, type ScoreView } from "./score-reply.ts";
import type { Sector } from "../sector/sector.ts";
import { suggestProjects, whichProject } from "./which-project.ts";
import { z } from "zod";

/** `/score <project>`: a project by the framework of the conversation, criterion by criterion, on dated evidence. */
export const score = (sector: Sector) => {
  const ids = sector.rubric.criteria.map(({ id }) => id);
  return defineCommand({
    name: "score",
    summary: "A project by the five points of the conversation and three more, with the evidence.",
    examples: ["score Bittensor", "score Virtuals own model"],
    input: z.object({
      project: z.string().trim().min(1).max(80).describe("A project of the map"),
      criterion: z.enum(ids).optional().describe("One criterion, to see its evidence"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { project: async (typed) => suggestProjects(typed, sector) },

    async run({ project: word, criterion }, call): Promise<ScoreView> {
      const { project } = whichProject(word, sector);
      const { rubric, scorecards } = sector;
      const card = scorecards.get(project.id);
      const flags = card?.flags ?? [];
      const found = profile(rubric, card?.proposals ?? {}, {
        hasToken: project.token !== undefined,
        hasHardFlag: flags.some((flag) => flag in rubric.hardFlags),
        now: call.now,
      });
      return {
        ...scoreFacts(project, found, rubric, { flags, ...known({ wouldChange: card?.wouldChange }) }),
        ...known({ notApplied: whyNot(project, sector), shown: criterion }),
      };
    },

    show: scoreReply,
  });
};

/** Chains for anything, media, and products outside of AI are not looked at this way. */
function whyNot({ name, layer, kind, token }: Project, { map }: Sector): string | undefined {
  const isGeneral = kind === "chain" && (token === undefined || map.benchmarks.has(token.assetId));
  return layer === "context" || isGeneral
    ? `The framework is about AI projects; it is not applied to ${name}.`
    : undefined;
}
