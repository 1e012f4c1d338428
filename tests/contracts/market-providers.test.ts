import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { batches, createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { coin, filler, RATES } from "../stand-ins/market-assets.ts";
import type { MarketSource, PriceSource } from "../../src/market/source.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import type { Asset } from "../../src/market/asset.ts";
import { createCoinPaprika } from "../../src/market/providers/coinpaprika.ts";
import { createDefiLlama } from "../../src/market/providers/defillama.ts";
import fc from "fast-check";
import type { Figures } from "../../src/market/quote.ts";
import { isReachable } from "../../src/market/reachable.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { NOON } from "../support/calls.ts";
import { testWire } from "../support/market.ts";

let market: MarketStandIn;
beforeEach(async () => {
  market = await startMarket({ now: () => NOON, listSize: 17_000 });
});
afterEach(async () => {
  expect(market.violations).toEqual([]);
  await market.close();
});

const coingecko = (): MarketSource =>
  createCoinGecko({ ...testWire(), plan: "demo", apiKey: "demo-key", base: market.coingeckoBase });
const defillama = (): PriceSource => createDefiLlama({ ...testWire(), base: market.defillamaCoinsBase });
const coinpaprika = (): PriceSource => createCoinPaprika({ ...testWire(), base: market.coinpaprikaBase });

const TAO: Asset = { id: "bittensor", symbol: "TAO", name: "Bittensor", rank: 35, capUsd: 2.8e9 };
const BTC: Asset = { id: "bitcoin", symbol: "BTC", name: "Bitcoin", rank: 1, capUsd: 1.4e12 };

describe("CoinGecko", () => {
  test("a row of the market list becomes price, fractions, cap, volume, rank and the provider's own time", async () => {
    const rows = await coingecko().markets(["bittensor"], "usd", "person");
    expect(rows.get("bittensor")).toEqual({
      id: "bittensor",
      symbol: "TAO",
      name: "Bittensor",
      price: 300,
      change24h: 0.095,
      change7d: 0.24,
      marketCap: 2.8e9,
      volume24h: 1.4e8,
      rank: 35,
      asOf: NOON - 30_000,
    });
  });

  test("other currencies are asked for by their name", async () => {
    const rows = await coingecko().markets(["bittensor"], "EUR", "person");
    expect(rows.get("bittensor")?.price).toBeCloseTo(270, 9);
  });

  test("rows are joined by id, and what is unknown or has no price is left out", async () => {
    const rows = await coingecko().markets(["near", "nothing", "no-market", "bitcoin"], "USD", "person");
    expect([...rows].map(([id, { price }]) => [id, price])).toEqual(
      expect.arrayContaining([
        ["near", 1.35],
        ["bitcoin", 70_000],
      ]),
    );
    expect(rows.size).toBe(2);
  });

  test("more than 250 coins are asked for in several requests, each for 250 rows", async () => {
    const many = filler(600).map(({ id }) => coin(id, id, id, 2));
    const full = await startMarket({ assets: many });
    const source = createCoinGecko({ ...testWire(), plan: "public", base: full.coingeckoBase });
    const rows = await source.markets(
      many.map(({ id }) => id),
      "usd",
      "job",
    );
    expect(rows.size).toBe(600);
    expect(full.requests.map(({ query }) => [query["ids"]?.split(",").length, query["per_page"]])).toEqual([
      [250, "250"],
      [250, "250"],
      [100, "250"],
    ]);
    expect(full.violations).toEqual([]);
    await full.close();
  });

  test("every id is asked for exactly once, whatever the ids look like", () => {
    const id = fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9-]{1,12}$/));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 600 }), fc.integer({ min: 1, max: 250 }), (ids, size) => {
        const groups = batches(ids, size);
        const all = groups.flat();
        const usable = new Set(ids.map((each) => each.trim()).filter((each) => each !== "" && !each.includes(",")));
        expect(new Set(all)).toEqual(usable);
        expect(all).toHaveLength(usable.size);
        expect(groups.every((group) => group.length > 0 && group.length <= size)).toBe(true);
      }),
    );
  });

  test("no ids is no request", async () => {
    expect((await coingecko().markets([], "usd", "person")).size).toBe(0);
    expect(market.requests).toHaveLength(0);
  });

  test("an id with a blank and other odd characters is asked for as it is", async () => {
    const odd = await startMarket({
      assets: [coin("1move token", "1mt", "1Move", 5), coin("old-[old]&x=1", "o", "O", 6)],
    });
    const source = createCoinGecko({ ...testWire(), plan: "public", base: odd.coingeckoBase });
    const rows = await source.markets(["1move token", "old-[old]&x=1"], "usd", "person");
    expect(rows.size).toBe(2);
    expect(odd.violations).toEqual([]);
    await odd.close();
  });

  test("a week is hourly, oldest first, in the currency asked for; a coin without one has none", async () => {
    const week = await coingecko().week("bittensor", "eur", "person");
    expect(week?.points).toHaveLength(169);
    expect(week?.points.at(-1)).toEqual([NOON, expect.closeTo(270, 6)]);
    expect(week?.points[0]?.[0]).toBe(NOON - 7 * 86_400_000);
    expect(week).toMatchObject({ currency: "EUR", source: "CoinGecko", asOf: NOON });
    expect(await coingecko().week("no-market", "usd", "person")).toBeUndefined();
    expect(await coingecko().week("unheard-of", "usd", "person")).toBeUndefined();
  });

  test("the list of 17,000 coins comes whole, with contracts", async () => {
    const list = await coingecko().coinList();
    expect(list).toHaveLength(17_000);
    expect(list.find(({ id }) => id === "tether")).toEqual({
      id: "tether",
      symbol: "USDT",
      name: "Tether",
      contracts: { ethereum: "0xdac17f958d2ee523a2206206994597c13d831ec7" },
    });
  });

  test("the market list comes by cap, and past its end it is empty", async () => {
    const source = coingecko();
    expect((await source.topMarkets(1)).slice(0, 3).map(({ id, rank }) => [id, rank])).toEqual([
      ["bitcoin", 1],
      ["ethereum", 2],
      ["tether", 3],
    ]);
    expect(await source.topMarkets(9)).toEqual([]);
  });

  test("exchange rates know what kind of money each is", async () => {
    const { perBitcoin, source } = await coingecko().exchangeRates("person");
    expect(source).toBe("CoinGecko");
    expect(perBitcoin.size).toBe(Object.keys(RATES).length);
    expect(perBitcoin.get("EUR")).toEqual({ kind: "fiat", value: 63_000 });
    expect(perBitcoin.get("XAU")?.kind).toBe("commodity");
  });

  test("text from outside is cleaned", async () => {
    market.fail("coingecko/coins/list", {
      kind: "body",
      body: [
        { id: "x", symbol: "e\u202Evil", name: "A\u0000\nB\u200B", platforms: { base: " 0x1 ", "": "0x2", sui: null } },
      ],
    });
    expect(await coingecko().coinList()).toEqual([
      { id: "x", symbol: "EVIL", name: "A B", contracts: { base: "0x1" } },
    ]);
  });

  test.each(["public", "demo", "pro"] as const)(
    "the plan %s sends its key to its own root in its own header",
    async (plan) => {
      const base = plan === "pro" ? market.coingeckoProBase : market.coingeckoBase;
      const source = createCoinGecko({ ...testWire(), plan, apiKey: `${plan}-key`, base });
      await source.ping();
      const headers = market.requests[0]?.headers ?? {};
      const keys = Object.entries(headers).filter(([name]) => name.startsWith("x-cg-"));
      expect(keys).toEqual(plan === "public" ? [] : [[`x-cg-${plan}-api-key`, `${plan}-key`]]);
    },
  );

  test("a key at the wrong root, and a wrong key, are refused with CoinGecko's code for the operator", async () => {
    const attempts = [
      { plan: "demo", apiKey: "demo-key", base: market.coingeckoProBase, code: 10011 },
      { plan: "pro", apiKey: "pro-key", base: market.coingeckoBase, code: 10010 },
      { plan: "demo", apiKey: "wrong", base: market.coingeckoBase, code: 10002 },
    ] as const;
    for (const { code, ...parts } of attempts) {
      const source = createCoinGecko({ ...testWire(), ...parts });
      await expect(source.ping()).rejects.toThrow(`code ${code}`);
      await expect(source.markets(["bitcoin"], "usd", "person")).rejects.toMatchObject({ failure: "refused" });
    }
  });
});

