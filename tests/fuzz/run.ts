import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { afterAll, expect, test } from "vitest";
import { ENVIRONMENT_CANARY } from "./leaks.ts";
import { SURFACES } from "./surfaces.ts";
import type { Tally } from "./tally.ts";

/**
 * The long form: 100,000 inputs, or as many as `FUZZ_INPUTS` says; other ones each time, or those of `FUZZ_SEED`. Writes its results
 * to docs/fuzz.json and docs/fuzz.md.
 */
const TOTAL = Number(process.env["FUZZ_INPUTS"] ?? 100_000);
const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);

process.env["WESTBOUND_FUZZ_CANARY"] = ENVIRONMENT_CANARY;

interface Result extends Tally {
  readonly seconds: number;
}
const results: Result[] = [];

test.each(SURFACES)("$name", async ({ share, fuzz }) => {
  const from = performance.now();
  const tally = await fuzz(Math.round((TOTAL * share) / 100), SEED);
  results.push({ ...tally, seconds: Math.round((performance.now() - from) / 1_000) });
  expect(tally.problems).toEqual([]);
});

const inEnglish = (count: number): string => count.toLocaleString("en-US");

function page({ date, machine, node, commit, seed }: Readonly<Record<string, string | number>>): string {
  const rows = results.map(
    ({ surface, inputs, answered, silent, found, seconds }) =>
      `| ${surface} | ${inEnglish(inputs)} | ${inEnglish(answered)} | ${inEnglish(silent)} | ${inEnglish(found)} | ${seconds} |`,
  );
  const inputs = results.reduce((sum, each) => sum + each.inputs, 0);
  const problems = results.reduce((sum, each) => sum + each.found, 0);
  return `# Fuzzing

Written by \`npm run fuzz\`. ${inEnglish(inputs)} inputs, ${problems} problems: on ${date}, ${machine}, Node ${node}, commit ${commit}, seed ${seed}.

| surface | inputs | answered | silent on purpose | problems | seconds |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}

A problem is a fault, a thrown error, an input without an answer, a leak (tokens, the environment, paths, stacks, SQL, another
person's data), a ping, or something written without the right to.
`;
}

afterAll(() => {
  const about = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.versions.node,
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
    seed: SEED,
  };
  mkdirSync("docs", { recursive: true });
  writeFileSync("docs/fuzz.json", `${JSON.stringify({ ...about, results }, undefined, 2)}\n`);
  writeFileSync("docs/fuzz.md", page(about));
});
