import { type ActivityBook, activityOf } from "../sector/activity.ts";
import { activityFacts } from "./project-activity.ts";
import type { Assets } from "../market/assets.ts";
import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import { type PriceFigures, priceFigures } from "./price-facts.ts";
import { projectFacts } from "./project-facts.ts";
import { projectReply, type ProjectView } from "./project-reply.ts";
import { ProviderError } from "../core/errors.ts";
import type { Quotes } from "../market/quotes.ts";
import type { ScoreBook } from "./score-book.ts";
import type { Sector } from "../sector/sector.ts";
import { suggestProjects, whichProject } from "./which-project.ts";
import { z } from "zod";

export interface ProjectParts {
  readonly sector: Sector;
  readonly assets: Pick<Assets, "byId">;
  readonly quotes: Pick<Quotes, "of">;
  readonly activity: ActivityBook;
  readonly scoreBook: Pick<ScoreBook, "of">;
}

const input = z.object({
  name: z
    .array(z.string().trim().max(80))
    .min(1)
    .max(12)
    .describe("A project of crypto AI, or a lab it is compared with"),
  details: z.boolean().default(false).describe("Whether to show all notes and sources"),
});

/** `/project <name>`: what the map knows of a project, each fact with its source and date. */
export const project = ({ sector, assets, quotes, activity, scoreBook }: ProjectParts) =>
  defineCommand({
    name: "project",
    summary: "All about a project of crypto AI: what it is, who is behind it, its token or none, its code.",
    examples: ["project Bittensor", "project Nous Research"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { name: async (typed) => suggestProjects(typed, sector) },

    async run({ name: words, details }, call): Promise<ProjectView> {
      const name = words.join(" ");
      const found = whichProject(name, sector, { name, details });
      const { id, repository, token } = found.project;
      const looked = await activityOf(repository?.name, activity);
      const isScored = sector.scorecards.has(id) || (await scoreBook.of(id)).length > 0;
      return {
        ...projectFacts(found, name, sector),
        hasScorecard: isScored,
        ...known({
          price: await priceOf(token?.assetId, { assets, quotes }),
          activity: activityFacts(looked, call.now),
        }),
        isFull: details,
        conversationUrl: sector.conversation.url,
      };
    },

    show: projectReply,
  });

/** A card without a price is still a card. */
async function priceOf(
  assetId: string | undefined,
  { assets, quotes }: Pick<ProjectParts, "assets" | "quotes">,
): Promise<PriceFigures | undefined> {
  const asset = assetId === undefined ? undefined : assets.byId(assetId);
  if (!asset) return undefined;
  try {
    const quote = (await quotes.of([asset], "USD", "person")).get(asset.id);
    return quote && priceFigures(quote);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return undefined; // The transport has logged it.
  }
}
