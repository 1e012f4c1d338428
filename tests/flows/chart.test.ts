import { afterEach, describe, expect, test } from "vitest";
import { type HistoryDesk, historyDesk, type HistoryDeskOptions } from "../support/history-desk.ts";
import { aCall, NOON } from "../support/calls.ts";
import { draw } from "../../src/charts/draw.ts";
import { plainText } from "../../src/core/plain.ts";
import { problemsIn } from "../../src/core/problems.ts";
import type { Chart, Reply } from "../../src/core/reply.ts";

const HOUR = 3_600_000;
const open: HistoryDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) {
    expect(desk.standIn.violations).toEqual([]);
    await desk.close();
  }
});
const aDesk = async (options: HistoryDeskOptions = {}): Promise<HistoryDesk> => {
  const desk = await historyDesk(options);
  open.push(desk);
  return desk;
};

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);
const pictureIn = (reply: Reply): Chart | undefined =>
  reply.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : []))[0];
const asked = ({ standIn }: HistoryDesk): string[] =>
  standIn.requests
    .filter(({ path }) => /market_chart|ohlc/.test(path))
    .map(({ path, query }) => `${path} ${query["days"]}`);

test("the command can be offered on every surface", async () => {
  const { desk } = await aDesk();
  expect(problemsIn([...desk.commands.values()])).toEqual([]);
});

