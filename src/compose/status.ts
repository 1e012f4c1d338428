import type { Backups } from "../commands/backup.ts";
import { categoryBook } from "../store/category-book.ts";
import { categoryReport } from "../sector/category-check.ts";
import type { Database } from "../store/database.ts";
import type { Digests } from "./digests.ts";
import type { Faults } from "../core/faults.ts";
import type { SectorMap } from "../sector/map.ts";
import { sizeOf } from "../store/size.ts";
import type { StatusParts } from "../commands/status-facts.ts";

export interface RunningParts extends Pick<
  StatusParts,
  "version" | "startedAt" | "model" | "health" | "months" | "jobs" | "waiting" | "mostUsed"
> {
  readonly database: Database;
  readonly map: SectorMap;
  readonly digests: Pick<Digests, "counts"> | undefined;
  /** Absent in a process that keeps nothing. */
  readonly backups?: Backups;
  readonly faults?: Faults;
}

const DAY_MS = 86_400_000;

/** What `/status` asks of the running desk. */
export const openStatus = ({ database, map, digests, backups, faults, ...parts }: RunningParts): StatusParts => ({
  version: parts.version,
  startedAt: parts.startedAt,
  model: parts.model,
  health: parts.health,
  months: parts.months,
  jobs: parts.jobs,
  mostUsed: parts.mostUsed,
  ...(digests && { digests: () => digests.counts() }),
  databaseBytes: () => sizeOf(database),
  ...(backups && { lastBackup: backups.last }),
  ...(parts.waiting && { waiting: parts.waiting }),
  ...(faults && { faults: () => faults.within(DAY_MS) }),
  categories: async () => categoryReport(map, await categoryBook(database).read()),
});
