import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aCall, NOON } from "../support/calls.ts";
import { createFunding } from "../../src/market/derivatives/funding.ts";
import { createSampleExchanges } from "../../src/market/derivatives/sample.ts";
import { createSampleMarket } from "../../src/market/sample.ts";
import { type DerivativesDesk, derivativesDesk } from "../support/derivatives-desk.ts";
import type { FundingFacts } from "../../src/commands/funding-facts.ts";
import { marketFacts } from "../../src/commands/market-facts.ts";
import { marketReply } from "../../src/commands/market-reply.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { plainText } from "../../src/core/plain.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { TABLE_WIDTH } from "../../src/core/table.ts";

let desk: DerivativesDesk;
beforeEach(async () => {
  desk = await derivativesDesk();
});
afterEach(async () => {
  expect(desk.standIn.violations).toEqual([]);
  await desk.close();
});

const facts = async (asset: string): Promise<FundingFacts> => (await desk.facts("funding", { asset })) as FundingFacts;
const down = { kind: "status", status: 503 } as const;
const EXCHANGES = ["binance-futures", "bybit", "okx", "bitget"];

test("the command can be offered on every surface", () => {
  expect(problemsIn([...desk.desk.commands.values()])).toEqual([]);
});

test("a coin's contracts are a table by open interest, with the mean, the next payment and who is long", async () => {
  const reply = await desk.say("funding TAO");
  expect(plainText(reply)).toMatchInlineSnapshot(`
    "Bittensor (TAO) funding +7.8% a year

    Exchange        Rate   Year  Open
    Binance  +0.0100%/8h +10.9% $120M
    Bybit    +0.0050%/4h +10.9%  $60M
    OKX      -0.0100%/8h -10.9%  $30M

    Open: $210M (700K TAO) on 3 exchanges; mean by open interest +7.8% a year.
    Next payment in 4 h (16:00 UTC).
    Accounts that are long: Binance 60% · Bybit 50% · OKX 50%.
    Not listed: Bitget.

    Source: the exchanges named · just now · a year: rate per payment times payments a year, not compounded"
  `);
  expect(reply.buttons?.map(({ label }) => label)).toEqual(["Refresh", "Price"]);
  const table = plainText(reply).split("\n").slice(2, 6);
  expect(table.every((line) => line.length <= TABLE_WIDTH)).toBe(true);
  expect(plainText(await desk.press(reply, "Refresh"))).toBe(plainText(reply));
});

test("a model reads rates in percent, a year without compounding, open interest in dollars and coins", async () => {
  const found = await facts("TAO");
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(found.exchanges.map(({ exchange }) => exchange)).toEqual(["Binance", "Bybit", "OKX"]);
  expect(found.exchanges[0]).toEqual({
    exchange: "Binance",
    contract: "TAOUSDT",
    ratePercent: 0.01,
    rateKind: "latest",
    intervalHours: 8,
    annualPercent: expect.closeTo(10.95, 10),
    nextPaymentAt: NOON + 4 * 3_600_000,
    minutesToNextPayment: 240,
    markPriceUsd: 300.3,
    openInterestUsd: expect.closeTo(120_120_000, 3),
    openInterestCoins: 400_000,
    longAccountsPercent: 60,
    shortAccountsPercent: 40,
    longShortRatio: expect.closeTo(1.5, 10),
    source: "Binance",
    asOf: NOON - 2_000,
    isStale: false,
  });
  // Bybit pays every four hours: half the rate is as much a year.
  expect(found.exchanges[1]).toMatchObject({ ratePercent: 0.005, intervalHours: 4 });
  expect(found.exchanges[1]?.annualPercent).toBeCloseTo(10.95, 10);
  expect(found.exchanges[2]?.annualPercent).toBeCloseTo(-10.95, 10);
  const [a = 0, b = 0, c = 0] = found.exchanges.map(({ openInterestUsd }) => openInterestUsd);
  expect(found.total.openInterestUsd).toBeCloseTo(a + b + c, 3);
  expect(found.total.openInterestCoins).toBe(700_000);
  expect(found.total.meanAnnualPercent).toBeCloseTo((10.95 * (a + b - c)) / (a + b + c), 10);
  expect(found.notListedOn).toEqual(["Bitget"]);
});

