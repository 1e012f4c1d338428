import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { watchLog } from "./log-watch.ts";

const START = fileURLToPath(new URL("../../src/start.mjs", import.meta.url));

export interface DeskProcess {
  readonly pid: number;
  /** What it printed for people so far, and its log. */
  printed(): string;
  logged(): string;
  /** Resolves with the first group of the expression once it stands in what was printed or logged. */
  says(wanted: RegExp): Promise<string>;
  kill(signal: "SIGTERM" | "SIGKILL" | "SIGUSR2"): void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** A folder for one test's database. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "westbound-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * The whole desk as a process of its own, as `npm start` runs it, with nothing of this process's environment but PATH.
 * @param under  a command that runs the one behind it in its place
 */
export function startDesk(
  environment: Readonly<Record<string, string>>,
  entry: readonly string[] = [],
  under: readonly string[] = [],
): DeskProcess {
  const [command, ...given] = [...under, process.execPath, START, ...entry] as [string, ...string[]];
  const child: ChildProcess = spawn(command, given, {
    // Where no .env lies.
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [printed, logged] = ["", ""];
  watchLog(() => logged);
  const watchers = new Set<() => void>();
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    printed += chunk;
    for (const look of watchers) look();
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    logged += chunk;
    for (const look of watchers) look();
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  return {
    pid: child.pid ?? 0,
    printed: () => printed,
    logged: () => logged,
    ended,
    kill: (signal) => void child.kill(signal),
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = wanted.exec(`${printed}\n${logged}`);
          if (!found) return;
          watchers.delete(look);
          resolve(found[1] ?? found[0]);
        };
        watchers.add(look);
        look();
        ended
          .then((code) =>
            reject(new Error(`the desk ended with ${code} and never said ${wanted}:\n${logged.slice(-2_000)}`)),
          )
          .catch(reject);
      }),
  };
}
