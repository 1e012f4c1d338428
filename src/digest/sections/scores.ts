import type { ScoreChange } from "../../sector/evidence.ts";

/** A changed score with the evidence that changed it. */
export interface ScoreNews {
  readonly projectId: string;
  readonly name: string;
  readonly criterion: string;
  /** Absent: unknown. */
  readonly fromScoreOf4?: number;
  readonly toScoreOf4?: number;
  /** UTC epoch milliseconds. */
  readonly changedAt: number;
  readonly evidenceTitle: string;
}

/** A project's changes, as they are kept. */
export interface ProjectChanges {
  readonly projectId: string;
  readonly name: string;
  readonly changes: readonly ScoreChange[];
}

/** Scores that became others after an instant up to another, the newest first. Evidence that moved no score is not told. */
export const changedScores = (
  projects: readonly ProjectChanges[],
  criterionName: (id: string) => string,
  after: number,
  until: number,
): readonly ScoreNews[] =>
  projects
    .flatMap(({ projectId, name, changes }) =>
      changes
        .filter(({ at, from, to }) => at > after && at <= until && from !== to)
        .map(({ evidence, from, to, at }) => ({
          projectId,
          name,
          criterion: criterionName(evidence.criterion),
          ...(from === undefined ? {} : { fromScoreOf4: from }),
          ...(to === undefined ? {} : { toScoreOf4: to }),
          changedAt: at,
          evidenceTitle: evidence.title,
        })),
    )
    .toSorted((a, b) => b.changedAt - a.changedAt);
