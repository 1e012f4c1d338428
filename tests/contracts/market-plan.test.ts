import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { type LiveMarket, openLiveMarket } from "../../src/compose/market.ts";
import type { Asset } from "../../src/market/asset.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { aCall, type LogLine, memoryLog, NOON } from "../support/calls.ts";
import { DAY_MS, dayOf } from "../../src/market/closes.ts";
import { Health } from "../../src/core/health.ts";
import { marketFacts } from "../../src/commands/market-facts.ts";
import { marketReply } from "../../src/commands/market-reply.ts";
import { plainText } from "../../src/core/plain.ts";
import { PLAN } from "../../src/market/plan.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { readConfig } from "../../src/config.ts";

const HOUR = 3_600_000;
const TAO: Asset = { id: "bittensor", symbol: "TAO", name: "Bittensor", rank: 35 };
const ARC: Asset = { id: "ai-rig-complex", symbol: "ARC", name: "AI Rig Complex" };

let standIn: MarketStandIn;
let database: Database;
let now: number;
let lines: readonly LogLine[];

beforeEach(async () => {
  now = NOON;
  standIn = await startMarket({ now: () => now });
  database = await openDatabase(":memory:");
});
afterEach(async () => {
  expect(standIn.violations).toEqual([]);
  await standIn.close();
  await database.destroy();
});

/** The live market as the desk puts it together, as a new process over the same database. */
async function open(environment: Record<string, string> = {}): Promise<LiveMarket> {
  const { market: config } = readConfig({
    COINGECKO_API_BASE: standIn.coingeckoBase,
    COINGECKO_API_KEY: "demo-key",
    COINPAPRIKA_API_BASE: standIn.coinpaprikaBase,
    DEFILLAMA_COINS_API_BASE: standIn.defillamaCoinsBase,
    FEAR_GREED_API_BASE: standIn.fearGreedBase,
    BINANCE_API_BASE: standIn.binanceBase,
    GECKOTERMINAL_API_BASE: standIn.geckoterminalBase,
    DEXSCREENER_API_BASE: standIn.dexscreenerBase,
    ...environment,
  });
  const log = memoryLog();
  ({ lines } = log);
  return await openLiveMarket({
    config,
    version: "0",
    database,
    log,
    health: new Health(),
    clock: () => now,
    keep: "closes",
  });
}

const down = (...routes: readonly string[]): void => {
  for (const route of routes) standIn.fail(route, { kind: "status", status: 404 }, Infinity);
};
const paths = (): string[] => standIn.requests.map(({ provider, path }) => `${provider}${path}`);

test("every need of the plan is served by sources that there are, in its order", async () => {
  const { sources } = await open({ COINGECKO_API_KEY: "" });
  const served = Object.fromEntries(
    Object.entries(sources).map(([need, each]) => [need, each.map(({ source }) => source)]),
  );
  expect(served).toEqual(Object.fromEntries(Object.entries(PLAN).map(([need, { sources: names }]) => [need, names])));
});

