import {
  backupAilments,
  clockAilments,
  configurationAilments,
  databaseAilments,
  diskAilments,
  doorAilments,
  hearingAilments,
  modelAilments,
  providerAilments,
  rightsAilments,
  scheduleAilments,
} from "../commands/doctor-checks.ts";
import type { Check, DoctorParts } from "../commands/doctor-facts.ts";
import { clockAheadMs } from "../wire/clock-ahead.ts";
import type { Config } from "../config.ts";
import type { Account, Call, Place } from "../core/call.ts";
import { dirname } from "node:path";
import type { DigestBook } from "../commands/digest-book.ts";
import { freeBytes } from "../store/free-space.ts";
import type { Health } from "../core/health.ts";
import type { LastRun } from "../jobs/journal.ts";
import type { Model } from "../agent/model.ts";
import type { MonthOfUse } from "../market/quota.ts";
import type { PlaceRight, PlaceRights } from "../core/place-rights.ts";
import { probeModel } from "../agent/probe.ts";
import type { Report } from "../core/log.ts";

export interface ExaminedParts {
  readonly config: Config;
  readonly health: Pick<Health, "all">;
  readonly report: Report;
  readonly clock: () => number;
  /** UTC epoch milliseconds. */
  readonly startedAt: number;
  readonly model: Model | undefined;
  readonly months: () => readonly MonthOfUse[];
  readonly jobs: () => readonly LastRun[];
  readonly tickedAt: () => number | undefined;
  /** When the oldest of what waits to be sent was due. */
  readonly oldestDueAt: (now: number) => Promise<number | undefined>;
  /** Absent where none are taken. */
  readonly lastBackup?: () => Promise<{ readonly takenAt: number } | undefined>;
  readonly rights: PlaceRights;
  readonly deafness: (place: Place) => Promise<string | undefined>;
  readonly cashtagsOn: (place: Place, account: Account) => Promise<boolean>;
  readonly digests: Pick<DigestBook, "of"> | undefined;
}

/** Where the time can be asked for; nowhere on a desk that wants no connection. */
function clocksOf({ telegram, discord, market }: Config): readonly string[] {
  const doors = [
    ...(telegram && "apiRoot" in telegram ? [`${telegram.apiRoot.replace(/\/+$/, "")}/`] : []),
    ...(discord && "apiBase" in discord ? [`${discord.apiBase.replace(/\/+$/, "")}/v10/gateway`] : []),
  ];
  if (doors.length > 0 || market.data === "sample") return doors;
  return [market.coingecko.base ?? "https://api.coingecko.com/", market.defillamaCoinsBase];
}

/** What a post here cannot do without. */
async function needsOf(call: Call, digests: ExaminedParts["digests"]): Promise<ReadonlySet<PlaceRight>> {
  const digest = await digests?.of("here", call);
  const last = digest?.settings.manner?.last;
  return new Set<PlaceRight>([
    "view",
    "send",
    "embed",
    "attach",
    "history",
    ...(last === "pin" ? ["pin" as const] : []),
    // Our own posts of the last two days we may delete anyway.
    ...(last === "replace" && call.place.platform === "telegram" ? ["delete" as const] : []),
  ]);
}

/** What `/doctor` looks at, in the order in which it is told. */
export function openDoctor(parts: ExaminedParts): DoctorParts {
  const { config, health, startedAt, model, rights, digests, lastBackup } = parts;
  const clocks = clocksOf(config);
  const folders = [
    { of: "database" as const, path: dirname(config.databasePath) },
    ...(lastBackup ? [{ of: "backups" as const, path: config.backupFolder }] : []),
  ];
  const spaces = () => Promise.all(folders.map(async ({ of, path }) => ({ of, freeBytes: await freeBytes(path) })));

  const checks: readonly Check[] = [
    { about: "doors", of: "desk", look: ({ now }) => doorAilments(health.all(), now) },
    {
      about: "rights here",
      of: "place",
      look: async (call) =>
        rightsAilments(await rights.missing(call.place), {
          needs: await needsOf(call, digests),
          platform: call.place.platform,
        }),
    },
    {
      about: "$CASHTAGS here",
      of: "place",
      look: async ({ place, caller }) =>
        hearingAilments((await parts.cashtagsOn(place, caller)) ? await parts.deafness(place) : undefined),
    },
    { about: "database", of: "desk", look: () => databaseAilments(health.all()) },
    { about: "disk", of: "desk", look: async ({ locale }) => diskAilments(await spaces(), locale) },
    {
      about: "clock",
      of: "desk",
      look: async (_call, signal) =>
        clockAilments(clocks.length === 0 ? undefined : await clockAheadMs(clocks, { clock: parts.clock, signal })),
    },
    {
      about: "schedule",
      of: "desk",
      async look({ now }) {
        const tickedAt = parts.tickedAt();
        const oldestDueAt = await parts.oldestDueAt(now);
        const known = {
          ...(tickedAt !== undefined && { tickedAt }),
          ...(oldestDueAt !== undefined && { oldestDueAt }),
        };
        return scheduleAilments({ startedAt, jobs: parts.jobs(), ...known }, now);
      },
    },
    ...(lastBackup
      ? [
          {
            about: "backups",
            of: "desk" as const,
            look: async ({ now }: Call) => backupAilments((await lastBackup())?.takenAt, startedAt, now),
          },
        ]
      : []),
    { about: "providers", of: "desk", look: ({ now }) => providerAilments(health.all(), parts.months(), now) },
    ...(model
      ? [
          {
            about: "model",
            of: "desk" as const,
            look: async (_call: Call, signal: AbortSignal) => modelAilments(await probeModel(model, signal)),
          },
        ]
      : []),
    { about: "configuration", of: "desk", look: () => configurationAilments(config.warnings) },
  ];
  return { checks, report: parts.report };
}
