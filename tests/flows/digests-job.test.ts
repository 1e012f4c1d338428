import { afterEach, beforeEach, expect, test } from "vitest";
import { DateTime } from "luxon";
import type { Delivery } from "../../src/core/delivery.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { dueDigests } from "../../src/jobs/due-digests.ts";
import { memoryLog } from "../support/calls.ts";
import { nextSlot, type Schedule } from "../../src/digest/schedule.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { type DigestSettings, recommended } from "../../src/digest/subscription.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { text } from "../../src/core/reply.ts";
import { UserStore } from "../../src/store/user-store.ts";
import type { Variant } from "../../src/digest/composer.ts";

const START = Date.parse("2026-01-01T00:00Z");
const DAY = 86_400_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

let database: Database;
const subscriptions = new SubscriptionStore();
const outbox = new OutboxStore();

beforeEach(async () => {
  database = await openDatabase(":memory:");
});
afterEach(async () => {
  await database.destroy();
});

/** Somebody with a digest. @returns its number */
async function subscriber(name: string, schedule: Schedule): Promise<number> {
  const { userId } = await new UserStore().identify(database, "telegram", name, name, START);
  const holder = { kind: "owner", userId } as const;
  const place = { platform: "telegram", chatId: name, isPublic: false } as const;
  const settings = { ...recommended(schedule.zone, "en"), ...schedule };
  const nextAt = nextSlot(schedule, START).at;
  await subscriptions.put(database, holder, place, settings, { nextAt, now: START });
  return (await subscriptions.of(database, holder))?.number ?? 0;
}

interface Job {
  readonly run: (now: number) => Promise<unknown>;
  readonly composed: Variant[];
  readonly enqueued: Delivery[];
}

/** A desk's job over the database; `fails` says when nothing can be composed, `isKept` whether there is an outbox behind it. */
function aJob({ fails = () => false, isKept = true }: { fails?: () => boolean; isKept?: boolean } = {}): Job {
  const composed: Variant[] = [];
  const enqueued: Delivery[] = [];
  const job = dueDigests({
    database,
    subscriptions,
    log: memoryLog(),
    async compose(variant) {
      if (fails()) throw new Error("nobody answers");
      composed.push(variant);
      return { id: null as unknown as number };
    },
    replyFor: async () => ({ blocks: [text("digest")] }),
    async enqueue(on, delivery) {
      if (isKept && !(await outbox.enqueue(on, delivery))) return;
      enqueued.push(delivery);
    },
    recall: async () => undefined,
  });
  return { run: (now) => job.run(now), composed, enqueued };
}

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "America/Santiago",
  "America/St_Johns",
  "Africa/Cairo",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
];
const SCHEDULES: readonly Omit<Schedule, "zone">[] = [
  { times: ["09:00"], days: EVERY_DAY },
  { times: ["02:30"], days: EVERY_DAY },
  { times: ["00:00", "12:30"], days: [1, 2, 3, 4, 5] },
  { times: ["01:45", "18:00"], days: [7] },
];

test("a year of 40 subscriptions brings each slot of each exactly once", { timeout: 60_000 }, async () => {
  const end = START + 365 * DAY;
  const expected = new Map<string, number>();
  for (const zone of ZONES)
    for (const [index, schedule] of SCHEDULES.entries()) {
      const number = await subscriber(`${zone} ${index}`, { ...schedule, zone });
      // Each day of the calendar that is chosen has each time once, told by a calendar and not by the schedule itself.
      for (let day = DateTime.utc(2025, 12, 31); day < DateTime.utc(2027, 1, 3); day = day.plus({ days: 1 })) {
        if (!schedule.days.includes(day.weekday)) continue;
        for (const time of schedule.times) {
          const [hour = 0, minute = 0] = time.split(":").map(Number);
          const { year, month, day: date } = day;
          const at = DateTime.fromObject({ year, month, day: date, hour, minute }, { zone }).toMillis();
          if (at > START && at <= end) expected.set(`${number} ${day.toISODate()}T${time} ${zone}`, at);
        }
      }
    }
  // Without an outbox nothing but the job itself keeps a slot from coming twice.
  const job = aJob({ isKept: false });
  for (let now = START; now <= end;) {
    await job.run(now);
    const next = await database
      .selectFrom("subscription")
      .select(({ fn }) => fn.min("next_at").as("at"))
      .executeTakeFirst();
    now = next?.at ?? end + 1;
  }
  const brought = job.enqueued.map(({ sourceId, occurrence }) => `${sourceId} ${occurrence}`);
  expect(new Set(brought).size).toBe(brought.length);
  expect(brought.toSorted()).toEqual([...expected.keys()].toSorted());
});