test("intervals are those that each exchange pays in, and a payment every hour counts as one", async () => {
  const found = await facts("NEAR");
  expect(found.exchanges.map((each) => [each.exchange, each.intervalHours, each.annualPercent])).toEqual([
    ["Binance", 4, expect.closeTo(10.95, 10)],
    ["Bitget", 1, expect.closeTo(87.6, 10)],
  ]);
  expect(plainText(await desk.say("funding NEAR"))).toContain(
    "Next payments: Bitget in 1 h (13:00 UTC); Binance in 4 h (16:00 UTC).",
  );
});

test("contracts of a thousand coins are counted by the coin, however an exchange spells them", async () => {
  const found = await facts("pepe");
  expect(found.exchanges).toMatchObject([
    { exchange: "Binance", contract: "1000PEPEUSDT", coinsPerUnit: 1_000, openInterestCoins: 5e12 },
    { exchange: "Bybit", contract: "PEPE1000USDT", coinsPerUnit: 1_000, openInterestCoins: 1e12 },
  ]);
  expect(found.exchanges[0]?.markPriceUsd).toBeCloseTo(0.00001, 12);
  expect(found.exchanges[0]?.openInterestUsd).toBeCloseTo(5e7, 3);
  expect(plainText(await desk.say("funding pepe"))).toContain("Contracts of 1,000 coins are counted by the coin.");
});

describe("another coin of the same ticker", () => {
  test("is left out when its price is not this coin's, and said", async () => {
    // Sleepless AI costs 0.023, the exchange's AI 0.50.
    const reply = plainText(await desk.say("funding =sleepless-ai"));
    expect(reply).toContain("There is no perpetual future of it in USDT on Bybit, OKX, Bitget, Binance.");
    expect(reply).toContain("Binance's AI costs $0.50, not $0.023: another coin, left out.");
    expect((await facts("=sleepless-ai")).exchanges).toEqual([]);
  });

  test("is not asked for at all when a better known coin bears the ticker", async () => {
    const reply = plainText(await desk.say("funding =fusotao"));
    expect(reply).toContain("Exchanges mean Bittensor by TAO, so there is no contract that is certainly Fusotao's.");
    for (const exchange of EXCHANGES) expect(desk.asked(exchange)).toEqual([]);
  });

  test("cannot be told apart without a price, which is said", async () => {
    desk.standIn.fail("coingecko/coins/markets", down, Infinity);
    expect(plainText(await desk.say("funding TAO"))).toContain(
      "No other price to compare the contracts with: they are taken by their ticker.",
    );
  });
});

test("a coin without a contract gets an answer, not an error", async () => {
  const reply = await desk.say("funding akash");
  expect(plainText(reply)).toMatchInlineSnapshot(`
    "Akash Network (AKT) funding

    There is no perpetual future of it in USDT on Binance, Bybit, OKX, Bitget."
  `);
});

