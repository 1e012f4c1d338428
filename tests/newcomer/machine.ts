import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A folder that knows nothing: an empty home, an empty npm cache, and clones of this repository. */
export interface Machine {
  readonly folder: string;
  /** Clones the repository. @param commit  the last one where it is left out */
  clone(name: string, commit?: string): string;
  /** Runs a line of a shell to its end. @returns how long it took, in ms @throws Error with what it said, when it fails */
  run(line: string, cwd: string): Promise<number>;
  /** Starts a line of a shell that goes on. @param more  variables; nothing of this process's environment but PATH is there besides */
  start(line: string, cwd: string, more?: Readonly<Record<string, string>>): Running;
  remove(): void;
}

/** A desk that runs. */
export interface Running {
  readonly pid: number;
  said(): string;
  /** Resolves with the first group of the expression once it was said. */
  says(wanted: RegExp, limitMs?: number): Promise<string>;
  /** By a signal to all of it. @returns the exit code, or the signal that ended it */
  stop(): Promise<number | string>;
}

export function emptyMachine(): Machine {
  const folder = mkdtempSync(join(tmpdir(), "westbound-newcomer-"));
  const environment = {
    PATH: process.env["PATH"],
    HOME: join(folder, "home"),
    npm_config_cache: join(folder, "npm-cache"),
    ...wayOut(),
  };
  mkdirSync(environment.HOME);
  const open = (line: string, cwd: string, more: Readonly<Record<string, string>> = {}): ChildProcess =>
    spawn("sh", ["-c", line], {
      cwd,
      env: { ...environment, ...more },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: npm does not hand a signal on.
      detached: true,
    });

  return {
    folder,

    clone(name, commit) {
      const path = join(folder, name);
      execFileSync("git", ["clone", "--quiet", ROOT, path], { env: environment });
      if (commit !== undefined) execFileSync("git", ["checkout", "--quiet", commit], { cwd: path, env: environment });
      return path;
    },

    async run(line, cwd) {
      const from = performance.now();
      const child = open(line, cwd);
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
      const code = await new Promise((resolve) => child.once("close", resolve));
      if (code !== 0) throw new Error(`${line}: ${String(code)}\n${said.slice(-2_000)}`);
      return performance.now() - from;
    },

    start(line, cwd, more) {
      const child = open(line, cwd, more);
      let said = "";
      const looks = new Set<() => void>();
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding("utf8").on("data", (chunk: string) => {
          said += chunk;
          for (const look of looks) look();
        });
      const ended = new Promise<number | string>((resolve) =>
        child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")),
      );
      return {
        pid: child.pid ?? 0,
        said: () => said,
        says: (wanted, limitMs = 300_000) =>
          new Promise((resolve, reject) => {
            const fail = (why: string): void =>
              reject(new Error(`${why} before it said ${wanted}:\n${said.slice(-2_000)}`));
            const timer = setTimeout(() => fail("time is up"), limitMs);
            const look = (): void => {
              const found = wanted.exec(said);
              if (!found) return;
              clearTimeout(timer);
              looks.delete(look);
              resolve(found[1] ?? found[0]);
            };
            looks.add(look);
            look();
            void ended.then((code) => fail(`it ended with ${code}`));
          }),
        async stop() {
          try {
            process.kill(-(child.pid ?? 0), "SIGTERM");
          } catch {
            // It has ended by itself.
          }
          return await ended;
        },
      };
    },

    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** How this machine reaches the registry, and where Node's headers lie where nodejs.org cannot be reached: no newcomer's matter. */
const wayOut = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["registry", "cafile", "proxy", "https-proxy", "nodedir"].flatMap((name) => {
      const value = execFileSync("npm", ["config", "get", name], { encoding: "utf8", stdio: "pipe" }).trim();
      return ["undefined", "null", ""].includes(value) ? [] : [[`npm_config_${name.replaceAll("-", "_")}`, value]];
    }),
  );

/** Of all files in a folder, in MB. */
export const sizeMb = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1e6;

/** The first lines that README tells a newcomer to type, in the order of the page. @param count  how many blocks of one line */
export const commandsOf = (clone: string, count: number): readonly string[] =>
  [...readFileSync(join(clone, "README.md"), "utf8").matchAll(/^```sh\n(.+)\n```$/gm)]
    .slice(0, count)
    .map(([, line = ""]) => line);

/** The variables that README or the file it says to copy name. */
export const variablesOf = (clone: string): ReadonlySet<string> =>
  new Set(
    ["README.md", ".env.example"].flatMap(
      (name) => readFileSync(join(clone, name), "utf8").match(/\b[A-Z][A-Z_]{2,}\b/g) ?? [],
    ),
  );
