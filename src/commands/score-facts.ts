import type { Confidence, Evidence, Mean, Profile } from "../sector/score.ts";
import type { AddedEvidence } from "../sector/evidence.ts";
import { known } from "../wire/figure.ts";
import type { Project } from "../sector/project-file.ts";
import type { Rubric } from "../sector/rubric.ts";
import { utcDay } from "../core/format.ts";

/** One piece of evidence as it is cited. */
export interface CitedEvidence {
  /** Set where the owner or an admin added it: by that number it is taken back. */
  readonly evidenceNumber?: number;
  readonly claim: string;
  readonly title: string;
  readonly url?: string;
  /** UTC day. */
  readonly onDay: string;
  readonly isApproximate?: boolean;
  /** A to C; what each stands for is in the rubric. */
  readonly grade: Evidence["grade"];
}

/** One criterion. Without a score nothing is known either way, which is not zero. */
export interface ScoredCriterion {
  readonly criterion: string;
  readonly name: string;
  readonly group: "framework" | "context";
  readonly question: string;
  readonly state: "known" | "unknown" | "not-applicable";
  /** 0 to 4. */
  readonly scoreOf4?: number;
  /** What that score stands for. */
  readonly meaning?: string;
  readonly confidence?: Confidence;
  readonly cappedBy?: "own-claims-only" | "old-evidence";
  readonly conflict?: string;
  readonly evidence: readonly CitedEvidence[];
}

/** A project by the rubric. There is no overall number, and nothing in it says what to buy or sell. */
export interface ScoreFacts {
  readonly projectId: string;
  readonly name: string;
  readonly tokenSymbol?: string;
  /** Whether the rubric applies; if not, why. */
  readonly notApplied?: string;
  readonly criteria: readonly ScoredCriterion[];
  /** Means of the known ones; absent where too little is known, or a hard flag is open. */
  readonly frameworkMean?: Mean;
  readonly contextMean?: Mean;
  /** A sentence each. Hard flags suppress the means. */
  readonly hardFlags: readonly string[];
  readonly softFlags: readonly string[];
  readonly wouldChange?: string;
  /** UTC day of the newest evidence. */
  readonly newestEvidenceDay?: string;
  readonly rubricVersion: string;
}

const citedEvidence = (evidence: Evidence | AddedEvidence): CitedEvidence => {
  const { claim, title, url, at, isApproximate, grade } = evidence;
  const evidenceNumber = "id" in evidence ? evidence.id : undefined;
  return { claim, title, onDay: utcDay(at), grade, ...known({ evidenceNumber, url, isApproximate }) };
};

/** @param flags  ids of the rubric's flags */
export function scoreFacts(
  { id, name, token }: Project,
  { criteria, framework, context, newestAt }: Profile,
  rubric: Rubric,
  { flags, wouldChange }: { readonly flags: readonly string[]; readonly wouldChange?: string },
): ScoreFacts {
  const sentences = (of: Readonly<Record<string, string>>): readonly string[] =>
    flags.flatMap((flag) => of[flag] ?? []);
  return {
    projectId: id,
    name,
    criteria: criteria.map(({ criterion, scored }): ScoredCriterion => {
      const head = {
        criterion: criterion.id,
        name: criterion.name,
        group: criterion.group,
        question: criterion.question,
        state: scored.state,
      };
      if (scored.state !== "known") return { ...head, evidence: [] };
      const { score, confidence, cappedBy, conflict, evidence } = scored;
      return {
        ...head,
        scoreOf4: score,
        confidence,
        evidence: evidence.map((each) => citedEvidence(each)),
        ...known({ meaning: criterion.anchors[score], cappedBy, conflict }),
      };
    }),
    hardFlags: sentences(rubric.hardFlags),
    softFlags: sentences(rubric.softFlags),
    rubricVersion: rubric.version,
    ...known({
      tokenSymbol: token?.symbol,
      frameworkMean: framework,
      contextMean: context,
      wouldChange,
      newestEvidenceDay: newestAt === undefined ? undefined : utcDay(newestAt),
    }),
  };
}
