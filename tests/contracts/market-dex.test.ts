import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ALPHA, aPool, BASE, MINT, SOL, SOLANA, WETH } from "../support/token-desk.ts";
import { CHAINS, chainNamed, explorerChain, serviceChain } from "../../src/market/chains.ts";
import { type Fault, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { crossCheck } from "../../src/market/dex/cross-check.ts";
import { createCoinGeckoOnchain } from "../../src/market/providers/coingecko-onchain.ts";
import { createDexScreener } from "../../src/market/providers/dexscreener.ts";
import { createDexTokens } from "../../src/market/dex/tokens.ts";
import { createGeckoTerminal } from "../../src/market/providers/geckoterminal.ts";
import { createSampleDex } from "../../src/market/dex/sample.ts";
import { createSampleMarket } from "../../src/market/sample.ts";
import type { DexSource, TokenPool } from "../../src/market/dex/source.ts";
import fc from "fast-check";
import { figuresOf } from "../../src/market/dex/pool-figures.ts";
import { isSame } from "../../src/market/dex/address.ts";
import { mayBeSecret } from "../../src/core/pasted-secret.ts";
import { NOON } from "../support/calls.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { readTokenWord } from "../../src/market/dex/token-word.ts";
import { testWire } from "../support/market.ts";

const POOLS = [
  aPool(),
  aPool({
    address: "0x0000000000000000000000000000000000000b02",
    base: WETH,
    quote: ALPHA,
    price: 3_000,
    quotePrice: "2.0e0",
  }),
  aPool({
    chain: SOLANA,
    address: "SoLPooL1111111111111111111111111111111111",
    base: MINT,
    quote: SOL,
    createdAt: null,
    cap: null,
  }),
];
const ADDRESS = ALPHA.address.toLowerCase();
const base = chainNamed("base") ?? serviceChain("geckoterminal", "base");

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket({ now: () => NOON, pools: POOLS });
});
afterEach(() => {
  expect(market.violations).toEqual([]);
  market.heal();
});
afterAll(() => market.close());

const wire = () =>
  testWire({ clock: () => NOON, wait: async () => undefined, limits: { personMs: 1_000, personWaitMs: 0 } });
const geckoterminal = () => createGeckoTerminal({ ...wire(), base: market.geckoterminalBase });
const onchain = () =>
  createCoinGeckoOnchain({ ...wire(), plan: "pro", apiKey: "pro-key", base: market.coingeckoProBase });
const dexscreener = () => createDexScreener({ ...wire(), base: market.dexscreenerBase });

const SOURCES: readonly (readonly [string, () => DexSource])[] = [
  ["GeckoTerminal", geckoterminal],
  ["CoinGecko on-chain", onchain],
  ["DexScreener", dexscreener],
];

