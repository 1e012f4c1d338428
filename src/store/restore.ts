import { access, copyFile, chmod, link, rename, rm } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { DatabaseError, explained } from "./database.ts";
import { keepOnDisk } from "./keep-on-disk.ts";
import type { Lease } from "./lease-store.ts";
import { migrations } from "./migrations/index.ts";

/** The number of a migration: "012" of "012-digests". */
const numberOf = (name: string): string => name.slice(0, 3);

/** The number of the last migration that this version knows. */
export const LATEST_SCHEMA = numberOf(Object.keys(migrations).toSorted().at(-1) ?? "000");

const isThere = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );

/**
 * The number of the last migration that a database file has had; undefined where there is no file, or none of ours.
 * @throws DatabaseError when it cannot be read
 */
export async function schemaOf(path: string): Promise<string | undefined> {
  if (!(await isThere(path))) return undefined;
  return readFrom(path, (file) => {
    const isOurs = file.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'").get();
    if (isOurs === undefined) return undefined;
    const row = file.prepare("SELECT max(name) AS name FROM kysely_migration").get() as { name: string | null };
    return row.name === null ? undefined : numberOf(row.name);
  });
}

/** Who works on a database file, by the file itself. @throws DatabaseError when it cannot be read */
export const leaseIn = (path: string): Lease | undefined =>
  readFrom(path, (file) => {
    const isOurs = file.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lease'").get();
    if (isOurs === undefined) return undefined;
    const row = file.prepare("SELECT holder, beat_at FROM lease WHERE name = 'desk'").get() as
      | { holder: string; beat_at: number }
      | undefined;
    return row && { holder: row.holder, beatAt: row.beat_at };
  });

function readFrom<Found>(path: string, read: (file: Sqlite.Database) => Found): Found {
  try {
    const file = new Sqlite(path, { readonly: true, fileMustExist: true });
    try {
      return read(file);
    } finally {
      file.close();
    }
  } catch (error) {
    throw explained(error, path);
  }
}

/**
 * Puts a backup in the place of the database, which is kept beside it. At no instant is there no database, and a backup that is
 * not sound changes nothing. Nobody may be working on the file.
 * @returns where the former database lies; undefined when there was none
 * @throws DatabaseError when the backup is not one, is damaged, or is of a newer version; Error of the disk
 */
export async function restoreBackup(backup: string, database: string, now: number): Promise<string | undefined> {
  const next = `${database}.restoring`;
  await checkBackup(backup);
  try {
    await copyFile(backup, next);
    await chmod(next, 0o600);
    await keepOnDisk(next);
    const former = (await isThere(database)) ? await setAside(database, now) : undefined;
    await rename(next, database);
    return former;
  } finally {
    await rm(next, { force: true });
  }
}

async function checkBackup(path: string): Promise<void> {
  const schema = await schemaOf(path);
  if (schema === undefined) throw new DatabaseError(`${path} is no backup of Westbound's.`);
  if (schema > LATEST_SCHEMA)
    throw new DatabaseError(
      `${path} was written by a newer version of Westbound (schema ${schema}); this one knows ${LATEST_SCHEMA}. Update first.`,
    );
  const found: unknown = readFrom(path, (file) => file.pragma("integrity_check(1)", { simple: true }));
  if (found !== "ok") throw new DatabaseError(`${path} is damaged: ${String(found)}. Take another backup.`);
}

/** Gives the database a second name, so that its first one can be taken over in one step. Its write-ahead log must not outlive it there. */
async function setAside(database: string, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  const former = `${database}.before-${stamp}Z`;
  try {
    const file = new Sqlite(database);
    try {
      file.pragma("wal_checkpoint(TRUNCATE)");
      file.pragma("journal_mode = DELETE");
    } finally {
      file.close();
    }
  } catch {
    // It is damaged, which may be why it is replaced: then its log goes where it goes, as it is.
    for (const part of ["-wal", "-shm"])
      if (await isThere(`${database}${part}`)) await rename(`${database}${part}`, `${former}${part}`);
  }
  await link(database, former).catch(async () => await copyFile(database, former)); // A file system without links.
  return former;
}
