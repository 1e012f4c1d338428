import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";

/** Bytes that the desk and all it starts may have, like a small server. */
const LIMIT = 768 * 2 ** 20;

/** One core and little memory, for one process and what it starts. */
export interface SmallServer {
  /** What stands in front of the command. */
  readonly under: string;
  /** Whether the kernel would end what takes more; else it is only looked at. */
  readonly isEnforced: boolean;
  close(): void;
}

/** Where control groups of the first or second kind can be made; both want root. */
const GROUPS = [
  { root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes" },
  { root: "/sys/fs/cgroup", limit: "memory.max" },
];

export function smallServer(): SmallServer {
  const pin = hasTaskset() ? "taskset -c 0 " : "";
  for (const { root, limit } of GROUPS) {
    const group = `${root}/westbound-newcomer-${process.pid}`;
    if (!existsSync(root)) continue;
    try {
      mkdirSync(group);
      writeFileSync(`${group}/${limit}`, String(LIMIT));
      return {
        under: `echo $$ > ${group}/cgroup.procs && exec ${pin}`,
        isEnforced: true,
        close: () => rmdirSync(group),
      };
    } catch {
      if (existsSync(group)) rmdirSync(group);
    }
  }
  return { under: `exec ${pin}`, isEnforced: false, close: () => undefined };
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["-c", "0", "true"]);
    return true;
  } catch {
    return false;
  }
}

/** The most that a process and its children have had in memory at once so far, in MB, as Linux says. */
export function peakMb(pid: number): number {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid);
  return [pid, ...children.map(Number)]
    .map((each) => Number(/^VmHWM:\s+(\d+) kB/m.exec(statusOf(each))?.[1] ?? 0) / 1_024)
    .reduce((sum, each) => sum + each, 0);
}

const statusOf = (pid: number | string): string => {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
};
const parentOf = (pid: string): number => Number(/^PPid:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? -1);