describe("a history", () => {
  test("is the market's, then what was kept, then DefiLlama's, then Binance's, each called by its name", async () => {
    const market = await open();
    await market.assets.refresh();
    const asset = market.assets.byId("bittensor") ?? TAO;
    expect(await market.histories.of(asset, "USD", 30)).toMatchObject({ source: "CoinGecko", asOf: now });
    now += 2 * HOUR;
    down("coingecko/coins/bittensor");
    const midnight = Date.UTC(2026, 2, 1);
    expect(await market.histories.of(asset, "USD", 30)).toMatchObject({ source: "CoinGecko", asOf: midnight });
    expect(await market.histories.of(asset, "USD", 7)).toMatchObject({ source: "DefiLlama", currency: "USD" });
    now += 2 * HOUR;
    down("defillama-coins/chart");
    expect(await market.histories.of(asset, "USD", 7)).toMatchObject({ source: "Binance", currency: "USDT" });
  });

  test("of a coin that nobody has is none; where somebody failed, that is said and not that there is none", async () => {
    const market = await open();
    const unheard = { id: "unheard-of", symbol: "UNH", name: "Unheard" };
    expect(await market.histories.of(unheard, "USD", 7)).toBeUndefined();
    standIn.fail("defillama-coins/chart", { kind: "html" }, Infinity);
    await expect(market.histories.of({ ...unheard, id: "unheard-too" }, "USD", 7)).rejects.toBeInstanceOf(
      ProviderError,
    );
  });

  test("of a coin that was delisted is what was kept of it, marked as old", async () => {
    const first = await open();
    await first.histories.of(TAO, "USD", 365);
    now += 100 * DAY_MS;
    down("coingecko", "defillama-coins", "binance", "coinpaprika");
    const then = await (await open()).histories.of(TAO, "USD", 365);
    expect(then).toMatchObject({ source: "CoinGecko", isStale: true });
    expect(now - (then?.asOf ?? now)).toBeGreaterThan(99 * DAY_MS);
  });

  test("of an asset whose price became null is none, and nothing is kept of it", async () => {
    const market = await open();
    standIn.fail("coingecko/coins/bittensor", { kind: "nulls" }, Infinity);
    down("defillama-coins", "binance");
    // A chart whose lists are null is no chart, and says nothing of the coin.
    await expect(market.histories.of(TAO, "USD", 365)).rejects.toBeInstanceOf(ProviderError);
    expect(await market.closes.of(["bittensor"], 0, dayOf(now))).toEqual([]);
  });

  test("whose numbers have become text is read all the same", async () => {
    const market = await open();
    standIn.fail("coingecko/coins/bittensor", { kind: "numbers-as-text" });
    expect((await market.histories.of(TAO, "USD", 365))?.points).toHaveLength(366);
  });
});

describe("daily closes", () => {
  test("of any history in dollars are kept, so that later charts of 90 days and a year ask for no history, after a restart too", async () => {
    const first = await open();
    const asked = await first.histories.of(TAO, "USD", 365);
    expect(asked?.source).toBe("CoinGecko");
    const market = await open();
    const before = standIn.requests.length;
    const year = await market.histories.of(TAO, "USD", 365);
    const quarter = await market.histories.of(TAO, "USD", 90);
    const month = await market.histories.daily(TAO, "USD", 30);
    expect(paths().slice(before)).toEqual(["coingecko/coins/markets"]);
    expect(year?.points.slice(1)).toEqual(
      [...(asked?.points ?? [])]
        .slice(1, -1)
        .concat([[now - 30_000, 300]])
        .slice(-365),
    );
    expect(year?.volumes).toHaveLength(365);
    expect(year).toMatchObject({ source: "CoinGecko", currency: "USD", asOf: now - 30_000, isStale: false });
    expect([quarter?.points.length, month?.points.length]).toEqual([91, 31]);
  });

  test("do not stand in for hours, for other money, for all there is, nor for what they lack", async () => {
    const market = await open();
    await market.histories.of(TAO, "USD", 365);
    const before = standIn.requests.length;
    await market.histories.of(TAO, "USD", 30);
    await market.histories.of(TAO, "EUR", 90);
    await market.histories.of(TAO, "USD", "max");
    now += 3 * DAY_MS;
    await market.histories.of(TAO, "USD", 90);
    expect(paths().slice(before)).toEqual(Array.from({ length: 4 }, () => "coingecko/coins/bittensor/market_chart"));
  });

  test("of Tether's prices are never called dollars", async () => {
    const market = await open();
    await market.assets.refresh();
    down("coingecko/coins/bittensor", "defillama-coins");
    const asset = market.assets.byId("bittensor") ?? TAO;
    expect(await market.histories.of(asset, "USD", 365)).toMatchObject({ currency: "USDT" });
    expect(await market.closes.of(["bittensor"], 0, dayOf(now))).toEqual([]);
  });

  test("that can be neither read nor kept cost nobody a chart", async () => {
    const market = await open();
    await database.schema.dropTable("daily_close").execute();
    expect((await market.histories.of(TAO, "USD", 365))?.points).toHaveLength(366);
    expect(lines.map(({ event }) => event)).toEqual(expect.arrayContaining(["closes not read", "closes not kept"]));
  });
});

