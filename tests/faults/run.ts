import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Outcome } from "./cell.ts";
import { COURSES } from "./courses.ts";
import { MEANING, OTHER_MEANING } from "./faults.ts";
import { type Course, here, playCourse } from "./play-all.ts";
import { FAULTS, senselessOf } from "./senseless.ts";
import { pageOf } from "./table.ts";

/** A part of it: names of courses, with the fault behind a colon if it is to be one: "telegram,okx:429". */
const wanted = process.env["FAULTS"]?.split(",").map((each) => each.split(":") as [string, string?]);
const courses = COURSES.flatMap((course): Course[] => {
  if (!wanted) return [course];
  const parts = wanted.filter(([name]) => name === course.name);
  const trials = course.trials.filter(({ fault }) => parts.some(([, only = fault]) => only === fault));
  return trials.length === 0 ? [] : [{ ...course, trials }];
});
const outcomes: Outcome[] = [];
const JSON_FILE = "docs/faults.json";
const before = wanted === undefined ? [] : earlier();

test.concurrent.each(courses.map((course) => [course.name, course] as const))(
  "%s: nothing is lost, nobody else notices, and it recovers by itself",
  async (_name, course) => {
    const played = await playCourse(course, (outcome, logged) => {
      const { target, fault, recoveredMs, broken } = outcome;
      outcomes.push(outcome);
      write();
      const how = broken.length === 0 ? `well again after ${recoveredMs} ms` : broken.join("; ");
      process.stdout.write(`${target}, ${fault}: ${how}\n${broken.length === 0 ? "" : logged}`);
    });
    expect(played.filter(({ broken }) => broken.length > 0)).toEqual([]);
  },
);

/** After each pair, so that a run cut short has a table, too. A part of the matrix replaces that part of the table. */
function write(): void {
  const all = COURSES.flatMap(({ trials }) =>
    trials.flatMap(({ target, fault }) => {
      const isThis = (each: Outcome): boolean => each.target === target && each.fault === fault;
      return outcomes.find(isThis) ?? before.find(isThis) ?? [];
    }),
  );
  const targets = [...new Set(COURSES.flatMap(({ trials }) => trials.map(({ target }) => target)))];
  const run = { ...here(), outcomes: all, senseless: senselessOf(targets) };
  writeFileSync(JSON_FILE, `${JSON.stringify(run, null, 2)}\n`);
  const legend = Object.entries({ ...MEANING, ...OTHER_MEANING }).map(([fault, meaning]) => `- ${fault}: ${meaning}`);
  writeFileSync("docs/faults.md", pageOf(run, FAULTS, legend));
}

function earlier(): readonly Outcome[] {
  try {
    return (JSON.parse(readFileSync(JSON_FILE, "utf8")) as { outcomes: readonly Outcome[] }).outcomes;
  } catch {
    return [];
  }
}
