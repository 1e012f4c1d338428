import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { copyHere, type CopyMessage, type CopyTask } from "./backup-copy.ts";
import { createThread } from "../core/thread.ts";
import { keepOnDisk } from "./keep-on-disk.ts";

/** A copy of the database: one file that stands alone. */
export interface Backup {
  readonly path: string;
  /** UTC epoch milliseconds, to the second. */
  readonly takenAt: number;
  /** The number of the last migration of its tables, such as "012". */
  readonly schema: string;
  readonly bytes: number;
}

/** A gigabyte takes some ten seconds on a slow disk. */
const TIMEOUT_MS = 10 * 60_000;
const WAITING_LIMIT = 2;
const SECOND_MS = 1_000;

const NAME = /^westbound-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-schema-(\d{3})\.sqlite$/;
/** A copy that is being made, and what SQLite keeps beside it meanwhile. */
const PARTIAL = /^(westbound-.*\.sqlite)\.partial(?:-journal|-wal|-shm)?$/;

/** "westbound-20261123T090000Z-schema-012.sqlite": sorted by name they are sorted by time. */
const nameOf = (takenAt: number, schema: string): string =>
  `westbound-${new Date(takenAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z-schema-${schema}.sqlite`;

/** Where the compiled desk lies; run from its sources there is no script that a thread could load. */
const isBuilt = import.meta.url.endsWith(".js");

/** Off the thread that answers people. */
const copy: (task: CopyTask) => Promise<void> = isBuilt ? copyOnThread() : copyHere;

function copyOnThread(): typeof copyHere {
  const thread = createThread<CopyTask, CopyMessage>({
    name: "the backup thread",
    script: new URL("./backup-worker.js", import.meta.url),
    timeoutMs: TIMEOUT_MS,
    waitingLimit: WAITING_LIMIT,
  });
  return async (task) => {
    const message = await thread(task);
    if (message.kind === "failed") throw message.error;
  };
}

/**
 * Takes a backup of a database file that may be in use: readable by its owner alone (mode 600), complete or not there at all.
 * @param folder  made when missing
 * @param schema  the number of its last migration
 * @throws Error of the disk or of SQLite; then nothing is left behind
 */
export async function takeBackup(database: string, folder: string, schema: string, now: number): Promise<Backup> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const takenAt = Math.floor(now / SECOND_MS) * SECOND_MS;
  const path = join(folder, nameOf(takenAt, schema));
  const partial = `${path}.partial`;
  try {
    // Made before anything is written to it, so that at no instant anybody else may read it.
    await (await open(partial, "w", 0o600)).close();
    await copy({ from: database, to: partial });
    await keepOnDisk(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return { path, takenAt, schema, bytes: (await stat(path)).size };
}

function readName(name: string): { readonly schema: string; readonly takenAt: number } | undefined {
  const [, year, month, day, hour, minute, second, schema] = NAME.exec(name) ?? [];
  if (schema === undefined) return undefined;
  return { schema, takenAt: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) };
}

/** The backups of a folder, the newest first; other files there are none of ours. */
export async function backupsIn(folder: string): Promise<readonly Backup[]> {
  const names = await readdir(folder).catch(emptyIfMissing);
  const found = names
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => {
      const read = readName(name);
      return read ? [{ name, ...read }] : [];
    });
  const backups = await Promise.all(
    found.map(async ({ name, schema, takenAt }) => {
      const path = join(folder, name);
      return { path, takenAt, schema, bytes: (await stat(path)).size };
    }),
  );
  return backups.toReversed();
}

/** Removes a backup; one that is gone already is no fault. */
export const removeBackup = async ({ path }: Backup): Promise<void> => await rm(path, { force: true });

/**
 * Removes what copies left behind whose process died at them: it holds what people may have had deleted since. A copy that may
 * still be under way is left alone, by the instant in its name.
 * @returns how many files went
 */
export async function removeAbandoned(folder: string, now: number): Promise<number> {
  const names = await readdir(folder).catch(emptyIfMissing);
  const abandoned = names.filter((name) => {
    const begun = readName(PARTIAL.exec(name)?.[1] ?? "");
    return begun !== undefined && Math.abs(now - begun.takenAt) > TIMEOUT_MS;
  });
  for (const name of abandoned) await rm(join(folder, name), { force: true });
  return abandoned.length;
}

/** A folder that is not there yet is empty. */
function emptyIfMissing(error: unknown): string[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