test("a place's digest makes no sound unless that is set, a person's only in quiet hours that silence", async () => {
  const daily = { ...recommended("UTC", "en"), times: ["09:00"] };
  const quiet = { from: "08:00", to: "10:00", mode: "silent" } as const;
  const put = async (name: string, isPublic: boolean, settings: Partial<DigestSettings>): Promise<void> => {
    const place = { platform: "discord", chatId: name, isPublic } as const;
    const { userId } = await new UserStore().identify(database, "discord", name, name, START);
    const holder = isPublic ? ({ kind: "place", place } as const) : ({ kind: "owner", userId } as const);
    const nextAt = nextSlot(daily, START).at;
    await subscriptions.put(database, holder, place, { ...daily, ...settings }, { nextAt, now: START });
  };
  await put("plain", false, {});
  await put("asleep", false, { quiet });
  await put("held", false, { quiet: { from: "22:00", to: "07:00" } });
  await put("channel", true, {});
  await put("loud", true, { manner: { isSilent: false, roleId: "123456789012345678", last: "pin" } });
  await put("loud asleep", true, { manner: { isSilent: false, last: "replace" }, quiet });
  const job = aJob();
  await job.run(START + 9 * 3_600_000);
  expect(Object.fromEntries(job.enqueued.map(({ place, manner }) => [place.chatId, manner]))).toEqual({
    plain: undefined,
    asleep: { isSilent: true },
    held: undefined,
    channel: { isSilent: true },
    loud: { isSilent: false, roleId: "123456789012345678", last: "pin" },
    "loud asleep": { isSilent: true, last: "replace" },
  });
});

test("two loops on one database bring each digest once", async () => {
  for (let index = 0; index < 300; index += 1)
    await subscriber(`${index}`, { times: ["09:00"], zone: "UTC", days: EVERY_DAY });
  const [one, other] = [aJob(), aJob()];
  const now = START + 9 * 3_600_000;
  await Promise.all([one.run(now), other.run(now), one.run(now), other.run(now)]);
  const sources = [...one.enqueued, ...other.enqueued].map(({ sourceId }) => sourceId);
  expect(sources).toHaveLength(300);
  expect(new Set(sources).size).toBe(300);
});

test("what cannot be composed stays due, and keeps nothing else from coming", async () => {
  await subscriber("ann", { times: ["09:00"], zone: "UTC", days: EVERY_DAY });
  let isDown = true;
  const job = aJob({ fails: () => isDown });
  const nine = START + 9 * 3_600_000;
  await job.run(nine);
  expect(job.enqueued).toEqual([]);
  isDown = false;
  await job.run(nine + 60_000);
  expect(job.enqueued.map(({ occurrence }) => occurrence)).toEqual(["2026-01-01T09:00 UTC"]);
});

test("subscribers of the same are composed for once, others apart", async () => {
  for (const name of ["a", "b", "c"]) await subscriber(name, { times: ["09:00"], zone: "UTC", days: EVERY_DAY });
  const { userId } = await new UserStore().identify(database, "telegram", "d", "d", START);
  const settings = { ...recommended("UTC", "en"), layers: ["agents"] };
  await subscriptions.put(
    database,
    { kind: "owner", userId },
    { platform: "telegram", chatId: "d", isPublic: false },
    settings,
    { nextAt: nextSlot(settings, START).at, now: START },
  );
  const job = aJob();
  await job.run(START + 9 * 3_600_000);
  expect(job.enqueued).toHaveLength(4);
  expect(job.composed.map(({ layers }) => layers)).toEqual([[], ["agents"]]);
});

test("a changed setting during the composition is not overrun", async () => {
  const number = await subscriber("ann", { times: ["09:00"], zone: "UTC", days: EVERY_DAY });
  const nine = START + 9 * 3_600_000;
  const job = dueDigests({
    database,
    subscriptions,
    log: memoryLog(),
    async compose() {
      await subscriptions.pause(database, number);
      return { id: 1 };
    },
    replyFor: async () => ({ blocks: [text("digest")] }),
    enqueue: async () => {
      throw new Error("nothing may be sent");
    },
    recall: async () => undefined,
  });
  await job.run(nine);
  expect(await subscriptions.due(database, nine, 10, [])).toEqual([]);
});
