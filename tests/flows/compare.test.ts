import { afterEach, describe, expect, test } from "vitest";
import { aCall, NOON } from "../support/calls.ts";
import { ASSETS, coin } from "../stand-ins/market-assets.ts";
import { type HistoryDesk, historyDesk } from "../support/history-desk.ts";
import type { MarketOptions } from "../stand-ins/market.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Reply } from "../../src/core/reply.ts";
import { TABLE_WIDTH, tableText } from "../../src/core/table.ts";

const DAY = 86_400_000;
const open: HistoryDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (options: MarketOptions = {}): Promise<HistoryDesk> => {
  const desk = await historyDesk(options);
  open.push(desk);
  return desk;
};

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);
const hasPicture = (reply: Reply): boolean => reply.blocks.some(({ kind }) => kind === "chart");

/** Daily prices of a coin that moves by these factors in turn. */
const moving = (days: number, ...factors: readonly number[]): { prices: unknown } => {
  let price = 100;
  return {
    prices: Array.from({ length: days }, (_, index) => {
      price *= factors[index % factors.length] ?? 1;
      return [NOON - (days - 1 - index) * DAY, price];
    }),
  };
};

describe("two coins", () => {
  test("stand side by side: figures, the one at the other's cap, how alike they move, a picture", async () => {
    const { say } = await aDesk();
    const reply = await say("compare TAO NEAR");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "TAO and NEAR in USD

             Price   24 h
      TAO  $300.00 +9.50%
      NEAR   $1.35 -2.86%

               7 d   Cap
      TAO  +24.00% $2.8B
      NEAR  -4.00% $1.7B

      TAO at NEAR's cap would be $182.14 (0.607 times).
      Correlation of daily changes: TAO and NEAR -0.76 over 30 days.

      30 days: Bittensor from $241.94 to $300.00 (+24.00%), lowest $241.94, highest $300.00; NEAR Protocol from $1.4063 to $1.35 (-4.00%), lowest $1.35, highest $1.4063.

      Source: CoinGecko · 30 s ago"
    `);
    expect(labels(reply)).toEqual(["1D", "7D", "· 30D ·", "90D", "1Y", "MAX", "Swap"]);
  });

  test("swapped are the same question the other way round", async () => {
    const { say, press } = await aDesk();
    const swapped = await press(await say("compare TAO vs NEAR 90d"), "Swap");
    expect(swapped.title).toBe("NEAR and TAO in USD");
    // 2.8 / 1.7 billion times 1.35.
    expect(plainText(swapped)).toContain("NEAR at TAO's cap would be $2.2235 (1.65 times).");
    expect(labels(swapped)).toContain("· 90D ·");
  });

  test("without a cap have none of the other's", async () => {
    const { say } = await aDesk();
    expect(plainText(await say("compare TAO =fusotao"))).not.toContain("cap would be");
  });

  test.each<[string, object, object, RegExp]>([
    ["in step", moving(30, 1.1, 0.95), moving(30, 1.2, 0.9), /TAO and NEAR 1\.00 over 29 days/],
    ["against each other", moving(30, 1.1, 0.95), moving(30, 0.9, 1.2), /TAO and NEAR -1\.00 over 29 days/],
    [
      "too few days",
      moving(20, 1.1, 0.9),
      moving(30, 1.1, 0.9),
      /19 common days in 30 days are too few for a correlation; it takes 20\./,
    ],
    ["enough days", moving(21, 1.1, 0.9), moving(30, 1.1, 0.9), /over 20 days/],
    ["one that never moves", moving(30, 1), moving(30, 1.1, 0.9), /none, as one never moved/],
  ])("%s", async (_what, one, other, sentence) => {
    const { say, standIn } = await aDesk();
    standIn.fail("coingecko/coins/bittensor/market_chart", { kind: "body", body: one });
    standIn.fail("coingecko/coins/near/market_chart", { kind: "body", body: other });
    expect(plainText(await say("compare TAO NEAR"))).toMatch(sentence);
  });

  test("over a week have too few days for a correlation", async () => {
    const { say } = await aDesk();
    expect(plainText(await say("compare TAO NEAR 7D"))).toContain("7 common days in 7 days are too few");
  });
});

describe("several", () => {
  test("have a correlation for each two of them, and no swap", async () => {
    const { say } = await aDesk();
    const reply = await say("compare TAO, NEAR, FET, BTC");
    expect(reply.title).toBe("TAO, NEAR, FET and BTC in USD");
    expect(plainText(reply).match(/over 30 days/g)).toHaveLength(6);
    expect(labels(reply)).not.toContain("Swap");
    expect(plainText(reply)).not.toContain("cap would be");
  });

  test.each(["usd", "jpy", "krw", "btc", "inr"])("no table is wider than a phone, in %s", async (currency) => {
    const longest = coin("long", "verylongsymbolofacoin", "Long", 123_456_789, {
      rank: 5,
      cap: 9e14,
      change24h: 12_345,
    });
    const { say } = await aDesk({ assets: [...ASSETS, longest] });
    const reply = await say(`compare BTC, =long, =any-inu, =usd-coin in ${currency}`);
    const tables = reply.blocks.flatMap((block) => (block.kind === "table" ? [tableText(block)] : []));
    expect(tables).toHaveLength(2);
    for (const line of tables.flatMap((each) => each.split("\n"))) expect(line.length).toBeLessThanOrEqual(TABLE_WIDTH);
  });
});

describe("what is missing is said, and the rest is answered", () => {
  test("a coin without price and history", async () => {
    const { say } = await aDesk();
    const reply = await say("compare TAO nomkt");
    expect(plainText(reply)).toContain("no price");
    expect(plainText(reply)).toContain("Nobody has a price history of No Market for this time.");
    expect(hasPicture(reply)).toBe(false);
  });

  test("no history at all leaves the figures", async () => {
    const { say, standIn } = await aDesk();
    standIn.fail("coingecko/coins/bittensor", { kind: "status", status: 429, retryAfter: "60" }, Infinity);
    standIn.fail("coingecko/coins/near", { kind: "status", status: 429, retryAfter: "60" }, Infinity);
    const reply = await say("compare TAO NEAR");
    expect(plainText(reply)).toContain("$300.00");
    expect(plainText(reply)).toContain("CoinGecko did not answer for Bittensor");
    expect(hasPicture(reply)).toBe(false);
  });

  test("a word that may mean several is asked back, with what is clear already there", async () => {
    const { say, press } = await aDesk();
    const reply = await say("compare TAO ARC 90d");
    const picked = await press(reply, "AI Rig Complex (ARC) #430");
    expect(picked.title).toBe("TAO and ARC in USD");
    expect(labels(picked)).toContain("· 90D ·");
  });

  test("MAX without a paid plan", async () => {
    const { say } = await aDesk();
    expect(plainText(await say("compare TAO NEAR MAX"))).toContain("Without a paid plan CoinGecko gives 365 days");
  });
});

test("facts are raw and survive JSON", async () => {
  const { facts } = await aDesk();
  const found = await facts("compare", { assets: ["TAO", "NEAR"] });
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(found).toMatchObject({
    currency: "USD",
    range: "30D",
    assets: [
      {
        assetId: "bittensor",
        quote: { price: 300 },
        atOthersCap: { otherAssetId: "near", multiple: expect.closeTo(1.7 / 2.8, 9) },
      },
      { assetId: "near" },
    ],
    correlations: [{ between: ["bittensor", "near"], commonDaysCount: 30 }],
  });
});

describe("bad input gets a sentence and nothing breaks", () => {
  test.each<[string, unknown, RegExp]>([
    ["nothing", {}, /"assets" is missing\. For example: \/compare TAO NEAR/],
    ["one coin", { assets: "TAO" }, /It takes two coins to compare\./],
    ["one coin twice", { assets: "TAO bittensor" }, /All of these are the same coin\./],
    ["five coins", { assets: "TAO NEAR BTC ETH SOL" }, /too many at once: 5\. I compare at most 4 coins\./],
    ["one that is unknown", { assets: "TAO qqq" }, /I know no coin called "qqq"/],
    ["another time", { assets: "TAO NEAR 5d" }, /"5d" is not a time that I can go back/],
    ["another range", { assets: "TAO NEAR", range: "2D" }, /"range"/],
    ["a list of hundreds", { assets: "tao ".repeat(500) }, /too many/],
    ["words between nothing", { assets: "vs vs vs" }, /two coins|no coin called/],
    ["an unknown currency", { assets: "TAO NEAR", currency: "QQQ" }, /"QQQ" is not a currency/],
  ])("%s", async (_what, input, sentence) => {
    const { desk, faults } = await aDesk();
    expect(plainText(await desk.run("compare", input, aCall()))).toMatch(sentence);
    expect(faults).toEqual([]);
  });
});
