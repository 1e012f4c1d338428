import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { spawnSync } from "node:child_process";
import Sqlite from "better-sqlite3";

const MOUNT = 'mount -t tmpfs -o size=16m tmpfs "$0" && exec "$@"';

/** What runs a process with a small disk mounted on a folder, which only that process sees. */
export const onSmallDisk = (folder: string): readonly string[] => [
  "unshare",
  "--map-root-user",
  "--mount",
  "--",
  "sh",
  "-c",
  MOUNT,
  folder,
];

/** Whether this machine lets us mount a disk of our own. */
export const canMount = (): boolean => {
  const [command, ...given] = [...onSmallDisk("/mnt"), "true"] as unknown as [string, ...string[]];
  return spawnSync(command, given).status === 0;
};

const CHUNKS = [1 << 20, 1 << 16, 1 << 12, 1] as const;

/** Fills a disk to its last byte. @returns makes room again */
export function fill(folder: string): () => void {
  const path = `${folder}/what-others-have-written`;
  const file = openSync(path, "w");
  for (const size of CHUNKS) while (takes(file, Buffer.alloc(size)));
  closeSync(file);
  return () => rmSync(path);
}

function takes(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}

/** Another program holds the database for itself, as far as writing goes. @returns lets go of it */
export function lock(folder: string): () => void {
  const file = new Sqlite(`${folder}/desk.sqlite`);
  file.exec("BEGIN IMMEDIATE");
  return () => {
    file.exec("ROLLBACK");
    file.close();
  };
}
