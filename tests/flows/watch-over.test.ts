import { afterEach, beforeEach, expect, test } from "vitest";
import { createSigns, type SignParts } from "../../src/compose/signs.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { Faults } from "../../src/core/faults.ts";
import { Health } from "../../src/core/health.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { NoteStore } from "../../src/store/note-store.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import type { Place } from "../../src/core/call.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Reply } from "../../src/core/reply.ts";
import { watchOver } from "../../src/jobs/watch-over.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OWNER: Place = { platform: "telegram", chatId: "7", isPublic: false };
const GIGABYTE = 1_000_000_000;

let database: Database;
let now: number;
let health: Health;
let faults: Faults;
let owner: Place | undefined;
let parts: { -readonly [Key in keyof SignParts]: SignParts[Key] };
let log: ReturnType<typeof memoryLog>;
let wakes: number;

beforeEach(async () => {
  database = await openDatabase(":memory:");
  now = NOON;
  health = new Health();
  faults = new Faults(() => now);
  owner = OWNER;
  log = memoryLog();
  wakes = 0;
  parts = {
    health,
    faults,
    oldestDueAt: async () => undefined,
    freeBytes: async () => [5 * GIGABYTE],
    lastBackup: async () => ({ takenAt: now - HOUR }),
  };
});
afterEach(() => database.destroy());

/** Each minute as the tick does it, by a step as a new process makes it each time. @param each  what happens in the world before a look */
async function pass(minutes: number, each: () => void = () => undefined): Promise<void> {
  const outbox = new OutboxStore();
  for (let minute = 0; minute < minutes; minute += 1) {
    now += MINUTE;
    each();
    const step = watchOver({
      database,
      notes: new NoteStore(),
      signs: createSigns(parts),
      owner: async () => owner,
      enqueue: (on, notice) => outbox.enqueue(on, notice),
      enqueued: () => (wakes += 1),
      log,
    });
    await step.run(now);
  }
}

const told = async (): Promise<readonly string[]> =>
  (await database.selectFrom("outbox").select(["reply", "chat_id", "kind"]).orderBy("id").execute()).map((row) => {
    expect([row.chat_id, row.kind]).toEqual(["7", "notice"]);
    return plainText(JSON.parse(row.reply) as Reply);
  });

const failing = (provider: string) => () => health.set(provider, "late", "status 503", now);

test("a provider that stays silent for a quarter of an hour is told of once, and once when it answers again", async () => {
  await pass(14, failing("coingecko"));
  expect(await told()).toEqual([]);
  await pass(4, failing("coingecko"));
  expect(await told()).toEqual([
    expect.stringContaining("Something stays broken\n\nCoinGecko has given no usable answer, for 15 min."),
  ]);
  expect(wakes).toBe(1);
  await pass(300, failing("coingecko"));
  expect(await told()).toHaveLength(1);

  health.set("coingecko", "ok", "answers", now);
  await pass(9);
  expect(await told()).toHaveLength(1);
  await pass(60);
  expect((await told()).slice(1)).toEqual([
    expect.stringMatching(/^Well again\n\nCoinGecko is well again; it was not for 5 h\.$/m),
  ]);
});

test("one failure that nobody has asked about since is no outage", async () => {
  failing("coingecko")();
  await pass(120);
  expect(await told()).toEqual([]);
});

test("a restart tells nothing again, and does not take silence for being well", async () => {
  await pass(20, failing("coingecko"));
  health = parts.health = new Health();
  await pass(120);
  expect(await told()).toHaveLength(1);
  // It fails again, as before, for less than a quarter of an hour since the start.
  await pass(12, failing("coingecko"));
  health.set("coingecko", "ok", "answers", now);
  await pass(12);
  expect(await told()).toHaveLength(2);
});

test("what comes and goes is told of once in six hours at most", async () => {
  for (let round = 0; round < 4; round += 1) {
    await pass(20, failing("coingecko"));
    health.set("coingecko", "ok", "answers", now);
    await pass(15);
  }
  expect(await told()).toHaveLength(2);
  await pass(6 * 60);
  await pass(20, failing("coingecko"));
  expect(await told()).toHaveLength(3);
});

test("a moment of being well in between is none", async () => {
  await pass(20, failing("coingecko"));
  for (let round = 0; round < 10; round += 1) {
    health.set("coingecko", "ok", "answers", now);
    await pass(3);
    parts.health = health = new Health();
    await pass(17, failing("coingecko"));
  }
  expect(await told()).toHaveLength(1);
});

test("when everything goes at once the owner gets one message, and the rest ten minutes later", async () => {
  health.set("discord", "late", "the connection was lost", now);
  for (const provider of ["coingecko", "defillama"]) failing(provider)();
  await pass(6);
  parts.freeBytes = async () => [5 * GIGABYTE, 400_000_000];
  await pass(20, () => {
    failing("coingecko")();
    failing("defillama")();
  });
  const messages = await told();
  expect(messages).toHaveLength(2);
  expect(messages[0]).toContain("Disk has less than 500 MB left, for 1 min.");
  for (const name of ["CoinGecko", "DefiLlama", "Discord is not connected"]) expect(messages[1]).toContain(name);
});

test("late deliveries, a full disk, a backup that fails for a day and many faults are told of", async () => {
  const [dueAt, takenAt] = [now - 12 * MINUTE, now - 3 * HOUR];
  parts.oldestDueAt = async () => dueAt;
  await pass(1);
  expect((await told()).at(-1)).toContain("Deliveries are late, for 13 min.");
  parts.oldestDueAt = async () => now - MINUTE;

  parts.lastBackup = async () => ({ takenAt });
  await pass(24 * 60);
  expect((await told()).filter((each) => each.includes("Backups"))).toEqual([]);
  await pass(24 * 60);
  expect((await told()).at(-1)).toContain("Backups are not taken, for 23 h.");

  await pass(12, () => faults.note("price"));
  expect((await told()).at(-1)).toContain("Backups");
  for (let count = 0; count < 15; count += 1) faults.note("price");
  await pass(1);
  expect((await told()).at(-1)).toContain("Faults came 24 times in ten minutes (most: price)");
});

test("without anybody to write to it stands in the log alone, once", async () => {
  owner = undefined;
  await pass(40, failing("coingecko"));
  expect(await told()).toEqual([]);
  expect(log.lines.filter(({ event }) => event === "stays broken")).toEqual([
    {
      level: "warn",
      event: "stays broken",
      fields: { name: "CoinGecko", what: "has given no usable answer", told: false },
    },
  ]);
  expect(wakes).toBe(0);
});

test("where all is well nothing is written", async () => {
  health.set("coingecko", "ok", "answers", now);
  health.set("telegram", "ok", "polling", now);
  await pass(30);
  expect(await new NoteStore().get(database, "troubles")).toBeUndefined();
});

test("a note that cannot be read counts as none", async () => {
  await new NoteStore().set(database, "troubles", "{", now);
  await pass(20, failing("coingecko"));
  expect(await told()).toHaveLength(1);
});
