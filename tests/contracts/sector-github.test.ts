import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ActivityBook, type RepositoryLook, RESTING_DAYS } from "../../src/sector/activity.ts";
import { activityBook } from "../../src/store/activity-store.ts";
import { aCall, memoryLog, NOON } from "../support/calls.ts";
import { createGitHub } from "../../src/sector/github.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { type GitHubStandIn, startGitHub } from "../stand-ins/github.ts";
import { marketDesk } from "../support/market-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { project } from "../../src/commands/project.ts";
import { readSector } from "../../src/sector/sector.ts";
import { refreshActivity, repositoriesOf } from "../../src/jobs/refresh-activity.ts";
import { testDesk } from "../support/desk.ts";
import { testWire } from "../support/market.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ago = (days: number): number => NOON - days * DAY_MS;
const NAME = "opentensor/bittensor";
const sector = readSector();

let hub: GitHubStandIn;
beforeEach(async () => {
  hub = await startGitHub();
});
afterEach(async () => {
  await hub.close();
  expect(hub.violations).toEqual([]);
});

const github = (token?: string) =>
  createGitHub({ ...testWire(), base: hub.base, ...(token === undefined ? {} : { token }) });

const commits = (count: number, at: number, accountId: number) =>
  Array.from({ length: count }, (_each, index) => ({ at: at + index, accountId }));

describe("a look at a repository", () => {
  test("counts commits and authors in 30 and 90 days, by account or else by address", async () => {
    hub.have(NAME, {
      stars: 3_812,
      commits: [
        ...commits(3, ago(2), 1),
        { at: ago(20), accountId: 2 },
        { at: ago(29), email: "A@example.com" },
        { at: ago(40), email: "a@example.com" },
        { at: ago(80), accountId: 3 },
        { at: ago(91), accountId: 4 },
      ],
      releases: [{ tag: "v9.1", at: ago(5) }],
    });
    expect(await github().look(NAME)).toEqual({
      state: "there",
      stars: 3_812,
      isArchived: false,
      isFork: false,
      lastCommitAt: ago(2),
      in30Days: { commits: 5, people: 3, isAtLeast: false },
      in90Days: { commits: 7, people: 4, isAtLeast: false },
      release: { untrustedName: "v9.1", at: ago(5) },
    } satisfies RepositoryLook);
  });

  test("reads further pages, and says at least where they do not end", async () => {
    hub.have(NAME, { stars: 1, commits: [...commits(250, ago(10), 1), ...commits(400, ago(60), 2)] });
    expect(await github().look(NAME)).toMatchObject({
      in30Days: { commits: 250, people: 1, isAtLeast: false },
      in90Days: { commits: 500, people: 2, isAtLeast: true },
    });
    expect(hub.asked.filter((each) => each.includes("commits"))).toHaveLength(5);
  });

  test("a full last page is followed by one that is empty, and the count is exact", async () => {
    hub.have(NAME, { stars: 1, commits: commits(100, ago(10), 1) });
    expect(await github().look(NAME)).toMatchObject({ in90Days: { commits: 100, isAtLeast: false } });
  });

  test("long without a commit, the last one is asked for", async () => {
    hub.have(NAME, { stars: 7, commits: commits(2, ago(400), 1), isArchived: true });
    expect(await github().look(NAME)).toMatchObject({
      isArchived: true,
      in90Days: { commits: 0, people: 0 },
      lastCommitAt: ago(400) + 1 - ((ago(400) + 1) % 1000),
    });
  });

  test("empty, renamed and gone are three things, and trouble no other repository", async () => {
    hub.have("a/empty", { stars: 2, commits: [] });
    hub.have("a/old", "renamed");
    const over = github();
    expect(await over.look("a/empty")).toMatchObject({ state: "empty", stars: 2 });
    for (const _time of [1, 2, 3, 4]) expect(await over.look("a/old")).toEqual({ state: "moved" });
    for (const _time of [1, 2, 3, 4]) expect(await over.look("a/never")).toEqual({ state: "gone" });
    expect(await over.look("a/empty")).toMatchObject({ state: "empty" });
  });

  test("a spent allowance is later, not refused, and nothing more is sent until then", async () => {
    hub.have(NAME, { stars: 1, commits: commits(1, ago(1), 1) });
    const reset = String(Math.floor((NOON + 20 * 60_000) / 1000));
    hub.fail(/repos/, { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset } });
    const over = github();
    await expect(over.look(NAME)).rejects.toMatchObject({ failure: "limited", retryAfterMs: 20 * 60_000 });
    await expect(over.look(NAME)).rejects.toMatchObject({ failure: "limited" });
    expect(hub.asked).toHaveLength(1);
  });

  test("the second limit, of too much at once, says when to come back", async () => {
    hub.fail(/repos/, { status: 403, headers: { "retry-after": "600" }, body: { message: "secondary rate limit" } });
    await expect(github().look(NAME)).rejects.toMatchObject({ failure: "limited", retryAfterMs: 600_000 });
  });

  test("a 403 without a time is a refusal", async () => {
    hub.fail(/repos/, { status: 403, headers: { "x-ratelimit-remaining": "48", "x-ratelimit-reset": "1900000000" } });
    await expect(github().look(NAME)).rejects.toMatchObject({ failure: "refused" });
  });

  test("a token goes out in its header and stands in no line of the log", async () => {
    hub.fail(/repos/, { status: 401, body: { message: "Bad credentials" } });
    const wire = testWire();
    const over = createGitHub({ ...wire, base: hub.base, token: "github_pat_secret" });
    await expect(over.look(NAME)).rejects.toMatchObject({ failure: "refused" });
    expect(hub.authorizations).toEqual(["Bearer github_pat_secret"]);
    expect(JSON.stringify(wire.lines)).not.toContain("secret");
  });

  test("nonsense is no look", async () => {
    hub.have(NAME, { stars: 1, commits: commits(1, ago(1), 1) });
    hub.fail(/commits$/, { status: 200, body: { message: "no list" } });
    await expect(github().look(NAME)).rejects.toMatchObject({ failure: "unusable" });
    hub.fail(/commits$/, { status: 200, body: [null, 3, { sha: "x", commit: {} }] });
    await expect(github().look(NAME)).rejects.toMatchObject({ failure: "unusable" });
  });

  test("the name of a release is cleaned and short", async () => {
    hub.have(NAME, {
      stars: 1,
      commits: commits(1, ago(1), 1),
      releases: [{ tag: `v1\u202E${"x".repeat(90)}`, at: ago(3) }],
    });
    const look = await github().look(NAME);
    const name = look.state === "there" ? look.release?.untrustedName : undefined;
    expect(name).toMatch(/^v1x+…$/);
    expect([...(name ?? "")].length).toBe(40);
  });
});

