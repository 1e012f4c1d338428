import type { Activity } from "../../sector/activity.ts";
import { COMMITS_FACTOR, COMMITS_FLOOR } from "../thresholds.ts";
import { LATE_MS } from "./stories.ts";

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

/** A repository with at least twice or at most half the commits of 30 days before. */
export interface CommitChange {
  readonly projectId: string;
  readonly name: string;
  readonly repository: string;
  readonly commits30dCount: number;
  /** In 30 days, on average of the 60 before these. */
  readonly commitsBefore30dCount: number;
}

/** A project and what its repository was last seen to do. */
export interface Looked {
  readonly projectId: string;
  readonly name: string;
  readonly activity: Activity;
}

/**
 * Releases that a look first found from an instant on, up to another that does not belong to it, the newest first. What was old
 * when it was found is no news.
 */
export const newReleases = (looked: readonly Looked[], from: number, until: number): readonly Builder[] =>
  looked
    .flatMap(({ projectId, name, activity }): Builder[] => {
      if (activity.state !== "there" || !activity.release) return [];
      const { release, in30Days, repository, releaseSeenAt = activity.lookedAt } = activity;
      if (releaseSeenAt < from || releaseSeenAt >= until || release.at <= releaseSeenAt - LATE_MS) return [];
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

/** Repositories whose pace is another, those with most commits first. Where more commits were made than were read, nobody knows. */
export const commitChanges = (looked: readonly Looked[]): readonly CommitChange[] =>
  looked
    .flatMap(({ projectId, name, activity }): CommitChange[] => {
      if (activity.state !== "there") return [];
      const { in30Days, in90Days, repository } = activity;
      if (!in30Days || !in90Days || in30Days.isAtLeast || in90Days.isAtLeast) return [];
      const [now, before] = [in30Days.commits, Math.round((in90Days.commits - in30Days.commits) / 2)];
      const [less, more] = [Math.min(now, before), Math.max(now, before)];
      if (more < COMMITS_FLOOR || more < COMMITS_FACTOR * less) return [];
      return [{ projectId, name, repository, commits30dCount: now, commitsBefore30dCount: before }];
    })
    .toSorted((a, b) => b.commits30dCount - a.commits30dCount);
