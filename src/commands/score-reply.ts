import { type Block, bold, type Button, italic, link, type Reply, rich, type Span } from "../core/reply.ts";
import type { CitedEvidence, ScoredCriterion, ScoreFacts } from "./score-facts.ts";
import type { Mean } from "../sector/score.ts";

/** What is said of every profile, since it would be easy to read it as something else. */
const DISCLAIMER = "Research information, not financial advice. There is no overall number.";

export interface ScoreView extends ScoreFacts {
  /** The criterion that is shown with its evidence; without one all are shown in a line each. */
  readonly shown?: string;
}

/** The profile of a project in a line per criterion, or one criterion with its evidence. */
export function scoreReply(facts: ScoreView): Reply {
  const { name, tokenSymbol, shown, criteria, newestEvidenceDay, rubricVersion, notApplied } = facts;
  const title = `${tokenSymbol === undefined ? name : `${name} (${tokenSymbol})`}, by the framework`;
  const one = criteria.find(({ criterion }) => criterion === shown);
  const newest = newestEvidenceDay === undefined ? "no evidence yet" : `newest evidence ${newestEvidenceDay}`;
  const footer = `${DISCLAIMER} Rubric ${rubricVersion}, ${newest}`;
  if (notApplied !== undefined) return { title, blocks: [rich(notApplied)], footer };
  return {
    title,
    blocks: one ? inFull(one) : overview(facts),
    footer,
    buttons: [...(one ? [back(facts)] : []), history(facts)],
    ...(one ? {} : choices(facts)),
  };
}

function overview({ criteria, frameworkMean, contextMean, hardFlags, softFlags, wouldChange }: ScoreView): Block[] {
  const means = [
    ...(frameworkMean ? [`Framework ${meanLine(frameworkMean)}`] : []),
    ...(contextMean ? [`context ${meanLine(contextMean)}`] : []),
  ].join("; ");
  return [
    ...(hardFlags.length === 0 ? [] : [rich(bold(hardFlags.join(" ")))]),
    rich(criteria.map((each) => `${dots(each)} ${each.name}${asides(each)}`).join("\n")),
    ...(means === "" ? [] : [rich(means)]),
    ...(softFlags.length === 0 ? [] : [rich(bold("To know: "), softFlags.join(" "))]),
    ...(wouldChange === undefined ? [] : [rich(bold("Would change the picture: "), wouldChange)]),
  ];
}

/** "2.3 of 4 (3 of 5 known)". */
const meanLine = ({ mean, known, of }: Mean): string => `${mean} of 4 (${known} of ${of} known)`;

/** Four dots, as many full as the score; what is unknown has a question mark, and zero is not unknown. */
function dots({ state, scoreOf4 }: ScoredCriterion): string {
  if (state === "unknown") return "????";
  if (state === "not-applicable") return "----";
  return "●".repeat(scoreOf4 ?? 0) + "○".repeat(4 - (scoreOf4 ?? 0));
}

function asides({ state, scoreOf4, confidence }: ScoredCriterion): string {
  if (state === "unknown") return ": unknown";
  if (state === "not-applicable") return ": no token";
  return `: ${scoreOf4} of 4, confidence ${confidence}`;
}

const CAPS = {
  "own-claims-only": "Only the project itself says so, which gives 2 at most.",
  "old-evidence": "The evidence is more than a year old, which gives 2 at most here.",
} as const;

function inFull({
  name,
  question,
  state,
  scoreOf4,
  meaning,
  confidence,
  cappedBy,
  conflict,
  evidence,
}: ScoredCriterion): Block[] {
  const head = rich(bold(name), `: ${question}`);
  if (state === "not-applicable") return [head, rich("Does not apply: there is no token.")];
  if (state === "unknown") return [head, rich("I found no evidence either way.")];
  const lower = [
    ...(cappedBy === undefined ? [] : [CAPS[cappedBy]]),
    ...(conflict === undefined ? [] : [`Sources disagree: ${conflict}`]),
  ];
  return [
    head,
    rich(
      bold(`${scoreOf4} of 4`),
      `: ${meaning ?? ""} Confidence ${confidence}.`,
      ...(lower.length === 0 ? [] : [` ${lower.join(" ")}`]),
    ),
    rich(...evidence.flatMap((each, index) => [...(index === 0 ? [] : ["\n"]), ...line(each)])),
  ];
}

const line = ({
  claim,
  title,
  url,
  onDay,
  isApproximate,
  grade,
  evidenceNumber,
}: CitedEvidence): readonly (string | Span)[] => [
  `${claim} (`,
  url === undefined ? title : link(title, url),
  `, ${isApproximate === true ? "about " : ""}${onDay}, `,
  italic(`grade ${grade}`),
  evidenceNumber === undefined ? ")" : `, evidence ${evidenceNumber})`,
];

const choices = ({ projectId, criteria }: ScoreView): Pick<Reply, "choices"> => ({
  choices: {
    prompt: "The evidence for",
    options: criteria.map(({ criterion, name }) => ({
      label: name,
      command: "score",
      input: { project: `=${projectId}`, criterion },
    })),
  },
});

const history = ({ projectId }: ScoreView): Button => ({
  label: "History",
  command: "score history",
  input: { project: `=${projectId}` },
  answer: "new",
});

const back = ({ projectId }: ScoreView): Button => ({
  label: "All criteria",
  command: "score",
  input: { project: `=${projectId}` },
});
