import { defineCommand } from "../core/command.ts";
import { utcDay } from "../core/format.ts";
import { text } from "../core/reply.ts";
import type { KeptEntry } from "../portfolio/entry.ts";
import { writeOwn } from "../portfolio/importers/own.ts";
import type { PortfolioBook } from "./portfolio-book.ts";
import { z } from "zod";

export interface PortfolioExportParts {
  readonly portfolio: Pick<PortfolioBook, "open">;
}

/** Files of at most so much are sent by every platform; larger ones go in parts. */
const PART_BYTES = 8 * 1024 * 1024;

interface ExportFacts {
  readonly entries: number;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** `/portfolio export`: everything that is kept of the caller's portfolio, as a file that `/portfolio import` reads back. */
export const portfolioExport = ({ portfolio }: PortfolioExportParts) =>
  defineCommand({
    name: "portfolio export",
    summary: "Your whole portfolio as a file: CSV that imports back, or JSON.",
    examples: ["portfolio export", "portfolio export json"],
    input: z.object({ as: z.enum(["csv", "json"]).default("csv").describe("The kind of file") }),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],

    async run({ as }, call): Promise<ExportFacts> {
      const { entries, settings } = await portfolio.open(call);
      const write = (part: readonly KeptEntry[]): string =>
        as === "csv"
          ? writeOwn(part)
          : `${JSON.stringify({ format: "westbound-portfolio", version: 1, settings, entries: part }, undefined, 1)}\n`;
      const parts = partsOf(entries, write);
      const name = (index: number): string =>
        `portfolio-${utcDay(call.now)}${parts.length === 1 ? "" : `-${index + 1}-of-${parts.length}`}.${as}`;
      return { entries: entries.length, files: parts.map((each, index) => ({ name: name(index), text: each })) };
    },

    show: ({ entries, files }) => ({
      blocks: [
        text(
          entries === 0
            ? "Your portfolio is empty: there is nothing to export."
            : `${entries.toLocaleString("en")} entries${files.length > 1 ? ` in ${files.length} files, since one would be too large to send` : ""}. Keep ${files.length > 1 ? "them" : "it"} to yourself.`,
        ),
        ...(entries === 0
          ? []
          : files.map(({ name, text: content }) => ({ kind: "file" as const, name, text: content }))),
      ],
    }),
  });

/** As few files as are each small enough; halved until they are. */
function partsOf(entries: readonly KeptEntry[], write: (part: readonly KeptEntry[]) => string): readonly string[] {
  const whole = write(entries);
  if (entries.length < 2 || Buffer.byteLength(whole) <= PART_BYTES) return [whole];
  const middle = Math.ceil(entries.length / 2);
  return [...partsOf(entries.slice(0, middle), write), ...partsOf(entries.slice(middle), write)];
}
