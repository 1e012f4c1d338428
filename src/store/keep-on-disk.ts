import { open } from "node:fs/promises";

/** Returns when what was written to a file is on the disk, whatever happens to the power afterwards. @throws Error of the disk */
export async function keepOnDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
