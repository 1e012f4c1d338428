import { type Health, LATE_DELIVERY_MS, LOW_DISK_BYTES, type PartHealth } from "../core/health.ts";
import type { Ailment } from "./doctor-facts.ts";
import type { MonthOfUse } from "../market/quota.ts";
import type { PlaceRight } from "../core/place-rights.ts";
import { cleanLine } from "../core/clean.ts";
import { age, duration, megabytes } from "../core/format.ts";
import { PLAN } from "../market/plan.ts";

const DETAIL_LENGTH = 120;
const CLOCK_MS = 30_000;
/** A pass of the tick may wait for a provider that long. */
const TICK_MS = 10 * 60_000;
const BACKUP_MS = 2 * 86_400_000;

type Parts = ReturnType<Health["all"]>;

const detailOf = ({ detail }: PartHealth): string => cleanLine(detail, DETAIL_LENGTH);

/** What is put right where, for each door. */
const DOORS = {
  discord: {
    about: "Discord",
    token: "Reset the token in the developer portal (Bot), put it into DISCORD_BOT_TOKEN, restart.",
  },
  telegram: { about: "Telegram", token: "Get a token from @BotFather, put it into TELEGRAM_BOT_TOKEN, restart." },
} as const;

/** Doors that are closed, or are being opened again. */
export const doorAilments = (parts: Parts, now: number): readonly Ailment[] =>
  (["discord", "telegram"] as const).flatMap((door): Ailment[] => {
    const part = parts.get(door);
    const { about, token } = DOORS[door];
    if (part?.state === "down")
      return [{ about, gravity: "broken", what: `The door is closed: ${detailOf(part)}.`, mend: token }];
    if (part?.state !== "late") return [];
    const mend = "It is tried again by itself; if it stays, look at the network of this machine.";
    return [{ about, gravity: "broken", what: `Away for ${duration(now - part.since)}: ${detailOf(part)}.`, mend }];
  });

/** The database, where it takes no writes. */
export function databaseAilments(parts: Parts): readonly Ailment[] {
  const part = parts.get("database");
  if (part?.state !== "down") return [];
  const mend = "Is the disk full, or are its rights gone? The log has the error.";
  return [{ about: "Database", gravity: "broken", what: "It takes no writes.", mend }];
}

/** Providers that did not answer when they were last asked, and those whose month is used up or spared. */
export function providerAilments(parts: Parts, months: readonly MonthOfUse[], now: number): readonly Ailment[] {
  const named = new Set([
    ...Object.values(PLAN).flatMap(({ sources }) => [...sources]),
    ...months.map((each) => each.provider),
  ]);
  const silent = [...named].flatMap((provider): Ailment[] => {
    const part = parts.get(provider.toLowerCase());
    if (part === undefined || part.state === "ok" || part.state === "off") return [];
    const what = `No usable answer for ${duration(now - part.since)}: ${detailOf(part)}.`;
    const mend =
      "Others are asked meanwhile, as far as there are any; a refusal that stays wants another key or address.";
    return [{ about: provider, gravity: "poor", what, mend }];
  });
  const spent = months.flatMap(({ provider, used, quota, stretch, areJobsPaused }): Ailment[] => {
    if (quota === undefined || (used < quota && stretch <= 1 && !areJobsPaused)) return [];
    const what =
      used >= quota
        ? `The month's ${quota} requests are used up.`
        : "Its month would use more than its plan has, so it is spared.";
    return [
      { about: provider, gravity: "poor", what, mend: "A larger plan, or fewer jobs; see Environment in the README." },
    ];
  });
  return [...silent, ...spent];
}

/** The clock, where it is more than half a minute off. @param aheadMs  undefined where nobody said the time */
export function clockAilments(aheadMs: number | undefined): readonly Ailment[] {
  if (aheadMs === undefined || Math.abs(aheadMs) <= CLOCK_MS) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const what = `It is ${seconds} s ${aheadMs > 0 ? "ahead" : "behind"}, so alerts and digests come at wrong times.`;
  return [
    { about: "Clock", gravity: "broken", what, mend: "Switch on time synchronisation: timedatectl set-ntp true." },
  ];
}

/** Free space of a folder. */
export interface Space {
  readonly of: "database" | "backups";
  readonly freeBytes: number;
}

/** Disks with too little room; one that holds both counts once. */
export function diskAilments(spaces: readonly Space[], locale: string): readonly Ailment[] {
  const [database, backups] = (["database", "backups"] as const).map((of) => spaces.find((each) => each.of === of));
  const isOne = database?.freeBytes === backups?.freeBytes;
  return [database, ...(isOne ? [] : [backups])].flatMap((space): Ailment[] => {
    if (!space || space.freeBytes >= LOW_DISK_BYTES) return [];
    const what = `${megabytes(space.freeBytes, locale)} free where ${isOne ? "database and backups lie" : `the ${space.of} lie${space.of === "database" ? "s" : ""}`}.`;
    const mend = "Make room there, or set BACKUP_DIR to another disk.";
    return [{ about: "Disk", gravity: "broken", what, mend }];
  });
}

