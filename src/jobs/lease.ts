import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import type { Database } from "../store/database.ts";
import type { Lease, LeaseStore } from "../store/lease-store.ts";

const NAME = "desk";
/** How often the holder shows that it lives. */
const BEAT_MS = 10_000;
/** Silence after which it counts as dead, when its process cannot be asked. Longer than any pause of ours. */
const SILENCE_MS = 60_000;

/** Another desk works on this file. */
export class LeaseError extends Error {
  override readonly name = "LeaseError";
}

export interface LeaseParts {
  readonly database: Database;
  readonly leases: LeaseStore;
  readonly log: Log;
  readonly clock: () => number;
  /** Told with each sign of life whether the database takes it. */
  readonly health: Health;
  /** Called once when another process has taken over: this one has to end at once. */
  readonly onLost: () => void;
}

/** Whether a process of this machine runs. Signal 0 only asks. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A holder of this machine whose process is gone need not be waited for; our own number means a restart in a container. */
function isGone(holder: string): boolean {
  const [host, pid] = holder.split(" ");
  return host === hostname() && (Number(pid) === process.pid || !isAlive(Number(pid)));
}

/** Whether somebody is at work who has shown it lately. @param now  UTC epoch milliseconds */
export const isHeld = ({ holder, beatAt }: Lease, now: number): boolean => now - beatAt < SILENCE_MS && !isGone(holder);

/**
 * Makes this process the only desk on its database file, until the returned function is called.
 * @throws LeaseError when another one is at work on it
 */
export async function holdLease({
  database,
  leases,
  log,
  clock,
  health,
  onLost,
}: LeaseParts): Promise<() => Promise<void>> {
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`;
  const other = await leases.find(database, NAME);
  if (other && isHeld(other, clock()))
    throw new LeaseError("Another desk is running on this database. Stop it, or set DATABASE_PATH to another file.");
  if (!(await leases.take(database, NAME, holder, other, clock())))
    throw new LeaseError("Another desk has just started on this database.");

  const timer = setInterval(() => {
    leases.beat(database, NAME, holder, clock()).then(
      (isOurs) => {
        health.set("database", "ok", "takes writes", clock());
        if (isOurs) return;
        clearInterval(timer);
        log.error({}, "lease lost to another process");
        onLost();
      },
      (error: unknown) => {
        health.set("database", "down", "takes no writes", clock());
        log.warn({ error }, "lease not renewed");
      },
    );
  }, BEAT_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await leases.release(database, NAME, holder);
  };
}
