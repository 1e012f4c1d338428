import { cleanLine } from "../core/clean.ts";
import type { Criterion, Rubric } from "../sector/rubric.ts";
import type { GivenEvidence } from "./score-book.ts";
import { GRADES } from "../sector/rubric.ts";
import { notApplied, whichCriterion } from "./score.ts";
import type { Project } from "../sector/project-file.ts";
import type { Sector } from "../sector/sector.ts";
import { UserError } from "../core/errors.ts";
import { utcDay } from "../core/format.ts";
import { whichProject } from "./which-project.ts";
import { z } from "zod";

const DAY_MS = 86_400_000;
const CLAIM_LENGTH = 200;
/** Before there was anything to score. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** The fields of a piece of evidence, as they are typed. */
export const givenFields = ({ criteria }: Rubric) =>
  z.object({
    project: z.string().trim().min(1).max(80).describe("A project of the map; a name of several words in quotes"),
    criterion: z.enum(criteria.map(({ id }) => id)).describe("What it is evidence for"),
    score: z.number().int().min(0).max(4).describe("What it shows, 0 to 4; /score tells what each stands for"),
    grade: z.enum(GRADES).describe("A code or record, B independent report, C its own claim; D counts for nothing"),
    link: z.string().trim().min(4).max(500).describe("Where it can be read, http or https"),
    date: z.string().trim().max(20).describe("Day of the evidence, such as 2026-03-01"),
    claim: z.string().trim().min(10).max(1_000).describe("One sentence in your own words, 200 characters at most"),
  });

/** A piece of evidence that may be kept, and what it is about. */
export interface Given {
  readonly project: Project;
  readonly about: Criterion;
  readonly given: GivenEvidence;
}

/** @throws UserError when the rules do not take it */
export function readGiven(
  { project: word, criterion, score, grade, link, date, claim }: z.output<ReturnType<typeof givenFields>>,
  sector: Sector,
  now: number,
): Given {
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
  const given = { projectId: project.id, criterion, score, grade };
  return {
    project,
    about,
    given: { ...given, claim: readClaim(claim), url: readLink(link), at: readDate(date, now) },
  };
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