/** What the desk does by itself, as it stands. Instants in UTC epoch milliseconds. */
export interface Schedule {
  readonly startedAt: number;
  /** Absent until the first pass has ended. */
  readonly tickedAt?: number;
  readonly jobs: readonly { readonly step: string; readonly isOk: boolean }[];
  /** Of what waits to be sent. */
  readonly oldestDueAt?: number;
}

/** A tick that does not come, jobs that fail, deliveries that are late. */
export function scheduleAilments(
  { startedAt, tickedAt, jobs, oldestDueAt }: Schedule,
  now: number,
): readonly Ailment[] {
  const lastAt = tickedAt ?? startedAt;
  const failing = jobs.flatMap(({ step, isOk }) => (isOk ? [] : [step]));
  return [
    ...(now - lastAt > TICK_MS
      ? [
          ail(
            "Schedule",
            "broken",
            `The minute tick has not come for ${duration(now - lastAt)}.`,
            "Restart the desk; the log says what it waits for.",
          ),
        ]
      : []),
    ...(failing.length > 0
      ? [
          ail(
            "Jobs",
            "poor",
            `Failed at the last try: ${failing.join(", ")}.`,
            "They are tried again; the log has the errors.",
          ),
        ]
      : []),
    ...(oldestDueAt !== undefined && now - oldestDueAt > LATE_DELIVERY_MS
      ? [
          ail(
            "Deliveries",
            "poor",
            `The oldest has waited for ${duration(now - oldestDueAt)}.`,
            "Is its platform's door open? The log says why it was put off.",
          ),
        ]
      : []),
  ];
}

/** Backups that are older than two days, or that there are none of. @param lastAt  of the newest, UTC epoch milliseconds */
export function backupAilments(lastAt: number | undefined, startedAt: number, now: number): readonly Ailment[] {
  const mend = "Try /backup now; is BACKUP_DIR there, writable, and has it room?";
  if (lastAt === undefined)
    // The first is taken by the first tick.
    return now - startedAt > TICK_MS ? [ail("Backups", "poor", "There is none yet.", mend)] : [];
  return now - lastAt > BACKUP_MS ? [ail("Backups", "poor", `The last was taken ${age(lastAt, now)}.`, mend)] : [];
}

/** What the configuration warned of at the start. */
export const configurationAilments = (warnings: readonly string[]): readonly Ailment[] =>
  warnings.map((warning) => ail("Configuration", "poor", warning, "Take it out of the environment or of .env."));

/** Why a model did not answer, as far as the operator can mend it. */
const MODEL = {
  down: ["It does not answer.", "Is OPENAI_BASE_URL right, and its server up?"],
  slow: ["It does not answer in time.", "Is its server too busy, or the model too large for it?"],
  limited: ["It has too much to do just now.", "It passes by itself; MODEL_FALLBACKS names others to try."],
  quota: ["Its quota is used up.", "Top it up at its provider."],
  key: ["Its server does not accept the key.", "Put a valid one into OPENAI_API_KEY, restart."],
  refused: ["Its server refuses the request.", "Is there a model of the name in MODEL? The log has the reason."],
  nonsense: ["Its answer could not be read.", "Is OPENAI_BASE_URL the address of an OpenAI-compatible API?"],
  deadline: ["It does not answer in time.", "Is its server too busy, or the model too large for it?"],
} as const;

/** A model that did not answer a small question. @param failure  undefined when it did */
export function modelAilments(failure: string | undefined): readonly Ailment[] {
  if (failure === undefined) return [];
  const [what, mend] = MODEL[failure as keyof typeof MODEL] ?? MODEL.down;
  return [ail("Model", "broken", what, mend)];
}

/** What a right is for, as admins know it. */
const RIGHTS: Readonly<Record<PlaceRight, string>> = {
  view: "see this channel",
  send: "write here",
  embed: "embed links (cards)",
  attach: "attach files (charts, exports)",
  history: "read the message history (replies)",
  pin: "pin messages (the digest)",
  delete: "delete messages (the digest's last post)",
};

/** Rights that are needed here and missing. */
export function rightsAilments(
  missing: readonly PlaceRight[],
  { needs, platform }: { readonly needs: ReadonlySet<PlaceRight>; readonly platform: string },
): readonly Ailment[] {
  const lacking = missing.filter((right) => needs.has(right));
  if (lacking.length === 0) return [];
  const isMute = lacking.includes("view") || lacking.includes("send");
  const mend =
    platform === "telegram"
      ? "An admin allows it in the group's permissions, or makes me an admin with these rights."
      : "An admin allows it in the channel's permissions, for my role.";
  const what = `I may not ${lacking.map((right) => RIGHTS[right]).join("; ")}.`;
  return [ail("Rights here", isMute ? "broken" : "poor", what, mend)];
}

/** Cashtags that are on where the desk does not see what people say. @param deafness  why, with what to switch */
export const hearingAilments = (deafness: string | undefined): readonly Ailment[] =>
  deafness === undefined ? [] : [ail("$CASHTAGS here", "poor", "They are on, and do not reach me.", deafness)];

function ail(about: string, gravity: Ailment["gravity"], what: string, mend: string): Ailment {
  return { about, gravity, what, mend };
}