describe("what providers said last", () => {
  test("is there after a restart, marked as old, for a day", async () => {
    const first = await open();
    await first.overview.global();
    await first.overview.fearAndGreed();
    await first.histories.of(ARC, "USD", 7);
    standIn.fail("", { kind: "status", status: 404 }, Infinity);
    now += 23 * HOUR;
    const market = await open();
    expect(await market.overview.global()).toMatchObject({
      kind: "known",
      isStale: true,
      value: { marketCap: 2.5e12, source: "CoinGecko" },
    });
    expect(await market.overview.fearAndGreed()).toMatchObject({ kind: "known", value: { value: 12 } });
    standIn.heal();
    standIn.fail("", { kind: "status", status: 429 }, Infinity);
    expect(await market.histories.of(ARC, "USD", 7)).toMatchObject({ isStale: true, source: "CoinGecko" });
    now += 2 * HOUR;
    expect(await (await open()).overview.global()).toMatchObject({ kind: "failed" });
  });

  test("of the whole market is CoinPaprika's when CoinGecko does not answer, and called so", async () => {
    const market = await open();
    standIn.fail("coingecko/global", { kind: "status", status: 429 });
    expect(await market.overview.global()).toMatchObject({
      kind: "known",
      isStale: false,
      value: { marketCap: 2.4e12, source: "CoinPaprika" },
    });
  });
});

test("a card of the whole market names CoinPaprika for what it said, and says what it does not say", async () => {
  const market = await open();
  standIn.fail("coingecko/global", { kind: "status", status: 404 });
  const facts = await marketFacts(market.overview, market.rates);
  expect(facts).toMatchObject({
    global: { source: "CoinPaprika", marketCap: 2.4e12, btcDominancePercent: 57.3 },
    aiSector: { source: "CoinGecko, CoinPaprika" },
    missing: [{ source: "CoinPaprika", why: "does not say", what: ["ETH dominance"] }],
  });
  expect(facts.global).not.toHaveProperty("ethDominancePercent");
  expect(plainText(marketReply(facts, aCall({ now })))).toContain("CoinPaprika");
});

describe("a quota", () => {
  test("that is used up leaves people what was last known, with its age, and asks nobody", async () => {
    const first = await open();
    await first.quotes.of([TAO], "USD", "person");
    await first.overview.trending();
    const hour = Math.floor(now / HOUR);
    await database.insertInto("provider_use").values({ provider: "CoinGecko", hour, requests: 10_000 }).execute();
    now += HOUR;
    const market = await open();
    const before = standIn.requests.length;
    const down = await market.overview.trending();
    expect(down).toMatchObject({ kind: "known", isStale: true });
    expect(down.kind === "known" && down.value.asOf).toBe(now - HOUR);
    expect((await market.quotes.of([TAO], "USD", "person")).get("bittensor")?.source).toBe("DefiLlama");
    expect(standIn.requests.slice(before).map(({ provider }) => provider)).toEqual(["defillama-coins"]);
  });

  test("that would not last makes caches live longer and jobs pause, while people are answered", async () => {
    const hour = Math.floor(now / HOUR);
    await database.insertInto("provider_use").values({ provider: "CoinGecko", hour, requests: 600 }).execute();
    const market = await open();
    expect(market.months()).toContainEqual(
      expect.objectContaining({ provider: "CoinGecko", used: 600, quota: 10_000, stretch: 4, areJobsPaused: true }),
    );
    await market.quotes.of([TAO], "USD", "person");
    now += 3 * 60_000;
    await market.quotes.of([TAO], "USD", "person");
    expect(standIn.requests).toHaveLength(1);
    now += 2 * 60_000;
    await market.quotes.of([TAO], "USD", "person");
    expect(standIn.requests).toHaveLength(2);
    await expect(market.assets.refresh()).rejects.toThrow("jobs pause");
    expect(standIn.requests).toHaveLength(2);
  });

  test("counts what was answered, refusals too, and neither silence nor a server's fault", async () => {
    const market = await open();
    const used = () => market.months().find(({ provider }) => provider === "CoinGecko")?.used;
    await market.overview.trending();
    expect(used()).toBe(1);
    standIn.fail("coingecko", { kind: "status", status: 404 });
    await market.overview.global();
    expect(used()).toBe(2);
    standIn.fail("coingecko", { kind: "reset" }, 3);
    await market.overview.aiCategory();
    expect(used()).toBe(2);
  });
});
