import { type Activity, isRepository, RESTING_DAYS } from "../sector/activity.ts";
import { age, utcDay } from "../core/format.ts";
import { known } from "../wire/figure.ts";

const DAY_MS = 86_400_000;

/** What was counted, for whoever reads a figure: the model too. */
const COUNTED = "commits on the default branch, bots not told apart from people" as const;

/** What a project's repository does, as GitHub told it. */
export interface ActivityFacts {
  readonly repository: string;
  readonly source: "GitHub";
  /** When it was looked at, UTC epoch milliseconds. */
  readonly asOf: number;
  /** `moved`, `gone`: nothing is under that name now; `empty`: it has no commit. */
  readonly state: Activity["state"];
  readonly counted: typeof COUNTED;
  /** UTC epoch milliseconds. */
  readonly lastCommitAt?: number;
  /** No commit for 180 days. */
  readonly isResting?: boolean;
  readonly commitsIn30Days?: number;
  readonly authorsIn30Days?: number;
  readonly commitsIn90Days?: number;
  readonly authorsIn90Days?: number;
  /** There were more commits than were read: the figures are at least so high. */
  readonly isAtLeastIn30Days?: boolean;
  readonly isAtLeastIn90Days?: boolean;
  readonly stars?: number;
  readonly starsChangeIn30Days?: number;
  readonly untrustedReleaseName?: string;
  readonly releasedAt?: number;
  readonly isArchived?: boolean;
  readonly isFork?: boolean;
}

/** @param activity  the last look; undefined gives none */
export function activityFacts(activity: Activity | undefined, now: number): ActivityFacts | undefined {
  if (!activity) return undefined;
  const { repository, lookedAt: asOf, state } = activity;
  const head = { repository, source: "GitHub", asOf, state, counted: COUNTED } as const;
  if (activity.state === "moved" || activity.state === "gone") return head;
  const { lastCommitAt, in30Days, in90Days, stars, release, isArchived, isFork, starsChange30d } = activity;
  return {
    ...head,
    ...known({
      lastCommitAt,
      isResting: lastCommitAt === undefined ? undefined : now - lastCommitAt > RESTING_DAYS * DAY_MS,
      commitsIn30Days: in30Days?.commits,
      authorsIn30Days: in30Days?.people,
      isAtLeastIn30Days: in30Days?.isAtLeast,
      commitsIn90Days: in90Days?.commits,
      authorsIn90Days: in90Days?.people,
      isAtLeastIn90Days: in90Days?.isAtLeast,
      stars,
      starsChangeIn30Days: starsChange30d,
      untrustedReleaseName: release?.untrustedName,
      releasedAt: release?.at,
      isArchived,
      isFork,
    }),
  };
}

/**
 * "last commit 2 days ago, 41 commits by 7 authors in 30 days, 3,812 stars (+120 in 30 days), release v9.1 on 2026-10-02 (GitHub, 3 h ago)".
 * @returns undefined where there is nothing to look at
 */
export function activityWords(
  name: string,
  facts: ActivityFacts | undefined,
  { now, locale }: { readonly now: number; readonly locale: string },
): string | undefined {
  if (!isRepository(name)) return undefined;
  if (!facts) return "not looked at yet";
  const source = ` (GitHub, ${age(facts.asOf, now)})`;
  if (facts.state === "moved") return `renamed or moved on GitHub, so nothing is counted${source}`;
  if (facts.state === "gone") return `not to be found under that name any more${source}`;
  const number = new Intl.NumberFormat(locale);
  const parts = [
    facts.state === "empty" ? "no commit at all" : lastCommit(facts, now),
    counts(facts, number),
    stars(facts, number),
    facts.untrustedReleaseName === undefined || facts.releasedAt === undefined
      ? undefined
      : `release ${facts.untrustedReleaseName} on ${utcDay(facts.releasedAt)}`,
    facts.isArchived === true ? "archived: its owner has closed it" : undefined,
    facts.isFork === true ? "a fork of another" : undefined,
  ];
  return `${parts.filter((part) => part !== undefined).join(", ")}${source}`;
}

function lastCommit({ lastCommitAt, isResting }: ActivityFacts, now: number): string | undefined {
  if (lastCommitAt === undefined) return undefined;
  return isResting === true
    ? `no commit since ${utcDay(lastCommitAt)}, more than ${RESTING_DAYS} days`
    : `last commit ${age(lastCommitAt, now)}`;
}

function counts(facts: ActivityFacts, number: Intl.NumberFormat): string | undefined {
  const { commitsIn30Days: commits, authorsIn30Days: authors, isAtLeastIn30Days, isResting, state } = facts;
  if (commits === undefined || authors === undefined || isResting === true || state === "empty") return undefined;
  if (commits === 0) return "none in 30 days";
  const least = isAtLeastIn30Days === true ? "at least " : "";
  return `${least}${number.format(commits)} commit${commits === 1 ? "" : "s"} by ${number.format(authors)} author${authors === 1 ? "" : "s"} in 30 days`;
}

function stars(
  { stars: count, starsChangeIn30Days: change }: ActivityFacts,
  number: Intl.NumberFormat,
): string | undefined {
  if (count === undefined) return undefined;
  const trend = change === undefined ? "" : ` (${change > 0 ? "+" : ""}${number.format(change)} in 30 days)`;
  return `${number.format(count)} star${count === 1 ? "" : "s"}${trend}`;
}
