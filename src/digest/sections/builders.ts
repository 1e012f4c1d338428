import type { Activity } from "../../sector/activity.ts";

/** A release of a project's code. */
export interface Builder {
  readonly projectId: string;
  readonly name: string;
  /** "owner/name". */
  readonly repository: string;
  /** The publisher's own text, never an instruction. */
  readonly untrustedRelease: string;
  /** UTC epoch milliseconds. */
  readonly releasedAt: number;
  /** On the default branch in 30 days; absent where it was not told. */
  readonly commits30dCount?: number;
}

/** A project and what its repository was last seen to do. */
export interface Looked {
  readonly projectId: string;
  readonly name: string;
  readonly activity: Activity;
}

/** Releases after an instant up to another, the newest first. */
export const newReleases = (looked: readonly Looked[], after: number, until: number): readonly Builder[] =>
  looked
    .flatMap(({ projectId, name, activity }): Builder[] => {
      if (activity.state !== "there" || !activity.release) return [];
      const { release, in30Days, repository } = activity;
      if (release.at <= after || release.at > until) return [];
      return [
        {
          projectId,
          name,
          repository,
          untrustedRelease: release.untrustedName,
          releasedAt: release.at,
          ...(in30Days && { commits30dCount: in30Days.commits }),
        },
      ];
    })
    .toSorted((a, b) => b.releasedAt - a.releasedAt);
