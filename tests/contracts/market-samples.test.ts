import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import type { Asset } from "../../src/market/asset.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createCoinPaprika } from "../../src/market/providers/coinpaprika.ts";
import { createDefiLlama } from "../../src/market/providers/defillama.ts";
import { join } from "node:path";
import { ProviderError } from "../../src/core/errors.ts";
import { testWire } from "../support/market.ts";

/** A folder of answers that real providers once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
        /\.(json|xml|rss|atom|html|txt)$/.test(file),
      );

const read = (file: string): string => readFileSync(join(folder ?? "", file), "utf8");
const matching = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file));
/** Recordings are years old; the clock stands after all of them. */
const NOW = Date.UTC(2027, 0, 1);

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket();
});
afterAll(() => market.close());

/** A provider of its own for each answer, so that none rests because of another. */
const wire = () => testWire({ clock: () => NOW });
const coingecko = () => createCoinGecko({ ...wire(), plan: "pro", apiKey: "pro-key", base: market.coingeckoProBase });
const coinpaprika = () => createCoinPaprika({ ...wire(), base: market.coinpaprikaBase });
const defillama = () => createDefiLlama({ ...wire(), base: market.defillamaCoinsBase });

/** Has the next answers be this text, whatever is asked. */
const serve = (body: string): void => {
  market.heal();
  market.fail("", { kind: "status", status: 200, body }, Infinity);
};

type Row = Readonly<Record<string, unknown>>;
const isPrice = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value) && value > 0;

describe.skipIf(folder === undefined)("recorded answers of the folder SAMPLES", () => {
  test("the folder holds answers of every endpoint that is called", () => {
    expect(matching(/coingecko\/.*\/(coins_)?markets/).length).toBeGreaterThan(3);
    for (const pattern of [/coins_list/, /exchange_rates/, /market_chart/, /ping/, /tickers?(_|\.)/, /prices_/])
      expect(matching(pattern).length).toBeGreaterThan(0);
  });

  test.for(matching(/^coingecko\/(oas-example|recorded-.*)\/(coins_)?markets/))(
    "%s: each row with a price is read",
    async (file) => {
      const rows = JSON.parse(read(file)) as readonly Row[];
      serve(read(file));
      const got = await coingecko().topMarkets(1);
      const priced = rows.filter((row) => isPrice(row["current_price"]));
      expect(got.map(({ id, price, rank }) => [id, price, rank])).toEqual(
        priced.map((row) => [row["id"], row["current_price"], row["market_cap_rank"] ?? undefined]),
      );
      expect(got.every(({ asOf }) => asOf < NOW)).toBe(true);
    },
  );

  test.for(matching(/^coingecko\/(oas-example|recorded-.*)\/coins_list(_full|_trimmed)?\.json$/))(
    "%s: each coin is read",
    async (file) => {
      serve(read(file));
      const list = await coingecko().coinList();
      expect(list).toHaveLength((JSON.parse(read(file)) as readonly Row[]).length);
    },
  );

  test.for(matching(/^coingecko\/.*\/exchange_rates\.json$/))("%s: each rate is read", async (file) => {
    serve(read(file));
    const { perBitcoin } = await coingecko().exchangeRates("person");
    const { rates } = JSON.parse(read(file)) as { rates: Row };
    expect(perBitcoin.size).toBe(Object.keys(rates).length);
  });

  test.for(matching(/^coingecko\/.*\/coins_id_market_chart\.json$|market_chart_bitcoin/))(
    "%s: each point is read",
    async (file) => {
      serve(read(file));
      const week = await coingecko().week("bitcoin", "usd", "person");
      expect(week?.points).toHaveLength((JSON.parse(read(file)) as { prices: unknown[] }).prices.length);
    },
  );

  test.for(matching(/^coinpaprika\/(ticker_btc.*|oas-example\/tickers)\.json$/))(
    "%s: the ticker is read",
    async (file) => {
      const body = JSON.parse(read(file)) as Row | Row[];
      serve(JSON.stringify(Array.isArray(body) ? body : [body]));
      const prices = await coinpaprika().prices([{ id: "bitcoin", symbol: "BTC", name: "Bitcoin", rank: 1 }], "person");
      expect(prices.get("bitcoin")?.price).toBeGreaterThan(1_000);
    },
  );

  test.for(matching(/^defillama\/.*\/prices_/))("%s: prices of an hour ago are read", async (file) => {
    const { coins } = JSON.parse(read(file)) as { coins: Record<string, Row> };
    const renamed = Object.entries(coins).map(([key, row]) => [
      `coingecko:${key.replace(/^.*:/, "")}`,
      // The recordings are older than a price may be.
      { ...row, timestamp: NOW / 1000 - 3_600 },
    ]);
    serve(JSON.stringify({ coins: Object.fromEntries(renamed) }));
    const assets = Object.keys(coins).map((key) => ({ id: key.replace(/^.*:/, ""), symbol: "X", name: "X" }));
    const prices = await defillama().prices(assets, "person");
    expect([...prices.values()].map(({ price }) => price)).toEqual(Object.values(coins).map((row) => row["price"]));
  });

  test.for(files)(
    "%s: in the place of any answer it gives figures or a ProviderError",
    { timeout: 30_000 },
    async (file) => {
      const body = read(file);
      serve(body);
      const assets = assetsIn(body);
      const gecko = coingecko();
      const asks: readonly (() => Promise<readonly unknown[]>)[] = [
        async () => (await gecko.topMarkets(1)).map(({ price }) => price),
        async () =>
          [
            ...(
              await gecko.markets(
                assets.map(({ id }) => id),
                "usd",
                "person",
              )
            ).values(),
          ].map(({ price }) => price),
        async () => (await gecko.coinList()).map(({ id }) => id.length),
        async () => [...(await gecko.exchangeRates("person")).perBitcoin.values()].map(({ value }) => value),
        async () => ((await gecko.week("bitcoin", "usd", "person"))?.points ?? []).map(([, price]) => price),
        async () => [...(await defillama().prices(assets, "person")).values()].map(({ price }) => price),
        async () => [...(await coinpaprika().prices(assets, "person")).values()].map(({ price }) => price),
      ];
      for (const ask of asks) {
        try {
          expect((await ask()).filter((value) => !isPrice(value))).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
      }
    },
  );
});

/** Whatever a body calls a coin, so that as much of it as can be is read as prices. */
function assetsIn(body: string): readonly Asset[] {
  const found = new Map<string, Asset>([["bitcoin", { id: "bitcoin", symbol: "BTC", name: "Bitcoin", rank: 1 }]]);
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null || found.size >= 90) return;
    const { id, symbol, name } = value as Row;
    if (typeof id === "string" && id !== "") found.set(id, { id, symbol: String(symbol), name: String(name), rank: 1 });
    for (const each of Object.values(value)) walk(each);
  };
  try {
    walk(JSON.parse(body));
  } catch {
    // Not JSON: asked for bitcoin alone.
  }
  return [...found.values()];
}