describe("DefiLlama", () => {
  test("prices come by our ids, with the provider's own time; what it does not have is left out", async () => {
    const arc: Asset = { id: "arc", symbol: "ARC", name: "Arc" };
    const prices = await defillama().prices([TAO, arc, BTC], "person");
    expect(prices.get("bittensor")).toEqual({ price: 300, asOf: NOON - 60_000 });
    expect([...prices.keys()].toSorted()).toEqual(["bitcoin", "bittensor"]);
    expect(market.requests).toHaveLength(1);
  });

  test("a price that it does not trust, or that is a day old, is none", async () => {
    const seconds = NOON / 1000;
    market.fail("defillama-coins", {
      kind: "body",
      body: {
        coins: {
          "coingecko:bittensor": { price: 300, timestamp: seconds, confidence: 0.2 },
          "coingecko:bitcoin": { price: 70_000, timestamp: seconds - 90_000, confidence: 0.99 },
        },
      },
    });
    expect((await defillama().prices([TAO, BTC], "person")).size).toBe(0);
  });

  test("many coins are asked for a hundred at a time, one request a second", async () => {
    const wire = testWire();
    const source = createDefiLlama({ ...wire, base: market.defillamaCoinsBase });
    const many = filler(250).map(({ id, symbol, name }) => ({ id, symbol, name }));
    await source.prices(many, "job");
    expect(market.requests.map(({ path }) => path.split(",").length)).toEqual([100, 100, 50]);
    expect(wire.waits).toEqual([1_000, 1_000]);
  });
});

