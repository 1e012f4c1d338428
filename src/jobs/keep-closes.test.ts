import { afterEach, beforeEach, expect, test } from "vitest";
import { backFillBook, closeBook } from "../store/daily-close-store.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { dayOf, DAY_MS } from "../market/closes.ts";
import type { History, MarketRow } from "../market/source.ts";
import { keepCloses } from "./keep-closes.ts";
import { memoryLog } from "../../tests/support/calls.ts";
import { ProviderError } from "../core/errors.ts";

const MINUTE = 60_000;
const MIDNIGHT = Date.UTC(2026, 2, 1);
const YESTERDAY = dayOf(MIDNIGHT) - 1;
const IDS = ["bittensor", "near", "aethir"];

let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
});
afterEach(() => database.destroy());

/** A market whose coins cost their place in the list, with a year of history; `aethir` was listed sixty days ago. */
function market() {
  const state = { now: MIDNIGHT, asked: [] as string[], failure: undefined as ProviderError | undefined, lateMs: 0 };
  const answer = <Value>(what: string, value: Value): Promise<Value> => {
    state.asked.push(what);
    return state.failure ? Promise.reject(state.failure) : Promise.resolve(value);
  };
  const row = (id: string): MarketRow => ({
    id,
    symbol: id,
    name: id,
    price: 1 + IDS.indexOf(id),
    volume24h: 5,
    asOf: state.now - (id === "near" ? state.lateMs : 0),
  });
  const history = (id: string, days: number): History => {
    const count = id === "aethir" ? 60 : days;
    const today = Math.floor(state.now / DAY_MS) * DAY_MS;
    const points = Array.from({ length: count }, (_, index) => [today - (count - 1 - index) * DAY_MS, 2] as const);
    return { points, volumes: [], currency: "USD", source: "CoinGecko", asOf: today };
  };
  return {
    state,
    source: "CoinGecko",
    markets: (ids: readonly string[]) => answer("prices", new Map(ids.map((id) => [id, row(id)]))),
    history: (id: string, _currency: string, days: number | "max") => answer(id, history(id, Number(days))),
  };
}

const make = (source = market()) => {
  const closes = closeBook(database);
  const log = memoryLog();
  const step = keepCloses({ markets: source, closes, backFills: backFillBook(database), assetIds: IDS, log });
  /** Ticks each minute for so long. */
  const pass = async (minutes: number): Promise<void> => {
    for (let each = 0; each < minutes; each += 1) {
      await step.run(source.state.now);
      source.state.now += MINUTE;
    }
  };
  return { step, pass, closes, log, ...source };
};

test("just after midnight the prices of all are taken once, as the closes of the day that has ended", async () => {
  const one = make();
  await one.pass(1);
  const kept = await one.closes.of(IDS, YESTERDAY, YESTERDAY);
  expect(kept.map(({ assetId, close, volume, source }) => [assetId, close, volume, source])).toEqual([
    ["aethir", 3, 5, "CoinGecko"],
    ["bittensor", 1, 5, "CoinGecko"],
    ["near", 2, 5, "CoinGecko"],
  ]);
  await one.pass(30);
  expect(one.state.asked.filter((what) => what === "prices")).toHaveLength(1);
});

test("a price that is hours old is nobody's close", async () => {
  const one = make();
  one.state.lateMs = 2 * 60 * MINUTE;
  await one.step.run(one.state.now);
  expect((await one.closes.of(IDS, YESTERDAY, YESTERDAY)).map(({ assetId }) => assetId)).toEqual([
    "aethir",
    "bittensor",
  ]);
});

test("at noon there is no close to take, and the years that are missing are asked for one by one, each once", async () => {
  const one = make();
  one.state.now = MIDNIGHT + 12 * 60 * MINUTE;
  await one.pass(2);
  expect(one.state.asked).toEqual(["bittensor"]);
  await one.pass(60);
  expect(one.state.asked).toEqual(IDS);
  expect(await one.closes.of(["bittensor"], 0, YESTERDAY)).toHaveLength(365);
});

test("a restart asks for nothing again; a young coin is asked for once a week, one whose days stay away once a day", async () => {
  const one = make();
  one.state.now = MIDNIGHT + 12 * 60 * MINUTE;
  await one.pass(20);
  const source = market();
  const next = make(source);
  source.state.now = MIDNIGHT + 13 * 60 * MINUTE;
  await next.pass(30);
  expect(source.state.asked).toEqual([]);
  source.state.now += 2 * DAY_MS;
  await next.pass(30);
  expect(source.state.asked.toSorted()).toEqual(IDS.toSorted());
  source.state.asked = [];
  for (let day = 0; day < 6; day += 1) {
    // Closes go on coming at midnight.
    source.state.now = (dayOf(source.state.now) + 1) * DAY_MS;
    await next.pass(30);
  }
  expect(source.state.asked.filter((what) => what !== "prices")).toEqual([]);
  source.state.now = (dayOf(source.state.now) + 1) * DAY_MS;
  await next.pass(1);
  source.state.now += 15 * 60 * MINUTE;
  await next.pass(30);
  expect(source.state.asked.filter((what) => what !== "prices")).toEqual(["aethir"]);
});

test("a provider that says no, or a quota, is left alone for ten minutes; a fault of ours is the tick's to log", async () => {
  const one = make();
  one.state.failure = new ProviderError("CoinGecko", "limited", { detail: "jobs pause to spare the month's quota" });
  await one.pass(10);
  expect(one.state.asked).toEqual(["prices"]);
  expect(one.log.lines).toMatchObject([{ level: "info", event: "closes wait" }]);
  one.state.failure = undefined;
  await one.pass(1);
  expect(await one.closes.of(IDS, YESTERDAY, YESTERDAY)).toHaveLength(3);
  await database.schema.dropTable("daily_close").execute();
  one.state.now += 10 * MINUTE;
  await expect(one.step.run(one.state.now)).rejects.toThrow("no such table");
});
