import { bold, link, rich, text } from "../core/reply.ts";
import { changeWords, type GivenEvidence, scoreOf, type TakenBack } from "./score-book.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { GRADES } from "../sector/rubric.ts";
import { notApplied, type ScoreParts, whichCriterion } from "./score.ts";
import type { Sector } from "../sector/sector.ts";
import { suggestProjects, whichProject } from "./which-project.ts";
import { UserError } from "../core/errors.ts";
import { utcDay } from "../core/format.ts";
import { z } from "zod";

const DAY_MS = 86_400_000;
const CLAIM_LENGTH = 200;
/** Before there was anything to score. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** `/score add …`: evidence for a score, with its link and date. It counts for the whole desk. */
export const scoreAdd = ({ sector, scoreBook }: ScoreParts) => {
  const { criteria } = sector.rubric;
  return defineCommand({
    name: "score add",
    summary: "Adds evidence for a criterion of a project: what it shows, where, and of which day.",
    examples: [
      "score add Bittensor proprietary_tooling 3 A https://example.com/report 2026-03-01 Outside teams build on it.",
      'score add "Nous Research" proprietary_model 3 B https://example.com/a 2026-02-11 Two families in a year.',
    ],
    input: z.object({
      project: z.string().trim().min(1).max(80).describe("A project of the map; a name of several words in quotes"),
      criterion: z.enum(criteria.map(({ id }) => id)).describe("What it is evidence for"),
      score: z.number().int().min(0).max(4).describe("What it shows, 0 to 4; /score tells what each stands for"),
      grade: z.enum(GRADES).describe("A code or record, B independent report, C its own claim; D counts for nothing"),
      link: z.string().trim().min(4).max(500).describe("Where it can be read, http or https"),
      date: z.string().trim().max(20).describe("Day of the evidence, such as 2026-03-01"),
      claim: z.string().trim().min(10).max(1_000).describe("One sentence in your own words, 200 characters at most"),
    }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { project: async (typed) => suggestProjects(typed, sector) },

    async run({ project: word, criterion, score, grade, link: typed, date, claim: said }, call) {
      const { project } = whichProject(word, sector);
      const why = notApplied(project, sector);
      if (why !== undefined) throw new UserError(why);
      const about = whichCriterion(criterion, sector);
      if (about.notWithoutToken === true && project.token === undefined)
        throw new UserError(`"${about.name}" does not apply to ${project.name}: it has no token.`);
      if (grade === "D")
        throw new UserError("Evidence of grade D counts for nothing, so it is not kept.", {
          hint: "A: code, chain data or a record; B: an independent report; C: the project's own claim.",
        });
      const given: GivenEvidence = {
        projectId: project.id,
        criterion,
        score,
        grade,
        claim: readClaim(said),
        url: readLink(typed),
        at: readDate(date, call.now),
      };
      return await scoreBook.add(given, scoreOf(sector, call.now), call, (became) => ({
        ...became,
        projectId: project.id,
        name: project.name,
        criterion,
        criterionName: about.name,
        given: { claim: given.claim, link: given.url, onDay: utcDay(given.at), grade, scoreOf4: score },
      }));
    },

    show: (facts) => {
      if (facts.state === "there")
        return { blocks: [text("That link is evidence for this criterion already; /score remove takes it back.")] };
      if (facts.state === "full")
        return { blocks: [text(`${facts.name} has as much evidence as it may; take some back with /score remove.`)] };
      const { name, criterion, criterionName, projectId, id, given } = facts;
      const isLess = facts.to !== given.scoreOf4;
      return {
        title: `${name}: evidence ${id} added`,
        blocks: [
          rich(bold(criterionName), `: ${changeWords(facts)}`),
          rich(
            `${given.claim} (`,
            link(new URL(given.link).hostname, given.link),
            `, ${given.onDay}, grade ${given.grade})`,
          ),
          text(
            isLess
              ? `You gave ${given.scoreOf4}. The rules make it ${facts.to === undefined ? "unknown" : facts.to}: newer evidence goes first, the lower of two readings of one month stands, and the project's own claims give 2 at most.`
              : "It stands beside what was there: the score of the newest evidence counts, and of two readings of one month the lower.",
          ),
        ],
        buttons: [
          { label: "The evidence", command: "score", input: { project: `=${projectId}`, criterion } },
          { label: "History", command: "score history", input: { project: `=${projectId}` } },
          { label: "Take it back", command: "score remove", input: { number: id } },
        ],
      };
    },
  });
};

/** `/score remove <n>`: takes a piece of evidence back that the owner added. */
export const scoreRemove = ({ sector, scoreBook }: ScoreParts) =>
  defineCommand({
    name: "score remove",
    summary: "Takes back evidence that was added, by its number; the history keeps it.",
    examples: ["score remove 3"],
    input: z.object({ number: z.number().int().min(1).describe("Its number, as /score and /score history show it") }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],

    run: ({ number }, call) =>
      scoreBook.remove(number, scoreOf(sector, call.now), call, (became) => ({ number, ...named(became, sector) })),

    show: ({ number, ...facts }) => {
      if (facts.state === "missing")
        return {
          blocks: [
            text(
              `There is no evidence ${number} that stands. /score history of a project lists the numbers; what the desk came with is not taken back.`,
            ),
          ],
        };
      const { name, criterionName, projectId, claim } = facts;
      return {
        title: `${name}: evidence ${number} taken back`,
        blocks: [rich(bold(criterionName), `: ${changeWords(facts)}`), text(claim)],
        buttons: [{ label: "History", command: "score history", input: { project: `=${projectId}` } }],
      };
    },
  });

function named(became: TakenBack, sector: Sector) {
  if (became.state === "missing") return became;
  const { name } = sector.map.project(became.projectId) ?? { name: became.projectId };
  return { ...became, name, criterionName: whichCriterion(became.criterion, sector).name };
}

/** @throws UserError when it is no public-looking http(s) address */
function readLink(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol) && url.hostname.includes(".");
  if (!isWeb || url.username !== "" || url.password !== "")
    throw new UserError("Evidence needs a link that others can open, beginning with http:// or https://.");
  url.hash = "";
  return url.href;
}

/** @throws UserError when it is no day, or one that has not come */
function readDate(typed: string, now: number): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(typed) : NaN;
  // 2026-02-30 is read as the second of March by some.
  if (Number.isNaN(at) || utcDay(at) !== typed || at < EARLIEST)
    throw new UserError("Evidence needs the day it is of, written as 2026-03-01.");
  if (at > Math.floor(now / DAY_MS) * DAY_MS) throw new UserError(`${typed} has not come yet.`);
  return at;
}

/** @throws UserError when it is not one short sentence */
function readClaim(said: string): string {
  const line = cleanLine(said, 1_000);
  if (/https?:\/\//i.test(line))
    throw new UserError("Say in words what the evidence shows; the link goes into its own field.");
  if (/[.!?]["')]?\s+\p{Lu}/u.test(line.replaceAll(/\b(?:U\.S|Inc|Corp|Ltd|Co|vs|No|St|Dr|Mr|Ms)\./g, "")))
    throw new UserError("The claim is one sentence; give each further one as evidence of its own.");
  const sentence = /[.?!]["')]?$/.test(line) ? line : `${line}.`;
  if ([...sentence].length > CLAIM_LENGTH)
    throw new UserError(`The claim is one sentence of ${CLAIM_LENGTH} characters at most, in your own words.`);
  return sentence;
}
