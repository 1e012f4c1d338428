import type { AboutMe } from "./me-book.ts";
import { defineCommand } from "../core/command.ts";
import { portfolioExport, type PortfolioExportParts } from "./portfolio-export.ts";
import { text } from "../core/reply.ts";
import { utcDay } from "../core/format.ts";
import { z } from "zod";

/** `/me export`: all that is kept about whoever asks, as JSON, and their portfolio as JSON and CSV besides. */
export const meExport = (parts: Pick<AboutMe, "all"> & PortfolioExportParts) => {
  const portfolio = portfolioExport(parts);
  return defineCommand({
    name: "me export",
    summary: "All that is kept about you, as files.",
    examples: ["me export"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],

    async run(_input, call, progress) {
      const all = await parts.all(call);
      const json = await portfolio.run({ as: "json" }, call, progress);
      const csv = await portfolio.run({ as: "csv" }, call, progress);
      const about = { format: "westbound-me", version: 1, at: new Date(call.now).toISOString(), ...all };
      return {
        files: [
          { name: `me-${utcDay(call.now)}.json`, text: `${JSON.stringify(about, undefined, 1)}\n` },
          ...(csv.entries === 0 ? [] : [...csv.files, ...json.files]),
        ],
      };
    },

    show: ({ files }) => ({
      blocks: [
        text("This is all that is kept about you. Keep it to yourself."),
        ...files.map(({ name, text: content }) => ({ kind: "file" as const, name, text: content })),
      ],
    }),
  });
};
