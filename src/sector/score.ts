import type { Criterion, Grade, Rubric } from "./rubric.ts";

/** One dated thing that speaks for a score, in our own words. */
export interface Evidence {
  readonly claim: string;
  readonly title: string;
  readonly url?: string;
  /** UTC epoch milliseconds of its day. */
  readonly at: number;
  readonly isApproximate?: boolean;
  readonly grade: Grade;
}

/** What was proposed for a criterion, before the rules. */
export interface Proposal {
  /** 0 to 4. */
  readonly score: number;
  readonly evidence: readonly Evidence[];
  /** Set where sources disagree: how. The lower reading is the one proposed. */
  readonly conflict?: string;
}

export type Confidence = "high" | "medium" | "low";

/** What the rules make of it. */
export type Scored =
  | { readonly state: "not-applicable" }
  | { readonly state: "unknown" }
  | {
      readonly state: "known";
      /** 0 to 4. */
      readonly score: number;
      readonly confidence: Confidence;
      /** Why it is less than was proposed. */
      readonly cappedBy?: "own-claims-only" | "old-evidence";
      readonly conflict?: string;
      /** Best grade first, then newest. */
      readonly evidence: readonly Evidence[];
    };

export interface Mean {
  /** 0 to 4, one decimal. */
  readonly mean: number;
  readonly known: number;
  readonly of: number;
}

/** A profile of a project by the rubric. It has no overall number, by design. */
export interface Profile {
  readonly criteria: readonly { readonly criterion: Criterion; readonly scored: Scored }[];
  /** Absent where too little is known, or a hard flag is open. */
  readonly framework?: Mean;
  readonly context?: Mean;
  /** Of the newest evidence; absent where there is none. */
  readonly newestAt?: number;
}

const DAY_MS = 86_400_000;
/** The most that the project's own claims alone can give, and old evidence where it has to be recent. */
const CAP = 2;

const isOutside = ({ grade }: Evidence): boolean => grade === "A" || grade === "B";

/**
 * Applies the rules to one proposal: D counts for nothing, own claims alone and old evidence give at most 2, and 3 or 4 need
 * evidence of grade A or B.
 * @param now  UTC epoch milliseconds; evidence from after it is not looked at
 */
export function score(criterion: Criterion, proposal: Proposal | undefined, rubric: Rubric, now: number): Scored {
  const evidence = (proposal?.evidence ?? [])
    .filter(({ grade, at }) => grade !== "D" && at <= now)
    .toSorted((a, b) => a.grade.localeCompare(b.grade) || b.at - a.at);
  if (!proposal || evidence.length === 0) return { state: "unknown" };
  const ageDays = (now - Math.max(...evidence.map(({ at }) => at))) / DAY_MS;
  const isOld = criterion.needsRecentEvidence === true && ageDays > rubric.recentDays;
  const isOwn = !evidence.some(isOutside);
  const isCapped = proposal.score > CAP && (isOwn || isOld);
  return {
    state: "known",
    score: isCapped ? CAP : proposal.score,
    confidence: confidenceOf(evidence, rubric, now),
    ...(isCapped ? { cappedBy: isOwn ? "own-claims-only" : "old-evidence" } : {}),
    ...(proposal.conflict === undefined ? {} : { conflict: proposal.conflict }),
    evidence,
  };
}

/**
 * High: two independent outside sources, the newest fresh. Medium: one outside source or two claims of its own, the newest recent.
 * Evidence that is no longer fresh costs one step.
 */
function confidenceOf(evidence: readonly Evidence[], { freshDays, recentDays }: Rubric, now: number): Confidence {
  const ageDays = (each: readonly Evidence[]): number => (now - Math.max(...each.map(({ at }) => at))) / DAY_MS;
  const outside = evidence.filter(isOutside);
  const independent = new Set(outside.map(({ title }) => title)).size;
  if (independent >= 2 && ageDays(outside) <= freshDays) return "high";
  const supports = outside.length > 0 ? outside : evidence.length >= 2 ? evidence : [];
  return supports.length > 0 && ageDays(supports) <= recentDays ? "medium" : "low";
}

/** Every criterion of the rubric, scored, and the two means where they may be given. */
export function profile(
  rubric: Rubric,
  proposals: Readonly<Record<string, Proposal>>,
  { hasToken, hasHardFlag, now }: { readonly hasToken: boolean; readonly hasHardFlag: boolean; readonly now: number },
): Profile {
  const criteria = rubric.criteria.map((criterion) => ({
    criterion,
    scored:
      criterion.notWithoutToken === true && !hasToken
        ? ({ state: "not-applicable" } as const)
        : score(criterion, proposals[criterion.id], rubric, now),
  }));
  const framework = meanOf(criteria, "framework");
  const context = meanOf(criteria, "context");
  const dates = criteria.flatMap(({ scored }) => (scored.state === "known" ? scored.evidence.map(({ at }) => at) : []));
  const isEnough = !hasHardFlag && framework !== undefined && framework.known >= rubric.minKnownForMean;
  return {
    criteria,
    ...(isEnough ? { framework, ...(context === undefined ? {} : { context }) } : {}),
    ...(dates.length === 0 ? {} : { newestAt: Math.max(...dates) }),
  };
}

function meanOf(criteria: Profile["criteria"], group: Criterion["group"]): Mean | undefined {
  const own = criteria.filter(
    ({ criterion, scored }) => criterion.group === group && scored.state !== "not-applicable",
  );
  const scores = own.flatMap(({ scored }) => (scored.state === "known" ? [scored.score] : []));
  if (scores.length === 0) return undefined;
  const mean = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  return { mean: Math.round(mean * 10) / 10, known: scores.length, of: own.length };
}
