import type { Fate, Outcome } from "./cell.ts";

/** A pair that makes no sense, and why in a word or two. */
export interface Senseless {
  readonly target: string;
  readonly fault: string;
  readonly why: string;
}

/** All of a run. */
export interface Run {
  /** ISO, of the day. */
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly outcomes: readonly Outcome[];
  readonly senseless: readonly Senseless[];
}

/** A sentence in a cell of a table: one line, nothing that Markdown would take for its own, dates and ages out of it. */
const quoted = (text: string): string => {
  const line = text
    .split("\n")
    .filter((each) => each.trim() !== "")
    .join(" / ")
    .replaceAll(/reference \w+/g, "reference …")
    .replaceAll("|", "\\|")
    .replaceAll(/([*_<>`])/g, "\\$1");
  return `“${line.length > 180 ? `${line.slice(0, 179)}…` : line}”`;
};

const phrase = (texts: readonly string[]): string => texts.map(quoted).join(" then ");

function seen({ what, during, after, isRefused }: Fate): string {
  const first =
    during.length > 0
      ? phrase(during)
      : isRefused
        ? "Discord's own “The application did not respond”"
        : "nothing as long as it lasts";
  return `${what}: ${first}${after.length === 0 ? "" : `; after its end ${phrase(after)}`}`;
}

const seconds = (ms: number): string => (ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`);

const row = ({ fault, fates, othersMs, recoveredMs, due, broken }: Outcome): string =>
  [
    "",
    ` ${fault} `,
    ` ${fates.map(seen).join("<br>")} `,
    ` ${seconds(othersMs)} `,
    ` ${recoveredMs === undefined ? "not in time" : seconds(recoveredMs)} `,
    ` ${typeof due === "string" ? `not taken: ${quoted(due)}` : (["lost", "arrived once", "arrived twice"][due] ?? `arrived ${due} times`)} `,
    ` ${broken.join("; ") || "–"} `,
    "",
  ].join("|");

/** Every target and fault: how long until it was well again, or why it was not played. */
function matrixOf({ outcomes, senseless }: Run, targets: readonly string[], faults: readonly string[]): string {
  const reasons = [...new Set(senseless.map(({ why }) => why))];
  const cell = (target: string, fault: string): string => {
    const isThis = (each: { readonly target: string; readonly fault: string }): boolean =>
      each.target === target && each.fault === fault;
    const outcome = outcomes.find(isThis);
    if (outcome && outcome.broken.length > 0) return "**broken**";
    if (outcome) return outcome.recoveredMs === undefined ? "–" : seconds(outcome.recoveredMs);
    const why = senseless.find(isThis)?.why;
    return why === undefined ? "not played" : `n/a ${reasons.indexOf(why) + 1}`;
  };
  return [
    `| | ${targets.join(" | ")} |`,
    `| --- |${" --- |".repeat(targets.length)}`,
    ...faults.map((fault) => `| ${fault} | ${targets.map((target) => cell(target, fault)).join(" | ")} |`),
    "",
    reasons.map((why, index) => `n/a ${index + 1}: ${why}.`).join("  \n"),
  ].join("\n");
}

/** The run for people. */
export function pageOf(run: Run, faults: readonly string[], legend: readonly string[]): string {
  const { date, machine, versions, outcomes, senseless } = run;
  const targets = [...new Set([...outcomes, ...senseless].map(({ target }) => target))];
  const sections = targets.flatMap((target) => {
    const rows = outcomes.filter((each) => each.target === target).map(row);
    if (rows.length === 0) return [];
    return [
      [
        `## ${target}`,
        "",
        "| fault | what people see | slowest answer elsewhere | well again after | what was due | broken |",
        "| --- | --- | --- | --- | --- | --- |",
        ...rows,
      ].join("\n"),
    ];
  });
  const broken = outcomes.filter((each) => each.broken.length > 0).length;
  return [
    "<!-- Written by `npm run faults`; changes are lost. -->",
    "",
    "# Faults",
    "",
    `Each pair below was played to a real desk process between stand-ins on ${date} (${machine}; ${versions}): ${outcomes.length} pairs, ${broken} with a promise broken.`,
    "",
    "While a fault lasts, something is asked that needs what fails, the glossary is asked at every other door, and a notice becomes due for the owner, through the outbox by which alerts and digests go. After its end everything is asked anew until the answer is that of a good day. A promise is broken when another door does not answer within 5 seconds, when it is not well again in time, when what was asked got no answer and no word, when what was due is lost, or arrives twice though its outcome was known.",
    "",
    "How long after the end of each fault the first answer came that is as on a good day:",
    "",
    matrixOf(run, targets, faults),
    "",
    "What the faults are:",
    "",
    ...legend,
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}
