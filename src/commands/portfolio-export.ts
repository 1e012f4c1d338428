import { setImmediate as nextTurn } from "node:timers/promises";
import { defineCommand } from "../core/command.ts";
import { utcDay } from "../core/format.ts";
import { text } from "../core/reply.ts";
import type { KeptEntry } from "../portfolio/entry.ts";
import { turns } from "../portfolio/in-turns.ts";
import { OWN_HEAD, ownLine } from "../portfolio/importers/own.ts";
import type { PortfolioBook, PortfolioSettings } from "./portfolio-book.ts";
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
      const parts = await partsOf(entries, as === "csv" ? CSV : jsonOf(settings));
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

/** How a file begins and ends, and what stands for an entry, and between two. */
interface Writing {
  readonly head: string;
  readonly line: (entry: KeptEntry) => string;
  readonly between: string;
  readonly end: string;
}

const CSV: Writing = { head: OWN_HEAD, line: ownLine, between: "", end: "" };

/** Each file is JSON by itself. */
function jsonOf(settings: PortfolioSettings): Writing {
  const head = JSON.stringify({ format: "westbound-portfolio", version: 1, settings }, undefined, 1);
  return {
    head: `${head.slice(0, -2)},\n "entries": [\n`,
    line: (entry) => `  ${JSON.stringify(entry)}`,
    between: ",\n",
    end: "\n ]\n}\n",
  };
}

/** Entries written between two pauses. */
const SLICE = 256;

/** As few files as are each small enough; others have their turns meanwhile. */
async function partsOf(entries: readonly KeptEntry[], writing: Writing): Promise<readonly string[]> {
  const { head, line, between, end } = writing;
  const around = Buffer.byteLength(head) + Buffer.byteLength(end);
  const takeTurn = turns(nextTurn);
  const parts: string[] = [];
  let lines: string[] = [];
  let bytes = around;
  for (const [index, entry] of entries.entries()) {
    if (index % SLICE === 0) await takeTurn();
    const written = line(entry);
    const more = Buffer.byteLength(written) + between.length;
    if (lines.length > 0 && bytes + more > PART_BYTES) {
      parts.push(`${head}${lines.join(between)}${end}`);
      lines = [];
      bytes = around;
    }
    lines.push(written);
    bytes += more;
  }
  return [...parts, `${head}${lines.join(between)}${end}`];
}
