import { createHash } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Ids of users are 122 random bits, so that nobody gets from the hash to the id by trying; no key is needed, and none can be lost. */
export const hashOf = (userId: string): string => createHash("sha256").update(userId).digest("hex");

/**
 * Puts somebody on the list of those who were deleted: a line of a hash and an instant, on the disk when this returns.
 * @param path  readable by its owner alone; it and its folder are made when missing
 * @throws Error of the disk
 */
export async function noteDeletion(path: string, userId: string, now: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "a", 0o600);
  try {
    await file.write(`${hashOf(userId)} ${new Date(now).toISOString()}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The hashes of those who were deleted. A line that a crash cut off is none. @throws Error of the disk */
export async function deletedIn(path: string): Promise<ReadonlySet<string>> {
  const lines = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  return new Set([...lines.matchAll(/^([0-9a-f]{64}) /gm)].map(([, hash = ""]) => hash));
}
