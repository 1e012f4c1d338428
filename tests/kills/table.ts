import type { Fate } from "./fates.ts";
import type { Outcome } from "./play.ts";

/** A run, and where it was made. */
export interface Run extends Outcome {
  /** ISO, of the day. */
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

const fateRow = ({ what, asked, acknowledged, done, putOff, lost, repeated, wrong }: Fate): string =>
  row([what, asked, acknowledged, done, putOff, lost, repeated, wrong]);

/** The run for people. */
export function pageOf(run: Run): string {
  const { model } = run;
  return [
    "<!-- Written by `npm run kills`; changes are lost. -->",
    "",
    "# Kills",
    "",
    `A real desk process between stand-ins was killed (SIGKILL) ${run.kills} times at random instants on ${run.date} (${run.machine}; ${run.versions}; seed ${run.seed}): **${run.broken.length} promises broken**.`,
    "",
    "Each life lasts up to seven seconds of real time from its start, at a uniformly random one of which it ends, so that some die while they start. The desk's clock goes on by a minute from life to life, and one tick falls into a life that is old enough. All the while five things a second are asked: entries, notes, questions to a model of 0.7 s, alerts, CSV imports that are confirmed, backups; twenty digests are due each minute, and the price climbs past the alerts. Telegram takes 60 ms for a message, Discord 120 ms.",
    "",
    "After each kill a copy of the files as the dead left them is checked: `PRAGMA integrity_check` and `foreign_key_check`, every acknowledged write there exactly once (acknowledged: the platform holds the answer), every other one once or not at all, every backup whole. Then the desk lives undisturbed until nothing is open.",
    "",
    "SIGKILL ends a process, not the machine: what a power cut does to a disk is not shown here.",
    "",
    "| what | asked or due | answered or told at the last kill | at the end | put off | lost | told again after a death at it | wrong |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...run.fates.map(fateRow),
    "",
    "Put off: asked ten minutes of the desk's clock before one was up long enough, and its asker told so, and to ask again; or an alert whose price was there by the time it was answered, which is asked about and not saved. Told again: what was being posted at a kill may come once more for each such death (decision 14); nothing is written twice. Entries on Discord whose interaction died are not asked again by Discord, which tells its person so: they are there once or not at all. Wrong: written twice, or told more often than deaths explain.",
    "",
    "| | |",
    "| --- | --- |",
    row(["killed before it was ready", run.killedStarting]),
    row(["killed with questions or commands in work", run.killedAtWork]),
    row(["killed while an alert or digest was being sent", run.killedSending]),
    row(["integrity checks", run.integrityChecks]),
    row(["backups, each whole", run.backups]),
    row(["model requests that the stand-in had", model.requests]),
    row(["model calls that the desk counted", model.callsCounted]),
    row(["people charged for a call that a kill broke off, which may have been paid for", model.chargedForBroken]),
    row(["people charged without such a kill", model.leaked]),
    "",
    ...(run.broken.length === 0 ? [] : ["Broken:", "", ...run.broken.map((each) => `- ${each}`), ""]),
  ].join("\n");
}
