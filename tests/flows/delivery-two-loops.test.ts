import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { aDelivery, aPlace, FakeDoor } from "../support/outbox.ts";
import { createDeliverer } from "../../src/jobs/deliver.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { Health } from "../../src/core/health.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";

let database: Database;
afterEach(() => database.destroy());

/** A loop over a database with a door of its own, that takes a moment for each. */
function aLoop(clock: () => number, on = database) {
  const door = new FakeDoor();
  const send = door.answer;
  door.answer = async (each) => {
    await new Promise((resolve) => setImmediate(resolve));
    return await send(each);
  };
  const log = memoryLog();
  const deliverer = createDeliverer({
    database: on,
    outbox: new OutboxStore(),
    adapters: () => [door],
    onGone: {},
    log,
    report: String,
    health: new Health(),
    clock,
    random: () => 0.5,
    paces: {},
  });
  return { door, deliverer, log };
}

const enqueue = async (count: number, from = 0): Promise<void> => {
  for (let index = from; index < from + count; index += 1)
    await new OutboxStore().enqueue(
      database,
      aDelivery(`slot ${index}`, { kind: "digest", sourceId: `${index}`, place: aPlace(`${index}`) }),
    );
};

test("two loops with connections of their own to one file send each delivery once, and both take part", async () => {
  const folder = mkdtempSync(join(tmpdir(), "westbound-loops-"));
  const path = join(folder, "desk.sqlite");
  database = await openDatabase(path);
  const second = await openDatabase(path);
  try {
    const loops = [aLoop(() => NOON, database), aLoop(() => NOON, second)];
    // In one process they go in step, and whoever was woken first is ahead at each row; so either is first for a while.
    for (const [round, inOrder] of [loops, loops.toReversed()].entries()) {
      await enqueue(150, round * 150);
      for (let pass = 0; pass < 20; pass += 1) {
        for (const { deliverer } of inOrder) deliverer.wake();
        await Promise.all(inOrder.map(({ deliverer }) => deliverer.idle()));
      }
    }
    const keys = loops.flatMap(({ door }) => door.sends.map(({ key }) => key));
    expect(keys).toHaveLength(300);
    expect(new Set(keys).size).toBe(300);
    expect(Math.min(...loops.map(({ door }) => door.sends.length))).toBeGreaterThan(0);
    await Promise.all(loops.map(({ deliverer }) => deliverer.stop()));
  } finally {
    await second.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("in the middle of a big run what was sent, waits and failed adds up, and so does how far behind it is", async () => {
  database = await openDatabase(":memory:");
  await enqueue(100);
  let now = NOON;
  const { door, deliverer } = aLoop(() => now);
  const send = door.answer;
  door.answer = async (each) => {
    if (each.to.chatId === "3") return { state: "refused", why: "too long" };
    if (each.to.chatId === "4") return { state: "gone", mendedBy: "person", why: "blocked" };
    // After forty sends the platform wants to be left alone.
    if (door.sends.length > 40) return { state: "later", afterMs: 60_000, scope: "platform", why: "slow down" };
    return await send(each);
  };
  deliverer.wake();
  await deliverer.idle();
  now += 30_000;
  const counts = await new SubscriptionStore().counts(database, now);
  expect(counts).toEqual({
    due: 0,
    waiting: 60,
    sent: 38,
    late: 0,
    failed: { "refused: too long": 1, blocked: 1 },
    secondsBehind: 30,
  });
  await deliverer.stop();
});
