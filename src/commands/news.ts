import { defineCommand } from "../core/command.ts";
import { LONGEST_DAYS, newsReply } from "./news-reply.ts";
import type { News } from "../news/news.ts";
import { type NewsFacts, newsFacts } from "./news-facts.ts";
import { newsSubject } from "./news-subject.ts";
import type { Sector } from "../sector/sector.ts";
import { suggestProjects } from "./which-project.ts";
import { z } from "zod";

export interface NewsParts {
  readonly sector: Sector;
  readonly news: News;
}

const DAYS = 7;

const input = z.object({
  about: z
    .array(z.string().trim().min(1).max(80))
    .max(12)
    .optional()
    .describe("A layer, a project, papers, or words to look for; without it the whole sector"),
  days: z.int().min(1).max(LONGEST_DAYS).default(DAYS).describe(`How far back, in days; ${DAYS} unless said`),
  page: z.int().min(1).max(100).default(1).describe("Which page of the stories"),
});

/** `/news [about] [days]`: headlines of the feeds, put together to stories, each with its link, publisher and age. */
export const news = ({ sector, news: kept }: NewsParts) =>
  defineCommand({
    name: "news",
    summary: "Headlines about the sector, a layer, a project or a word, with link, publisher, age.",
    examples: ["news Bittensor", "news agents", "news halving days:30"],
    input,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: {
      about: async (typed) => [
        ...sector.map.layers
          .filter(({ name }) => typed.trim() !== "" && name.toLowerCase().startsWith(typed.trim().toLowerCase()))
          .map(({ id, name }) => ({ label: `${name} (layer)`, value: id })),
        ...suggestProjects(typed, sector),
      ],
    },

    async run({ about = [], days, page }, call): Promise<NewsFacts> {
      const meant = newsSubject(about, sector);
      const found = await kept.about(meant.subject, days, call.now);
      return newsFacts(meant, found, { days, page, map: sector.map });
    },

    show: newsReply,
  });