describe("one coin", () => {
  test("is a line with its volume, the same in words, and buttons for other times", async () => {
    const { say } = await aDesk();
    const reply = await say("chart TAO");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Bittensor (TAO), 30 days

      $300.00 · +24.00%

      30 days: Bittensor from $241.94 to $300.00 (+24.00%), lowest $241.94, highest $300.00.

      Source: CoinGecko · just now"
    `);
    expect(labels(reply)).toEqual(["1D", "7D", "· 30D ·", "90D", "1Y", "MAX", "Candles"]);
    const picture = pictureIn(reply);
    expect(picture).toMatchObject({ kind: "price", title: "Bittensor (TAO), 30 days", unit: "USD", asOf: NOON });
    if (picture?.kind !== "price") throw new Error("no price chart");
    expect(picture.points.length).toBeLessThanOrEqual(200);
    expect(picture.volumes.length).toBeLessThanOrEqual(100);
    expect(picture.volumes.at(-1)).toEqual([NOON, 2.8e9 / 20]);
  });

  test("another time is the same command with it, and needs nothing that the process remembers", async () => {
    const desk = await aDesk();
    const week = await desk.press(await desk.say("chart TAO in eur"), "7D");
    expect(week.title).toBe("Bittensor (TAO), 7 days");
    expect(week.buttons?.[0]).toMatchObject({ command: "chart", input: { assets: ["=bittensor"], currency: "EUR" } });
    expect((await desk.press(week, "Candles")).title).toBe("Bittensor (TAO), 7 days");
    expect(asked(desk)).toEqual([
      "/coins/bittensor/market_chart 30",
      "/coins/bittensor/market_chart 7",
      "/coins/bittensor/ohlc 7",
    ]);
  });

  test.each([
    ["1D", 1, "30 min", 48],
    ["7D", 7, "4 h", 42],
    ["30D", 30, "8 h", 90],
    ["90D", 90, "4 days", 23],
    ["1Y", 365, "4 days", 91],
    ["MAX", 365, "4 days", 91],
  ])("as candles over %s says the interval that is shown", async (range, days, interval, count) => {
    const desk = await aDesk();
    const reply = await desk.say(`chart BTC ${range} candles`);
    expect(asked(desk)).toEqual([`/coins/bitcoin/ohlc ${days}`]);
    expect(plainText(reply)).toContain(`candles of ${interval}`);
    const picture = pictureIn(reply);
    expect(picture?.kind === "candles" && picture.candles.length).toBe(count);
  });

  test("MAX without a paid plan is a year, and says so; with one it is all there is", async () => {
    const free = await aDesk();
    expect(plainText(await free.say("chart BTC MAX"))).toContain(
      "Without a paid plan CoinGecko gives 365 days; this is all of MAX that can be had.",
    );
    expect(asked(free)).toEqual(["/coins/bitcoin/market_chart 365"]);
    const paid = await aDesk({ plan: "pro" });
    const reply = await paid.say("chart BTC MAX");
    expect(plainText(reply)).not.toContain("paid");
    expect(reply.title).toBe("Bitcoin (BTC), all of it");
    expect(asked(paid)).toEqual(["/coins/bitcoin/market_chart max"]);
  });

  test.each([
    ["chart btc 1y eur", "1 year", "EUR"],
    ["chart btc eur 1y", "1 year", "EUR"],
    ["chart btc candles 7d in euros", "7 days", "EUR"],
    ["chart btc range:90d currency:eur", "90 days", "EUR"],
    ["chart bitcoin 24h", "1 day", "USD"],
    ["chart near protocol 1w", "7 days", "USD"],
    ["chart btc max", "365 days", "USD"],
  ])("what is typed is understood: %s", async (line, time, currency) => {
    const { say } = await aDesk();
    const reply = await say(line);
    expect(reply.title).toContain(time);
    expect(pictureIn(reply)).toMatchObject({ unit: currency });
  });

  test("is asked back where a word means several, and the time is kept", async () => {
    const { say, press } = await aDesk();
    const reply = await say("chart ARC 7d");
    expect((await press(reply, "AI Rig Complex (ARC) #430")).title).toBe("AI Rig Complex (ARC), 7 days");
  });
});

describe("several coins", () => {
  test("begin at 100 together, each with its change", async () => {
    const { say } = await aDesk();
    const reply = await say("chart TAO vs NEAR 7d");
    expect(plainText(reply)).toContain("Bittensor +24.00%\nNEAR Protocol -4.00%");
    const picture = pictureIn(reply);
    if (picture?.kind !== "performance") throw new Error("no performance");
    expect(picture.series.map(({ name, points }) => [name, points[0]?.[1], points.at(-1)?.[1]?.toFixed(4)])).toEqual([
      ["Bittensor", 100, "124.0000"],
      ["NEAR Protocol", 100, "96.0000"],
    ]);
    expect(labels(reply)).toEqual(["1D", "· 7D ·", "30D", "90D", "1Y", "MAX"]);
  });

  test("without a history, unknown or unclear ones are named, and the rest is drawn", async () => {
    const { say } = await aDesk();
    const reply = await say("chart TAO, nomkt, qqq, ARC");
    expect(plainText(reply)).toContain("Nobody has a price history of No Market for this time.");
    expect(plainText(reply)).toContain('I know no coin called "qqq".');
    expect(reply.choices?.prompt).toContain('"ARC"');
    expect(pictureIn(reply)?.kind).toBe("performance");
  });

  test("one that was not answered is told from one that has nothing", async () => {
    const { say, standIn } = await aDesk();
    standIn.fail("coingecko/coins/near/market_chart", { kind: "status", status: 429, retryAfter: "60" });
    const reply = await say("chart TAO NEAR");
    expect(plainText(reply)).toContain("CoinGecko did not answer for NEAR Protocol; please try again in a minute.");
    expect(plainText(reply)).toContain("Bittensor +24.00%");
  });

  test("are all in one currency, where a fall-back has one of them in dollars only", async () => {
    const day = 24 * HOUR;
    const points = Array.from({ length: 31 }, (_, index) => [NOON - (30 - index) * day, 2] as const);
    const inDollars = { points, volumes: [], currency: "USD", source: "Fall-back", asOf: NOON };
    const { say, standIn, facts } = await aDesk({
      fallbacks: [{ source: "Fall-back", history: async () => inDollars }],
    });
    standIn.fail("coingecko/coins/near/market_chart", { kind: "status", status: 500 }, Number.POSITIVE_INFINITY);
    const words = plainText(await say("chart TAO NEAR in eur"));
    expect(words).not.toContain("€");
    expect(await facts("chart", { assets: ["TAO", "NEAR"], currency: "eur" })).toMatchObject({
      currency: "USD",
      assets: [{ prices: { source: "CoinGecko" } }, { prices: { source: "Fall-back", firstPrice: 2 } }],
    });
    const euros = standIn.requests.filter(({ query }) => query["vs_currency"] === "eur").map(({ path }) => path);
    expect(euros.some((path) => path.includes("near"))).toBe(true);
  });

  test("a young one moves the start for all, and it is said", async () => {
    const { say, standIn } = await aDesk();
    const prices = Array.from({ length: 49 }, (_, index) => [NOON - (48 - index) * HOUR, 1 + index]);
    standIn.fail("coingecko/coins/near/market_chart", { kind: "body", body: { prices } });
    const reply = await say("chart TAO NEAR");
    expect(plainText(reply)).toContain("Compared since 2026-02-27 12:00 UTC, the first instant that all have a price.");
  });
});

describe("histories that are not as they should be", () => {
  const withPrices = async (prices: unknown, rest: object = {}): Promise<Reply> => {
    const { say, standIn } = await aDesk();
    standIn.fail("coingecko/coins/bitcoin/market_chart", { kind: "body", body: { prices, ...rest } });
    return await say("chart BTC 7d");
  };
  const at = (hours: number): number => NOON - hours * HOUR;

  test.each<[string, unknown, RegExp]>([
    ["none", [], /Nobody has a price history of Bitcoin for this time\./],
    ["one point", [[at(1), 5]], /Of Bitcoin there is only one price to show: \$5\.00\./],
    ["nulls, zeros and rows that are none", [[at(9), null], [at(8), 0], null, "x", [at(7)], [null, 4]], /Nobody has/],
    [
      "the same instant twice",
      [
        [at(2), 4],
        [at(2), 8],
      ],
      /only one price to show: \$8\.00/,
    ],
    [
      "reversed",
      [
        [at(1), 8],
        [at(100), 5],
        [at(168), 4],
      ],
      /from \$4\.00 to \$8\.00 \(\+100\.0%\)/,
    ],
    [
      "gaps",
      [
        [at(168), 4],
        [at(100), null],
        [at(1), 8],
      ],
      /from \$4\.00 to \$8\.00/,
    ],
    [
      "numbers as text",
      [
        [String(at(168)), "4"],
        [at(0), "8e0"],
      ],
      /from \$4\.00 to \$8\.00/,
    ],
    [
      "two days of a week",
      [
        [at(48), 4],
        [at(0), 8],
      ],
      /Bitcoin has prices of 2 days only\./,
    ],
    [
      "no longer traded",
      [
        [at(168), 4],
        [at(60), 8],
      ],
      /Source: CoinGecko · 3 days ago, nothing newer to be had/,
    ],
    [
      "a future price",
      [
        [at(168), 4],
        [at(-50), 8],
      ],
      /from \$4\.00 to \$8\.00/,
    ],
  ])("%s", async (_what, prices, sentence) => {
    const reply = await withPrices(prices);
    expect(plainText(reply)).toMatch(sentence);
    const picture = pictureIn(reply);
    if (picture) await expect(draw(picture)).resolves.toBeInstanceOf(Uint8Array);
  });

  test("a volume that is missing or odd leaves the line", async () => {
    const prices = [
      [at(168), 4],
      [at(0), 8],
    ];
    for (const rest of [{}, { total_volumes: null }, { total_volumes: [[at(1), null]] }, { total_volumes: "x" }])
      expect(pictureIn(await withPrices(prices, rest))).toMatchObject({ kind: "price", volumes: [] });
  });

  test.each<[string, unknown, RegExp]>([
    ["none", [], /Nobody has a price history of Bitcoin/],
    ["one", [[at(1), 4, 9, 3, 8]], /from \$4\.00 to \$8\.00 .* lowest \$3\.00, highest \$9\.00/],
    [
      "contradictory and broken ones",
      [[at(9), 4, 3, 2, 8], [at(8), 4, null, 3, 4], null, [at(1), 4, 9, 3, 8]],
      /highest \$9/,
    ],
    [
      "reversed",
      [
        [at(1), 6, 9, 3, 8],
        [at(168), 4, 6, 3, 6],
      ],
      /from \$4\.00 to \$8\.00/,
    ],
  ])("candles: %s", async (_what, body, sentence) => {
    const { say, standIn } = await aDesk();
    standIn.fail("coingecko/coins/bitcoin/ohlc", { kind: "body", body });
    const reply = await say("chart BTC 7d candles");
    expect(plainText(reply)).toMatch(sentence);
    const picture = pictureIn(reply);
    if (picture) await expect(draw(picture)).resolves.toBeInstanceOf(Uint8Array);
  });

  test("a coin that is no longer listed has no history", async () => {
    const { say, standIn } = await aDesk();
    standIn.fail("coingecko/coins/bitcoin/market_chart", {
      kind: "status",
      status: 404,
      body: { error: "coin not found" },
    });
    expect(plainText(await say("chart BTC"))).toContain("Nobody has a price history of Bitcoin for this time.");
  });
});

describe("the provider is asked sparingly", () => {
  test("once in five minutes for a week, once in an hour for longer", async () => {
    const desk = await aDesk();
    const count = (): number => asked(desk).length;
    await desk.say("chart BTC 7d");
    await desk.say("chart BTC 30d");
    desk.pass(4 * 60_000);
    await desk.say("chart BTC 7d");
    expect(count()).toBe(2);
    desk.pass(2 * 60_000);
    await desk.say("chart BTC 7d");
    await desk.say("chart BTC 30d");
    expect(count()).toBe(3);
    desk.pass(60 * 60_000);
    await desk.say("chart BTC 30d");
    expect(count()).toBe(4);
  });

  test("once for many who ask at the same time", async () => {
    const desk = await aDesk();
    await Promise.all(Array.from({ length: 20 }, () => desk.say("chart BTC")));
    expect(asked(desk)).toHaveLength(1);
  });

  test("what was known within a day stands in when nobody answers, and is called old", async () => {
    const { say, standIn, pass } = await aDesk();
    await say("chart BTC");
    pass(3 * HOUR);
    standIn.fail("coingecko", { kind: "status", status: 503 }, Infinity);
    expect((await say("chart BTC")).footer).toBe("Source: CoinGecko · 3 h ago, nothing newer to be had");
    pass(30 * HOUR);
    expect(plainText(await say("chart BTC"))).toMatch(/CoinGecko does not answer right now/);
  });
});

describe("facts", () => {
  test("are raw, say range asked and had, and survive JSON", async () => {
    const { facts } = await aDesk();
    const found = await facts("chart", { assets: ["TAO"], range: "MAX" });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found).toMatchObject({
      currency: "USD",
      range: "MAX",
      limitedToDays: 365,
      kind: "line",
      assets: [
        {
          assetId: "bittensor",
          prices: { fromAt: NOON - (364 * 24 + 12) * HOUR, toAt: NOON, lastPrice: 300, source: "CoinGecko" },
        },
      ],
    });
  });
});

describe("bad input gets a sentence and nothing breaks", () => {
  test.each<[string, unknown, RegExp]>([
    ["nothing", {}, /Which coin\? For example: \/chart TAO 90D/],
    ["an empty list", { assets: "" }, /"assets" needs at least 1/],
    ["seven coins", { assets: "tao near btc eth sol fet render" }, /too many at once: 7\. I draw at most 6 coins/],
    ["a hundred coins", { assets: Array.from({ length: 100 }, (_, index) => `coin${index}`) }, /too many/],
    ["10,000 characters", { assets: ["x".repeat(10_000)] }, /too long/],
    ["another time at the end", { assets: "TAO 5d" }, /"5d" is not a time that I can go back\. It can be 1D, 7D/],
    ["another time", { assets: "TAO", range: "5D" }, /"range"/],
    ["another kind", { assets: "TAO", kind: "pie" }, /"kind"/],
    ["only a time", { assets: "7D" }, /Which coin\?/],
    ["an unknown currency", { assets: "TAO", currency: "XYZ" }, /"XYZ" is not a currency/],
    ["control characters", { assets: ["\u0000\u0007"] }, /There is no name in/],
    ["emoji", { assets: ["🚀"] }, /I know no coin called "🚀"/],
    ["SQL", { assets: ["'; DROP TABLE asset; --"] }, /I know no coin/],
    ["a prototype's name", { assets: ["TAO constructor"] }, /I know no coin|Bittensor/],
  ])("%s", async (_what, input, sentence) => {
    const { desk, faults } = await aDesk();
    expect(plainText(await desk.run("chart", input, aCall()))).toMatch(sentence);
    expect(faults).toEqual([]);
  });
});
