import type { Evidence, Proposal } from "./score.ts";

/** What the owner or an admin found, and the score that they read from it. */
export interface AddedEvidence extends Evidence {
  /** By which it is taken back. */
  readonly id: number;
  /** Of the rubric. */
  readonly criterion: string;
  /** 0 to 4, as it was given; the rules may make less of it. */
  readonly score: number;
}

/** One change of a project's profile, in the order in which they were made. */
export interface ScoreChange {
  readonly kind: "added" | "removed";
  readonly evidence: AddedEvidence;
  /** What the criterion had before and after, by the rules of then; absent where it was unknown. */
  readonly from?: number;
  readonly to?: number;
  /** UTC epoch milliseconds. */
  readonly at: number;
  /** What the account of whoever did it is called, untrusted; absent where that is not known any more. */
  readonly untrustedBy?: string;
}

/** Who says what a link leads to: its host, so that two pages of one site are one source. */
export const publisherOf = (link: string): string => new URL(link).hostname.replace(/^www\./, "");

/** Readings of so near dates contradict each other; further apart the newer one took the place of the older. */
const SAME_TIME_MS = 30 * 86_400_000;
/** What the project's own claims can give. */
const OWN_CLAIM_CAP = 2;

/** How a conflict calls what comes with the desk. */
const SHIPPED = "what the desk came with";

/** A score, and the newest date of what it was read from. */
interface Reading {
  readonly score: number;
  readonly at: number;
  readonly from: string;
}

/**
 * What was shipped and what was added, as one proposal for each criterion: all evidence joins, and the score read from the
 * newest stands. Of readings within thirty days of each other that differ the lowest stands, and it is said that they do. A claim of the
 * project's own for more than such claims can give joins, and moves no score that others gave.
 * @param now  UTC epoch milliseconds; what is dated after it is not looked at
 */
export function withEvidence(
  shipped: Readonly<Record<string, Proposal>>,
  added: readonly AddedEvidence[],
  now: number,
): Readonly<Record<string, Proposal>> {
  const all = { ...shipped };
  for (const id of new Set(added.map(({ criterion }) => criterion))) {
    const own = added.filter(({ criterion, at }) => criterion === id && at <= now);
    if (own.length > 0) all[id] = joined(shipped[id], own, now);
  }
  return all;
}

function joined(shipped: Proposal | undefined, added: readonly AddedEvidence[], now: number): Proposal {
  const dates = (shipped?.evidence ?? []).filter(({ grade, at }) => grade !== "D" && at <= now).map(({ at }) => at);
  const readings: readonly Reading[] = [
    ...(shipped && dates.length > 0 ? [{ score: shipped.score, at: Math.max(...dates), from: SHIPPED }] : []),
    ...added
      .filter(({ grade, score }) => grade !== "C" || score <= OWN_CLAIM_CAP)
      .map(({ score, at, title }) => ({ score, at, from: title })),
  ].toSorted((a, b) => b.at - a.at);
  const evidence = [...(shipped?.evidence ?? []), ...added];
  const [newest] = readings;
  if (!newest) return { score: Math.max(...added.map(({ score }) => score)), evidence };
  const atOnce = readings.filter(({ at }) => newest.at - at <= SAME_TIME_MS).toSorted((a, b) => a.score - b.score);
  const [lowest = newest] = atOnce;
  const highest = atOnce.at(-1) ?? newest;
  const conflict =
    lowest.score === highest.score
      ? undefined
      : `${lowest.from} gives ${lowest.score} and ${highest.from} ${highest.score}; the lower stands.`;
  // A conflict that was shipped is about what was shipped.
  const said = conflict ?? (newest.from === SHIPPED ? shipped?.conflict : undefined);
  return { score: lowest.score, evidence, ...(said === undefined ? {} : { conflict: said }) };
}
