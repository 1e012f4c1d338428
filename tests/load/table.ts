import type { Day } from "./day.ts";
import type { Stretch } from "./drive.ts";
import type { Size } from "./growth.ts";

/** All of a run, and where it was made. */
export interface Run {
  /** ISO, of the day. */
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  /** The whole machine's load average of a minute at the start: others at work make figures worse. */
  readonly busyBefore: number;
  readonly stretches: readonly Stretch[];
  readonly fairness: readonly Stretch[];
  readonly day: Day;
  readonly sizes: readonly Size[];
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

const kindRows = (stretches: readonly Stretch[]): readonly (readonly (string | number)[])[] =>
  (stretches[0]?.kinds ?? []).map(({ kind }) => [
    kind,
    ...stretches.map(({ kinds }) => {
      const of = kinds.find((each) => each.kind === kind);
      if (!of) return "–";
      const lost = of.unanswered > 0 ? `, ${of.unanswered} of ${of.asked} not answered` : "";
      return `${ms(of.p50)} / ${ms(of.p99)}${lost}`;
    }),
  ]);

const stretchTable = (stretches: readonly Stretch[]): string =>
  table(
    ["", ...stretches.map(({ name }) => name)],
    [
      ["asked per second", ...stretches.map((each) => each.askedPerSecond.toFixed(1))],
      ["answered per second", ...stretches.map((each) => each.answeredPerSecond.toFixed(1))],
      ...kindRows(stretches).map(([kind = "", ...cells]) => [`${kind}, p50 / p99 ms`, ...cells]),
      [
        "event loop delay, p50 / p99 ms",
        ...stretches.map(({ vitals }) => `${ms(vitals.loopP50Ms)} / ${ms(vitals.loopP99Ms)}`),
      ],
      ["memory (RSS) at the end, MB", ...stretches.map(({ vitals }) => ms(vitals.memoryMb))],
      ["the load itself was late by, p99 ms", ...stretches.map((each) => ms(each.lateP99))],
    ],
  );

/** Mean of some hours' memory. */
export const meanMb = (hourly: readonly number[]): number =>
  hourly.reduce((sum, each) => sum + each, 0) / Math.max(1, hourly.length);

/** The run for people. */
export function pageOf({ date, machine, versions, busyBefore, stretches, fairness, day, sizes }: Run): string {
  return [
    "<!-- Written by `npm run load`; changes are lost. -->",
    "",
    "# Load",
    "",
    `Measured on ${date} (${machine}; ${versions}); load average of the machine at the start: ${busyBefore.toFixed(1)}. The desk is a process of its own; platforms, model and providers are stand-ins on loopback, which share the machine with it, as does the load. Compare within a run, never across machines.`,
    "",
    "## All doors at once",
    "",
    `${stretches[0]?.seconds ?? 0} seconds each, an open load: what is asked does not wait for what was asked before, and a time counts from when it was due. An inline query waits a quarter of a second by design, for what is typed next. The delay of the event loop is as Node measures it, with a timer of 10 ms, which is the least that it shows.`,
    "",
    stretchTable(stretches),
    "",
    "## One place does not slow the others",
    "",
    "The same load, of which all is asked elsewhere; besides it, one group in which one person sends 100 commands a second, or one group whose messages Telegram takes only after five seconds. The places behind the figures are the others.",
    "",
    stretchTable(fairness),
    "",
    "## A day of memory",
    "",
    `${day.hours} simulated hours in one process, whose time is an argument: ${day.ticks} ticks of the desk's own steps, ${day.messages} messages (look-ups, questions to the offline rules, changes), ${day.digests} digests sent. No real hours pass, and there are no sockets: what leaks by real time or by connections alone is not shown here. After each hour everything that is nobody's is collected; what is left, heap and external, in MB:`,
    "",
    table(
      ["after hour", "MB"],
      day.hourlyMb.flatMap((each, index) => (index % 3 === 2 ? [[index + 1, each.toFixed(1)]] : [])),
    ),
    "",
    "## Growth",
    "",
    "Medians in milliseconds, without a platform; one alert and one digest a person, 50 coins; no alert is reached and no digest is due.",
    "",
    table(
      ["", ...sizes.map(({ times }) => `${times}x`)],
      [
        ["people", ...sizes.map(({ people }) => people)],
        ["places", ...sizes.map(({ places }) => places)],
        ["alerts", ...sizes.map(({ alerts }) => alerts)],
        ["subscriptions", ...sizes.map(({ subscriptions }) => subscriptions)],
        ["a look-up", ...sizes.map(({ lookUpMs }) => lookUpMs.toFixed(2))],
        ["a write", ...sizes.map(({ writeMs }) => writeMs.toFixed(2))],
        ["a tick's look at the alerts", ...sizes.map(({ alertTickMs }) => alertTickMs.toFixed(2))],
        ["all else of a tick", ...sizes.map(({ otherTickMs }) => otherTickMs.toFixed(2))],
      ],
    ),
    "",
  ].join("\n");
}
