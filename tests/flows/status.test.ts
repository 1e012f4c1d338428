import { afterEach, beforeEach, expect, test } from "vitest";
import { aCall, memoryLog, NOON } from "../support/calls.ts";
import { countingFaults, redacted } from "../../src/compose/log.ts";
import { Faults } from "../../src/core/faults.ts";
import { Health } from "../../src/core/health.ts";
import type { MonthOfUse } from "../../src/market/quota.ts";
import { plainText } from "../../src/core/plain.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { readConfig } from "../../src/config.ts";
import { status } from "../../src/commands/status.ts";
import type { StatusParts } from "../../src/commands/status-facts.ts";
import { unspeakable } from "../../src/compose/secrets.ts";
import { type TestDesk, testDesk } from "../support/desk.ts";

const MINUTE = 60_000;

let desk: TestDesk;
let health: Health;
let parts: { -readonly [Key in keyof StatusParts]: StatusParts[Key] };

beforeEach(async () => {
  health = new Health();
  for (const part of ["coingecko", "defillama", "telegram", "tick", "database"]) health.set(part, "ok", "fine", NOON);
  const months: MonthOfUse[] = [
    { provider: "CoinGecko", used: 1_234, quota: 10_000, projected: 9_100, stretch: 1, areJobsPaused: false },
    { provider: "DefiLlama", used: 12, stretch: 1, areJobsPaused: false },
  ];
  parts = {
    version: "1.2.3",
    startedAt: NOON - 3 * 86_400_000,
    model: "gpt-5-mini",
    health,
    months: () => months,
    jobs: () => [
      { step: "refresh rates", at: NOON - 12 * MINUTE, isOk: true },
      { step: "keep closes", at: NOON - 3 * MINUTE, isOk: true },
    ],
    databaseBytes: async () => 12_345_678,
    mostUsed: async () => [],
  };
  desk = await testDesk([status(parts)]);
});
afterEach(() => desk.database.destroy());

const asked = async (role: "member" | "admin" = "admin"): Promise<string> =>
  plainText(await desk.desk.run("status", {}, aCall({ caller: { role } })));

test("the command can be offered on every platform, to admins alone, and never to a model", () => {
  expect(problemsIn([...desk.desk.commands.values()])).toEqual([]);
  expect(desk.desk.commands.get("status")).toMatchObject({
    access: "admin",
    visibility: "private",
    surfaces: ["chat"],
  });
});

test("one screen says how sources, quotas, jobs, model and database are", async () => {
  expect(await asked()).toMatchInlineSnapshot(`
    "Status: all well

    Source    State  Used End/quota
    CoinGecko ok    1.23K  9.1K/10K
    DefiLlama ok       12         –

    Parts: telegram ok, tick ok, database ok
    Jobs: refresh rates 12 min ago, keep closes 3 min ago
    Model: gpt-5-mini
    Database: 12.3 MB
    Up: 3 days, version 1.2.3

    Requests this calendar month (UTC), and at its end if each day is like the last"
  `);
});

test("members are refused", async () => {
  expect(await asked("member")).not.toContain("CoinGecko");
});

test("what is not well stands in the title, without what an error said", async () => {
  health.set("discord", "down", "closed with 4004 at gateway.example", NOON);
  health.set("defillama", "late", "status 503", NOON);
  parts.jobs = () => [{ step: "keep closes", at: NOON, isOk: false }];
  const said = await asked();
  expect(said.split("\n")[0]).toBe("Status: DefiLlama late, discord down, keep closes failed");
  expect(said).not.toMatch(/4004|503/);
});

test("a provider that is spared, and one whose month is used up, say so", async () => {
  const month = {
    provider: "CoinGecko",
    used: 4_000,
    quota: 10_000,
    projected: 16_000,
    stretch: 4,
    areJobsPaused: true,
  };
  parts.months = () => [month];
  expect(await asked()).toContain("CoinGecko is spared: figures are kept 4 times longer, jobs pause.");
  parts.months = () => [{ ...month, used: 10_000 }];
  expect(await asked()).toContain("CoinGecko: the month's 10K requests are used up; figures are the last known ones.");
});

test("without a model, a provider or a job there is little to say, and nothing is made up", async () => {
  parts.months = () => [];
  parts.jobs = () => [];
  parts.model = undefined;
  parts.health = new Health();
  const said = await asked();
  expect(said).toContain("Model: off, rules answer");
  expect(said).not.toMatch(/undefined|NaN|Jobs|Parts/);
});

test("how the map stands beside CoinGecko's categories is a line, once it is known", async () => {
  expect(await asked()).not.toContain("Map:");
  parts.categories = async () => ({
    gone: ["big-data (Data)"],
    layers: [
      {
        layerId: "data",
        name: "Data",
        categories: ["storage"],
        notOnMap: ["arweave", "sia\u202Ecoin", "third", "fourth"],
        elsewhere: ["render-token"],
        notInCategories: ["vana"],
      },
    ],
    asOf: NOON - 2 * 60 * MINUTE,
  });
  expect(await asked()).toContain(
    "Map: categories gone: big-data (Data); 4 in CoinGecko's categories and not on it (arweave, siacoin, third …); 1 in another layer; 1 in none (vana), compared 2 h ago",
  );
});

test("what waits to be sent and what went wrong in a day are a line each", async () => {
  let now = NOON;
  const faults = new Faults(() => now);
  for (const kind of ["price", "price", "backup", "deliver to telegram", "chart"]) faults.note(kind);
  parts.faults = () => faults.within(24 * 60 * MINUTE);
  parts.waiting = async () => ({ count: 3, oldestDueAt: NOON - 4 * MINUTE });
  const said = await asked();
  expect(said).toContain("Queue: 3 waiting, the oldest for 4 min");
  expect(said).toContain("Faults: 5 in 24 h: price 2, backup 1, deliver to telegram 1");
  now += 24 * 60 * MINUTE;
  parts.waiting = async () => ({ count: 0, oldestDueAt: undefined });
  const later = await asked();
  expect(later).toContain("Queue: 0 waiting\n");
  expect(later).toContain("Faults: none in 24 h");
});

test("a fault is counted where it was, and nothing else is", () => {
  const faults = new Faults(() => NOON);
  const log = memoryLog();
  const counting = countingFaults(log, faults);
  counting.error({ where: "price", error: new Error("of somebody") }, "fault");
  counting.error({ step: "backup" }, "step failed");
  counting.error({}, "the outbox could not be read");
  counting.warn({ where: "price" }, "provider failed");
  expect(Object.fromEntries(faults.within(MINUTE))).toEqual({ price: 1, backup: 1, "the outbox could not be read": 1 });
  expect(log.lines.map(({ level }) => level)).toEqual(["error", "error", "error", "warn"]);
});

test("a line of the log is written without what must not stand in any", () => {
  const config = readConfig({
    OPENAI_API_KEY: 'sk-"quoted"-key',
    EVM_RPC_URLS: "base=https://node.example/v3/0123456789abcdef",
  });
  const line = redacted(
    JSON.stringify({
      key: 'sk-"quoted"-key',
      at: "https://node.example/v3/0123456789abcdef",
      other: "https://api.telegram.org/bot1234567:AAExxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/getMe",
    }),
    unspeakable(config),
  );
  expect(JSON.parse(line)).toEqual({
    key: "[secret]",
    at: "https://node.example[secret]",
    other: "https://api.telegram.org/bot[secret]/getMe",
  });
});