describe("an exchange that fails", () => {
  test.each(EXCHANGES)("%s is named, and sums are over the others", async (provider) => {
    const before = await facts("BTC");
    desk.pass(60_000);
    desk.standIn.fail(provider, down, Infinity);
    desk.pass(20 * 60_000);
    const found = await facts("BTC");
    expect(found.exchanges).toHaveLength(3);
    expect(found.unanswered).toEqual([{ exchange: expect.any(String), why: "does not answer" }]);
    expect(found.total.openInterestUsd).toBeLessThan(before.total.openInterestUsd ?? 0);
    const [{ exchange } = { exchange: "" }] = found.unanswered;
    expect(plainText(await desk.say("funding BTC"))).toContain(`${exchange}: does not answer.`);
    expect(desk.faults).toEqual([]);
  });

  test.each([403, 418, 451])("with %d is left alone for half an hour, then asked again", async (status) => {
    desk.standIn.fail(
      "binance-futures",
      { kind: "status", status, body: { code: 0, msg: "restricted location" } },
      Infinity,
    );
    expect((await facts("BTC")).unanswered).toEqual([{ exchange: "Binance", why: "refuses requests from here" }]);
    const asked = desk.asked("binance-futures").length;
    for (let minute = 0; minute < 28; minute += 4) {
      desk.pass(4 * 60_000);
      expect((await facts("BTC")).unanswered).toHaveLength(1);
    }
    expect(desk.asked("binance-futures")).toHaveLength(asked);
    desk.standIn.heal();
    desk.pass(3 * 60_000);
    expect((await facts("BTC")).unanswered).toEqual([]);
  });

  test("by saying no with status 200 has failed all the same", async () => {
    desk.standIn.fail(
      "bybit",
      { kind: "body", body: { retCode: 10024, retMsg: "compliance", result: {}, time: 0 } },
      Infinity,
    );
    desk.standIn.fail("okx", { kind: "body", body: { code: "50011", msg: "Rate limit reached", data: [] } }, Infinity);
    desk.standIn.fail("bitget", { kind: "body", body: { code: "40725", msg: "error", data: null } }, Infinity);
    expect((await facts("BTC")).unanswered.map(({ exchange }) => exchange)).toEqual(["Bybit", "OKX", "Bitget"]);
  });

  test("for a moment leaves the last rates, marked as old, for a quarter of an hour at most", async () => {
    await facts("BTC");
    desk.standIn.fail("okx", down, Infinity);
    desk.pass(2 * 60_000);
    expect((await facts("BTC")).exchanges.find(({ exchange }) => exchange === "OKX")).toMatchObject({ isStale: true });
    expect(plainText(await desk.say("funding BTC"))).toMatch(/OKX\*/);
    desk.pass(15 * 60_000);
    expect((await facts("BTC")).unanswered).toEqual([{ exchange: "OKX", why: "does not answer" }]);
  });

  test("like all the others leaves a sentence", async () => {
    for (const provider of EXCHANGES) desk.standIn.fail(provider, down, Infinity);
    const reply = plainText(await desk.say("funding TAO"));
    expect(reply).toContain("None of the exchanges answers right now");
    expect(reply).toContain("Binance, Bybit, OKX, Bitget: do not answer.");
    expect(desk.faults).toEqual([]);
  });

  test("to say what is open or who is long loses no more than that", async () => {
    desk.standIn.fail(
      "binance-futures/fapi/v1/openInterest",
      { kind: "status", status: 400, body: { code: -4108 } },
      Infinity,
    );
    desk.standIn.fail("binance-futures/futures/data", { kind: "status", status: 403 }, Infinity);
    const found = await facts("BTC");
    const binance = found.exchanges.find(({ exchange }) => exchange === "Binance");
    expect(binance).toMatchObject({ ratePercent: 0.01, intervalHours: 8 });
    expect(binance).not.toHaveProperty("openInterestUsd");
    expect(binance).not.toHaveProperty("longAccountsPercent");
    expect(found.exchanges.at(-1)).toBe(binance);
    expect(found.total.withoutOpenInterest).toEqual(["Binance"]);
    expect(plainText(await desk.say("funding BTC"))).toContain("on 3 exchanges, without Binance;");
  });

  test("to say an interval leaves its year unknown rather than guessed", async () => {
    desk.standIn.fail("binance-futures/fapi/v1/fundingRate", { kind: "body", body: [] }, Infinity);
    const found = await facts("TAO");
    expect(found.exchanges[0]).not.toHaveProperty("annualPercent");
    expect(found.exchanges[0]).not.toHaveProperty("intervalHours");
    // The mean is of those whose year is known.
    const [, b = 0, c = 0] = found.exchanges.map(({ openInterestUsd }) => openInterestUsd);
    expect(found.total.meanAnnualPercent).toBeCloseTo((10.95 * (b - c)) / (b + c), 10);
  });
});

describe("the market's card", () => {
  const NOT_SAID = () =>
    Promise.resolve({ kind: "failed", failure: new ProviderError("CoinGecko", "missing") } as const);
  const overview = {
    source: "CoinGecko",
    sentimentSource: "alternative.me",
    global: NOT_SAID,
    aiCategory: NOT_SAID,
    fearAndGreed: NOT_SAID,
    trending: NOT_SAID,
    isAi: () => false,
  };
  const rates = {
    rate: async () => ({ value: 0.03, source: "CoinGecko", asOf: NOON, isStale: false }),
  };

  test("says which part of the accounts is long, by which exchange", async () => {
    const found = await marketFacts(overview, rates, desk.funding);
    expect(found.longAccounts).toMatchObject([
      { symbol: "BTC", longAccountsPercent: expect.closeTo(55, 9), source: "Binance" },
      { symbol: "ETH", longAccountsPercent: 70, longShortRatio: expect.closeTo(7 / 3, 9) },
    ]);
    const reply = marketReply(found, aCall());
    expect(plainText(reply)).toContain("Accounts long: BTC 55% · ETH 70%");
    expect(reply.footer).toContain("Binance");
  });

  test("names them as missing where no exchange answers, like its other parts", async () => {
    for (const provider of EXCHANGES) desk.standIn.fail(provider, down, Infinity);
    const found = await marketFacts(overview, rates, desk.funding);
    expect(found).not.toHaveProperty("longAccounts");
    expect(plainText(marketReply(found, aCall()))).toContain(
      "BTC long accounts, ETH long accounts (Binance Futures does not answer)",
    );
  });
});

