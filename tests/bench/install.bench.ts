import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { bench, describe } from "vitest";
import { fileURLToPath } from "node:url";
import { measured } from "./report.ts";

/**
 * What `npm ci --omit=dev` leaves on the disk: the files of all packages that run the desk, beside those of the two that it could not do
 * without on its platforms. `npm run bench -- install`
 */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FLOOR = ["telegraf", "discord.js"];

interface Locked {
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** By their folders below the root, as npm has laid them out. */
const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** The folder that a package finds another in: its own, else the nearest one above. */
function folderOf(name: string, from: string): string | undefined {
  for (let above = from; ; above = above.slice(0, Math.max(0, above.lastIndexOf("/node_modules/")))) {
    const folder = `${above === "" ? "" : `${above}/`}node_modules/${name}`;
    if (packages[folder]) return folder;
    if (above === "") return undefined;
  }
}

/** The folders of packages and of all that they need. */
function closure(names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const folder = folderOf(name, from);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    for (const needed of Object.keys(packages[folder]?.dependencies ?? {})) add(needed, folder);
  };
  for (const name of names) add(name, "");
  return [...found];
}

/** Bytes of a package's own files; those of packages inside of it are counted by themselves. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === "node_modules") return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

/** @param folders  those of other platforms are not there and do not count */
function installed(folders: readonly string[]): { readonly megabytes: number; readonly packages: number } {
  const there = folders.map((folder) => join(ROOT, folder)).filter((folder) => existsSync(folder));
  return { megabytes: there.reduce((sum, folder) => sum + bytesIn(folder), 0) / 1e6, packages: there.length };
}

describe("an installation", () => {
  bench(
    "size",
    // vitest tries out what is not asynchronous, and would measure it more than once.
    async () => {
      const all = installed(Object.keys(packages).filter((folder) => folder !== "" && packages[folder]?.dev !== true));
      const floor = installed(closure(FLOOR));
      const name = FLOOR.join(" and ");
      const group = "installation, without what development needs";
      measured({ group, name: "size", unit: "MB", value: all.megabytes, floor: { name, value: floor.megabytes } });
      measured({ group, name: "packages", unit: "count", value: all.packages, floor: { name, value: floor.packages } });
    },
    { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 },
  );
});
