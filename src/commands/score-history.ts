import { bold, link, type Reply, rich, type Span, text } from "../core/reply.ts";
import { changeFacts, changeWords } from "./score-book.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { known } from "../wire/figure.ts";
import type { ScoreParts } from "./score.ts";
import { suggestProjects, whichProject } from "./which-project.ts";
import { utcDay, utcMinute } from "../core/format.ts";
import { z } from "zod";

/** Changes that are shown, the newest. */
const ROWS = 10;

interface Change {
  readonly evidenceNumber: number;
  readonly kind: "added" | "removed";
  readonly criterion: string;
  readonly fromScoreOf4?: number;
  readonly toScoreOf4?: number;
  /** UTC epoch milliseconds. */
  readonly changedAt: number;
  /** What the account is called, for the owner alone. */
  readonly untrustedBy?: string;
  readonly claim: string;
  readonly link?: string;
  readonly host: string;
  readonly onDay: string;
  readonly grade: string;
}

interface HistoryFacts {
  readonly projectId: string;
  readonly name: string;
  /** The newest first. */
  readonly changes: readonly Change[];
  readonly changeCount: number;
}

/** `/score history <project>`: what changed in a profile, when, on which evidence. */
export const scoreHistory = ({ sector, scoreBook }: ScoreParts) =>
  defineCommand({
    name: "score history",
    summary: "How a project's scores changed, when, and on which evidence.",
    examples: ["score history Bittensor"],
    input: z.object({ project: z.string().trim().min(1).max(80).describe("A project of the map") }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: { project: async (typed) => suggestProjects(typed, sector) },

    async run({ project: word }, { caller, place, surface }): Promise<HistoryFacts> {
      const { project } = whichProject(word, sector);
      const all = await scoreBook.history(project.id);
      const nameOf = (id: string): string => sector.rubric.criteria.find((each) => each.id === id)?.name ?? id;
      // Who did it is the owner's to know, and only where nobody else reads along.
      const isTold = caller.role === "owner" && !place.isPublic && surface === "chat";
      return {
        projectId: project.id,
        name: project.name,
        changeCount: all.length,
        changes: all.slice(0, ROWS).map(({ kind, evidence, at, untrustedBy, ...change }) => ({
          evidenceNumber: evidence.id,
          kind,
          criterion: nameOf(evidence.criterion),
          ...changeFacts(change),
          changedAt: at,
          claim: evidence.claim,
          host: evidence.title,
          onDay: utcDay(evidence.at),
          grade: evidence.grade,
          ...known({
            link: evidence.url,
            untrustedBy: isTold ? cleanLine(untrustedBy ?? "an account without a name", 60) : undefined,
          }),
        })),
      };
    },

    show: historyReply,
  });

function historyReply({ projectId, name, changes, changeCount }: HistoryFacts): Reply {
  const buttons = [{ label: "Score", command: "score", input: { project: `=${projectId}` } }];
  if (changes.length === 0)
    return {
      blocks: [text(`Nothing was changed in the profile of ${name}; it is as the desk came with it.`)],
      buttons,
    };
  return {
    title: `${name}: how its profile changed`,
    blocks: [
      ...changes.map((each) => rich(...linesOf(each))),
      ...(changeCount > changes.length ? [text(`… and ${changeCount - changes.length} earlier`)] : []),
    ],
    footer: "What the desk came with is not listed",
    buttons,
  };
}

function linesOf(change: Change): readonly (string | Span)[] {
  const { evidenceNumber, kind, criterion, changedAt, untrustedBy, claim, host, onDay, grade } = change;
  const words = changeWords(known({ from: change.fromScoreOf4, to: change.toScoreOf4 }));
  return [
    bold(`${criterion}: ${words}`),
    `\n${utcMinute(changedAt)}, evidence ${evidenceNumber} ${kind === "added" ? "added" : "taken back"}`,
    untrustedBy === undefined ? "" : ` by ${untrustedBy}`,
    `\n${claim} (`,
    change.link === undefined ? host : link(host, change.link),
    `, ${onDay}, grade ${grade})`,
  ];
}
