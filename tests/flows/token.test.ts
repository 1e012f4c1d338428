import { afterEach, describe, expect, test } from "vitest";
import { ALPHA, aPool, BASE, MINT, SOL, SOLANA, type TokenDesk, tokenDesk, WETH } from "../support/token-desk.ts";
import type { Chart, Reply, Studies } from "../../src/core/reply.ts";
import { aCall, NOON } from "../support/calls.ts";
import { plainText } from "../../src/core/plain.ts";
import { problemsIn } from "../../src/core/problems.ts";
import type { StandInPool } from "../stand-ins/market-dex.ts";
import { openWholeDesk } from "../support/whole-desk.ts";
import { toolText } from "../../src/agent/tool-text.ts";

const DAY = 86_400_000;
const ADDRESS = ALPHA.address.toLowerCase();
const open: TokenDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    expect(desk.faults).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (
  pools: readonly StandInPool[] = [aPool()],
  options: Parameters<typeof tokenDesk>[1] = {},
): Promise<TokenDesk> => {
  const desk = await tokenDesk(pools, options);
  open.push(desk);
  return desk;
};

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);
const pictureIn = (reply: Reply): Chart | undefined =>
  reply.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : []))[0];
const asked = ({ standIn }: TokenDesk): string[] => standIn.requests.map(({ provider, path }) => `${provider}${path}`);

test("the commands can be offered on every surface", async () => {
  const { desk } = await aDesk();
  expect(problemsIn([...desk.commands.values()])).toEqual([]);
});

