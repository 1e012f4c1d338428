import type { Backups } from "../commands/backup.ts";
import type { Config } from "../config.ts";
import { createSigns } from "./signs.ts";
import type { Database } from "../store/database.ts";
import { dirname } from "node:path";
import type { Faults } from "../core/faults.ts";
import { freeBytes } from "../store/free-space.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { NoteStore } from "../store/note-store.ts";
import type { OutboxServices } from "./outbox.ts";
import { ownersPlace } from "./owners-place.ts";
import type { Step } from "../jobs/tick.ts";
import { watchOver } from "../jobs/watch-over.ts";

export interface WatchParts {
  /** `ownerIds` is read at each look. */
  readonly config: Pick<Config, "databasePath" | "backupFolder" | "ownerIds">;
  readonly database: Database;
  readonly health: Health;
  readonly faults: Faults;
  readonly delivery: Pick<OutboxServices, "outbox" | "deliverer">;
  readonly backups: Pick<Backups, "last">;
  readonly log: Log;
}

/** What the tick looks after so that the owner hears of what stays broken. */
export const openWatch = ({ config, database, health, faults, delivery, backups, log }: WatchParts): Step =>
  watchOver({
    database,
    notes: new NoteStore(),
    signs: createSigns({
      health,
      faults,
      // A page that nobody opens is no fault of anything.
      oldestDueAt: async (now) => (await delivery.outbox.waiting(database, now, "web")).oldestDueAt,
      freeBytes: () => Promise.all([dirname(config.databasePath), config.backupFolder].map(freeBytes)),
      lastBackup: backups.last,
    }),
    owner: () => ownersPlace(database, config.ownerIds),
    enqueue: (on, notice) => delivery.outbox.enqueue(on, notice),
    enqueued: () => delivery.deliverer.wake(),
    log,
  });
