import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bench, describe } from "vitest";
import { createDeliverer } from "../../src/jobs/deliver.ts";
import { dueDigests } from "../../src/jobs/due-digests.ts";
import { drawnLately } from "../../src/charts/drawn-lately.ts";
import { Health } from "../../src/core/health.ts";
import { openDatabase } from "../../src/store/database.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { PACES } from "../../src/jobs/deliver-pace.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { text } from "../../src/core/reply.ts";
import { TOKEN } from "../stand-ins/telegram.ts";
import { memoryLog } from "../support/calls.ts";
import { telegramTest } from "../support/telegram.ts";
import { UserStore } from "../../src/store/user-store.ts";

/**
 * One edition for many readers of Telegram: composed once, claimed and enqueued, then sent by the real loop and adapter to a server on
 * this machine, with the platform's limit and without it. Beside it the least that sending can cost: the same posts by `fetch`,
 * eight at a time. Server and desk share a process, so both take their part of its one core.
 * `npx vitest bench --run tests/bench/fan-out.bench.ts`
 */
const READERS = Number(process.env["READERS"] ?? 10_000);
const LIMITED_MS = 20_000;
const DUE = Date.parse("2026-03-02T09:00Z");

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (): number => Math.round(process.memoryUsage().heapUsed / 1e6);

async function fanOut(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "westbound-bench-"));
  let drawn = 0;
  const draw = drawnLately(async () => {
    drawn += 1;
    return Buffer.alloc(60_000, drawn);
  });
  const telegram = await telegramTest({ draw });
  const database = await openDatabase(join(folder, "desk.sqlite"));
  const [outbox, subscriptions, users] = [new OutboxStore(), new SubscriptionStore(), new UserStore()];
  const people = Array.from({ length: READERS }, (_, index) => telegram.server.person(`P${index}`));
  await telegram.adapter.start(telegram.desk);
  const userIds: string[] = [];
  for (const { id } of people)
    userIds.push((await users.identify(database, "telegram", String(id), "P", DUE - 1)).userId);
  await database.transaction().execute(async (on) => {
    for (const [index, { id }] of people.entries()) {
      const holder = { kind: "owner", userId: userIds[index] ?? "" } as const;
      const place = { platform: "telegram", chatId: String(id), isPublic: false } as const;
      await subscriptions.put(on, holder, place, recommended("UTC", "en"), { nextAt: DUE, now: DUE - 1 });
    }
  });
  let composed = 0;
  const step = dueDigests({
    database,
    subscriptions,
    log: memoryLog(),
    compose: async () => {
      composed += 1;
      return { id: null as unknown as number };
    },
    replyFor: async () => ({ blocks: [text("Sector day +1.2%. ".repeat(50))] }),
    enqueue: (on, delivery) => outbox.enqueue(on, delivery),
    recall: async () => undefined,
  });
  const begun = performance.now();
  await step.run(DUE);
  say(`${READERS} readers: ${composed} composed, enqueued in ${Math.round(performance.now() - begun)} ms`);

  const sent = (): number => telegram.server.callsOf("sendMessage").length;
  const startedAt = performance.now();
  const clock = (): number => DUE + Math.floor(performance.now() - startedAt);
  const parts = {
    database,
    outbox,
    adapters: () => [telegram.adapter],
    onGone: {},
    log: memoryLog(),
    report: (error: unknown) => String(error),
    health: new Health(),
    clock,
    random: () => 0.5,
  };
  const limited = createDeliverer({ ...parts, paces: PACES });
  limited.start();
  await new Promise((resolve) => setTimeout(resolve, LIMITED_MS));
  await limited.stop();
  // The first 25 go at once, and then as many each second.
  const allowed = 25 * (LIMITED_MS / 1_000);
  say(`limited: ${sent()} of ${allowed} in ${LIMITED_MS / 1_000} s, ${((100 * sent()) / allowed).toFixed(1)} %`);

  const [before, freeAt] = [sent(), performance.now()];
  const heap = [megabytes()];
  const free = createDeliverer({ ...parts, paces: {} });
  free.start();
  let isHalf = false;
  while (sent() < READERS) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (!isHalf && sent() > READERS / 2) {
      isHalf = true;
      heap.push(megabytes());
    }
    if (performance.now() - freeAt > 120_000) throw new Error(`only ${sent()} were sent`);
  }
  const freeRate = (sent() - before) / ((performance.now() - freeAt) / 1_000);
  heap.push(megabytes());
  await free.stop();
  say(
    `without the limit: ${Math.round(freeRate)} a second; heap ${heap.join(", ")} MB (the server keeps each message)`,
  );

  const floorAt = performance.now();
  const queue = people.slice(0, 3_000).values();
  const body = (id: number): string => JSON.stringify({ chat_id: String(id), text: "Sector day +1.2%. ".repeat(50) });
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const { id } of queue) {
        const response = await fetch(`${telegram.server.root}/bot${TOKEN}/sendMessage`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: body(id),
        });
        await response.text();
      }
    }),
  );
  say(`floor, bare posts: ${Math.round(3_000 / ((performance.now() - floorAt) / 1_000))} a second`);
  await telegram.adapter.stop();
  await telegram.server.close();
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
}

describe("one edition for many", () => {
  bench("composed, enqueued and sent", fanOut, { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 });
});
