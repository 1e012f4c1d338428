import type { Call } from "../core/call.ts";
import { age, megabytes } from "../core/format.ts";
import { code, fields, type Reply, rich } from "../core/reply.ts";
import { defineCommand } from "../core/command.ts";
import { z } from "zod";

/** A backup, as it is told of. */
interface BackupFacts {
  readonly path: string;
  /** UTC epoch milliseconds. */
  readonly takenAt: number;
  readonly bytes: number;
}

/** Copies of all state. */
export interface Backups {
  /** @throws UserError that says what the disk said */
  readonly take: (now: number) => Promise<BackupFacts>;
  /** The newest one. */
  readonly last: () => Promise<BackupFacts | undefined>;
}

/** Takes one for whoever calls. */
export interface TakenFor {
  readonly take: (call: Call) => Promise<BackupFacts>;
}

/** `/backup now`: a copy of all that the desk keeps, for its owner. */
export const backup = ({ take }: TakenFor) =>
  defineCommand({
    name: "backup now",
    summary: "Takes a backup of all that the desk keeps.",
    examples: ["backup now"],
    input: z.object({}),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => await take(call),
    show: ({ path, takenAt, bytes }, { locale, now }): Reply => ({
      title: "Backup taken",
      blocks: [
        fields({ Taken: age(takenAt, now), Size: megabytes(bytes, locale) }),
        rich("To go back to it, stop the desk and run ", code(`npm run restore -- ${path}`)),
      ],
    }),
  });