describe.each(SOURCES)("%s", (name, create) => {
  test("finds a token by its address, in figures and with both sides of its pools", async () => {
    const source = create();
    expect(source.source).toBe(name);
    const { pools, isPool } = await source.find(ADDRESS, undefined, "person");
    expect(isPool).toBe(false);
    expect(pools.map(({ side, price }) => [side, price])).toEqual([
      ["base", 2],
      ["quote", 2],
    ]);
    expect(pools[0]).toMatchObject({
      chain: { id: "base", name: "Base" },
      address: aPool().address,
      token: { address: ADDRESS, symbol: "ALPHA", name: "Alpha" },
      other: { address: WETH.address, symbol: "WETH" },
      liquidity: 1_000_000,
      volume24h: 500_000,
      buys24h: 120,
      sells24h: 80,
      change24h: 0.125,
      createdAt: aPool().createdAt,
    });
    // A buy of the other token is a sale of this one, and the changes are the other's.
    expect(pools[1]).toMatchObject({ buys24h: 80, sells24h: 120 });
    expect(pools[1]).not.toHaveProperty("change24h");
  });

  test("finds a pool by its own address, and lists a token's pools on one chain", async () => {
    const source = create();
    const byPool = await source.find(aPool().address, base, "person");
    expect([byPool.isPool, byPool.pools[0]?.token.symbol]).toEqual([true, "ALPHA"]);
    expect((await source.pools(base, ADDRESS, "person")).pools).toHaveLength(2);
    const solana = chainNamed("solana") ?? base;
    const [mint] = (await source.pools(solana, MINT.address, "person")).pools;
    expect(mint).toMatchObject({ chain: { id: "solana" }, token: { address: MINT.address } });
    expect(mint).not.toHaveProperty("createdAt");
    expect(mint).not.toHaveProperty("cap");
  });

  test("has nothing for what it does not know, without a failure", async () => {
    const source = create();
    const nobody = "0x00000000000000000000000000000000000000aa";
    expect((await source.find(nobody, undefined, "person")).pools).toEqual([]);
    expect((await source.pools(base, nobody, "person")).pools).toEqual([]);
    expect((await source.find(ADDRESS, serviceChain("geckoterminal", "nowhere"), "person")).pools).toEqual([]);
  });

  test("takes no token that only calls itself by the address", async () => {
    const fake = { address: "0x00000000000000000000000000000000000fa4e1", symbol: "ALPHA", name: ADDRESS };
    const other = await startMarket({ now: () => NOON, pools: [aPool({ base: fake })] });
    const there = {
      GeckoTerminal: () => createGeckoTerminal({ ...wire(), base: other.geckoterminalBase }),
      DexScreener: () => createDexScreener({ ...wire(), base: other.dexscreenerBase }),
    }[name];
    if (there) expect((await there().find(ADDRESS, undefined, "person")).pools).toEqual([]);
    expect(other.violations).toEqual([]);
    await other.close();
  });

  const FAULTS: readonly Fault[] = [
    { kind: "status", status: 429, retryAfter: "60" },
    { kind: "status", status: 500 },
    { kind: "status", status: 403, body: "error code: 1020" },
    { kind: "html" },
    { kind: "truncated" },
    { kind: "empty" },
    { kind: "hang" },
    { kind: "hang-in-body" },
    { kind: "reset" },
    { kind: "huge", bytes: 3 * 1024 * 1024 },
    { kind: "body", body: { data: "many", pairs: 7 } },
    { kind: "body", body: 7 },
  ];
  test.each(FAULTS.map((fault) => [fault]))("fails as a provider does: %j", async (fault) => {
    const source = create();
    market.fail("", fault, Infinity);
    await expect(source.find(ADDRESS, undefined, "person")).rejects.toBeInstanceOf(ProviderError);
    await expect(source.pools(base, ADDRESS, "person")).rejects.toBeInstanceOf(ProviderError);
  });

  test.each([["numbers-as-text"], ["wrong-types"], ["nulls"], ["bom"]] as const)(
    "gives what can be read, and no figure that cannot: %s",
    async (kind) => {
      const source = create();
      market.fail("", { kind }, Infinity);
      let pools: readonly TokenPool[] = [];
      try {
        ({ pools } = await source.find(ADDRESS, undefined, "person"));
      } catch (error) {
        expect(error).toBeInstanceOf(ProviderError);
      }
      if (kind === "numbers-as-text" || kind === "bom") expect(pools[0]).toMatchObject({ price: 2, liquidity: 1e6 });
      for (const each of pools)
        for (const value of [each.price, each.liquidity, each.volume24h, each.fdv, each.cap, each.change24h])
          expect(value === undefined || Number.isFinite(value)).toBe(true);
    },
  );
});

describe("GeckoTerminal's candles", () => {
  const question = { chain: base, pool: aPool().address, side: "base", interval: "1h", count: 24 } as const;

  test("come newest first and are read oldest first, with what was traded in each", async () => {
    const read = await geckoterminal().candles(question, "person");
    const times = read?.candles.map(({ at }) => at) ?? [];
    expect(times).toEqual(Array.from({ length: 24 }, (_, index) => NOON - (23 - index) * 3_600_000));
    expect(read?.volumes.map(([at]) => at)).toEqual(times);
    expect(read).toMatchObject({ intervalMs: 3_600_000, source: "GeckoTerminal", asOf: NOON });
  });

  test("that contradict themselves, or come twice, are no candles", async () => {
    const at = NOON / 1000;
    const rows = [
      [at, 1, 2, 0.5, 1.5, 10],
      [at - 3_600, 1, 0.9, 0.5, 1.5, 10],
      [at - 7_200, null, 2, 0.5, 1.5, 10],
      [at - 10_800, "1", "2", "0.5", "1.5", null],
      [at - 10_800, 1, 2, 0.5, 1.6, -3],
      ["soon", 1, 2, 0.5, 1.5, 10],
      "no row",
    ];
    market.fail("geckoterminal", { kind: "body", body: { data: { attributes: { ohlcv_list: rows } } } });
    const read = await geckoterminal().candles(question, "person");
    expect(read?.candles.map((each) => [each.at, each.close])).toEqual([
      [NOON - 10_800_000, 1.6],
      [NOON, 1.5],
    ]);
    expect(read?.volumes).toEqual([[NOON, 10]]);
  });

  test("of a pool that it does not know are none", async () => {
    expect(await geckoterminal().candles({ ...question, pool: ADDRESS }, "person")).toBeUndefined();
  });
});

