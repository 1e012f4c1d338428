import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import type { Outcome } from "./cell.ts";
import { COURSES } from "./courses.ts";
import { MEANING } from "./faults.ts";
import { here, playCourse } from "./play-all.ts";
import { pageOf } from "./table.ts";

const wanted = process.env["FAULTS"]?.split(",");
const courses = COURSES.filter(({ name }) => wanted?.includes(name) ?? true);
const outcomes = new Map<string, readonly Outcome[]>();
const JSON_FILE = "docs/faults.json";

test.concurrent.each(courses.map((course) => [course.name, course] as const))(
  "%s: nothing is lost, nobody else notices, and it recovers by itself",
  async (name, course) => {
    const played = await playCourse(course);
    outcomes.set(name, played);
    expect(played.filter(({ broken }) => broken.length > 0)).toEqual([]);
  },
);

// A part of the matrix replaces that part of the table.
afterAll(() => {
  const before = wanted === undefined ? [] : earlier();
  const all = COURSES.flatMap(({ name, trials }) => {
    const played = outcomes.get(name);
    const targets = new Set(trials.map(({ target }) => target));
    return played ?? before.filter(({ target }) => targets.has(target));
  });
  const run = { ...here(), outcomes: all, senseless: COURSES.flatMap(({ senseless }) => senseless) };
  writeFileSync(JSON_FILE, `${JSON.stringify(run, null, 2)}\n`);
  const legend = Object.entries(MEANING).map(([fault, meaning]) => `- ${fault}: ${meaning}`);
  writeFileSync("docs/faults.md", pageOf(run, legend));
});

function earlier(): readonly Outcome[] {
  try {
    return (JSON.parse(readFileSync(JSON_FILE, "utf8")) as { outcomes: readonly Outcome[] }).outcomes;
  } catch {
    return [];
  }
}
