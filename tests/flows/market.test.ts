import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aCall, memoryLog, NOON } from "../support/calls.ts";
import { createOverview } from "../../src/market/overview.ts";
import { createRates } from "../../src/market/rates.ts";
import { createSampleMarket } from "../../src/market/sample.ts";
import { market } from "../../src/commands/market.ts";
import { trending } from "../../src/commands/trending.ts";
import fc from "fast-check";
import type { Fault } from "../stand-ins/market.ts";
import { type OverviewDesk, overviewDesk } from "../support/overview-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { marketReply } from "../../src/commands/market-reply.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { Reply } from "../../src/core/reply.ts";
import { TABLE_WIDTH } from "../../src/core/table.ts";

/** Characters that a phone shows in a line of ordinary text, about. */
const PHONE = 44;

/** Lines on a phone, long ones as often as they wrap. */
const phoneLines = (reply: Reply): number =>
  plainText(reply)
    .split("\n")
    .reduce((sum, line) => sum + Math.ceil(line.length / PHONE), 0);

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);
const down: Fault = { kind: "status", status: 503 };

let desk: OverviewDesk;
beforeEach(async () => {
  desk = await overviewDesk();
});
afterEach(async () => {
  expect(desk.standIn.violations).toEqual([]);
  await desk.close();
});

const factsOf = async (name: string, input: object = {}): Promise<unknown> =>
  await desk.desk.commands.get(name)?.run(input, aCall({ surface: "agent" }), () => undefined);

test("both commands can be offered on every surface", () => {
  expect(problemsIn([...desk.desk.commands.values()])).toEqual([]);
});

describe("the market in a picture", () => {
  test("is what its cap is made of, in the same figures as words, and goes away again", async () => {
    const reply = await desk.press(await desk.say("market"), "Picture");
    const picture = reply.blocks.find((block) => block.kind === "chart");
    if (picture?.chart.kind !== "donut") throw new Error("no donut");
    expect(picture.alt).toBe("Of $2.5T market cap: Bitcoin 56%, Ether 9.6%, All others 34.4%.");
    const [bitcoin, , others] = picture.chart.parts;
    expect(bitcoin?.value).toBeCloseTo(0.56 * 2.5e12, -6);
    expect(others?.name).toBe("All others");
    expect(labels(reply)).toEqual(["Refresh", "No picture"]);
    expect(labels(await desk.press(reply, "No picture"))).toEqual(["Refresh", "Picture"]);
  });

  test("is not drawn of parts that nobody says", async () => {
    desk.standIn.fail("coingecko/global", down, Number.POSITIVE_INFINITY);
    desk.standIn.fail("coinpaprika/global", down, Number.POSITIVE_INFINITY);
    expect((await desk.say("market picture:yes")).blocks.filter(({ kind }) => kind === "chart")).toEqual([]);
  });
});

