import { commitChanges, type Looked, newReleases } from "./builders.ts";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 9, 19, 7);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const looked = (activity: Partial<Extract<Looked["activity"], { readonly state: "there" | "empty" }>>): Looked => ({
  projectId: "example",
  name: "Example",
  activity: { repository: "example/code", lookedAt: NOW - HOUR, state: "there", ...activity },
});
const counted = (commits: number, isAtLeast = false) => ({ commits, people: 3, isAtLeast });

test.each([
  [60, 90, [{ commits30dCount: 60, commitsBefore30dCount: 15 }]],
  [10, 90, [{ commits30dCount: 10, commitsBefore30dCount: 40 }]],
  [30, 90, []],
  [19, 20, []],
  [20, 20, [{ commits30dCount: 20, commitsBefore30dCount: 0 }]],
])("%d commits of %d in ninety days", (month, quarter, told) => {
  expect(commitChanges([looked({ in30Days: counted(month), in90Days: counted(quarter) })])).toMatchObject(told);
});

test("where more commits were made than were read, or none were counted, nothing is said of their pace", () => {
  const [capped, unknown] = [looked({ in30Days: counted(60), in90Days: counted(90, true) }), looked({})];
  expect(commitChanges([capped, unknown])).toEqual([]);
});

test("a release is new when a look first finds it, though it is older, and old when it was old then", () => {
  const release = { untrustedName: "v2", at: NOW - 30 * HOUR };
  const found = looked({ release });
  expect(newReleases([found], NOW - 2 * HOUR, NOW)).toHaveLength(1);
  expect(newReleases([found], NOW - DAY, NOW - HOUR)).toEqual([]);
  expect(newReleases([found], NOW, NOW + DAY)).toEqual([]);
  expect(newReleases([looked({ release: { ...release, at: NOW - 9 * DAY } })], NOW - DAY, NOW)).toEqual([]);
});
