import { afterAll, bench, describe } from "vitest";
import { aCall, memoryLog, NOON } from "../support/calls.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createQuotes } from "../../src/market/quotes.ts";
import { createRates } from "../../src/market/rates.ts";
import { price } from "../../src/commands/price.ts";
import { startMarket } from "../stand-ins/market.ts";
import { testAssets } from "../support/market-desk.ts";
import { testDesk } from "../support/desk.ts";
import { testWire } from "../support/market.ts";

/**
 * A price that is in the cache, from input to reply, beside the least that an answer can do: find the figures in a map and
 * word three numbers. Compare within a run. `npx vitest bench --run tests/bench/price.bench.ts`
 */
const clock = (): number => NOON;
const standIn = await startMarket({ now: clock });
const markets = createCoinGecko({
  ...testWire({ clock }),
  plan: "demo",
  apiKey: "demo-key",
  base: standIn.coingeckoBase,
});
const rates = createRates({ markets, clock, log: memoryLog() });
const quotes = createQuotes({
  markets,
  fallbacks: [],
  rates,
  clock,
  log: memoryLog(),
  cacheMs: Number.POSITIVE_INFINITY,
});
const { assets } = await testAssets();
const { desk } = await testDesk([price({ assets, quotes, rates, currency: "USD" })]);
const call = aCall();
await desk.run("price", { assets: ["TAO", "NEAR", "RENDER"] }, call);

const figures = new Map([["bittensor", { price: 312.46, change: 0.0123, cap: 3_200_000_000 }]]);
const money = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 2, signDisplay: "always" });

describe("a price that is in the cache", () => {
  bench("floor: a map and three numbers in words", () => {
    const found = figures.get("bittensor");
    if (found) void `${money.format(found.price)} ${percent.format(found.change)} ${money.format(found.cap)}`;
  });
  bench("one coin", async () => void (await desk.run("price", { assets: ["TAO"] }, call)));
  bench("three coins", async () => void (await desk.run("price", { assets: ["TAO", "NEAR", "RENDER"] }, call)));
});

afterAll(() => standIn.close());