test("within a minute nothing is asked twice", async () => {
  await facts("BTC");
  const count = desk.standIn.requests.length;
  desk.pass(50_000);
  await facts("BTC");
  expect(desk.standIn.requests).toHaveLength(count);
});

describe("who is long", () => {
  test("is counted by the first exchange that says it", async () => {
    expect(await desk.funding.accounts("btc")).toMatchObject({ exchange: "Binance", longFraction: 0.55 });
  });

  test("is not asked of one that refused for half an hour", async () => {
    desk.standIn.fail("binance-futures", { kind: "status", status: 451 }, Infinity);
    expect(await desk.funding.accounts("BTC")).toMatchObject({ exchange: "Bybit", longFraction: 0.52 });
    const asked = desk.asked("binance-futures").length;
    desk.pass(29 * 60_000);
    expect(await desk.funding.accounts("BTC")).toMatchObject({ exchange: "Bybit" });
    expect(desk.asked("binance-futures")).toHaveLength(asked);
    desk.standIn.heal();
    desk.pass(60_000);
    expect(await desk.funding.accounts("BTC")).toMatchObject({ exchange: "Binance" });
  });

  test("is an error when nobody says it", async () => {
    for (const provider of EXCHANGES) desk.standIn.fail(provider, down, Infinity);
    await expect(desk.funding.accounts("BTC")).rejects.toMatchObject({ name: "ProviderError" });
  });
});

test.each([
  ["nothing", "funding", /"asset" is missing/],
  ["a coin that is none", "funding qqqzzz", /I know no coin called "qqqzzz"/],
  ["two coins", "funding TAO NEAR and more", /I know no coin/],
  ["invisible signs", "funding \u202E\u0000", /"asset" is|no name in/],
  ["far too much", `funding ${"x".repeat(3_000)}`, /too long/],
])("asked with %s it says what is wrong", async (_what, line, sentence) => {
  expect(plainText(await desk.say(line))).toMatch(sentence);
  expect(desk.faults).toEqual([]);
});

test.each(["de", "ar-EG", "xx-invalid-locale-too-long-for-anything", "ja"])("is shown in locale %s", async (locale) => {
  expect((await desk.say("funding BTC", { locale })).title).toContain("Bitcoin");
  expect(desk.faults).toEqual([]);
});

test("sample exchanges are none that exist, pay in the future, and fit the sample market's prices", async () => {
  const clock = (): number => Date.UTC(2026, 10, 23, 1);
  const exchanges = createSampleExchanges(clock);
  const sample = createFunding({ exchanges, clock, ages: "never" });
  const coins = await createSampleMarket().topMarkets(1);
  const prices = new Map(coins.map(({ symbol, price }) => [symbol, price]));
  for (const exchange of exchanges) {
    expect(exchange.source).toMatch(/^Sample [A-C]$/);
    for (const { base } of (await exchange.board("person")).perpetuals.values()) {
      const { lines, anotherCoin } = await sample.of(base, prices.get(base));
      expect(anotherCoin).toEqual([]);
      for (const { nextPaymentAt = 0, isStale } of lines) {
        expect(nextPaymentAt).toBeGreaterThan(clock());
        expect(isStale).toBe(false);
      }
    }
  }
  expect(await sample.accounts("BTC")).toMatchObject({ exchange: "Sample A" });
});

test("suggestions are coins", async () => {
  const command = desk.desk.commands.get("funding");
  const choices = await command?.suggest?.["asset"]?.("bitt", aCall());
  expect(choices?.[0]?.label).toMatch(/^Bittensor/);
});
