import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * How much may still be written where a folder lies, in bytes.
 * @param folder  one that is not there yet counts as the first above it that is
 * @throws Error of the file system
 */
export async function freeBytes(folder: string): Promise<number> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isMissing || path === dirname(path)) throw error;
    }
  }
}
