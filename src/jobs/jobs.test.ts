import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { expect, test, vi } from "vitest";
import { Health } from "../core/health.ts";
import { openDatabase } from "../store/database.ts";
import { LeaseStore } from "../store/lease-store.ts";
import { memoryLog, NOON } from "../../tests/support/calls.ts";
import { Journal } from "./journal.ts";
import { holdLease, LeaseError } from "./lease.ts";
import { refreshRates } from "./refresh-rates.ts";
import { startTicking, tick } from "./tick.ts";

const parts = async () => ({
  database: await openDatabase(":memory:"),
  leases: new LeaseStore(),
  log: memoryLog(),
  health: new Health(),
  onLost: () => undefined,
});

test("a step that fails is logged, keeps no other from running, and shows in health", async () => {
  const log = memoryLog();
  const health = new Health();
  const ran: string[] = [];
  const steps = [
    { name: "broken", run: async () => Promise.reject(new Error("no")) },
    { name: "fine", run: async (now: number) => void ran.push(String(now)) },
    { name: "nothing due", run: async () => "idle" as const },
  ];
  const journal = new Journal();
  await tick({ steps, log, health, journal }, NOON);
  expect(ran).toEqual([String(NOON)]);
  expect(journal.all()).toEqual([
    { step: "broken", at: NOON, isOk: false },
    { step: "fine", at: NOON, isOk: true },
  ]);
  expect(log.lines).toMatchObject([{ level: "error", fields: { step: "broken" } }]);
  expect(health.all().get("tick")).toMatchObject({ state: "late", detail: "failed: broken" });
});

test("a stop does not wait for a step that waits for a provider", async () => {
  vi.useFakeTimers({
    now: NOON - 1_000,
    toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  });
  try {
    const begun = vi.fn<() => void>();
    const endless = { name: "endless", run: (): Promise<void> => (begun(), new Promise(() => undefined)) };
    const stop = startTicking(
      { steps: [endless], log: memoryLog(), health: new Health(), journal: new Journal() },
      () => NOON,
    );
    await vi.advanceTimersByTimeAsync(2_000);
    expect(begun).toHaveBeenCalledOnce();
    vi.useRealTimers();
    const from = performance.now();
    await stop();
    expect(performance.now() - from).toBeLessThan(3_000);
  } finally {
    vi.useRealTimers();
  }
});

test("a second desk on the same database is refused while the first shows life, and free after it has let go", async () => {
  const shared = await parts();
  const other = { holder: `elsewhere 1 ${randomUUID()}`, beatAt: NOON };
  await shared.leases.take(shared.database, "desk", other.holder, undefined, other.beatAt);
  await expect(holdLease({ ...shared, clock: () => NOON + 59_000 })).rejects.toThrow(LeaseError);
  const release = await holdLease({ ...shared, clock: () => NOON + 61_000 });
  expect((await shared.leases.find(shared.database, "desk"))?.holder).toContain(` ${process.pid} `);
  expect(await shared.leases.beat(shared.database, "desk", other.holder, NOON + 62_000)).toBe(false);
  await release();
  expect(await shared.leases.find(shared.database, "desk")).toBeUndefined();
});

test("after a crash on this machine the dead process is not waited for", async () => {
  const shared = await parts();
  // The largest process number that Linux can give is lower.
  await shared.leases.take(shared.database, "desk", `${hostname()} 99999999 x`, undefined, NOON);
  const release = await holdLease({ ...shared, clock: () => NOON + 1 });
  await release();
});

test("of two that see the same dead holder one gets the lease", async () => {
  const { database, leases } = await parts();
  const dead = { holder: "elsewhere 1 x", beatAt: NOON };
  await leases.take(database, "desk", dead.holder, undefined, NOON);
  const taken = await Promise.all(
    ["a", "b"].map((holder) => leases.take(database, "desk", holder, dead, NOON + 90_000)),
  );
  expect(taken.filter(Boolean)).toHaveLength(1);
});

test("rates are asked for at once and then once an hour, after a failure every five minutes, and it is the tick's to log", async () => {
  const asked: number[] = [];
  let isDown = false;
  const step = refreshRates({
    rate: async () => {
      asked.push(asked.length);
      if (isDown) throw new Error("down");
      return undefined;
    },
  });
  await step.run(NOON);
  expect(await step.run(NOON + 3_599_000)).toBe("idle");
  expect(asked).toHaveLength(1);
  isDown = true;
  await expect(step.run(NOON + 3_600_000)).rejects.toThrow("down");
  expect(await step.run(NOON + 3_660_000)).toBe("idle");
  await expect(step.run(NOON + 3_900_000)).rejects.toThrow("down");
  isDown = false;
  expect(await step.run(NOON + 4_200_000)).not.toBe("idle");
  expect(await step.run(NOON + 7_799_000)).toBe("idle");
  expect(asked).toHaveLength(4);
});

test("a pass that takes longer than its minute is said as a line of the log", async () => {
  vi.useFakeTimers({
    now: NOON - 1_000,
    toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  });
  try {
    const log = memoryLog();
    const endless = { name: "endless", run: (): Promise<void> => new Promise(() => undefined) };
    const printed = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const stop = startTicking({ steps: [endless], log, health: new Health(), journal: new Journal() }, () => NOON);
    await vi.advanceTimersByTimeAsync(130_000);
    expect(log.lines).toContainEqual({
      level: "warn",
      event: "schedule",
      fields: { detail: expect.stringContaining("overlap") as unknown },
    });
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    vi.useRealTimers();
    await stop();
  } finally {
    vi.useRealTimers();
  }
});

test("while the database takes no signs of life the desk is not ready", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  try {
    const shared = await parts();
    const release = await holdLease({ ...shared, clock: () => NOON });
    await vi.advanceTimersByTimeAsync(10_000);
    // The write is committed when the turn of the event loop ends.
    await new Promise((resolve) => setImmediate(resolve));
    expect(shared.health.isReady()).toBe(true);
    expect(shared.health.all().get("database")?.state).toBe("ok");
    shared.leases.beat = async () => Promise.reject(new Error("disk full"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shared.health.isReady()).toBe(false);
    await release();
  } finally {
    vi.useRealTimers();
  }
});