describe("CoinPaprika", () => {
  test("a list of which nothing can be read is no answer, and is not kept for the next who asks", async () => {
    const source = coinpaprika();
    market.fail("coinpaprika/tickers", { kind: "wrong-types" });
    await expect(source.prices([TAO], "person")).rejects.toMatchObject({ failure: "unusable" });
    expect((await source.prices([TAO], "person")).size).toBe(1);
  });

  test("a coin with the same symbol, name and size is the same coin", async () => {
    expect((await coinpaprika().prices([TAO], "person")).get("bittensor")).toEqual({
      price: 300,
      change24h: 0.095,
      change7d: 0.24,
      marketCap: 2.8e9,
      volume24h: 1.4e8,
      rank: 35,
      asOf: NOON - 120_000,
    });
  });

  const others: readonly (readonly [string, Asset])[] = [
    ["a namesake without a rank", { id: "bittensor-copy", symbol: "TAO", name: "Bittensor" }],
    ["a namesake of another size", { id: "bittensor-copy", symbol: "TAO", name: "Bittensor", rank: 900, capUsd: 1e6 }],
    ["another name", { id: "fusotao", symbol: "TAO", name: "Fusotao", rank: 35, capUsd: 2.8e9 }],
    ["another symbol", { id: "x", symbol: "TAOX", name: "Bittensor", rank: 35, capUsd: 2.8e9 }],
  ];
  test.each(others)("%s is not taken for it", async (_name, asset) => {
    expect((await coinpaprika().prices([asset], "person")).size).toBe(0);
  });

  test("two coins of the same symbol and name are neither", async () => {
    const quotes = { USD: { price: 1, market_cap: 2.8e9 } };
    const twin = { name: "Bittensor", symbol: "TAO", rank: 1, quotes };
    market.fail("coinpaprika/tickers", { kind: "body", body: [twin, { ...twin, rank: 2 }] });
    expect((await coinpaprika().prices([TAO], "person")).size).toBe(0);
    market.fail("coinpaprika/tickers", { kind: "body", body: [twin] });
    expect((await coinpaprika().prices([TAO], "person")).size).toBe(1);
  });

  test("zero means unknown, and a price of zero is no price", async () => {
    const row = { symbol: "TAO", name: "Bittensor", rank: 35, last_updated: "2026-03-01T11:00:00Z" };
    const usd = { price: 300, market_cap: 0, volume_24h: 0, percent_change_24h: 0, percent_change_7d: 1 };
    market.fail("coinpaprika/tickers", { kind: "body", body: [{ ...row, quotes: { USD: usd } }] });
    const prices = await coinpaprika().prices([TAO], "person");
    expect(prices.get("bittensor")).toEqual({ price: 300, change7d: 0.01, rank: 35, asOf: NOON - 3_600_000 });
    const worthless = { ...row, quotes: { USD: { ...usd, price: 0 } } };
    const other = { ...row, name: "Other", quotes: { USD: usd } };
    market.fail("coinpaprika/tickers", { kind: "body", body: [worthless, other] });
    expect((await coinpaprika().prices([TAO], "person")).size).toBe(0);
  });

  test("its list is fetched once in five minutes", async () => {
    const wire = testWire();
    const source = createCoinPaprika({ ...wire, base: market.coinpaprikaBase });
    await source.prices([TAO], "person");
    wire.pass(299_000);
    await source.prices([BTC], "person");
    expect(market.requests).toHaveLength(1);
    wire.pass(1_000);
    await source.prices([BTC], "person");
    expect(market.requests).toHaveLength(2);
  });
});

