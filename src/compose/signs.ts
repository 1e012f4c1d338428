import { type Health, LATE_DELIVERY_MS, LOW_DISK_BYTES } from "../core/health.ts";
import type { Faults } from "../core/faults.ts";
import { PLAN } from "../market/plan.ts";
import type { Sign } from "../jobs/troubles.ts";

const MINUTE_MS = 60_000;
const DOWN_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** One a day is taken; an hour for one that takes long. */
const BACKUP_MS = 25 * HOUR_MS;
const FAULTS_MS = 10 * MINUTE_MS;
/** More than one hiccup, fewer than nobody would notice. */
const FAULTS = 20;

export interface SignParts {
  readonly health: Pick<Health, "all">;
  readonly faults: Faults;
  /** When the oldest of what waits to be sent was due, pages aside; UTC epoch milliseconds. */
  readonly oldestDueAt: (now: number) => Promise<number | undefined>;
  /** Of the folders that are written to. */
  readonly freeBytes: () => Promise<readonly number[]>;
  /** The newest backup; absent where none are taken. */
  readonly lastBackup?: () => Promise<{ readonly takenAt: number } | undefined>;
}

const PROVIDERS = [...new Set(Object.values(PLAN).flatMap(({ sources }) => [...sources]))];
const DOORS = [
  ["discord", "Discord"],
  ["telegram", "Telegram"],
] as const;

const illIf = (isIll: boolean): Sign["state"] => (isIll ? "ill" : "well");

/** How everything is that the owner is told of when it stays broken. */
export const createSigns =
  ({ health, faults, oldestDueAt, freeBytes, lastBackup }: SignParts) =>
  async (now: number): Promise<readonly Sign[]> => {
    const parts = health.all();
    const backup = await lastBackup?.();
    const dueAt = await oldestDueAt(now);
    const free = Math.min(...(await freeBytes()));
    const wrong = faults.within(FAULTS_MS);
    const wrongCount = wrong.reduce((sum, [, count]) => sum + count, 0);
    return [
      ...PROVIDERS.flatMap((name): Sign[] => {
        const part = parts.get(name.toLowerCase());
        if (!part) return [];
        // Nobody asks a provider all the time, so one failure that is long ago says nothing.
        const isLong = part.saidAt - part.since >= DOWN_MS;
        const state = part.state === "ok" || part.state === "off" ? "well" : isLong ? "ill" : "unsure";
        return [{ name, state, what: "has given no usable answer", since: part.since, afterMs: DOWN_MS }];
      }),
      ...DOORS.flatMap(([door, name]): Sign[] => {
        const part = parts.get(door);
        if (!part || part.state === "off") return [];
        return [
          { name, state: illIf(part.state !== "ok"), what: "is not connected", since: part.since, afterMs: DOWN_MS },
        ];
      }),
      {
        name: "Deliveries",
        state: illIf(dueAt !== undefined && now - dueAt > LATE_DELIVERY_MS),
        what: "are late",
        ...(dueAt !== undefined && { since: dueAt }),
        afterMs: 0,
      },
      { name: "Disk", state: illIf(free < LOW_DISK_BYTES), what: "has less than 500 MB left", afterMs: 0 },
      ...(lastBackup
        ? [
            {
              name: "Backups",
              state: illIf(backup === undefined || now - backup.takenAt > BACKUP_MS),
              what: "are not taken",
              afterMs: 23 * HOUR_MS,
            },
          ]
        : []),
      {
        name: "Faults",
        state: illIf(wrongCount > FAULTS),
        what: `came ${wrongCount} times in ten minutes (most: ${wrong[0]?.[0] ?? "none"})`,
        afterMs: 0,
      },
    ];
  };
