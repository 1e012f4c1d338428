import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import type { Quote } from "../market/quote.ts";
import { QuoteStore } from "./quote-store.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const TAO = { id: "bittensor", symbol: "TAO", name: "Bittensor" };
const quote = (change: Partial<Quote> = {}): Quote => ({
  asset: TAO,
  currency: "USD",
  price: 300,
  change24h: 0.095,
  source: "CoinGecko",
  asOf: NOW,
  isStale: false,
  ...change,
});

const store = new QuoteStore();
let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
});
afterEach(() => database.destroy());

test("a kept quote comes back whole, stale, and without values that it never had", async () => {
  await store.keep(database, [quote()], NOW);
  const [back] = await store.lastKnown(database, [TAO], "USD", 0);
  expect(back).toEqual(quote({ isStale: true }));
  expect(back).not.toHaveProperty("marketCap");
});

test("an older quote does not replace a newer one", async () => {
  await store.keep(database, [quote({ price: 310, asOf: NOW + 1 })], NOW);
  await store.keep(database, [quote({ price: 290, asOf: NOW - 1 })], NOW);
  expect((await store.lastKnown(database, [TAO], "USD", 0))[0]?.price).toBe(310);
});

test("what is older than asked for, of another currency or another asset is left out", async () => {
  await store.keep(database, [quote()], NOW);
  expect(await store.lastKnown(database, [TAO], "USD", NOW)).toEqual([]);
  expect(await store.lastKnown(database, [TAO], "EUR", 0)).toEqual([]);
  expect(await store.lastKnown(database, [{ ...TAO, id: "near" }], "USD", 0)).toEqual([]);
  expect(await store.lastKnown(database, [], "USD", 0)).toEqual([]);
});

test("a page of thousands is kept at once, and none is kept without complaint", async () => {
  const many = Array.from({ length: 2_500 }, (_, index) => quote({ asset: { ...TAO, id: `coin-${index}` } }));
  await store.keep(database, many, NOW);
  await store.keep(database, [], NOW);
  expect(await store.lastKnown(database, [many[2_499]?.asset ?? TAO], "USD", 0)).toHaveLength(1);
});

test("what was kept before a time can be removed", async () => {
  await store.keep(database, [quote()], NOW);
  await store.keep(database, [quote({ asset: { ...TAO, id: "near" } })], NOW + 10);
  expect(await store.removeKeptBefore(database, NOW + 10)).toBe(1);
  expect(await store.lastKnown(database, [TAO], "USD", 0)).toEqual([]);
});
