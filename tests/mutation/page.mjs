import { GROUPS } from "./groups.mjs";
import { LEFT } from "./left.mjs";

/** docs/mutation.md: the scores by group and file, and why what survives is left. */
export const pageOf = (groups) =>
  [
    "# What tests would notice",
    "",
    "Written by `npm run mutation`; the same as data, with every survivor, is in mutation.json. The code is changed one place at a time (a",
    "comparison turned round, a call left out, a text emptied), and the tests of its group run against each change that they reach. A change",
    "that no test notices is a survivor; one that makes a test run for ever is noticed. Left out are changes of a module's constants, tables and",
    "patterns: each would start everything anew. Property tests run few examples from a fixed seed, so that a run can be repeated.",
    "",
    ...Object.keys(GROUPS)
      .filter((name) => !(name in groups))
      .flatMap((name) => [`Not measured yet: ${name} (\`npm run mutation -- ${name}\`).`, ""]),
    ...Object.entries(groups).flatMap(([name, { date, machine, versions, files, ...all }]) => [
      `## ${name}: ${all.percent} %`,
      "",
      `${date}: ${machine}; ${Object.entries(versions)
        .map((each) => each.join(" "))
        .join(", ")}.`,
      "",
      ...table(
        ["file", "changes", "noticed", "score"],
        [...Object.entries(files), ["all", all]].map(([file, { mutants, killed, percent }]) => [
          file,
          mutants,
          killed,
          `${percent} %`,
        ]),
      ),
      "",
    ]),
    "## What survives, and why it is left",
    "",
    ...table(["where", "what", "why"], LEFT),
    "",
  ].join("\n");

function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [line(all[0]), line(widths.map((width) => "-".repeat(width))), ...all.slice(1).map(line)];
}
