// Changes the code one place at a time and sees which changes no test notices. `npm run mutation` for all, `npm run mutation -- core
// portfolio` for some groups, whose rows alone are renewed. Writes docs/mutation.json, with every survivor, and the table docs/mutation.md.
// Plain JavaScript, as it starts what runs TypeScript.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Stryker } from "@stryker-mutator/core";
import { GROUPS } from "./groups.mjs";
import { pageOf } from "./page.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const data = join(root, "docs/mutation.json");

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in GROUPS));
if (unknown.length > 0)
  throw new Error(`There is no group ${unknown.join(", ")}; there are ${Object.keys(GROUPS).join(", ")}.`);

process.chdir(root);
for (const [name, { mutate, tests }] of Object.entries(GROUPS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.env["MUTATION_TESTS"] = tests.join(",");
  const folder = mkdtempSync(join(tmpdir(), "westbound-mutation-"));
  try {
    const stryker = new Stryker({
      mutate: [...mutate],
      testRunner: "vitest",
      plugins: ["@stryker-mutator/vitest-runner"],
      coverageAnalysis: "perTest",
      vitest: { configFile: "tests/mutation/vitest.config.ts", related: false },
      // It would be read with an interface that this TypeScript does not have.
      tsconfigFile: "none",
      reporters: ["progress-append-only"],
      tempDirName: folder,
      // What is changed in a constant of a module takes a new start of everything and all tests: two thirds of the time for a tenth of the
      // changes, most of them numbers that a test could only repeat.
      ignoreStatic: true,
      // A second one makes the time of a test, by which a mutant that never ends is known, a matter of luck.
      concurrency: 1,
      allowConsoleColors: false,
    });
    keep(name, summed(await stryker.runMutationTest()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What one group came to; what was not run this time stays as it was, with its own date. */
function keep(name, result) {
  const before = existsSync(data) ? JSON.parse(readFileSync(data, "utf8")).groups : {};
  const versionOf = (each) => JSON.parse(readFileSync(join(root, `node_modules/${each}/package.json`), "utf8")).version;
  const versions = {
    node: process.versions.node,
    ...Object.fromEntries(["@stryker-mutator/core", "vitest"].map((each) => [each, versionOf(each)])),
  };
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim()}, ${process.platform}`;
  const now = { date: new Date().toISOString().slice(0, 10), machine, versions, ...result };
  const groups = Object.fromEntries(
    Object.keys(GROUPS)
      .filter((each) => each === name || each in before)
      .map((each) => [each, each === name ? now : before[each]]),
  );
  writeFileSync(data, `${JSON.stringify({ date: now.date, machine, node: versions.node, groups }, null, 2)}\n`);
  writeFileSync(join(root, "docs/mutation.md"), pageOf(groups));
  process.stdout.write(`${name}: ${result.killed} of ${result.mutants} noticed, ${result.percent} %\n`);
}

function summed(all) {
  // What never ran, as it does not compile or was left out by name, does not have to be noticed.
  const counted = all
    .filter(({ status }) => !["Ignored", "CompileError", "RuntimeError"].includes(status))
    .map((mutant) => ({ ...mutant, file: relative(root, mutant.fileName) }));
  const files = [...new Set(counted.map(({ file }) => file))];
  return {
    ...scoreOf(counted),
    files: Object.fromEntries(files.map((each) => [each, scoreOf(counted.filter(({ file }) => file === each))])),
    survivors: counted
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.location.start.line - b.location.start.line))
      .map(({ file, location, mutatorName, replacement, status }) => ({
        at: `${file}:${location.start.line}`,
        mutator: mutatorName,
        replacement: replacement?.slice(0, 120),
        ...(status === "NoCoverage" && { isReached: false }),
      })),
  };
}

function scoreOf(some) {
  // A mutant that makes a test run for ever is noticed too.
  const killed = some.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  return { mutants: some.length, killed, percent: Math.round((1_000 * killed) / Math.max(1, some.length)) / 10 };
}
