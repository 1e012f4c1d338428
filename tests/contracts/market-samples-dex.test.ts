import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import { createDexScreener } from "../../src/market/providers/dexscreener.ts";
import { createGeckoTerminal } from "../../src/market/providers/geckoterminal.ts";
import { join } from "node:path";
import { ProviderError } from "../../src/core/errors.ts";
import { serviceChain } from "../../src/market/chains.ts";
import type { TokenPool } from "../../src/market/dex/source.ts";
import { testWire } from "../support/market.ts";

/** A folder of answers that real providers once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
const read = (file: string): string => readFileSync(join(folder ?? "", file), "utf8");
const matching = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file));
/** Recordings are years old; the clock stands after all of them. */
const NOW = Date.UTC(2027, 0, 1);

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket();
});
afterAll(() => market.close());

const geckoterminal = () => createGeckoTerminal({ ...testWire({ clock: () => NOW }), base: market.geckoterminalBase });
const dexscreener = () => createDexScreener({ ...testWire({ clock: () => NOW }), base: market.dexscreenerBase });
const chain = serviceChain("geckoterminal", "eth");

/** Has the next answers be this text, whatever is asked. */
const serve = (body: string): void => {
  market.heal();
  market.fail("", { kind: "status", status: 200, body }, Infinity);
};

type Row = Readonly<Record<string, unknown>>;
const inside = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce((each, key) => (typeof each === "object" && each !== null ? (each as Row)[key] : undefined), value);

const isSound = ({ price, liquidity, volume24h, fdv, cap, change24h, createdAt }: TokenPool): boolean =>
  [price, liquidity, fdv, cap].every((each) => each === undefined || (Number.isFinite(each) && each > 0)) &&
  [volume24h].every((each) => each === undefined || (Number.isFinite(each) && each >= 0)) &&
  (change24h === undefined || change24h >= -1) &&
  (createdAt === undefined || createdAt <= NOW);

describe.skipIf(folder === undefined)("recorded pools of the folder SAMPLES", () => {
  test("are there of both services", () => {
    expect(matching(/geckoterminal\/.*(token.*_pools|search_pools|ohlcv)/).length).toBeGreaterThan(3);
    expect(matching(/dexscreener\/.*(raw|v1|2026)/).length).toBeGreaterThan(3);
  });

  test.for(matching(/geckoterminal\/.*(pools_|_pools|trending)[^/]*\.json$/))(
    "%s: each pool is found by its own address and by both of its tokens",
    async (file) => {
      const rows = (JSON.parse(read(file)) as { data: readonly Row[] }).data;
      const pools = rows.filter((row) => row["type"] === "pool");
      serve(read(file));
      const gecko = geckoterminal();
      for (const row of pools.slice(0, 5)) {
        const address = String(inside(row, "attributes", "address"));
        const id = String(row["id"]);
        const found = await gecko.find(address, undefined, "person");
        expect(found.pools.map((pool) => `${pool.chain.geckoterminal}_${pool.address}`)).toContain(id);
        expect(found.pools.every(isSound)).toBe(true);
        const [pool] = found.pools.filter((each) => id.endsWith(each.address));
        expect(pool?.price).toBe(Number(inside(row, "attributes", "base_token_price_usd")));
        const other = await gecko.pools(chain, pool?.other.address ?? "", "person");
        const twin = other.pools.find((each) => id.endsWith(each.address));
        expect(twin).toMatchObject({
          side: "quote",
          price: Number(inside(row, "attributes", "quote_token_price_usd")),
        });
      }
    },
  );

  test.for(matching(/geckoterminal\/.*ohlcv.*\.json$/))("%s: each candle is read, oldest first", async (file) => {
    serve(read(file));
    const answer = await geckoterminal().candles(
      { chain, pool: "0x1", side: "base", interval: "1d", count: 9 },
      "person",
    );
    const list = inside(JSON.parse(read(file)), "data", "attributes", "ohlcv_list") as readonly (readonly number[])[];
    expect(answer?.candles.map(({ at, close }) => [at, close])).toEqual(
      list.map(([at = 0, , , , close]) => [at * 1000, close]).toReversed(),
    );
  });

  test.for(matching(/geckoterminal\/.*token_info\.json$/))("%s: holders and authorities are read", async (file) => {
    serve(read(file));
    const info = await geckoterminal().info(chain, "0x1", "person");
    expect(info).toEqual({
      holders: 47_911,
      top10: expect.closeTo(0.737977, 9),
      canMint: false,
      canFreeze: false,
      asOf: NOW,
    });
  });

  test.for(matching(/dexscreener\/(tokens_legacy|pair_sui|pairs_solana|token_v1)[^/]*\.json$/))(
    "%s: each pair is read from both sides, each at its own price",
    async (file) => {
      const body = JSON.parse(read(file)) as readonly Row[] | { pairs: readonly Row[] };
      const pairs = "pairs" in body ? body.pairs : body;
      serve(JSON.stringify({ pairs }));
      const screener = dexscreener();
      for (const row of pairs.slice(0, 6)) {
        const [own, other] = [row["baseToken"], row["quoteToken"]].map((each) => String(inside(each, "address")));
        const usd = Number(row["priceUsd"]);
        const base = (await screener.find(own ?? "", undefined, "person")).pools;
        const seen = base.find((each) => each.address === row["pairAddress"]);
        expect(seen).toMatchObject({ side: "base", price: usd, chain: { dexscreener: row["chainId"] } });
        const quote = (await screener.find(other ?? "", undefined, "person")).pools;
        const twin = quote.find((each) => each.address === row["pairAddress"]);
        expect(twin?.side).toBe("quote");
        expect(twin?.price).toBeCloseTo(usd / Number(row["priceNative"]), 6);
        expect([...base, ...quote].every(isSound)).toBe(true);
      }
    },
  );

  test.for(matching(/dexscreener\/(search_empty|tokens_null_pairs)\.json$/))("%s: is nothing", async (file) => {
    serve(read(file));
    expect((await dexscreener().find("0x1", undefined, "person")).pools).toEqual([]);
  });

  test.for(matching(/(geckoterminal|dexscreener)\/|errors\//))(
    "%s: in the place of any answer it gives figures or a ProviderError",
    async (file) => {
      serve(read(file));
      const [gecko, screener] = [geckoterminal(), dexscreener()];
      const address = "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2";
      const asks: readonly (() => Promise<readonly TokenPool[]>)[] = [
        async () => (await gecko.find(address, undefined, "person")).pools,
        async () => (await gecko.pools(chain, address, "person")).pools,
        async () => (await screener.find(address, undefined, "person")).pools,
        async () => (await screener.pools(chain, address, "person")).pools,
        async () => {
          await gecko.info(chain, address, "person");
          await gecko.candles({ chain, pool: address, side: "base", interval: "1d", count: 9 }, "person");
          return [];
        },
      ];
      for (const ask of asks) {
        try {
          expect((await ask()).filter((pool) => !isSound(pool))).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
      }
    },
  );
});
