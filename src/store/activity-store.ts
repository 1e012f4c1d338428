import type { Activity, ActivityBook, Counted, Looked } from "../sector/activity.ts";
import type { Database, Executor } from "./database.ts";
import { known } from "../wire/figure.ts";
import type { Tables } from "./tables.ts";

const DAY_MS = 86_400_000;
/** A trend is told against the newest look from so many days ago, and not against a much older one. */
const TREND = { from: 30, to: 37 } as const;

const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Table `repository_day`: what repositories did, one look a UTC day. Kept for good: thirty of them make a megabyte in a year. */
class ActivityStore {
  async keep(on: Executor, look: Looked): Promise<void> {
    await on.replaceInto("repository_day").values(toRow(look)).execute();
  }

  async lookedAt(on: Executor): Promise<ReadonlyMap<string, number>> {
    const rows = await on
      .selectFrom("repository_day")
      .select(["repository", (row) => row.fn.max<number>("looked_at").as("at")])
      .groupBy("repository")
      .execute();
    return new Map(rows.map(({ repository, at }) => [repository, at]));
  }

  async of(on: Executor, repository: string): Promise<Activity | undefined> {
    const looks = on
      .selectFrom("repository_day")
      .selectAll()
      .where("repository", "=", repository)
      .orderBy("day", "desc")
      .limit(1);
    const latest = await looks.executeTakeFirst();
    if (!latest) return undefined;
    const before = await looks
      .where("day", "<=", latest.day - TREND.from)
      .where("day", ">=", latest.day - TREND.to)
      .where("stars", "is not", null)
      .executeTakeFirst();
    const change = latest.stars === null || typeof before?.stars !== "number" ? undefined : latest.stars - before.stars;
    const found = await on
      .selectFrom("repository_day")
      .select((row) => row.fn.min<number | null>("looked_at").as("at"))
      .where("repository", "=", repository)
      .where("released_at", "=", latest.released_at)
      .where("release_name", "=", latest.release_name)
      .executeTakeFirst();
    return { ...fromRow(latest), ...known({ starsChange30d: change, releaseSeenAt: found?.at ?? undefined }) };
  }
}

const bit = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));

function toRow(look: Looked): Tables["repository_day"] {
  const told = look.state === "moved" || look.state === "gone" ? undefined : look;
  const { stars, isArchived, isFork, lastCommitAt, in30Days, in90Days, release } = told ?? {};
  return {
    repository: look.repository,
    day: dayOf(look.lookedAt),
    looked_at: look.lookedAt,
    state: look.state,
    last_commit_at: lastCommitAt ?? null,
    stars: stars ?? null,
    is_archived: bit(isArchived),
    is_fork: bit(isFork),
    release_name: release?.untrustedName ?? null,
    released_at: release?.at ?? null,
    commits_30: in30Days?.commits ?? null,
    people_30: in30Days?.people ?? null,
    is_more_30: bit(in30Days?.isAtLeast),
    commits_90: in90Days?.commits ?? null,
    people_90: in90Days?.people ?? null,
    is_more_90: bit(in90Days?.isAtLeast),
  };
}

const countedIn = (commits: number | null, people: number | null, isMore: number | null): Counted | undefined =>
  commits === null || people === null ? undefined : { commits, people, isAtLeast: isMore === 1 };

function fromRow(row: Tables["repository_day"]): Looked {
  const { repository, looked_at: lookedAt, state, is_archived: archived, is_fork: fork } = row;
  if (state === "moved" || state === "gone") return { repository, lookedAt, state };
  return {
    repository,
    lookedAt,
    state: state === "empty" ? "empty" : "there",
    ...known({
      stars: row.stars ?? undefined,
      isArchived: archived === null ? undefined : archived === 1,
      isFork: fork === null ? undefined : fork === 1,
      lastCommitAt: row.last_commit_at ?? undefined,
      in30Days: countedIn(row.commits_30, row.people_30, row.is_more_30),
      in90Days: countedIn(row.commits_90, row.people_90, row.is_more_90),
      release:
        row.release_name === null || row.released_at === null
          ? undefined
          : { untrustedName: row.release_name, at: row.released_at },
    }),
  };
}

/** The store as the sector room knows it, outside any transaction. */
export function activityBook(database: Database, store = new ActivityStore()): ActivityBook {
  return {
    keep: (look) => store.keep(database, look),
    lookedAt: () => store.lookedAt(database),
    of: (repository) => store.of(database, repository),
  };
}
