import { type ExaminedParts, openDoctor } from "./doctor.ts";
import type { DoctorParts } from "../commands/doctor-facts.ts";
import type { Database } from "../store/database.ts";
import type { Faults } from "../core/faults.ts";
import { Hearing } from "../core/hearing.ts";
import type { LastRun } from "../jobs/journal.ts";
import { openStatus, type RunningParts } from "./status.ts";
import type { OutboxServices } from "./outbox.ts";
import { PlaceRights } from "../core/place-rights.ts";
import type { StatusParts } from "../commands/status-facts.ts";

/** What the running process knows of itself. */
export interface ProcessParts {
  /** When each of the desk's jobs last had something to do. */
  readonly jobs: () => readonly LastRun[];
  /** When the last pass of the tick ended; absent in a process without one. */
  readonly tickedAt?: () => number | undefined;
  /** Absent where nobody counts them. */
  readonly faults?: Faults;
}

/** What doors say of their places. */
export const doorsSay = (): { readonly hearing: Hearing; readonly rights: PlaceRights } => ({
  hearing: new Hearing(),
  rights: new PlaceRights(),
});

export interface OperatingParts
  extends
    Omit<RunningParts, "model" | "digests" | "waiting" | "faults">,
    Omit<ExaminedParts, "oldestDueAt" | "deafness" | "digests" | "lastBackup" | "tickedAt">,
    ProcessParts {
  readonly database: Database;
  readonly digests: (RunningParts["digests"] & { readonly book: ExaminedParts["digests"] }) | undefined;
  readonly hearing: Hearing;
  /** Absent in a process that sends nothing. */
  readonly delivery?: Pick<OutboxServices, "outbox">;
}

/** What `/status` and `/doctor` ask of the running desk. */
export function openOperating(parts: OperatingParts): { readonly status: StatusParts; readonly doctor: DoctorParts } {
  const { database, delivery, hearing, backups, digests, tickedAt, model, ...others } = parts;
  // A page that nobody opens is no fault of anything.
  const waiting = delivery && ((now: number) => delivery.outbox.waiting(database, now, "web"));
  return {
    status: openStatus({
      ...others,
      database,
      digests,
      model: model?.description,
      ...(backups && { backups }),
      ...(waiting && { waiting }),
    }),
    doctor: openDoctor({
      ...others,
      model,
      digests: digests?.book,
      tickedAt: tickedAt ?? others.clock,
      oldestDueAt: async (now) => (await waiting?.(now))?.oldestDueAt,
      deafness: (place) => hearing.deafness(place),
      ...(backups && { lastBackup: backups.last }),
    }),
  };
}
