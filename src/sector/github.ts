import { cleanLine } from "../core/clean.ts";
import { type Counted, isRepository, type RepositoryLook } from "./activity.ts";
import { createTransport, type Wire } from "../wire/transport.ts";
import { known, maybe, readNumber, readRows, readTime } from "../wire/figure.ts";
import { ProviderError } from "../core/errors.ts";
import { z } from "zod";

const SOURCE = "GitHub";

/** An hour, by address without a token and by account with one. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const PER_HOUR = { withToken: 5_000, without: 60 } as const;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 86_400_000;

const COMMITS_A_PAGE = 100;
/** Who has more than 500 commits in 90 days is told as "at least". */
const PAGES = 5;
/** A page of commits with long messages and merges. */
const PAGE_BYTES = 8 * 1024 * 1024;

const REQUEST_MS = 10_000;

/** Renamed, empty, removed, blocked by law. */
const ABSENT = [301, 307, 308, 409, 410, 451] as const;
const MOVED: readonly number[] = [301, 307, 308];

const flag = maybe.anything.transform((value) => (typeof value === "boolean" ? value : undefined));
const anyList = z.array(z.unknown());
const repository = z.object({ full_name: z.string(), stargazers_count: maybe.anything, archived: flag, fork: flag });
const person = z.object({ id: maybe.anything, email: maybe.anything, name: maybe.anything }).nullish().catch(undefined);
const commit = z.object({
  sha: z.string(),
  author: person,
  commit: z.object({ author: person, committer: z.object({ date: z.string() }) }),
});
const release = z.object({
  tag_name: z.string().min(1),
  draft: flag,
  published_at: z.string(),
});

interface Commit {
  readonly at: number;
  /** Told apart, and never kept: an account, or else an address. */
  readonly by: string;
}

/** Looks at one repository; everything is asked with a job's patience. */
export interface RepositorySource {
  readonly source: string;
  /** How many requests it may be sent in an hour. */
  readonly perHour: number;
  /** @throws ProviderError when GitHub gave nothing to use */
  look(name: string): Promise<RepositoryLook>;
}

/**
 * GitHub's REST API. Commits are counted from their list: it is exact to the day and there at once, while the statistics that
 * GitHub prepares count whole weeks and are answered with "later" first.
 * @param base  https://api.github.com
 */