describe("bad rows", () => {
  test("rows that have little besides their price are rows", async () => {
    market.fail("coingecko/coins/markets", { kind: "body", body: [{ id: "bittensor", current_price: 1 }] });
    market.fail("defillama-coins", {
      kind: "body",
      body: { coins: { "coingecko:bittensor": { price: 2, timestamp: NOON } } },
    });
    const ticker = { symbol: "TAO", name: "Bittensor", rank: 35, quotes: { USD: { price: 3 } } };
    market.fail("coinpaprika", { kind: "body", body: [ticker] });
    const row = (await coingecko().markets(["bittensor"], "usd", "person")).get("bittensor");
    expect(row).toEqual({ id: "bittensor", symbol: "", name: "", price: 1, asOf: NOON });
    expect((await defillama().prices([TAO], "person")).get("bittensor")).toEqual({ price: 2, asOf: NOON });
    expect((await coinpaprika().prices([TAO], "person")).get("bittensor")).toEqual({ price: 3, rank: 35, asOf: NOON });
  });

  const sources = {
    "coingecko/coins/markets": coingecko,
    "defillama-coins": defillama,
    coinpaprika: coinpaprika,
  } as const;
  const priced = async (route: keyof typeof sources): Promise<readonly number[]> => {
    const source = sources[route]();
    const found =
      "markets" in source
        ? await source.markets(["bittensor", "bitcoin"], "usd", "person")
        : await source.prices([TAO, BTC], "person").catch((error: unknown) => {
            // A whole list of which nothing can be read is no answer.
            if (error instanceof ProviderError && error.failure === "unusable") return new Map<string, Figures>();
            throw error;
          });
    return [...found.values()].map(({ price }) => price).toSorted((a, b) => a - b);
  };

  test.each(Object.keys(sources) as (keyof typeof sources)[])(
    "%s: words and nulls for numbers are no prices",
    async (route) => {
      for (const kind of ["wrong-types", "nulls"] as const) {
        market.fail(route, { kind });
        expect(await priced(route)).toEqual([]);
      }
    },
  );

  test.each(Object.keys(sources) as (keyof typeof sources)[])("%s: numbers written as text are read", async (route) => {
    market.fail(route, { kind: "numbers-as-text" });
    expect(await priced(route)).toEqual([300, 70_000]);
  });
});

describe("whether the market can be reached", () => {
  test("one answer of any is enough", async () => {
    market.fail("coingecko", { kind: "reset" }, Infinity);
    market.fail("defillama-coins", { kind: "html" }, Infinity);
    expect(await isReachable([coingecko(), defillama()])).toBe(false);
    expect(await isReachable([coingecko(), defillama(), coinpaprika()])).toBe(true);
    expect(await isReachable([])).toBe(false);
  });

  test("one that says too many requests is there; one that refuses may be something in between", async () => {
    market.fail("coingecko", { kind: "status", status: 429, retryAfter: "60" });
    expect(await isReachable([coingecko()])).toBe(true);
    market.fail("coingecko", { kind: "status", status: 403, body: "<html>sign in to this network</html>" });
    expect(await isReachable([coingecko()])).toBe(false);
  });
});