test("GeckoTerminal is asked no more than thirty times a minute, CoinGecko's key for a third of what it allows", async () => {
  const count = async (source: DexSource): Promise<number> => {
    for (let asked = 0; ; asked += 1)
      try {
        await source.pools(base, `0x${String(asked).padStart(40, "0")}`, "person");
      } catch (error) {
        expect(error).toMatchObject({ failure: "limited" });
        return asked;
      }
  };
  expect(await count(geckoterminal())).toBe(30);
  const demo = createCoinGeckoOnchain({ ...wire(), plan: "demo", apiKey: "demo-key", base: market.coingeckoBase });
  expect(await count(demo)).toBe(10);
});

describe("chains", () => {
  test("have one name each at every service, and none twice", () => {
    for (const key of ["id", "geckoterminal", "dexscreener", "defillama", "name"] as const)
      expect(new Set(CHAINS.map((chain) => chain[key])).size).toBe(CHAINS.length);
    expect(CHAINS.length).toBeGreaterThanOrEqual(15);
  });

  test.each([
    ["ETH", "ethereum"],
    ["bnb chain", "binance-smart-chain"],
    ["polygon_pos", "polygon-pos"],
    ["BSC", "binance-smart-chain"],
    ["sui-network", "sui"],
    ["op", "optimistic-ethereum"],
  ])("are found by what people and services call them: %s", (word, id) => {
    expect(chainNamed(word)?.id).toBe(id);
  });

  test("that nobody has heard of keep their name, cleaned; what cannot be one is none", () => {
    expect(chainNamed("moonchain")).toMatchObject({ id: "moonchain", name: "moonchain" });
    for (const word of ["", "../..", "a b", "x".repeat(60), "é", "?network=eth"])
      expect(chainNamed(word)).toBeUndefined();
    expect(serviceChain("dexscreener", "polygon").id).toBe("polygon-pos");
    expect(explorerChain("evil.example")).toBeUndefined();
  });
});

describe("a word", () => {
  test.each([
    ["EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs", undefined],
    ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", undefined],
    ["0x2::sui::SUI", undefined],
    ["wrap.near", undefined],
    ["https://tronscan.org/#/token20/TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron"],
    ["https://suiscan.xyz/mainnet/coin/0x2%3A%3Asui%3A%3ASUI/txs-x", "sui"],
    ["https://tonviewer.com/EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs", "the-open-network"],
  ])("that is an address of another chain is taken for one: %s", (word, chain) => {
    const read = readTokenWord(word);
    expect(read.kind).toBe("address");
    expect(read.kind === "address" && read.chain?.id).toBe(chain ?? (read.kind === "address" ? undefined : false));
  });

  test.each([
    "TAO",
    "bitcoin",
    "internationalizationinternationalization",
    "0x123",
    "a.b/c",
    "1,000",
    "=bittensor",
    "TAO?",
  ])("that is a name is none: %s", (word) => {
    expect(["other", "no-token-link"]).toContain(readTokenWord(word).kind);
    expect(readTokenWord(word).kind).not.toBe("address");
  });

  test("of any kind is read without an error, and a private key is always one", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.webUrl()), (word) => {
        expect(typeof readTokenWord(word).kind).toBe("string");
      }),
    );
    const key = fc.array(fc.constantFrom(..."0123456789abcdefABCDEF"), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(
        key,
        fc.constantFrom("", "0x", " ", "base:", "my key: ", "https://evil.example/"),
        (digits, before) => {
          const word = `${before}${digits.join("")}`;
          expect(mayBeSecret(word)).toBe(true);
          expect(readTokenWord(word).kind).not.toBe("address");
        },
      ),
    );
  });

  test("is the same address in another case only where case says nothing", () => {
    expect(isSame(ALPHA.address, ADDRESS)).toBe(true);
    expect(
      isSame("0x0000000000000000000000000000000000000000000000000000000000000002::sui::SUI", "0x2::sui::SUI"),
    ).toBe(true);
    expect(isSame(MINT.address, MINT.address.toUpperCase())).toBe(false);
    // As it stands in DexScreener's links.
    expect(isSame(MINT.address, MINT.address.toLowerCase())).toBe(true);
  });
});

