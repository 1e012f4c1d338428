import { existsSync, readFileSync } from "node:fs";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
const inEnglish = (count: number): string => count.toLocaleString("en-US");

/** Where and when a proof was last run in its long form. */
interface Run {
  /** ISO, of the day. */
  readonly date: string;
  readonly machine: string;
  readonly versions?: string | Readonly<Record<string, string>>;
  readonly node?: string;
}

/** What a proof has written: all in one run, or parts at times of their own. */
type Written = Run | { readonly groups: Readonly<Record<string, Run>> };

/** A proof in the repository: its command, what it shows, and how its last long run is put in a line. */
interface Proof {
  readonly command: string;
  readonly shows: string;
  readonly said: (run: never) => string;
}

const broken = (count: number): string => (count === 0 ? "no promise broken" : `**${count} promises broken**`);
const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);

const PROOFS: Readonly<Record<string, Proof>> = {
  faults: {
    command: "npm run faults",
    shows: "whatever the desk talks to, failing in every way that a server, a disk or a clock can, while it works",
    said: ({ outcomes }: { outcomes: readonly { broken: readonly string[] }[] }) =>
      `${outcomes.length} pairs, ${broken(outcomes.filter((each) => each.broken.length > 0).length)}`,
  },
  kills: {
    command: "npm run kills",
    shows: "SIGKILL at random instants of a busy hour: what was acknowledged is there once, what is due is told",
    said: (run: { kills: number; broken: readonly string[]; fates: readonly { asked: number; lost: number }[] }) =>
      `${run.kills} kills, ${inEnglish(sum(run.fates.map(({ asked }) => asked)))} things asked or due, ${sum(run.fates.map(({ lost }) => lost))} lost, ${broken(run.broken.length)}`,
  },
  load: {
    command: "npm run load",
    shows:
      "all doors at once, a flooding and a slow group among others, a day of memory, ten and a hundred times as many",
    said: ({
      stretches,
      day,
    }: {
      stretches: readonly Stretch[];
      day: { hours: number; hourlyMb: readonly number[] };
    }) => {
      const most = stretches.toSorted((a, b) => b.answeredPerSecond - a.answeredPerSecond)[0];
      return `${most?.answeredPerSecond.toFixed(0)} answered a second at most; ${day.hours} hours: ${day.hourlyMb[5]?.toFixed(0)} MB after six, ${day.hourlyMb.at(-1)?.toFixed(0)} MB at the end`;
    },
  },
  fuzz: {
    command: "npm run fuzz",
    shows: "hostile input at every door: no crash, no leak, no ping, nothing written without the right to",
    said: ({ results }: { results: readonly { inputs: number; found: number }[] }) =>
      `${inEnglish(sum(results.map(({ inputs }) => inputs)))} inputs, ${sum(results.map(({ found }) => found))} problems`,
  },
  mutation: {
    command: "npm run mutation",
    shows: "tests that notice a change of the code, place by place",
    said: ({ groups }: { groups: Readonly<Record<string, { percent: number; mutants: number }>> }) =>
      Object.entries(groups)
        .map(([name, { percent, mutants }]) => `${name} ${percent} % of ${inEnglish(mutants)}`)
        .join(", "),
  },
  newcomer: {
    command: "npm run newcomer",
    shows: "a fresh clone and an empty npm cache: README's commands, every platform, an hour on one core, an upgrade",
    said: ({ summary }: { summary: string }) => summary,
  },
};

interface Stretch {
  readonly answeredPerSecond: number;
}

const readRun = (name: string): Written | undefined => {
  const file = new URL(`../../docs/${name}.json`, import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Written) : undefined;
};

/** Of parts, the one that was run last. */
function whereOf(written: Written): string {
  const runs = "groups" in written ? Object.values(written.groups) : [written];
  const [run] = runs.toSorted((a, b) => b.date.localeCompare(a.date));
  if (!run) return "";
  const { date, machine, versions } = run;
  const node = typeof versions === "string" ? versions : `Node ${versions?.["node"] ?? run.node}`;
  return `${date}; ${machine}; ${node}`;
}

/** The table of what is shown by which command, and of its last long run, as README has to show it. */
export const proofTable = (): string =>
  [
    row("command", "what it shows", "last run", "on"),
    "| --- | --- | --- | --- |",
    ...Object.entries(PROOFS).flatMap(([name, { command, shows, said }]) => {
      const run = readRun(name);
      if (!run) return [];
      return [row(`\`${command}\``, shows, `[${said(run as never)}](docs/${name}.md)`, whereOf(run))];
    }),
  ].join("\n");

interface Bench {
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly floor?: { readonly name: string; readonly value: number };
  readonly ratio?: number;
  readonly target?: number;
  readonly limit?: number;
}

/** The table of what has a target, as README has to show it; the page of `npm run bench` has all. */
export function benchTable(): string {
  const run = readRun("bench") as unknown as { readonly machine: string; readonly rows: readonly Bench[] };
  const figure = (value: number, unit: string): string => `${value.toLocaleString("en-US")} ${unit}`;
  return [
    row("what", "measured", "floor in the same run", "times", "at most"),
    "| --- | --- | --- | --- | --- |",
    ...run.rows
      .filter(({ target, limit }) => target !== undefined || limit !== undefined)
      .map(({ group, name, unit, value, floor, ratio, target, limit }) => {
        const isMet = target === undefined ? value <= (limit ?? Infinity) : (ratio ?? Infinity) <= target;
        const goal = target === undefined ? figure(limit ?? 0, unit) : `${target} times`;
        return row(
          `${group}: ${name}`,
          figure(value, unit),
          floor ? `${figure(floor.value, unit)} (${floor.name})` : "",
          ratio === undefined ? "" : String(ratio),
          isMet ? goal : `${goal}, **missed**`,
        );
      }),
  ].join("\n");
}