describe("the market", () => {
  test("is one card of at most eight lines, with source and age once and the exception marked", async () => {
    const reply = await desk.say("market");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Crypto market $2.5T -1.61% in 24 h

      24 h volume $95B · ETH/BTC 0.02857
      BTC dominance 56% · ETH 9.6%
      Fear & Greed 12, Extreme Fear (2026-03-01)*
      AI share 0.8% (CoinGecko category $20B)

      Source: CoinGecko · 60 s ago · * alternative.me, 12 h ago"
    `);
    expect(phoneLines(reply)).toBeLessThanOrEqual(8);
    expect(labels(reply)).toEqual(["Refresh", "Picture"]);
  });

  test("is refreshed on the message itself, and asked of the providers again only when the cache has run out", async () => {
    const first = await desk.say("market");
    expect(desk.standIn.requests).toHaveLength(4);
    await desk.press(first, "Refresh");
    expect(desk.standIn.requests).toHaveLength(4);
    desk.pass(2 * 60_000);
    await desk.press(first, "Refresh");
    expect(desk.standIn.requests.slice(4).map(({ path }) => path)).toEqual(["/global"]);
    expect(first.buttons?.[0]).not.toHaveProperty("answer");
  });

  test("gives raw facts that survive JSON", async () => {
    const facts = await factsOf("market");
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
    expect(facts).toMatchObject({
      currency: "USD",
      global: {
        marketCap: 2.5e12,
        change24hFraction: -0.016081983639177684,
        volume24h: 9.5e10,
        btcDominancePercent: expect.closeTo(56, 9),
        ethDominancePercent: expect.closeTo(9.6, 9),
        source: "CoinGecko",
        asOf: NOON - 40_000,
        isStale: false,
      },
      ethBtc: { priceBtc: 1 / 35, source: "CoinGecko" },
      aiSector: { category: "artificial-intelligence", marketCap: 2e10, sharePercent: 0.8, asOf: NOON - 60_000 },
      fearAndGreed: { value: 12, mood: "Extreme Fear", source: "alternative.me", asOf: NOON - 12 * 3_600_000 },
      missing: [],
    });
  });

  test.each<[string, string, string, RegExp]>([
    [
      "the totals",
      "coingecko/global",
      "Missing: total cap, 24 h change, 24 h volume, BTC dominance, ETH dominance, AI share (CoinGecko does not answer)",
      /^Crypto market\n\nETH\/BTC 0\.02857/,
    ],
    [
      "the category",
      "coingecko/coins/categories",
      "Missing: AI share (CoinGecko does not answer)",
      /^Crypto market \$2\.5T/,
    ],
    ["the rates", "coingecko/exchange_rates", "Missing: ETH/BTC (CoinGecko does not answer)", /24 h volume \$95B\n/],
    [
      "the index",
      "fear-greed",
      "Missing: Fear & Greed (alternative.me does not answer)",
      /^Crypto market \$2\.5T[^]*\nSource: CoinGecko · 60 s ago$/,
    ],
    [
      "all of CoinGecko",
      "coingecko",
      "Missing: total cap, 24 h change, 24 h volume, BTC dominance, ETH dominance, ETH/BTC, AI share (CoinGecko does not answer)",
      /^Crypto market\n\nFear & Greed 12, Extreme Fear \(2026-03-01\)\n[^]*\nSource: alternative\.me · 12 h ago$/,
    ],
  ])("without %s shows the rest, and names what is missing", async (_what, route, missing, rest) => {
    desk.standIn.fail(route, down, Infinity);
    const reply = await desk.say("market");
    expect(plainText(reply)).toContain(missing);
    expect(plainText(reply)).toMatch(rest);
    expect(plainText(reply)).not.toMatch(/\$0|NaN|undefined| 0%/);
    expect(phoneLines(reply)).toBeLessThanOrEqual(8);
    expect(desk.faults).toEqual([]);
  });

  test.each<[string, Fault]>([
    ["a page instead of an answer", { kind: "html" }],
    ["nulls", { kind: "nulls" }],
    ["half an answer", { kind: "truncated" }],
    ["nothing", { kind: "empty" }],
    ["another shape", { kind: "body", body: [] }],
    ["too many requests", { kind: "status", status: 429, retryAfter: "60" }],
    ["a wrong key", { kind: "status", status: 401 }],
    ["a broken connection", { kind: "reset" }],
  ])("where every provider answers with %s is a sentence, and no figure is made up", async (_what, fault) => {
    desk.standIn.fail("", fault, Infinity);
    const reply = await desk.say("market");
    expect(plainText(reply)).toMatch(/CoinGecko does not answer right now/);
    expect(desk.faults).toHaveLength(1);
    expect(desk.faults[0]).toBeInstanceOf(ProviderError);
  });

  test("leaves out figures that are words, and keeps those that are figures", async () => {
    desk.standIn.fail("", { kind: "wrong-types" }, Infinity);
    const said = plainText(await desk.say("market"));
    expect(said).toMatch(/^Crypto market\n\nFear & Greed 12, Extreme Fear[^]*AI share \(CoinGecko does not say\)/);
  });

  test("is read the same when every figure is text", async () => {
    const plain = plainText(await desk.say("market"));
    const other = await overviewDesk();
    other.standIn.fail("", { kind: "numbers-as-text" }, Infinity);
    expect(plainText(await other.say("market"))).toBe(plain);
    await other.close();
  });

  test("that is down is remembered for a day, as old as it is, and not longer", async () => {
    await desk.say("market");
    desk.standIn.fail("coingecko", down, Infinity);
    desk.pass(3 * 3_600_000);
    const reply = await desk.say("market");
    expect(plainText(reply)).toContain("Crypto market $2.5T");
    expect(reply.footer).toBe("Source: CoinGecko · 3 h ago, nothing newer to be had · * alternative.me, 15 h ago");
    desk.pass(24 * 3_600_000);
    expect(plainText(await desk.say("market"))).toContain("Missing: total cap");
  });

  test("marks the one figure that is old", async () => {
    await desk.say("market");
    desk.standIn.fail("coingecko/exchange_rates", down, Infinity);
    desk.pass(10 * 60_000);
    const reply = await desk.say("market");
    expect(plainText(reply)).toMatch(/ETH\/BTC 0\.02857[*†]/);
    expect(reply.footer).toContain("CoinGecko, 10 min ago, nothing newer to be had");
  });

  test.each<[string, string, unknown, string]>([
    [
      "a total without dollars",
      "coingecko/global",
      { data: { total_market_cap: { eur: 1 }, market_cap_percentage: { btc: 56 } } },
      "Missing: total cap, 24 h change, 24 h volume, ETH dominance, AI share (CoinGecko does not say)",
    ],
    [
      "dominance over all of it",
      "coingecko/global",
      { data: { total_market_cap: { usd: 2.5e12 }, market_cap_percentage: { btc: 156, eth: -3 } } },
      "BTC dominance, ETH dominance (CoinGecko does not say)",
    ],
    [
      "a category of another name",
      "coingecko/coins/categories",
      [{ id: "ai", market_cap: 5 }],
      "Missing: AI share (CoinGecko does not say)",
    ],
    [
      "a category larger than the market",
      "coingecko/coins/categories",
      [{ id: "artificial-intelligence", market_cap: 1e14 }],
      "Missing: AI share (CoinGecko does not say)",
    ],
    [
      "an index over a hundred",
      "fear-greed",
      { data: [{ value: "101", value_classification: "Greed", timestamp: "1772323200" }] },
      "Missing: Fear & Greed (alternative.me does not say)",
    ],
    [
      "an index without its day",
      "fear-greed",
      { data: [{ value: "50", value_classification: "Neutral" }] },
      "Missing: Fear & Greed (alternative.me does not say)",
    ],
    [
      "no index at all",
      "fear-greed",
      { data: [], metadata: { error: "no data" } },
      "Missing: Fear & Greed (alternative.me does not say)",
    ],
  ])("says that it was not told, with %s", async (_what, route, body, missing) => {
    desk.standIn.fail(route, { kind: "body", body }, Infinity);
    expect(plainText(await desk.say("market"))).toContain(missing);
  });

  test("is at most eight lines, whichever figures there are and however large", () => {
    const figure = fc.double({ min: 1e-3, max: 1e14, noNaN: true, noDefaultInfinity: true });
    const part = fc.double({ min: 0.001, max: 100, noNaN: true });
    const origin = (source: string) => ({
      source: fc.constant(source),
      asOf: fc.integer({ min: NOON - 86_400_000, max: NOON }),
      isStale: fc.boolean(),
    });
    const facts = fc.record(
      {
        currency: fc.constant("USD" as const),
        global: fc.record(
          {
            marketCap: figure,
            change24hFraction: fc.double({ min: -1, max: 9, noNaN: true }),
            volume24h: figure,
            btcDominancePercent: part,
            ethDominancePercent: part,
            ...origin("CoinGecko"),
          },
          { requiredKeys: ["source", "asOf", "isStale"] },
        ),
        ethBtc: fc.record({ priceBtc: part, ...origin("CoinGecko") }),
        aiSector: fc.record({
          category: fc.constant("artificial-intelligence"),
          marketCap: figure,
          sharePercent: part,
          ...origin("CoinGecko"),
        }),
        fearAndGreed: fc.record({ value: fc.integer({ min: 0, max: 100 }), ...origin("alternative.me") }),
        missing: fc.constant([]),
      },
      { requiredKeys: ["currency", "missing"] },
    );
    fc.assert(
      fc.property(facts, (each) => {
        const lines = plainText(marketReply(each, aCall()))
          .split("\n")
          .filter((line) => line !== "");
        expect(lines.length).toBeLessThanOrEqual(8);
        expect(lines.join()).not.toMatch(/undefined|NaN|Infinity/);
      }),
    );
  });

  test("shows an index of zero as zero, and a class that it does not know not at all", async () => {
    const body = { data: [{ value: "0", value_classification: "Buy @everyone now", timestamp: "1772323200" }] };
    desk.standIn.fail("fear-greed", { kind: "body", body });
    expect(plainText(await desk.say("market"))).toContain("Fear & Greed 0 (2026-03-01)");
  });

  test("says when the index is of days ago", async () => {
    const body = { data: [{ value: "40", value_classification: "Fear", timestamp: "1772064000" }] };
    desk.standIn.fail("fear-greed", { kind: "body", body });
    const reply = await desk.say("market");
    expect(plainText(reply)).toContain("Fear & Greed 40, Fear (2026-02-26)*");
    expect(reply.footer).toContain("* alternative.me, 4 days ago, nothing newer to be had");
  });
});

describe("what is trending", () => {
  test("is a table of five in eight lines, AI coins marked by our own list", async () => {
    const reply = await desk.say("trending");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Searched for on CoinGecko

      Name           Price   24 h AI
      Bittensor    $300.00 +9.50% AI
      Bitcoin   $70,000.00 -0.50%
      Render         $1.74 +1.50% AI
      Solana        $90.00 +1.50%
      Any Inu   $0.0000041 +1.50%

      Source: CoinGecko · just now · AI: our list"
    `);
    expect(phoneLines(reply)).toBeLessThanOrEqual(8);
    expect(labels(reply)).toEqual(["Refresh", "All 10"]);
  });

  test("is shown whole on the same message, ten at most, and less again", async () => {
    const all = await desk.press(await desk.say("trending"), "All 10");
    const rows = all.blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));
    expect(rows).toHaveLength(10);
    expect(labels(all)).toEqual(["Refresh", "Fewer"]);
    expect(plainText(await desk.press(all, "Fewer"))).toBe(plainText(await desk.say("trending")));
    expect(plainText(await desk.press(all, "Refresh"))).toBe(plainText(all));
    expect(
      plainText(all)
        .split("\n")
        .filter((line) => !line.startsWith("Source"))
        .every((line) => line.length <= TABLE_WIDTH),
    ).toBe(true);
    expect(desk.standIn.requests).toHaveLength(1);
  });

  test("gives all ten as facts, whatever is shown", async () => {
    const facts = (await factsOf("trending", { all: false })) as { coins: readonly unknown[] };
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
    expect(facts.coins).toHaveLength(10);
    expect(facts.coins[0]).toEqual({
      position: 1,
      assetId: "bittensor",
      symbol: "TAO",
      name: "Bittensor",
      isAi: true,
      price: 300,
      change24hFraction: 0.095,
      marketCapRank: 35,
    });
    expect(facts.coins[1]).toMatchObject({ assetId: "bitcoin", isAi: false });
  });

  test.each<[string, unknown, RegExp]>([
    ["no coins", { coins: [] }, /It names no coin right now\./],
    ["a coin without figures", { coins: [{ item: { id: "x", symbol: "x", name: "Ex" } }] }, /Ex +no price\n/],
    [
      "a price of nothing",
      { coins: [{ item: { id: "x", symbol: "x", name: "Ex", data: { price: 0 } } }] },
      /Ex +no price/,
    ],
    [
      "a price as text",
      { coins: [{ item: { id: "x", symbol: "x", name: "Ex", data: { price: "$2,263.87" } } }] },
      /Ex +\$2,263\.87/,
    ],
    ["a broken row among others", { coins: [null, { item: 5 }, { item: { id: "x", symbol: "x", name: "Ex" } }] }, /Ex/],
    [
      "the same coin twice",
      { coins: [{ item: { id: "x", symbol: "x", name: "Ex" } }, { item: { id: "x", symbol: "x", name: "Ex" } }] },
      /^(?:(?!Ex )[^])*Ex (?:(?!Ex )[^])*$/,
    ],
    ["a name that marks itself", { coins: [{ item: { id: "x", symbol: "x", name: "Ex AI" } }] }, /^Ex AI no price$/m],
    [
      "a name that turns the line round",
      { coins: [{ item: { id: "x", symbol: "x", name: "\u202Eevil\u202C\ncoin" } }] },
      /^evil coin no price$/m,
    ],
  ])("with %s still says what there is", async (_what, body, words) => {
    desk.standIn.fail("coingecko/search", { kind: "body", body });
    const said = plainText(await desk.say("trending"));
    expect(said).toMatch(words);
    expect(said).not.toMatch(/our list|NaN|undefined/);
    expect(desk.faults).toEqual([]);
  });

  test("that is not to be had is said, and the last known is shown with its age", async () => {
    desk.standIn.fail("coingecko", down, Infinity);
    expect(plainText(await desk.say("trending"))).toContain("CoinGecko does not answer right now");
    desk.standIn.heal();
    desk.pass(60_000);
    await desk.say("trending");
    desk.standIn.fail("coingecko", down, Infinity);
    desk.pass(20 * 60_000);
    expect((await desk.say("trending")).footer).toContain("CoinGecko · 20 min ago, nothing newer to be had");
  });
});

