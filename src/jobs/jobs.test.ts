import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { expect, test, vi } from "vitest";
import { Health } from "../core/health.ts";
import { openDatabase } from "../store/database.ts";
import { LeaseStore } from "../store/lease-store.ts";
import { memoryLog, NOON } from "../../tests/support/calls.ts";
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
  ];
  await tick({ steps, log, health }, NOON);
  expect(ran).toEqual([String(NOON)]);
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
    const stop = startTicking({ steps: [endless], log: memoryLog(), health: new Health() }, () => NOON);
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

test("rates are asked for at once and then once an hour, and a failure is the tick's to log", async () => {
  const asked: string[] = [];
  const rate = async (from: string, to: string) => {
    asked.push(`${from} ${to}`);
    if (asked.length === 2) throw new Error("down");
    return undefined;
  };
  const step = refreshRates({ rate });
  await step.run(NOON);
  await step.run(NOON + 3_599_000);
  expect(asked).toEqual(["USD EUR"]);
  await expect(step.run(NOON + 3_600_000)).rejects.toThrow("down");
});

test("while the database takes no signs of life the desk is not ready", async () => {
  vi.useFakeTimers();
  try {
    const shared = await parts();
    const release = await holdLease({ ...shared, clock: () => NOON });
    await vi.advanceTimersByTimeAsync(10_000);
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
