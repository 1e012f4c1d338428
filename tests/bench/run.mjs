// Runs the benches, writes what they measured to docs/bench.json and docs/bench.md, and fails when anything has become slower beside its
// floor than tests/bench/ratios.json allows. `npm run bench` for all, `npm run bench -- commands store` for some, whose rows alone are
// renewed; `--accept` takes what was measured as what is to be held from now on. Plain JavaScript, as it starts what runs TypeScript.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A ratio may be so much above the stored one: two rounds on one machine differ by less. */
const ALLOWED = 1.2;

const root = fileURLToPath(new URL("../..", import.meta.url));
const paths = { json: "docs/bench.json", page: "docs/bench.md", ratios: "tests/bench/ratios.json" };
const read = (path) => (existsSync(join(root, path)) ? JSON.parse(readFileSync(join(root, path), "utf8")) : undefined);
const write = (path, text) => writeFileSync(join(root, path), text);
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

const words = process.argv.slice(2);
const isAccepted = words.includes("--accept");
const wanted = words.filter((word) => !word.startsWith("--"));

const folder = mkdtempSync(join(tmpdir(), "westbound-bench-"));
const results = join(folder, "results.jsonl");
const compared = join(folder, "compared.json");
writeFileSync(results, "");
const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "bench", "--run", "--outputJson", compared, ...wanted],
  { cwd: root, stdio: "inherit", env: { ...process.env, BENCH_RESULTS: results } },
);

const nameOf = ({ group, name }) => `${group}, ${name}`;
const rounded = (value) => Number(value.toPrecision(4));

/** Of benches that measure by themselves. What was measured in several rounds counts by the least. */
const own = [
  ...readFileSync(results, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .toSorted((a, b) => b.value - a.value)
    .reduce((least, row) => least.set(nameOf(row), row), new Map())
    .values(),
];

/** Of benches that vitest compares: each beside the one of its group whose name begins with "floor", by the fastest run of both. */
function fromVitest() {
  if (!existsSync(compared)) return [];
  return JSON.parse(readFileSync(compared, "utf8")).files.flatMap(({ filepath, groups }) =>
    groups.flatMap(({ fullName, benchmarks }) => {
      const floor = benchmarks.find(({ name }) => name.startsWith("floor"));
      const group = `${basename(filepath, ".bench.ts")}, ${fullName.split(" > ").slice(1).join(" > ")}`;
      return benchmarks
        .filter((each) => each !== floor && each.sampleCount > 1)
        .map(({ name, min }) => ({
          group,
          name,
          unit: "ms",
          value: min,
          ...(floor && { floor: { name: floor.name.replace(/^floor:? ?/, "") || "floor", value: floor.min } }),
        }));
    }),
  );
}

/** What vitest compares says no target of its own. At most so many times the floor. */
const TARGETS = {
  "agent, a question with one look-up, alone, the desk, model": 1.5,
  "agent, a question with one look-up, 32 at once, the desk, model": 1.5,
};
const rows = [...own, ...fromVitest()].map((row) => ({
  ...row,
  value: rounded(row.value),
  ...(row.floor && {
    floor: { ...row.floor, value: rounded(row.floor.value) },
    ratio: Number((row.value / row.floor.value).toFixed(2)),
  }),
  ...(TARGETS[nameOf(row)] !== undefined && { target: TARGETS[nameOf(row)] }),
}));
rmSync(folder, { recursive: true, force: true });

const versionOf = (name) => read(`node_modules/${name}/package.json`).version;
const VERSIONS = ["telegraf", "discord.js", "langchain", "better-sqlite3", "kysely", "vitest"];
const machine = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} cores, ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`,
  versions: { node: process.versions.node, ...Object.fromEntries(VERSIONS.map((name) => [name, versionOf(name)])) },
};

// What was not run this time stays as it was, with its own date.
const renewed = new Set(rows.map(nameOf));
const before = wanted.length === 0 ? [] : (read(paths.json)?.rows ?? []);
const all = [
  ...before.filter((row) => !renewed.has(nameOf(row))),
  ...rows.map((row) => ({ ...row, date: machine.date })),
].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
write(paths.json, json({ ...machine, rows: all }));

const figure = (value, unit) =>
  unit === "count" ? value.toLocaleString("en") : `${value.toLocaleString("en")} ${unit}`;
const verdict = (isMet) => (isMet ? "met" : "**missed**");
const goal = ({ target, limit, ratio, value, unit }) =>
  target !== undefined
    ? `${target} times, ${verdict(ratio <= target)}`
    : limit !== undefined
      ? `${figure(limit, unit)}, ${verdict(value <= limit)}`
      : "";
const groups = Map.groupBy?.(all, ({ group }) => group) ?? grouped(all);
function grouped(list) {
  const map = new Map();
  for (const each of list) map.set(each.group, [...(map.get(each.group) ?? []), each]);
  return map;
}
const page = [
  "# What it costs",
  "",
  "Written by `npm run bench`; the same figures as data are in bench.json. Each is measured beside its floor, the least that does the same",
  "on the same library, in the same run on the same machine, so that ratios can be compared between machines and absolute times cannot.",
  "",
  "How noise is kept out: a command is asked of the desk and of its floor in many short turns, both warm, and all of them count; where a",
  "start is measured the quickest counts, and so does the fastest run of what vitest compares. A run fails when a ratio is more than",
  `${Math.round((ALLOWED - 1) * 100)} % above the one in tests/bench/ratios.json; \`npm run bench -- --accept\` renews those.`,
  "",
  `${machine.date}: ${machine.machine}; ${Object.entries(machine.versions)
    .map((each) => each.join(" "))
    .join(", ")}.`,
  ...[...groups].flatMap(([group, list]) => [
    "",
    `## ${group[0].toUpperCase()}${group.slice(1)}`,
    "",
    "| what | measured | floor | times | target | on |",
    "| --- | --- | --- | --- | --- | --- |",
    ...list.map(
      (row) =>
        `| ${row.name} | ${figure(row.value, row.unit)} | ${row.floor ? `${figure(row.floor.value, row.unit)} (${row.floor.name})` : ""} | ${row.ratio ?? ""} | ${goal(row)} | ${row.date} |`,
    ),
  ]),
  "",
].join("\n");
write(paths.page, page);

const stored = read(paths.ratios) ?? {};
const worse = rows.filter((row) => row.ratio !== undefined && row.ratio > ALLOWED * (stored[nameOf(row)] ?? Infinity));
const unknown = rows.filter((row) => row.ratio !== undefined && stored[nameOf(row)] === undefined);
if (isAccepted || unknown.length > 0) {
  const taken = isAccepted ? rows.filter(({ ratio }) => ratio !== undefined) : unknown;
  const ratios = { ...stored, ...Object.fromEntries(taken.map((row) => [nameOf(row), row.ratio])) };
  write(paths.ratios, json(Object.fromEntries(Object.entries(ratios).toSorted(([a], [b]) => (a < b ? -1 : 1)))));
}
if (!isAccepted)
  for (const row of worse)
    process.stderr.write(`${nameOf(row)}: ${row.ratio} times its floor, and ${stored[nameOf(row)]} is to be held\n`);
process.exitCode = status === 0 && (isAccepted || worse.length === 0) ? 0 : 1;
