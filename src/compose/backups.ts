import { backUp } from "../jobs/back-up.ts";
import type { Backups } from "../commands/backup.ts";
import { backupsIn, takeBackup } from "../store/backups.ts";
import { DatabaseError } from "../store/database.ts";
import { LATEST_SCHEMA, schemaOf } from "../store/restore.ts";
import type { Log } from "../core/log.ts";
import type { Step } from "../jobs/tick.ts";
import { UserError } from "../core/errors.ts";

export interface BackupsParts {
  /** The file that the desk works on. */
  readonly database: string;
  readonly folder: string;
  readonly log: Log;
}

/** Backups of one database file in one folder. */
export function openBackups({ database, folder, log }: BackupsParts): Backups & { readonly step: Step } {
  return {
    step: backUp({ database, folder, schema: LATEST_SCHEMA, log }),
    last: async () => (await backupsIn(folder))[0],
    async take(now) {
      try {
        return await takeBackup(database, folder, LATEST_SCHEMA, now);
      } catch (error) {
        log.error({ error }, "no backup");
        throw new UserError("No backup could be taken; the log says why.", {
          hint: "Is there room on the disk, and may BACKUP_DIR be written?",
          cause: error,
        });
      }
    },
  };
}

/**
 * Takes a backup where this version is about to change the tables of an older one.
 * @returns what the operator should read; undefined where nothing is to be changed
 * @throws DatabaseError when it cannot be taken: then nothing is changed either
 */
export async function backUpBeforeUpgrade(
  { database, folder }: BackupsParts,
  now: number,
): Promise<string | undefined> {
  const schema = database === ":memory:" ? undefined : await schemaOf(database);
  if (schema === undefined || schema >= LATEST_SCHEMA) return undefined;
  try {
    const { path } = await takeBackup(database, folder, schema, now);
    return [
      `The database is brought from schema ${schema} to ${LATEST_SCHEMA}; a backup of before lies at ${path}`,
      `To go back: stop the desk, put the former version in place, and run: npm run restore -- ${path}`,
    ].join("\n");
  } catch (error) {
    throw new DatabaseError(
      `The database has to be brought from schema ${schema} to ${LATEST_SCHEMA}, and no backup could be taken before (${String(error)}). Nothing was changed. Make room, or set BACKUP_DIR.`,
      { cause: error },
    );
  }
}