export function createGitHub(parts: Wire & { readonly base: string; readonly token?: string }): RepositorySource {
  const { token, clock } = parts;
  const perHour = token === undefined ? PER_HOUR.without : PER_HOUR.withToken;
  const transport = createTransport({
    ...parts,
    provider: SOURCE,
    headers: {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    allowance: { tokens: perHour, perMs: HOUR_MS },
    absent: ABSENT,
    // It works in a tick that other jobs wait for: it comes back later rather than waits.
    limits: { jobMs: REQUEST_MS, jobWaitMs: 0, ...parts.limits },
  });
  const ask = { patience: "job" } as const;

  return {
    source: SOURCE,
    perHour,

    async look(name) {
      if (!isRepository(name)) throw new RangeError(`${name} is no repository`);
      const path = `/repos/${name.split("/").map(encodeURIComponent).join("/")}`;
      const found = await orAbsent(transport.json(path, {}, repository, ask));
      if ("status" in found)
        return { state: found.status !== undefined && MOVED.includes(found.status) ? "moved" : "gone" };
      const { stargazers_count: stars, archived, fork } = found.answer;
      const about = known({ stars: readCount(stars), isArchived: archived, isFork: fork });

      const now = clock();
      const recent = await commitsSince(path, now - 90 * DAY_MS, now);
      if (recent === "none at all") return { state: "empty", ...about };
      const lastCommitAt = recent.commits[0]?.at ?? (await lastOf(path, now));
      const latest = await newestRelease(path, now);
      return {
        state: lastCommitAt === undefined ? "empty" : "there",
        ...about,
        in30Days: counted(recent, now - 30 * DAY_MS),
        in90Days: counted(recent, now - 90 * DAY_MS),
        ...known({ lastCommitAt, release: latest }),
      };
    },
  };

  /** Newest first. */
  async function commitsSince(path: string, since: number, now: number): Promise<Recent | "none at all"> {
    const commits = new Map<string, Commit>();
    // To the day: what is asked is the same again for whoever asks twice.
    const day = new Date(Math.floor(since / DAY_MS) * DAY_MS).toISOString().replace(".000Z", "Z");
    for (let page = 1; page <= PAGES; page += 1) {
      const query = { since: day, per_page: COMMITS_A_PAGE, ...(page === 1 ? {} : { page }) };
      const found = await orAbsent(transport.json(`${path}/commits`, query, anyList, { ...ask, maxBytes: PAGE_BYTES }));
      if ("status" in found) {
        // The repository itself was there a moment ago.
        if (found.status === 409) return "none at all";
        throw new ProviderError(SOURCE, "unusable", { detail: "a repository without its commits" });
      }
      for (const each of commitsIn(found.answer)) {
        const at = readTime(each.commit.committer.date, now);
        if (at !== undefined) commits.set(each.sha, { at, by: authorOf(each) });
      }
      if (found.answer.length < COMMITS_A_PAGE) return { commits: inOrder(commits), readBackTo: since };
    }
    const read = inOrder(commits);
    return { commits: read, readBackTo: read.at(-1)?.at ?? now };
  }

  async function lastOf(path: string, now: number): Promise<number | undefined> {
    const found = await transport.json(`${path}/commits`, { per_page: 1 }, anyList, ask);
    const [last] = commitsIn(found);
    return last && readTime(last.commit.committer.date, now);
  }

  async function newestRelease(
    path: string,
    now: number,
  ): Promise<{ readonly untrustedName: string; readonly at: number } | undefined> {
    const found = await orAbsent(transport.json(`${path}/releases`, { per_page: 1 }, anyList, ask));
    if ("status" in found) return undefined;
    const [newest] = readRows(found.answer, release);
    const at = newest && newest.draft !== true ? readTime(newest.published_at, now) : undefined;
    const untrustedName = newest && cleanLine(newest.tag_name, 40);
    return at === undefined || untrustedName === undefined || untrustedName === "" ? undefined : { untrustedName, at };
  }
}

interface Recent {
  /** Newest first. */
  readonly commits: readonly Commit[];
  /** From then on all were read. */
  readonly readBackTo: number;
}

const inOrder = (commits: ReadonlyMap<string, Commit>): readonly Commit[] =>
  [...commits.values()].toSorted((a, b) => b.at - a.at);

function counted({ commits, readBackTo }: Recent, since: number): Counted {
  const own = commits.filter(({ at }) => at >= since);
  return { commits: own.length, people: new Set(own.map(({ by }) => by)).size, isAtLeast: readBackTo > since };
}

/** @throws ProviderError when there are rows, and none of them is a commit */
function commitsIn(answer: readonly unknown[]): readonly z.output<typeof commit>[] {
  const read = readRows(answer, commit);
  if (read.length === 0 && answer.length > 0)
    throw new ProviderError(SOURCE, "unusable", { detail: "commits of another shape" });
  return read;
}

/** The account where GitHub knows it, or else the address that the commit itself names. */
function authorOf({ author, commit: { author: written } }: z.output<typeof commit>): string {
  const id = readNumber(author?.id);
  if (id !== undefined) return `account ${id}`;
  const [email, name] = [written?.email, written?.name].map((each) => (typeof each === "string" ? each : ""));
  return `address ${(email === "" ? name : email)?.toLowerCase() ?? ""}`;
}

/** Stars may be none. */
function readCount(value: unknown): number | undefined {
  const number = readNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The answer, or the status by which GitHub said that there is none. */
async function orAbsent<Body>(
  asked: Promise<Body>,
): Promise<{ readonly answer: Body } | { readonly status: number | undefined }> {
  try {
    return { answer: await asked };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure !== "missing") throw error;
    return { status: error.status };
  }
}