test("sample data says that it is, however long ago it was made", async () => {
  const markets = createSampleMarket();
  const overview = createOverview({ markets, sentiment: markets.sentiment, clock: Date.now, ages: "never" });
  const rates = createRates({ markets, clock: Date.now, log: memoryLog() });
  const call = aCall({ now: markets.asOf + 3_600_000 });
  const [whole, searched] = [market({ overview, rates }), trending({ overview })];
  const card = whole.show(await whole.run({}, call, () => undefined), call);
  const list = searched.show(await searched.run({ all: true }, call, () => undefined), call);
  expect(card.footer).toBe("Source: sample data · 13 h ago");
  expect(plainText(card)).not.toContain("Missing");
  expect(list.footer).toBe("Source: sample data · 60 min ago · AI: our list");
});

describe("bad input gets a sentence and nothing breaks", () => {
  test.each<[string, string, unknown, RegExp]>([
    ["a size that is none", "trending", { all: "maybe" }, /"all"/],
    ["a number for a flag", "trending", { all: 7 }, /"all"/],
    ["null", "trending", { all: null }, /"all"/],
  ])("%s", async (_what, name, input, sentence) => {
    expect(plainText(await desk.desk.run(name, input, aCall()))).toMatch(sentence);
    expect(desk.faults).toEqual([]);
  });

  test.each([
    "market for TAO please",
    "market \u202E\u0000",
    "market '; DROP TABLE asset; --",
    `market ${"x".repeat(3_000)}`,
    "trending yes",
    "trending all",
  ])("%s", async (line) => {
    expect(plainText(await desk.say(line))).not.toBe("");
    expect(desk.faults).toEqual([]);
  });

  test.each(["de", "ar-EG", "xx-invalid-locale-too-long-for-anything", "ja"])("locale %s", async (locale) => {
    expect((await desk.say("market", { locale })).title).toContain("Crypto market");
    expect(desk.faults).toEqual([]);
  });
});
