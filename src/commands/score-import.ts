import { type Became, changeWords, type GivenEvidence, scoreOf } from "./score-book.ts";
import { type Block, bold, type Reply, rich, text } from "../core/reply.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { explainInput } from "../core/explain.ts";
import { fileField } from "../core/chat-file.ts";
import { type Given, givenFields, readGiven } from "./score-given.ts";
import { type EvidenceRow, readEvidenceFile, type Refusal } from "../sector/evidence-file.ts";
import type { ScoreParts } from "./score.ts";
import type { Sector } from "../sector/sector.ts";
import { textOf } from "../core/file-text.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** Five hundred pieces of evidence have less. */
const BYTES = 1024 * 1024;
/** Lines of each kind that a card has; a file beside it has the rest. */
const SHOWN = 8;

interface ImportFacts {
  /** Whether anything was kept. */
  readonly mode: "check" | "keep";
  readonly untrustedFileName: string;
  readonly added: readonly {
    readonly where: string;
    readonly name: string;
    readonly criterionName: string;
    readonly from?: number;
    readonly to?: number;
  }[];
  /** Links that stand for their criterion already. */
  readonly thereCount: number;
  /** What was not taken, in the order of the file. */
  readonly refused: readonly Refusal[];
}

/** `/score import`: evidence from a file. It is checked first, and kept when it is sent again with "keep". */
export const scoreImport = ({ sector, scoreBook }: ScoreParts) =>
  defineCommand({
    name: "score import",
    summary: 'Adds evidence from a CSV or JSON file; without "keep" it is only checked.',
    examples: ["score import", "score import keep"],
    input: z.object({
      file: fileField("A table with project, criterion, score, grade, link, date and claim"),
      mode: z.enum(["check", "keep"]).default("check").describe("Whether to keep what is taken"),
    }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],

    async run({ file, mode }, call): Promise<ImportFacts> {
      const { rows, refused } = readEvidenceFile(textOf(await file.read(BYTES)));
      const { taken, refused: others } = readRows(rows, sector, call.now);
      const factsOf = (became: readonly Became[]): ImportFacts => {
        const outcomes = taken.map((each, index) => ({ ...each, became: became[index] }));
        const full = outcomes.flatMap(({ where, project, became: outcome }): Refusal[] =>
          outcome?.state === "full" ? [{ where, why: `${project.name} has as much evidence as it may.` }] : [],
        );
        return {
          mode,
          untrustedFileName: cleanLine(file.name, 80),
          added: outcomes.flatMap(({ where, project, about, became: outcome }) => {
            if (outcome?.state !== "added") return [];
            const { id: _, state: __, ...change } = outcome;
            return [{ where, name: project.name, criterionName: about.name, ...change }];
          }),
          thereCount: became.filter(({ state }) => state === "there").length,
          refused: [...refused, ...others, ...full].toSorted((a, b) => placeIn(a) - placeIn(b)),
        };
      };
      const given = taken.map((each) => each.given);
      const weigh = scoreOf(sector, call.now);
      return mode === "keep"
        ? await scoreBook.addAll(given, weigh, call, factsOf)
        : factsOf(await scoreBook.weighAll(given, weigh));
    },

    show: importReply,
  });

type Taken = Given & { readonly where: string };

/** What the rules take, and why not the rest: the same rules as of `/score add`. */
function readRows(
  rows: readonly EvidenceRow[],
  sector: Sector,
  now: number,
): { readonly taken: readonly Taken[]; readonly refused: readonly Refusal[] } {
  const fields = givenFields(sector.rubric);
  const taken: Taken[] = [];
  const refused: Refusal[] = [];
  const keys = new Map<string, string>();
  for (const { where, cells } of rows) {
    const typed = {
      ...cells,
      // A cell without a figure is no zero.
      score: /^\d+(?:\.\d+)?$/.test(cells.score) ? Number(cells.score) : cells.score,
      grade: cells.grade.toUpperCase(),
      criterion: cells.criterion.toLowerCase(),
    };
    const parsed = fields.safeParse(typed);
    try {
      if (!parsed.success) throw new UserError(explainInput(parsed.error, typed));
      const read = readGiven(parsed.data, sector, now);
      const key = keyOf(read.given);
      const before = keys.get(key);
      if (before !== undefined) throw new UserError(`That link is evidence for this criterion in ${before} already.`);
      keys.set(key, where);
      taken.push({ ...read, where });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ where, why: reasonOf(error) });
    }
  }
  return { taken, refused };
}

const keyOf = ({ projectId, criterion, url }: GivenEvidence): string => `${projectId} ${criterion} ${url}`;

/** Where somebody would be asked back, who may be meant. */
function reasonOf({ message, alternatives }: UserError): string {
  const meant = alternatives?.choices.map(({ label }) => label) ?? [];
  return cleanLine(meant.length === 0 ? message : `${message} Perhaps ${meant.slice(0, 3).join(" or ")}?`, 300);
}

const placeIn = ({ where }: Refusal): number => Number(/\d+/.exec(where)?.[0] ?? 0);

function importReply({ mode, untrustedFileName, added, thereCount, refused }: ImportFacts): Reply {
  const isKept = mode === "keep";
  const pieces = (count: number): string => `${count} ${count === 1 ? "piece" : "pieces"} of evidence`;
  const counts = [
    `${pieces(added.length)} ${isKept ? "added" : "can be added"}`,
    ...(thereCount === 0 ? [] : [`${thereCount} there already`]),
    ...(refused.length === 0 ? [] : [`${refused.length} refused`]),
  ];
  return {
    title: `${untrustedFileName}: ${counts.join(", ")}`,
    blocks: [
      ...listed(
        isKept ? "Added: " : "Would be added: ",
        added.map(
          ({ where, name, criterionName, ...change }) => `${where}: ${name}, ${criterionName}: ${changeWords(change)}`,
        ),
        "added.txt",
      ),
      ...listed(
        "Refused: ",
        refused.map(({ where, why }) => `${where}: ${why}`),
        "refused.txt",
      ),
      ...(isKept || added.length === 0
        ? []
        : [text("Nothing is kept yet. Send the file again with /score import keep.")]),
    ],
  };
}

/** The first of them, and a file with all where there are more. */
function listed(head: string, lines: readonly string[], fileName: string): Block[] {
  if (lines.length === 0) return [];
  const rest = lines.length - SHOWN;
  const shown = [...lines.slice(0, SHOWN), ...(rest > 0 ? [`… and ${rest} more, in the file`] : [])];
  return [
    rich(bold(head), `\n${shown.join("\n")}`),
    ...(rest > 0 ? [{ kind: "file", name: fileName, text: lines.join("\n") } as const] : []),
  ];
}
