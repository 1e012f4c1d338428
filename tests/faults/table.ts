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
    ` ${due.map((times) => ["lost", "once", "twice"][times] ?? `${times} times`).join(", ") || "–"} `,
    ` ${broken.join("; ") || "–"} `,
    "",
  ].join("|");

/** The run for people. */
export function pageOf({ date, machine, versions, outcomes, senseless }: Run, legend: readonly string[]): string {
  const targets = [...new Set([...outcomes, ...senseless].map(({ target }) => target))];
  const sections = targets.map((target) => {
    const rows = outcomes.filter((each) => each.target === target).map(row);
    const none = senseless
      .filter((each) => each.target === target)
      .map(({ fault, why }) => `| ${fault} | n/a: ${why} | | | | |`);
    return [
      `## ${target}`,
      "",
      "| fault | what people see | slowest answer elsewhere | well again after | what was due | broken |",
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
      ...none,
    ].join("\n");
  });
  const broken = outcomes.filter((each) => each.broken.length > 0).length;
  return [
    "<!-- Written by `npm run faults`; changes are lost. -->",
    "",
    "# Faults",
    "",
    `Each pair below was played to a real desk process between stand-ins on ${date} (${machine}; ${versions}): ${outcomes.length} pairs, ${broken} with a promise broken.`,
    "",
    "While a fault lasts, something is asked that needs what fails, the glossary is asked at every other door, and a notice becomes due for the owner, through the outbox by which alerts and digests go. After its end everything is asked anew until the answer is that of a good day. A promise is broken when another door does not answer within 3 seconds, when it is not well again in time, when what was asked got no answer and no word, when what was due is lost, or arrives twice though its outcome was known.",
    "",
    ...legend,
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}