describe("figures over pools", () => {
  const pool = (change: Partial<TokenPool> = {}): TokenPool => ({
    chain: base,
    address: "0x1",
    dex: "Dex",
    token: ALPHA,
    other: WETH,
    side: "base",
    price: 2,
    liquidity: 100_000,
    volume24h: 1,
    ...change,
  });

  test("of no pool are none", () => {
    expect(figuresOf([])).toEqual({ isThin: true, counted: 0 });
  });

  test("are never more than what was said, whatever was said", () => {
    const amount = fc.option(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), { nil: undefined });
    const any = fc.record({ liquidity: amount, volume24h: amount, price: amount });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (each) => {
        const pools = each.map(({ liquidity, volume24h, price }, index) => {
          const { liquidity: _l, volume24h: _v, price: _p, ...rest } = pool({ address: `0x${index}` });
          return {
            ...rest,
            ...(liquidity === undefined ? {} : { liquidity }),
            ...(volume24h === undefined ? {} : { volume24h }),
            ...(price === undefined ? {} : { price }),
          };
        });
        const { liquidity, largestShare, price, isThin } = figuresOf(pools);
        expect(largestShare ?? 1).toBeLessThanOrEqual(1 + 1e-9);
        expect(isThin).toBe(!each.some((one) => (one.liquidity ?? 0) >= 50_000));
        if (!isThin) expect(liquidity).toBeGreaterThanOrEqual(50_000);
        expect(price === undefined || pools.some((one) => one.price === price)).toBe(true);
      }),
    );
  });

  test("agree where two sources differ within the factor, and contradict each other beyond it", () => {
    const first = { source: "A", pools: [pool()] };
    const at = (price: number) => crossCheck(first, { source: "B", pools: [pool({ address: "0x2", price })] });
    expect(at(2.5)).toMatchObject({ checkedWith: "B", contradictions: [] });
    expect(at(2.51)).toMatchObject({ contradictions: [{ about: "price", used: 2, dropped: 2.51 }] });
    // A thin pool neither confirms nor refutes.
    const thin = crossCheck(first, { source: "B", pools: [pool({ address: "0x2", price: 9, liquidity: 10 })] });
    expect(thin).toMatchObject({ source: "A", contradictions: [] });
    expect(thin).not.toHaveProperty("checkedWith");
  });
});

test("answers are kept longer while a quota has to be spared", async () => {
  let now = NOON;
  const clock = (): number => now;
  const data = createGeckoTerminal({ ...wire(), clock, base: market.geckoterminalBase });
  const tokens = createDexTokens({ data, clock, stretch: () => 3 });
  await tokens.of(ADDRESS);
  const before = market.requests.length;
  now += 150_000;
  await tokens.of(ADDRESS);
  expect(market.requests.length).toBe(before);
});

test("sample pools have the prices of the sample market, candles of a week, and a token that is thin", async () => {
  const sample = createSampleMarket();
  const tokens = createDexTokens({ data: createSampleDex(sample), clock: () => NOON, ages: "never" });
  const virtual = await tokens.of("0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b");
  if (!("token" in virtual)) throw new Error("not found");
  const row = (await sample.markets(["virtual-protocol"], "USD", "person")).get("virtual-protocol");
  expect(figuresOf(virtual.pools)).toMatchObject({ price: row?.price, isThin: false });
  expect(virtual).toMatchObject({ source: "sample data", isStale: false, asOf: sample.asOf });
  const candles = await tokens.candles({
    chain: base,
    pool: virtual.pools[0]?.address ?? "",
    side: "base",
    interval: "1h",
    count: 9,
  });
  expect(candles).toMatchObject({ intervalMs: 4 * 3_600_000, isStale: false });
  expect(candles?.candles.at(-1)?.close).toBe(row?.price);
  const thin = await tokens.of("0x00000000000000000000000000000000000a1a1a");
  expect("token" in thin && figuresOf(thin.pools).isThin).toBe(true);
  expect(BASE[0]).toBe("base");
});
