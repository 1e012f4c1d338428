import { type Backup, backupsIn, removeAbandoned, removeBackup, takeBackup } from "../store/backups.ts";
import type { Log } from "../core/log.ts";
import type { Step } from "./tick.ts";

const DAY_MS = 86_400_000;
/** A week of days. What was deleted is gone from the last backup by then, too. */
const KEPT_MS = 7 * DAY_MS;
/** Nobody who was away for long is left without any. */
const KEPT_AT_LEAST = 3;

export interface BackUpParts {
  /** The file that the desk works on. */
  readonly database: string;
  readonly folder: string;
  /** The number of the last migration. */
  readonly schema: string;
  readonly log: Log;
}

/** The backups that are too old, of those of a folder, the newest first. Pure. */
export const outdated = (backups: readonly Backup[], now: number): readonly Backup[] =>
  backups.slice(KEPT_AT_LEAST).filter(({ takenAt }) => takenAt < now - KEPT_MS);

/** Takes a backup each day, and removes those older than a week and what a killed process left of one. The folder says when the last one was taken. */
export const backUp = ({ database, folder, schema, log }: BackUpParts): Step => ({
  name: "backup",
  async run(now) {
    const abandoned = await removeAbandoned(folder, now);
    if (abandoned > 0) log.info({ files: abandoned }, "unfinished backups removed");
    const [newest] = await backupsIn(folder);
    // One from the future was taken by a clock that was wrong; it puts off nothing.
    if (newest && newest.takenAt <= now && now - newest.takenAt < DAY_MS) return "idle";
    const taken = await takeBackup(database, folder, schema, now);
    log.info({ path: taken.path, bytes: taken.bytes }, "backup taken");
    for (const old of outdated(await backupsIn(folder), now)) await removeBackup(old);
    return undefined;
  },
});
