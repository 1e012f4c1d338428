import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { bench, describe } from "vitest";
import { aCall } from "../support/calls.ts";
import { addUser } from "../support/desk.ts";
import { ChatFile } from "../../src/core/chat-file.ts";
import type { NewEntry } from "../../src/portfolio/entry.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openPortfolios } from "../../src/compose/portfolio.ts";
import { measured } from "./report.ts";
import { peopleDesk } from "../support/people-desk.ts";
import { PortfolioStore } from "../../src/store/portfolio-store.ts";

/**
 * Large portfolios with their store: how long they take, how long everybody else waits at the most meanwhile, and what a kept
 * portfolio takes of the heap (with `NODE_OPTIONS=--expose-gc`). `npm run bench -- portfolio-large`
 */
const NOW = Date.UTC(2026, 2, 1);
const ONCE = { iterations: 1, warmupIterations: 0, time: 0, warmupTime: 0 };
const FEW = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 };

/** Does it, and says the longest block of the event loop and the time of the processor. */
async function watched<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.cpuUsage();
  const value = await work();
  await nextTurn();
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  const group = "a large portfolio";
  measured({ group, name: `${name}, processor`, unit: "ms", value: (user + system) / 1e3 });
  measured({ group, name: `${name}, longest block of the desk`, unit: "ms", value: delay.max / 1e6 });
  return value;
}

const entriesOf = (count: number): readonly NewEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: index % 3 === 2 ? "sell" : "buy",
    at: Date.UTC(2020, 0, 1) + index * 1_500_000,
    asset: `coin-${index % 20}`,
    quantity: `${index % 3 === 2 ? "0.5" : "1."}${100_000 + ((index * 7_919) % 99_999)}`,
    value: { amount: "310.55", currency: "USD" },
    fee: { kind: "money", amount: "1.5", currency: "USD" },
    account: "Kraken",
    origin: { importId: "8f14e45f-ea2c-4f6b-9a5d-000000000000", rowKey: `${index}`.padStart(26, "k") },
  }));

async function openedOf(count: number): Promise<Database> {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  await new PortfolioStore().add(database, entriesOf(count), { userId: "user-1", command: "x", now: NOW });
  return database;
}

for (const count of [1_000, 10_000, 100_000])
  describe(`a portfolio of ${count} entries read from the store and computed`, async () => {
    const database = await openedOf(count);
    const call = aCall({ caller: { userId: "user-1" }, now: NOW });
    const book = () =>
      openPortfolios({
        database,
        once: async () => await Promise.reject(new Error("nothing is changed")),
        dayRates: { of: async () => [] },
        assets: { byId: () => undefined },
        defaults: { method: "fifo", currency: "USD", zone: "UTC" },
        clock: () => NOW,
      });
    bench(
      `${count} entries`,
      async () => {
        globalThis.gc?.();
        const before = process.memoryUsage().heapUsed;
        const kept = book();
        await watched(`${count} entries`, async () => await kept.open(call));
        if (!globalThis.gc) return;
        globalThis.gc();
        const bytes = process.memoryUsage().heapUsed - before;
        measured({ group: "a large portfolio", name: `${count} entries, kept`, unit: "MB", value: bytes / 1e6 });
        await kept.open(call);
      },
      FEW,
    );
    bench(
      `floor: ${count} rows as the driver gives them`,
      async () => void (await database.selectFrom("portfolio_entry").selectAll().execute()),
      FEW,
    );
  });

describe("a file of 50,000 rows", () => {
  const rows = Array.from({ length: 50_000 }, (_, index) => {
    const at = new Date(Date.UTC(2022, 0, 1) + index * 2_000_000).toISOString().slice(0, 19).replace("T", " ");
    const coin = ["TAO", "NEAR", "ETH", "BTC"][index % 4] ?? "";
    const coins = (1 + ((index * 7_919) % 1000) / 1000).toFixed(6);
    const money = 100 + (index % 50);
    return index % 3 === 2
      ? `${at},${coins},${coin},${money},USD,1,USD,,,,,tx${index}`
      : `${at},${money},USD,${coins},${coin},1,USD,,,,,tx${index}`;
  });
  const head =
    "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash";
  const bytes = Buffer.from([head, ...rows].join("\n"));

  bench(
    "dry run, Confirm, one more and its removal, export and undo",
    async () => {
      const people = await peopleDesk();
      const ann = await people.person("ann");
      const file = new ChatFile({ name: "trades.csv", size: bytes.byteLength, load: async () => bytes });
      const run = await watched("dry run", async () => await people.desk.run("portfolio import", { file }, ann.call()));
      const { label } = run.buttons?.[0] ?? { label: "" };
      await watched("Confirm", async () => await ann.press(run, label, { key: "confirm" }));
      await watched("add", async () => await ann.say("portfolio add buy 1 TAO at 300", { key: "add" }));
      await watched("remove", async () => await ann.say("portfolio remove 50001", { key: "remove" }));
      await watched("export", async () => await ann.say("portfolio export"));
      await ann.say("portfolio undo", { key: "undo removal" });
      await ann.say("portfolio undo", { key: "undo addition" });
      await watched("undo", async () => await ann.say("portfolio undo", { key: "undo" }));
      await people.database.destroy();
    },
    ONCE,
  );
});
