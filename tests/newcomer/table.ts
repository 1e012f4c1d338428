import type { Hour } from "./hour.ts";

/** What it came to. Times in seconds, memory in MB. */
export interface Newcomer {
  install: { seconds: number; packagesMb: number } | undefined;
  start: { seconds: number } | undefined;
  platforms: readonly string[];
  hour: (Hour & { seconds: number; peakMb: number; isEnforced: boolean }) | undefined;
  upgrade: { from: string; rows: number; tables: number } | undefined;
}

type Run = Newcomer & { readonly date: string; readonly machine: string; readonly versions: string };

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const count = (value: number): string => value.toLocaleString("en-US");
const NOT = "not reached in the last run";

/** The run for people. */
export function pageOf({ date, machine, versions, install, start, platforms, hour, upgrade }: Run): string {
  return [
    "<!-- Written by `npm run newcomer`; changes are lost. -->",
    "",
    "# A newcomer",
    "",
    `A clone of the last commit in an empty folder, with an empty home and an empty npm cache, on ${date} (${machine}; ${versions}). Packages come from the npm registry; platforms, model and providers are stand-ins on loopback, named by the variables that README and .env.example name, in \`.env\`.`,
    "",
    "| | |",
    "| --- | --- |",
    row("`npm ci`", install ? `${install.seconds.toFixed(0)} s, ${count(Math.round(install.packagesMb))} MB` : NOT),
    row("`npm start`, with its build, to the address of the page", start ? `${start.seconds.toFixed(1)} s` : NOT),
    row("connected by README's words, and each has answered", platforms.length > 0 ? platforms.join(", ") : NOT),
    row(
      "a busy hour, as fast as it is answered",
      hour
        ? `${count(hour.lookUps)} look-ups, ${hour.charts} charts, ${hour.questions} questions, ${hour.digests} digests, a file of ${count(hour.importedRows)} trades, ${hour.backups} backups in ${hour.seconds.toFixed(0)} s`
        : NOT,
    ),
    row(
      "memory at most in it (resident), on one core",
      hour
        ? `${hour.peakMb.toFixed(0)} MB (aim: 350); the limit of 768 MB was ${hour.isEnforced ? "enforced by the kernel" : "not enforced, only looked at"}`
        : NOT,
    ),
    row(
      "upgrade from the schema before",
      upgrade
        ? `${upgrade.rows} rows in ${upgrade.tables} tables, made by the version of then (${upgrade.from}): all there; the former version refuses the new file and runs again after the printed \`npm run restore\``
        : NOT,
    ),
    "",
    "README's second line, `npm ci && npm test`, is not part of it: it is what each change is checked with.",
    "",
  ].join("\n");
}
