import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { bench, describe } from "vitest";
import { draw } from "../../src/charts/draw.ts";
import { drawnLately } from "../../src/charts/drawn-lately.ts";
import { Health } from "../../src/core/health.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { createDeliverer } from "../../src/jobs/deliver.ts";
import { PACES } from "../../src/jobs/deliver-pace.ts";
import { activityBook } from "../../src/store/activity-store.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { TOKEN } from "../stand-ins/telegram.ts";
import { measured } from "./report.ts";
import { memoryLog } from "../support/calls.ts";
import { digestDesk } from "../support/digest-desk.ts";
import { telegramTest } from "../support/telegram.ts";

/**
 * One edition for many readers of Telegram: composed once by the whole desk, with the model's words, then claimed, worded and enqueued
 * for each, and sent by the real loop and adapter with its picture and buttons to a server on this machine, with the platform's limit
 * and without it. Beside it the least that sending can cost: the same messages by `fetch`, eight at a time. Server and desk share a
 * process, so both take their part of its one core.
 * `npm run bench -- fan-out`
 */
const READERS = Number(process.env["READERS"] ?? 10_000);
const LIMITED_MS = Number(process.env["LIMITED_MS"] ?? 20_000);
const FLOOR = 3_000;
const GROUP = `a digest for ${READERS.toLocaleString("en")} readers`;
const DUE = Date.parse("2026-10-19T09:00Z");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** In use after a collection. */
function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

async function fanOut(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "westbound-bench-"));
  const model = await openAiStandIn();
  model.brain(() => ({ text: JSON.stringify({ opening: [{ text: "The sector moved.", stories: [] }], lines: [] }) }));
  const desk = await digestDesk(
    DUE,
    { OPENAI_BASE_URL: model.baseUrl, MODEL: "stand-in", ACCESS: "open" },
    join(folder, "desk.sqlite"),
  );
  // Its own loop would begin at once.
  await desk.delivery.deliverer.stop();
  const { database, digests } = desk;
  const drawn: Uint8Array[] = [];
  const telegram = await telegramTest({
    draw: drawnLately(async (chart) => {
      const picture = await draw(chart);
      drawn.push(picture);
      return picture;
    }),
  });
  const { server, adapter } = telegram;
  const people = Array.from({ length: READERS }, (_, index) => server.person(`P${index}`));
  await adapter.start(desk.desk);
  await database.transaction().execute(async (on) => {
    const subscriptions = new SubscriptionStore();
    for (const { id } of people) {
      const userId = `user ${id}`;
      await on
        .insertInto("user")
        .values({ id: userId, is_owner: 0, created_at: DUE - 1 })
        .execute();
      const place = { platform: "telegram", chatId: String(id), isPublic: false } as const;
      const settings = recommended("UTC", "en");
      await subscriptions.put(on, { kind: "owner", userId }, place, settings, { nextAt: DUE, now: DUE - 1 });
    }
  });
  // A day on which nothing happens has three lines and no picture.
  const repository = readSectorMap().projects.find((each) => each.repository?.name.includes("/"))?.repository?.name;
  const release = { untrustedName: "v2.0.0", at: DUE - 3 * 3_600_000 };
  await activityBook(database).keep({
    repository: repository ?? "",
    state: "there",
    lookedAt: DUE - 3_500_000,
    release,
  });
  const begun = performance.now();
  await digests?.step.run(DUE);
  const editions = await database.selectFrom("edition").select("id").execute();
  measured({ group: GROUP, name: "enqueued, each", unit: "ms", value: (performance.now() - begun) / READERS });
  measured({ group: GROUP, name: "composed", unit: "count", value: editions.length });
  measured({ group: GROUP, name: "calls of the model", unit: "count", value: model.requests.length });

  let counted = 0;
  /** Messages so far; what the server has kept of them is no memory of the desk. */
  const sent = (): number => {
    counted += server.calls.filter(({ method }) => method.startsWith("send")).length;
    server.calls.length = 0;
    server.messages.length = 0;
    return counted;
  };
  sent();
  counted = 0;
  const startedAt = performance.now();
  const parts = {
    database,
    outbox: desk.delivery.outbox,
    adapters: () => [adapter],
    onGone: {},
    log: memoryLog(),
    report: (error: unknown) => String(error),
    health: new Health(),
    clock: () => DUE + Math.floor(performance.now() - startedAt),
    random: () => 0.5,
  };
  const limited = createDeliverer({ ...parts, paces: PACES });
  limited.start();
  await new Promise((resolve) => setTimeout(resolve, LIMITED_MS));
  await limited.stop();
  // The first 25 go at once, and then as many each second.
  const allowed = 25 * (LIMITED_MS / 1_000);
  measured({ group: GROUP, name: "of Telegram's limit used", unit: "%", value: (100 * sent()) / allowed });

  const before = sent();
  const memory = [heapMb()];
  const free = createDeliverer({ ...parts, paces: {} });
  const freeAt = performance.now();
  let lookedMs = 0;
  free.start();
  for (let fifth = 1; sent() < READERS;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (sent() > before + ((READERS - before) * fifth) / 5) {
      const lookedAt = performance.now();
      memory.push(heapMb());
      lookedMs += performance.now() - lookedAt;
      fifth += 1;
    }
    if (performance.now() - freeAt > 120_000) throw new Error(`only ${sent()} were sent`);
  }
  const freeRate = (sent() - before) / ((performance.now() - freeAt - lookedMs) / 1_000);
  await free.stop();
  measured({
    group: GROUP,
    name: "sent without the limit, each",
    unit: "ms",
    value: 1_000 / freeRate,
    floor: {
      name: "bare posts of the picture",
      value: 1_000 / (await floor(server.root, people.slice(0, FLOOR), drawn[0])),
    },
  });
  measured({ group: GROUP, name: "pictures drawn", unit: "count", value: drawn.length });
  for (const [fifth, value] of memory.entries())
    measured({ group: GROUP, name: `heap, ${fifth} fifths sent`, unit: "MB", value });
  await telegram.close();
  await desk.close();
  await model.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What eight at a time reach that do nothing else. @returns messages a second */
async function floor(
  root: string,
  people: readonly { readonly id: number }[],
  picture: Uint8Array = new Uint8Array(),
): Promise<number> {
  const startedAt = performance.now();
  const queue = people.values();
  const work = async (): Promise<void> => {
    for (const { id } of queue) {
      const body = new FormData();
      body.set("chat_id", String(id));
      body.set("caption", "Sector day +1.2%.".repeat(50));
      body.set("photo", new Blob([new Uint8Array(picture)], { type: "image/png" }), "chart.png");
      const response = await fetch(`${root}/bot${TOKEN}/sendPhoto`, { method: "POST", body });
      await response.text();
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return Math.round(people.length / ((performance.now() - startedAt) / 1_000));
}

describe("one edition for many", () => {
  bench("composed, enqueued and sent", fanOut, { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 });
});
