import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GitHubStandIn, startGitHub } from "../stand-ins/github.ts";
import { readdirSync, readFileSync } from "node:fs";
import { createGitHub } from "../../src/sector/github.ts";
import { join } from "node:path";
import { testWire } from "../support/market.ts";

/** A folder of answers that GitHub once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /github\/.*\.json$/.test(file));
const find = (name: string): unknown => {
  const file = files.find((each) => each.endsWith(`github/${name}`));
  if (folder === undefined || file === undefined) throw new Error(`no recording of ${name}`);
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
};

let hub: GitHubStandIn;
beforeAll(async () => {
  hub = await startGitHub();
});
afterAll(() => hub.close());

interface Recorded {
  readonly commit: { readonly committer: { readonly date: string } };
}

describe.skipIf(folder === undefined)("recorded answers of GitHub in the folder SAMPLES", () => {
  test("a repository and its commits are read, and each commit is counted", async () => {
    const about = find("repo.json") as { stargazers_count: number; archived: boolean; fork: boolean };
    const recorded = find("commits.json") as readonly Recorded[];
    const dates = recorded.map(({ commit }) => Date.parse(commit.committer.date));
    const last = Math.max(...dates);
    hub.fail(/^\/repos\/a\/b$/, { status: 200, body: about });
    hub.fail(/commits$/, { status: 200, body: recorded });
    hub.fail(/releases$/, { status: 200, body: [] });
    const github = createGitHub({ ...testWire({ clock: () => last + 3_600_000 }), base: hub.base });
    const look = await github.look("a/b");
    expect(look).toMatchObject({
      state: "there",
      stars: about.stargazers_count,
      isArchived: about.archived,
      isFork: about.fork,
      lastCommitAt: last,
    });
    const within = dates.filter((at) => at >= last + 3_600_000 - 90 * 86_400_000).length;
    expect(look).toMatchObject({ in90Days: { commits: within } });
    expect(look.state === "there" && (look.in90Days?.people ?? 0)).toBeGreaterThan(0);
  });

  test("what GitHub says of a bad token, of too much, and of what is not there", async () => {
    const ask = async (status: number, name: string, headers: Readonly<Record<string, string>> = {}) => {
      hub.fail(/^\/repos\/a\/b$/, { status, headers, body: find(`errors/${name}.json`) });
      return await createGitHub({ ...testWire(), base: hub.base }).look("a/b");
    };
    await expect(ask(401, "401")).rejects.toMatchObject({ failure: "refused" });
    await expect(ask(403, "403_rate_limit", { "retry-after": "60" })).rejects.toMatchObject({ failure: "limited" });
    expect(await ask(404, "404")).toEqual({ state: "gone" });
  });
});