describe("the card", () => {
  test("says price, what it rests on, the pools, and whose words the name is", async () => {
    const { say } = await aDesk([
      aPool(),
      aPool({
        address: "0x0000000000000000000000000000000000000b02",
        dex: "Uniswap V3",
        liquidity: 250_000,
        volume24h: 125_000,
        createdAt: NOON - 200 * DAY,
      }),
      aPool({ address: "0x0000000000000000000000000000000000000b03", dex: "Sushi", liquidity: 900, price: 9 }),
    ]);
    expect(plainText(await say(`token ${ALPHA.address}`))).toMatchInlineSnapshot(`
      "Alpha (ALPHA) $2.00

      5 m +0.40% · 1 h -1.25% · 6 h +2.00% · 24 h +12.50%
      Base · 0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
      Name as given by whoever made the contract.

      Liquidity: $1.25M in 2 pools, 80% in the largest
      24 h volume: $625K (0.5 × the liquidity) · 240 buys, 160 sells
      Value: FDV $40M · cap $30M
      Oldest pool: 200 days
      Holders: 4,791 · the ten largest have 73.8%
      Authority: no new tokens can be made

      ALPHA/WETH, Aerodrome: $1M · 24 h $500K · 100 days
      ALPHA/WETH, Uniswap V3: $250K · 24 h $125K · 200 days
      ALPHA/WETH, Sushi: $900 · 24 h $500K · 100 days · thin

      One pool below the floor of $50K is left out of the sums.

      Source: GeckoTerminal · just now · agrees with DexScreener"
    `);
  });

  test("is the same with CoinGecko's key, which is sent to CoinGecko alone", async () => {
    const desk = await aDesk([aPool()], { key: "demo-key" });
    const reply = await desk.say(`token ${ADDRESS}`);
    expect(reply.title).toBe("Alpha (ALPHA) $2.00");
    expect(reply.footer).toBe("Source: CoinGecko on-chain · just now · agrees with DexScreener");
    const keyed = desk.standIn.requests.filter(({ headers }) => headers["x-cg-demo-api-key"] !== undefined);
    expect(new Set(keyed.map(({ provider }) => provider))).toEqual(new Set(["coingecko"]));
  });

  test("carries figures with units for a model, within what it reads, and says that the name is the maker's", async () => {
    const { facts } = await aDesk(
      Array.from({ length: 6 }, (_, index) => aPool({ address: `0x000000000000000000000000000000000000000${index}` })),
    );
    const found = await facts("token", { token: ADDRESS });
    expect(found).toMatchObject({
      nameGivenByMaker: "Alpha",
      priceUsd: 2,
      change24hFraction: 0.125,
      liquidityUsd: 6_000_000,
      liquidityFloorUsd: 50_000,
      volumeToLiquidityMultiple: 0.5,
      top10HoldersShareFraction: expect.closeTo(0.737977, 9),
      isMintable: false,
      asOf: NOON,
    });
    expect(found).not.toHaveProperty("isFreezable");
    expect(toolText(found, "facts", NOON).length).toBeLessThanOrEqual(2_400);
    expect(toolText(found, "facts", NOON)).toContain(`"contract":"${ADDRESS}"`);
    expect(JSON.stringify(found)).not.toContain("Ignore all rules");
  });

  test("leads on to the chart, and to the listed coin where the contract is one's", async () => {
    const unlisted = await aDesk();
    expect(labels(await unlisted.say(`token ${ADDRESS}`))).toEqual(["Refresh", "Chart"]);
    const listed = await aDesk([aPool({ base: WETH, quote: ALPHA, price: 3_000, quotePrice: 2 })]);
    const reply = await listed.say(`token ${WETH.address}`);
    expect(plainText(reply)).toContain("CoinGecko lists this contract as Bridged WETH (Base) (WETH).");
    expect(labels(reply)).toEqual(["Refresh", "Chart", "Price", "Coin"]);
    expect(reply.buttons?.[2]).toMatchObject({ command: "price", input: { assets: ["=weth-base"] } });
    expect((await listed.press(reply, "Chart")).title).toBe("Wrapped Ether (WETH), 30 days");
    expect((await listed.press(reply, "Refresh")).title).toBe(reply.title);
  });

  test("of an imitation has the imitation's contract, and never a listed coin's name beside it as if it were", async () => {
    const fake = {
      address: "0x00000000000000000000000000000000000fa4e1",
      symbol: "WETH",
      name: `Wrapped Ether ${WETH.address}`,
    };
    const desk = await aDesk([
      aPool({ base: fake, liquidity: 5e9 }),
      aPool({ base: WETH, quote: ALPHA, price: 3_000, address: "0x0000000000000000000000000000000000000b09" }),
    ]);
    const real = await desk.facts("token", { token: WETH.address });
    expect(real).toMatchObject({
      contract: WETH.address,
      nameGivenByMaker: "Wrapped Ether",
      listedAs: { assetId: "weth-base" },
    });
    expect(await desk.facts("token", { token: fake.address })).not.toHaveProperty("listedAs");
  });

  test("shows a name that tries to be more as one short harmless line", async () => {
    const evil = { ...ALPHA, name: `Safe\u202E\n# @everyone\u0007 ${"x".repeat(200)}`, symbol: "A\u200BB" };
    const { say } = await aDesk([aPool({ base: evil })]);
    const reply = await say(`token ${ADDRESS}`);
    expect(reply.title).toMatch(/^Safe # @everyone x+… \(AB\) \$2\.00$/);
    expect([...(reply.title ?? "")].length).toBeLessThan(80);
  });
});

describe("what is asked for", () => {
  test.each([
    ["an address in any case", `0X${ADDRESS.slice(2).toUpperCase()}`],
    ["with its chain in front", `base:${ADDRESS}`],
    ["and the chain behind", `${ADDRESS} base`],
    ["a pool's address", aPool().address],
    ["a DexScreener page", `https://dexscreener.com/base/${aPool().address}?embed=1`],
    ["a GeckoTerminal page", `https://www.geckoterminal.com/base/pools/${aPool().address}`],
    ["the same in another language", `https://www.geckoterminal.com/de/base/tokens/${ALPHA.address}`],
    ["a page without its https", `dexscreener.com/base/${ADDRESS}`],
    ["between angle brackets", `<https://basescan.org/token/${ADDRESS}#balances>`],
    ["a block explorer's page", `https://basescan.org/address/${ALPHA.address}`],
  ])("is understood: %s", async (_, typed) => {
    const desk = await aDesk();
    expect((await desk.say(`token ${typed}`)).title).toBe("Alpha (ALPHA) $2.00");
  });

  test("by a page with a long pool id in it, as Uniswap V4 has, is found, and its buttons work", async () => {
    const address = `0x${"ab".repeat(32)}`;
    const desk = await aDesk([aPool({ address })]);
    const reply = await desk.say(`chart https://dexscreener.com/base/${address} 7d`);
    expect(reply.title).toBe("Alpha (ALPHA), 7 days");
    expect((await desk.press(reply, "1D")).title).toBe("Alpha (ALPHA), 1 day");
  });

  test("by a page in lower case throughout is found all the same, as DexScreener writes them", async () => {
    const pool = { chain: SOLANA, address: "FmPooLoFMintAndSoLxxxxxxxxxxxxxxxxxxxxxxxx11", base: MINT, quote: SOL };
    const desk = await aDesk([aPool(pool)]);
    const reply = await desk.say(`token https://dexscreener.com/solana/${pool.address.toLowerCase()}`);
    expect(reply.title).toBe("Mint Coin (MINT) $2.00");
    expect(plainText(reply)).toContain("new tokens can be made · holdings can be frozen");
  });

  test("on several chains is the one with the most liquidity, with the others to choose from", async () => {
    const desk = await aDesk([
      aPool({ liquidity: 60_000 }),
      aPool({
        chain: ["eth", "ethereum"],
        liquidity: 3e6,
        price: 2.02,
        address: "0x0000000000000000000000000000000000000e01",
      }),
      aPool({
        chain: ["moonchain", "moonchain"],
        liquidity: 70_000,
        price: 2.01,
        address: "0x0000000000000000000000000000000000000e02",
      }),
    ]);
    const reply = await desk.say(`token ${ADDRESS}`);
    expect(plainText(reply)).toContain("Ethereum · ");
    expect(reply.choices?.options.map(({ label, description }) => [label, description])).toEqual([
      ["on moonchain", "liquidity $70K"],
      ["on Base", "liquidity $60K"],
    ]);
    expect(plainText(await desk.press(reply, "on moonchain"))).toContain("moonchain · ");
    expect((await desk.press(reply, "on Base")).title).toBe("Alpha (ALPHA) $2.00");
    expect(plainText(await desk.say(`token ${ADDRESS} on base`))).toContain("Base · ");
  });

  test("by its pool offers the other side of it", async () => {
    const desk = await aDesk();
    const reply = await desk.say(`token ${aPool().address}`);
    expect((await desk.press(reply, "WETH, the other side of that pool")).title).toBe("Wrapped Ether (WETH) $3,000.00");
  });

  test.each([
    [
      "a wallet",
      "0x00000000000000000000000000000000000000aa",
      "No token and no pool has this address on the chains I look at.",
    ],
    [
      "a wallet on a chain",
      "0x00000000000000000000000000000000000000aa on base",
      "No token and no pool has this address on Base.",
    ],
    ["a name", "pepe", "That does not look like the address of a token or pool."],
    ["a transaction", `https://basescan.org/tx/0x${"1f".repeat(32)}`, "I cannot read a token or pool from that link."],
    ["another site", `https://evil.example/token/${ADDRESS}`, "I cannot read a token or pool from that link."],
    [
      "a site that pretends",
      `https://dexscreener.com.evil.example/base/${ADDRESS}`,
      "I cannot read a token or pool from that link.",
    ],
    [
      "a listed coin's page",
      "https://www.coingecko.com/en/coins/bittensor",
      "That page is about a listed coin, and names no contract.",
    ],
    ["a chain that cannot be one", `${ADDRESS} chain:../../x`, "I know no chain of that name."],
  ])("is refused in a sentence with a way out: %s", async (_, typed, sentence) => {
    const { say } = await aDesk();
    const said = plainText(await say(`token ${typed}`));
    expect(said).toContain(sentence);
    expect(said).toMatch(/\/(token|price) |For example/);
  });
});

describe("what may be a private key", () => {
  const KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
  test.each([
    ["in hexadecimal", KEY],
    ["with 0x", `0x${KEY.toUpperCase()}`],
    ["behind a word", `key=${KEY}`],
    ["behind a site's name", `https://dexscreener.com/0x${KEY}`],
    ["of Solana", "5".repeat(88)],
    ["for import", `K${"w".repeat(51)}`],
    ["as words", "abandon ability able about above absent absorb abstract absurd abuse access accident"],
  ])("is neither sent, nor repeated, nor logged: %s", async (_, typed) => {
    const desk = await aDesk();
    const commands = typed.includes(" ") ? ["token"] : ["token", "price", "chart"];
    for (const command of commands) {
      const said = plainText(await desk.say(`${command} ${typed}`));
      expect(said).toContain("That may be a private key or a seed phrase");
      expect(said.toLowerCase()).not.toContain(typed.toLowerCase().slice(-12));
    }
    expect(desk.standIn.requests).toEqual([]);
    expect(JSON.stringify([desk.lines, desk.served]).toLowerCase()).not.toContain(typed.toLowerCase().slice(-12));
  });
});

describe("below the floor", () => {
  const thin = aPool({ liquidity: 3_900, volume24h: 780_000 });

  test("a price is shown as one that nobody can trade at, and is no figure for others", async () => {
    const desk = await aDesk([thin]);
    const reply = await desk.say(`token ${ADDRESS}`);
    expect(reply.title).toBe("Alpha (ALPHA)");
    expect(plainText(reply)).toContain("Thin: $2.00 is not a price one can trade at, as no pool has $50K.");
    expect(plainText(reply)).toContain("$780K (200 × the liquidity)");
    const facts = await desk.facts("token", { token: ADDRESS });
    expect(facts).toMatchObject({ thinPriceUsd: 2, isThin: true });
    expect(facts).not.toHaveProperty("priceUsd");
  });

  test("exactly at the floor is deep enough, and a pool of unknown depth is not", async () => {
    const at = await aDesk([aPool({ liquidity: 50_000 })]);
    expect(await at.facts("token", { token: ADDRESS })).toMatchObject({ priceUsd: 2, isThin: false });
    const unknown = await aDesk([aPool({ liquidity: null })]);
    const facts = await unknown.facts("token", { token: ADDRESS });
    expect(facts).toMatchObject({ thinPriceUsd: 2, isThin: true });
    expect(facts).not.toHaveProperty("liquidityUsd");
    expect(plainText(await unknown.say(`token ${ADDRESS}`))).toContain("liquidity unknown");
  });

  test("pools in which nobody trades do not set the price, however deep they say they are", async () => {
    const { facts } = await aDesk([
      aPool(),
      aPool({ address: "0x0000000000000000000000000000000000000b02", liquidity: 8.5e9, volume24h: 0, price: 77 }),
    ]);
    expect(await facts("token", { token: ADDRESS })).toMatchObject({ priceUsd: 2 });
  });
});

describe("the asked token as the other side of its pools", () => {
  test("has its own price, not the base token's, at both sources", async () => {
    const pools = [
      aPool({ base: WETH, quote: ALPHA, price: 3_000, quotePrice: 2, fdv: 1, cap: 1, buys: 10, sells: 30 }),
    ];
    const desk = await aDesk(pools);
    const facts = await desk.facts("token", { token: ADDRESS });
    expect(facts).toMatchObject({ priceUsd: 2, checkedWith: "DexScreener", buys24hCount: 30, sells24hCount: 10 });
    expect(facts).not.toHaveProperty("change24hFraction");
    desk.standIn.fail("geckoterminal", { kind: "status", status: 500 }, Infinity);
    desk.pass(3_600_000);
    const alone = await aDesk(pools);
    alone.standIn.fail("geckoterminal", { kind: "status", status: 500 }, Infinity);
    const fallback = await alone.facts("token", { token: ADDRESS });
    expect(fallback).toMatchObject({ priceUsd: 2, source: "DexScreener" });
    expect(fallback).not.toHaveProperty("fdvUsd");
  });

  test("is drawn at its own price", async () => {
    const { say } = await aDesk([aPool({ base: WETH, quote: ALPHA, price: 3_000, quotePrice: 2 })]);
    const picture = pictureIn(await say(`chart ${ADDRESS} 7d`));
    expect(picture?.kind === "price" && picture.points.at(-1)?.[1]).toBe(2);
  });
});

test("sums over as many pools as a source lists at once say that there may be more", async () => {
  const pools = Array.from({ length: 25 }, (_, index) =>
    aPool({ address: `0x${String(index + 10).padStart(40, "0")}` }),
  );
  const { say } = await aDesk(pools);
  expect(plainText(await say(`token ${ADDRESS}`))).toContain(
    "The sums are over the 20 pools that GeckoTerminal lists first; there may be more.",
  );
});

describe("two sources", () => {
  test("that contradict each other on the price are both named, and the deeper pool's is shown", async () => {
    const { say } = await aDesk([
      aPool({ gecko: { liquidity: 90_000, price: 5 }, screener: false }),
      aPool({ address: "0x0000000000000000000000000000000000000b02", gecko: false }),
    ]);
    const reply = await say(`token ${ADDRESS}`);
    expect(reply.title).toBe("Alpha (ALPHA) $2.00");
    expect(reply.footer).toBe("Source: DexScreener · just now");
    expect(plainText(reply)).toContain(
      "GeckoTerminal gives $5.00, DexScreener $2.00: more than 1.25 times apart. Shown is the price of the deeper pool.",
    );
  });

  test("that contradict each other on what a pool holds are believed at the lower figure", async () => {
    const { say, facts } = await aDesk([aPool({ gecko: { liquidity: 8_569_867_632 }, liquidity: 4_600_000 })]);
    expect(plainText(await say(`token ${ADDRESS}`))).toContain(
      "For ALPHA/WETH on Aerodrome GeckoTerminal gives a liquidity of $8,569,867,632.00, DexScreener $4,600,000.00: more than 3 times apart. The lower one is used.",
    );
    expect(await facts("token", { token: ADDRESS })).toMatchObject({ liquidityUsd: 4_600_000 });
  });

  test("or one alone, that gives a cap beyond all tokens' value has neither shown", async () => {
    const { facts } = await aDesk([aPool({ fdv: 2_360_759, cap: 55_401_650_783 })]);
    const found = await facts("token", { token: ADDRESS });
    expect(found).toMatchObject({ contradictions: [{ about: "cap", droppedUsd: 55_401_650_783, factor: 10 }] });
    expect(found).not.toHaveProperty("marketCapUsd");
    expect(found).not.toHaveProperty("fdvUsd");
  });

  test("of which one is silent leave the other, and say so", async () => {
    const desk = await aDesk();
    desk.standIn.fail("geckoterminal", { kind: "status", status: 503 }, Infinity);
    const reply = await desk.say(`token ${ADDRESS}`);
    expect(reply.title).toBe("Alpha (ALPHA) $2.00");
    expect(reply.footer).toBe("Source: DexScreener · just now");
    expect(plainText(reply)).toContain("GeckoTerminal did not answer.");
    expect(plainText(reply)).not.toContain("Holders");
  });

  test("of which one is silent do not say that there is no such token", async () => {
    const desk = await aDesk([]);
    desk.standIn.fail("dexscreener", { kind: "status", status: 500 }, Infinity);
    expect(plainText(await desk.say(`token ${ADDRESS}`))).toContain(
      "DexScreener did not answer, so it may exist all the same.",
    );
  });

  test("that are both silent are not an answer, until one is remembered", async () => {
    const desk = await aDesk();
    desk.standIn.fail("", { kind: "html" }, Infinity);
    expect(plainText(await desk.say(`token ${ADDRESS}`))).not.toContain("No token");
    expect(desk.faults.splice(0)).toMatchObject([{ provider: "GeckoTerminal", failure: "unusable" }]);
    const later = await aDesk();
    await later.say(`token ${ADDRESS}`);
    later.standIn.fail("", { kind: "status", status: 500 }, Infinity);
    later.pass(30 * 60_000);
    const reply = await later.say(`token ${ADDRESS}`);
    expect(reply.title).toBe("Alpha (ALPHA) $2.00");
    expect(reply.footer).toContain("GeckoTerminal · 30 min ago, nothing newer to be had");
  });

  test("are asked once for what several ask within a minute", async () => {
    const desk = await aDesk();
    await Promise.all([desk.say(`token ${ADDRESS}`), desk.say(`token ${ALPHA.address}`), desk.say(`price ${ADDRESS}`)]);
    desk.pass(59_000);
    await desk.say(`token ${ADDRESS}`);
    expect(asked(desk)).toEqual([
      "geckoterminal/search/pools",
      `geckoterminal/networks/base/tokens/${ADDRESS}/pools`,
      `dexscreener/token-pairs/v1/base/${ADDRESS}`,
      `geckoterminal/networks/base/tokens/${ADDRESS}/info`,
    ]);
  });
});

describe("/price", () => {
  test("of a contract or a link is the token's card", async () => {
    const { say } = await aDesk();
    const card = plainText(await say(`token ${ADDRESS}`));
    expect(plainText(await say(`price ${ALPHA.address}`))).toBe(card);
    expect(plainText(await say(`price https://dexscreener.com/base/${ADDRESS}`))).toBe(card);
    expect(plainText(await say(`p base:${ADDRESS}`.replace(/^p /, "price ")))).toBe(card);
  });

  test("among several words is about listed coins", async () => {
    const desk = await aDesk();
    await desk.desk.run("price", { assets: [ADDRESS, "0x00000000000000000000000000000000000000ff"] }, aCall());
    expect(desk.standIn.requests).toEqual([]);
    expect(desk.faults.splice(0).length).toBeLessThanOrEqual(1); // This desk has no quotes.
  });
});

describe("/chart", () => {
  test.each([
    ["1D", "minute", "15", "every 15 min", 96],
    ["7D", "hour", "1", "every 60 min", 168],
    ["30D", "hour", "4", "every 4 h", 180],
    ["90D", "day", "1", "every 24 h", 90],
    ["1Y", "day", "1", "every 24 h", 200],
    ["MAX", "day", "1", "every 24 h", 200],
  ])(
    "of a contract over %s is the deepest pool, with the interval said",
    async (range, timeframe, aggregate, said, count) => {
      const desk = await aDesk([
        aPool({ liquidity: 60_000, address: "0x0000000000000000000000000000000000000b02" }),
        aPool(),
      ]);
      const reply = await desk.say(`chart ${ALPHA.address} ${range}`);
      const request = desk.standIn.requests.find(({ path }) => path.includes("ohlcv"));
      expect(request?.path).toBe(`/networks/base/pools/${aPool().address}/ohlcv/${timeframe}`);
      expect(request?.query["aggregate"]).toBe(aggregate);
      expect(plainText(reply).replace("every 1 h", "every 60 min")).toContain(said);
      const picture = pictureIn(reply);
      if (picture?.kind !== "price") throw new Error("no line");
      expect(picture.points.length).toBeLessThanOrEqual(count + 1);
      expect(picture.points.length).toBeGreaterThan(count * 0.9);
      const times = picture.points.map(([at]) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBe(NOON);
      expect(picture.points.at(-1)?.[1]).toBe(2);
    },
  );

  test("as candles says the real interval, names source and pool, and its buttons redraw it", async () => {
    const desk = await aDesk();
    const reply = await desk.say(`chart ${ADDRESS} 7d candles`);
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Alpha (ALPHA), 7 days

      $2.00 · +4.38% · candles of 4 h

      7 days of the pool ALPHA/WETH: from $1.916 to $2.00 (+4.38%), lowest $1.9122, highest $2.004.

      Pool ALPHA/WETH on Aerodrome, Base · 0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
      Name as given by whoever made the contract.

      Source: GeckoTerminal · just now"
    `);
    const picture = pictureIn(reply);
    if (picture?.kind !== "candles") throw new Error("no candles");
    expect(picture).toMatchObject({
      intervalMs: 4 * 3_600_000,
      source: "GeckoTerminal, Aerodrome",
      title: "ALPHA/WETH, 7 days",
    });
    expect(picture.candles).toHaveLength(42);
    expect(picture.volumes?.every(([, volume]) => volume === 1_000)).toBe(true);
    expect(labels(reply)).toEqual(["1D", "· 7D ·", "30D", "90D", "1Y", "MAX", "Line", "Token"]);
    const month = await desk.press(reply, "30D");
    expect(plainText(month)).toContain("candles of 8 h");
    const joined = pictureIn(month);
    expect(joined?.kind === "candles" && joined.volumes?.at(-1)).toEqual([NOON, 2_000]);
    expect(plainText(await desk.press(month, "Line"))).toContain("every 4 h");
    expect((await desk.press(month, "Token")).title).toBe("Alpha (ALPHA) $2.00");
  });

  test.each([
    ["ema 10 bollinger rsi", "price", "every 1 h"],
    ["candles ema 10 bollinger rsi", "candles", "candles of 4 h"],
  ])("draws %s over a pool's closes, and its buttons keep them", async (typed, kind, every) => {
    const desk = await aDesk();
    const reply = await desk.say(`chart ${ADDRESS} 7d ${typed}`);
    const picture = pictureIn(reply);
    expect(picture?.kind).toBe(kind);
    const studies: Studies = picture?.kind === "price" || picture?.kind === "candles" ? picture : {};
    expect(studies.overlays?.map(({ name }) => name)).toEqual(["EMA 10", "Bollinger 20, 2", "Bollinger 20, 2"]);
    expect(studies.rsi?.name).toBe("RSI 14");
    expect(plainText(reply)).toContain(every);
    expect(plainText(reply)).toMatch(/EMA 10 \$\d.*RSI 14 at \d+\.\d of 100/);
    expect(plainText(await desk.press(reply, "30D"))).toContain("EMA 10 $");
  });

  test("draws what was traded in the 24 hours before each instant, the first of them too", async () => {
    const { say } = await aDesk();
    const picture = pictureIn(await say(`chart ${ADDRESS} 7d`));
    const volumes = picture?.kind === "price" ? picture.volumes.map(([, volume]) => volume) : [];
    expect(volumes.length).toBeGreaterThan(80);
    expect(new Set(volumes)).toEqual(new Set([24_000]));
  });

  test("says in how many intervals nobody traded", async () => {
    const quiet = [2, 3, 4, 9].map((hours) => (NOON - hours * 3_600_000) / 1000);
    const { say } = await aDesk([aPool({ quiet })]);
    expect(plainText(await say(`chart ${ADDRESS} 7d`))).toContain(
      "In 4 of 168 intervals nobody traded; those are gaps.",
    );
  });

  test("says that a pool is younger than the time asked for, or thin, or without any prices", async () => {
    const young = await aDesk([aPool({ candles: 20, liquidity: 4_000 })]);
    const said = plainText(await young.say(`chart ${ADDRESS} 7d`));
    expect(said).toContain("The source has prices of this pool for 19 h only.");
    expect(said).toContain("Thin: the pool has $4K of liquidity, less than $50K.");
    const empty = await aDesk([aPool({ candles: 0 })]);
    const none = await empty.say(`chart ${ADDRESS}`);
    expect(pictureIn(none)).toBeUndefined();
    expect(plainText(none)).toContain("Nobody has prices of this pool over time.");
    expect(labels(none)).toContain("· 30D ·");
  });

  test("of a pool's address is that pool, on every button", async () => {
    const other = aPool({ address: "0x0000000000000000000000000000000000000b02", dex: "Sushi", liquidity: 60_000 });
    const desk = await aDesk([aPool(), other]);
    const reply = await desk.say(`chart ${other.address} 1d`);
    expect(plainText(reply)).toContain("Pool ALPHA/WETH on Sushi");
    expect(plainText(await desk.press(reply, "90D"))).toContain("Pool ALPHA/WETH on Sushi");
  });

  test("while the only source of candles is silent says so instead of drawing another thing", async () => {
    const desk = await aDesk();
    desk.standIn.fail(`geckoterminal/networks/base/pools`, { kind: "status", status: 500 }, Infinity);
    const reply = await desk.say(`chart ${ADDRESS}`);
    expect(pictureIn(reply)).toBeUndefined();
    expect(plainText(reply)).toContain("GeckoTerminal");
    expect(desk.faults.splice(0)).toMatchObject([{ provider: "GeckoTerminal", failure: "unreachable" }]);
  });
});

test("the chains of both services are the same to us", async () => {
  const desk = await aDesk([aPool({ chain: ["polygon_pos", "polygon"] })]);
  const facts = await desk.facts("token", { token: ADDRESS, chain: "matic" });
  expect(facts).toMatchObject({ chainId: "polygon-pos", chainName: "Polygon", checkedWith: "DexScreener" });
  expect(BASE).toEqual(["base", "base"]);
});

test("the desk as it is put together answers from sample pools, and says that they are a sample", async () => {
  const whole = await openWholeDesk();
  const call = aCall({ now: whole.clock() });
  const run = (name: string, input: unknown): Promise<Reply> => whole.desk.run(name, input, call);
  const virtual = "0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b";
  const card = await run("token", { token: virtual });
  expect(plainText(card)).toContain("CoinGecko lists this contract as Virtuals Protocol (VIRTUAL).");
  expect(card.footer).toContain("sample");
  expect((await run("price", { assets: [virtual] })).title).toBe(card.title);
  expect(pictureIn(await run("chart", { assets: [virtual], range: "7D" }))).toMatchObject({ kind: "price" });
  const thin = await run("token", { token: "0x00000000000000000000000000000000000a1a1a" });
  expect(plainText(thin)).toContain("not a price one can trade at");
  expect(plainText(await run("chart", { assets: ["0x00000000000000000000000000000000000a1a1a"] }))).toContain(
    "Nobody has prices of this pool over time.",
  );
  for (const { label, ...button } of card.buttons ?? [])
    if ("command" in button) expect((await run(button.command, button.input)).blocks, label).not.toEqual([]);
  expect(whole.faults).toEqual([]);
  await whole.database.destroy();
});