describe("the job", () => {
  const all = repositoriesOf(sector.map);
  let database: Database;
  let book: ActivityBook;
  beforeEach(async () => {
    database = await openDatabase(":memory:");
    book = activityBook(database);
  });
  afterEach(() => database.destroy());

  /** Ticks each minute for some hours. @returns how many requests were sent in the busiest hour */
  async function run(hours: number, from = NOON): Promise<number> {
    const wire = testWire();
    const step = refreshActivity({
      map: sector.map,
      github: createGitHub({ ...wire, base: hub.base }),
      book,
      log: memoryLog(),
    });
    let busiest = 0;
    wire.pass(from - NOON);
    for (let hour = 0; hour < hours; hour += 1) {
      const before = hub.asked.length;
      for (let minute = 0; minute < 60; minute += 1) {
        await step.run(wire.clock());
        wire.pass(60_000);
      }
      busiest = Math.max(busiest, hub.asked.length - before);
    }
    return busiest;
  }

  test("takes repositories only, each once, those that were seen first", () => {
    expect(all.every((each) => /^[^/]+\/[^/]+$/.test(each))).toBe(true);
    expect(all).toContain(NAME);
    expect(new Set(all).size).toBe(all.length);
    const isSeen = all.map((name) => sector.map.projects.some(({ repository: r }) => r?.name === name && r.isSeen));
    expect(isSeen).toEqual(isSeen.toSorted((a, b) => Number(b) - Number(a)));
  });

  test("looks at each once a day, well within sixty requests an hour", async () => {
    for (const name of all) hub.have(name, { stars: 5, commits: commits(150, ago(5), 1) });
    expect(await run(23)).toBeLessThanOrEqual(60);
    expect((await book.lookedAt()).size).toBe(all.length);
    expect(hub.asked.filter((each) => each === `/repos/${NAME}`)).toHaveLength(1);
  });

  test("one that cannot be read keeps no other from being looked at, and comes again after some hours", async () => {
    for (const name of all) hub.have(name, { stars: 5, commits: commits(1, ago(5), 1) });
    hub.fail(/opentensor\/bittensor$/, { status: 403 });
    await run(12);
    expect((await book.lookedAt()).size).toBe(all.length - 1);
    const asked = hub.asked.filter((each) => each === `/repos/${NAME}`).length;
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThanOrEqual(4);
  });

  test("told to come back later, it asks nothing until then", async () => {
    hub.fail(/repos/, {
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String((NOON + HOUR_MS) / 1000) },
    });
    await run(1);
    expect(hub.asked).toHaveLength(1);
  });

  test("stars have a trend once somebody looked thirty days before", async () => {
    const look = (stars: number) => ({ state: "there", stars, lastCommitAt: ago(40) }) as const;
    await book.keep({ ...look(3_692), repository: NAME, lookedAt: ago(31) });
    await book.keep({ ...look(3_800), repository: NAME, lookedAt: ago(29) });
    expect(await book.of(NAME)).not.toHaveProperty("starsChange30d");
    await book.keep({ ...look(3_812), repository: NAME, lookedAt: NOON });
    expect(await book.of(NAME)).toMatchObject({ stars: 3_812, starsChange30d: 120, lookedAt: NOON });
    await book.keep({ ...look(3_900), repository: NAME, lookedAt: NOON + 40 * DAY_MS });
    expect(await book.of(NAME)).not.toHaveProperty("starsChange30d");
  });

  test("a look comes back as it was kept", async () => {
    const looks: readonly RepositoryLook[] = [
      { state: "moved" },
      { state: "gone" },
      { state: "empty", stars: 0, isFork: true, isArchived: false },
      {
        state: "there",
        stars: 0,
        lastCommitAt: ago(1),
        in30Days: { commits: 0, people: 0, isAtLeast: false },
        in90Days: { commits: 500, people: 2, isAtLeast: true },
        release: { untrustedName: "v1", at: ago(9) },
      },
    ];
    for (const [index, look] of looks.entries()) {
      await book.keep({ ...look, repository: `a/${index}`, lookedAt: NOON });
      const seen = look.state === "there" ? { releaseSeenAt: NOON } : {};
      expect(await book.of(`a/${index}`)).toEqual({ ...look, ...seen, repository: `a/${index}`, lookedAt: NOON });
    }
  });

  /** What the card says of the code after this look. */
  async function card(look: RepositoryLook | undefined, name = "Bittensor"): Promise<string> {
    const { assets, quotes } = await marketDesk();
    const scoreBook = { of: async () => [] };
    const { desk } = await testDesk([project({ sector, assets, quotes, activity: book, scoreBook })]);
    if (look) await book.keep({ ...look, repository: NAME, lookedAt: NOON - HOUR_MS });
    return plainText(await desk.run("project", { name }, aCall()));
  }

  test("the card has it in one line, with source and age", async () => {
    const text = await card({
      state: "there",
      stars: 3_812,
      lastCommitAt: ago(2),
      in30Days: { commits: 41, people: 7, isAtLeast: false },
      release: { untrustedName: "v9.1", at: ago(5) },
    });
    expect(text).not.toContain("in 30 days)");
    await book.keep({ state: "there", stars: 3_692, repository: NAME, lookedAt: ago(31) });
    expect(await card(undefined)).toMatch(
      /Code: opentensor\/bittensor.* — last commit 2 days ago, 41 commits by 7 authors in 30 days, 3,812 stars \(\+120 in 30 days\), release v9\.1 on 2026-02-24 \(GitHub, 60 min ago\)/,
    );
  });

  test("what rests, moved, is gone or was not looked at is said so", async () => {
    expect(await card(undefined)).toContain(" — not looked at yet");
    const old = ago(RESTING_DAYS + 20);
    expect(await card({ state: "there", stars: 1, lastCommitAt: old, isArchived: true })).toMatch(
      /no commit since 2025-08-13, more than 180 days, 1 star, archived/,
    );
    expect(await card({ state: "moved" })).toContain("renamed or moved on GitHub");
    expect(await card({ state: "gone" })).toContain("not to be found under that name");
    expect(await card({ state: "empty", stars: 0 })).toContain("no commit at all, 0 stars");
    expect(await card(undefined, "Solana")).not.toContain("Code:");
  });
});
