import type { AboutMe } from "./me-book.ts";
import { defineCommand } from "../core/command.ts";
import { portfolioExport, type PortfolioExportParts } from "./portfolio-export.ts";
import { type SheetParts, sheetsOf } from "./me-sheets.ts";
import { text } from "../core/reply.ts";
import { utcDay } from "../core/format.ts";
import { z } from "zod";

/** Files of at most so much are sent by every platform; more rows go in parts. */
const PART_BYTES = 8 * 1024 * 1024;

/** `/me export`: all that is kept about whoever asks, as JSON; their lists and portfolio as CSV besides. */
export const meExport = (parts: Pick<AboutMe, "all" | "lists"> & PortfolioExportParts & SheetParts) => {
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
      const day = utcDay(call.now);
      const jsons = partsOf(await parts.all(call), call.now);
      const sheets = sheetsOf(await parts.lists(call), parts, call.locale);
      const json = await portfolio.run({ as: "json" }, call, progress);
      const csv = await portfolio.run({ as: "csv" }, call, progress);
      return {
        files: [
          ...jsons.map((each, index) => ({
            name: `me-${day}${jsons.length === 1 ? "" : `-${index + 1}-of-${jsons.length}`}.json`,
            text: each,
          })),
          ...sheets.map(({ name, text: lines }) => ({ name: `${name}-${day}.csv`, text: lines })),
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

/** As few files as are each small enough to send, each JSON by itself; a table may go on in the next one. */
function partsOf(all: Awaited<ReturnType<AboutMe["all"]>>, now: number): readonly string[] {
  const files: Record<string, unknown[]>[] = [{}];
  let bytes = 0;
  for (const [table, rows] of Object.entries(all))
    for (const row of rows) {
      // As deep as it will stand.
      const more = Buffer.byteLength(JSON.stringify([[row]], undefined, 1));
      if (bytes > 0 && bytes + more > PART_BYTES) {
        files.push({});
        bytes = 0;
      }
      bytes += more;
      ((files.at(-1) ?? {})[table] ??= []).push(row);
    }
  const about = { format: "westbound-me", version: 1, at: new Date(now).toISOString() };
  return files.map((tables) => `${JSON.stringify({ ...about, ...tables }, undefined, 1)}\n`);
}
