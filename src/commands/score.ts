import type { Criterion } from "../sector/rubric.ts";
import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import type { Project } from "../sector/project-file.ts";
import { profileOf, type ScoreBook } from "./score-book.ts";
import { scoreFacts } from "./score-facts.ts";
import { scoreReply, type ScoreView } from "./score-reply.ts";
import type { Sector } from "../sector/sector.ts";
import { suggestProjects, whichProject } from "./which-project.ts";
import { z } from "zod";

export interface ScoreParts {
  readonly sector: Sector;
  readonly scoreBook: ScoreBook;
}

/** `/score <project>`: a project by the framework of the conversation, criterion by criterion, on dated evidence. */
export const score = ({ sector, scoreBook }: ScoreParts) =>
  defineCommand({
    name: "score",
    summary: "A project by the five points of the conversation and three more, with the evidence.",
    examples: ["score Bittensor", "score Virtuals own model"],
    input: z.object({
      project: z
        .array(z.string().trim().max(80))
        .min(1)
        .max(12)
        .describe("A project of the map; a criterion may follow"),
      criterion: z
        .enum(sector.rubric.criteria.map(({ id }) => id))
        .optional()
        .describe("One criterion, to see its evidence"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { project: async (typed) => suggestProjects(typed, sector) },

    async run({ project: words, criterion }, call): Promise<ScoreView> {
      const asked = readAsked(words.join(" "), criterion, sector);
      const { project } = whichProject(asked.word, sector, known({ project: asked.word, criterion: asked.criterion }));
      const { rubric, scorecards } = sector;
      const card = scorecards.get(project.id);
      const profile = profileOf(project, await scoreBook.of(project.id), sector, call.now);
      return {
        ...scoreFacts(project, profile, rubric, {
          flags: card?.flags ?? [],
          ...known({ wouldChange: card?.wouldChange }),
        }),
        ...known({ notApplied: notApplied(project, sector), shown: asked.criterion }),
      };
    },

    show: scoreReply,
  });

/** Reads a criterion off the end of what was typed, where the rest names a project: "Nous Research own model". */
function readAsked(
  typed: string,
  criterion: string | undefined,
  sector: Sector,
): { readonly word: string; readonly criterion: string | undefined } {
  if (criterion !== undefined || isName(typed, sector)) return { word: typed, criterion };
  const words = typed.split(/\s+/);
  for (let cut = words.length - 1; cut > 0; cut -= 1) {
    const last = words.slice(cut).join(" ").toLowerCase();
    const found = sector.rubric.criteria.find(({ id, name }) =>
      [id, id.replaceAll("_", " "), name.toLowerCase()].includes(last),
    );
    if (found) return { word: words.slice(0, cut).join(" "), criterion: found.id };
  }
  return { word: typed, criterion };
}

const isName = (word: string, { map, conversation }: Sector): boolean =>
  word.startsWith("=") || map.named(word).length > 0 || conversation.unclearName(word) !== undefined;

/** A criterion of the rubric by its id. @throws RangeError when there is none */
export function whichCriterion(id: string, { rubric }: Sector): Criterion {
  const found = rubric.criteria.find((each) => each.id === id);
  if (!found) throw new RangeError(`no criterion ${id}`);
  return found;
}

/** Chains for anything, media, and products outside of AI are not looked at this way. @returns why, in a sentence */
export function notApplied({ name, layer, kind, token }: Project, { map }: Sector): string | undefined {
  const isGeneral = kind === "chain" && (token === undefined || map.benchmarks.has(token.assetId));
  return layer === "context" || isGeneral
    ? `The framework is about AI projects; it is not applied to ${name}.`
    : undefined;
}
