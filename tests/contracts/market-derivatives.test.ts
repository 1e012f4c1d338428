import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { annualOf, wholeOf } from "../../src/market/derivatives/annual.ts";
import { byTheCoin, contractOf } from "../../src/market/derivatives/contract-of.ts";
import type { Board, Exchange, Perpetual } from "../../src/market/derivatives/exchange.ts";
import { createBinanceFutures } from "../../src/market/providers/binance-futures.ts";
import { createBitget } from "../../src/market/providers/bitget.ts";
import { createBybit } from "../../src/market/providers/bybit.ts";
import { createOkx } from "../../src/market/providers/okx.ts";
import fc from "fast-check";
import type { Fault } from "../stand-ins/market.ts";
import { hoursBetween, readHours, readPart, readPaymentTime, readRate } from "../../src/market/derivatives/readers.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { NOON } from "../support/calls.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { testWire } from "../support/market.ts";

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket({ now: () => NOON });
});
afterEach(() => {
  expect(market.violations).toEqual([]);
  market.heal();
});
afterAll(() => market.close());

const wire = (personMs = 10_000) => testWire({ clock: () => NOON, wait: async () => undefined, limits: { personMs } });
/** A new one for each question, so that none rests because of another. */
const make: Readonly<Record<string, (personMs?: number) => Exchange>> = {
  "binance-futures": (personMs) => createBinanceFutures({ ...wire(personMs), base: market.binanceFuturesBase }),
  bybit: (personMs) => createBybit({ ...wire(personMs), base: market.bybitBase }),
  okx: (personMs) => createOkx({ ...wire(personMs), base: market.okxBase }),
  bitget: (personMs) => createBitget({ ...wire(personMs), base: market.bitgetBase }),
};
/** Short enough to run into, for answers that never come. */
const SOON_MS = 200;
const PROVIDERS = Object.entries(make);

describe.each(PROVIDERS)("%s", (name, create) => {
  test("lists perpetuals in USDT alone, each with a rate, a price and the next payment", async () => {
    const { perpetuals, asOf } = await create().board("person");
    expect(asOf).toBeLessThanOrEqual(NOON);
    expect(asOf).toBeGreaterThan(NOON - 60_000);
    const btc = perpetuals.get("BTC");
    expect(btc?.contract).toMatch(/^BTC-?USDT(-SWAP)?$/);
    expect(btc?.markPriceUsd).toBeGreaterThan(69_000);
    for (const [base, each] of perpetuals) {
      expect(base).toBe(each.base);
      expect(Math.abs(each.rate)).toBeLessThan(0.001);
      expect(each.nextPaymentAt).toBeGreaterThan(NOON);
    }
  });

  test("says interval and open interest in coins, with the board or for one contract", async () => {
    const exchange = create();
    const btc = (await exchange.board("person")).perpetuals.get("BTC");
    if (!btc) throw new Error("no BTC");
    const whole = { ...btc, ...(await exchange.details(btc, "person")) };
    expect(whole.intervalHours).toBe(8);
    expect([20_000, 30_000, 50_000, 100_000]).toContain(whole.openInterest);
  });

  test("counts the newest accounts, and none of what it does not know", async () => {
    const known = await create().longShort("BTC", "person");
    expect(known?.longFraction).toBeGreaterThan(0.5);
    expect(known?.longFraction).toBeLessThanOrEqual(0.6);
    expect(known?.asOf).toBe(NOON - 60_000);
    const unknown = await create()
      .longShort("NOSUCH", "person")
      .catch((error: unknown) => error);
    expect(unknown === undefined || unknown instanceof ProviderError).toBe(true);
  });

  test.each<Fault>([
    { kind: "html" },
    { kind: "truncated" },
    { kind: "empty" },
    { kind: "wrong-types" },
    { kind: "nulls" },
    { kind: "hang" },
    { kind: "hang-in-body" },
    { kind: "reset" },
    { kind: "status", status: 429, retryAfter: "30" },
    { kind: "status", status: 451 },
    { kind: "status", status: 500 },
    { kind: "huge", bytes: 9 * 1024 * 1024 },
    { kind: "body", body: [] },
    { kind: "body", body: { code: "0", data: [], retCode: 0, result: { list: [] } } },
    { kind: "body", body: [{ symbol: "BTCUSDT", markPrice: "-1", lastFundingRate: "7", nextFundingTime: 1e99 }] },
  ])("with $kind gives figures or a ProviderError, never an empty list", async (fault) => {
    market.fail(name, fault, Infinity);
    const board = await create(fault.kind.startsWith("hang") ? SOON_MS : undefined)
      .board("person")
      .catch((error: unknown) => error);
    if (board instanceof Error) expect(board).toBeInstanceOf(ProviderError);
    else expect((board as Board).perpetuals.size).toBeGreaterThan(0);
  });

  test("with a part of its rows broken still says the others", async () => {
    const whole = (await create().board("person")).perpetuals.size;
    expect(whole).toBeGreaterThan(1);
    market.fail(name, { kind: "numbers-as-text" }, Infinity);
    expect(
      (
        await create()
          .board("person")
          .catch(() => undefined)
      )?.perpetuals.size ?? whole,
    ).toBe(whole);
  });
});

describe("a contract of a coin", () => {
  const perpetual = (base: string, markPriceUsd: number): Perpetual => ({
    contract: `${base}USDT`,
    base,
    rate: 0.0001,
    rateKind: "current",
    markPriceUsd,
    openInterest: 1_000,
  });
  const board = (...perpetuals: readonly Perpetual[]): Board => ({
    perpetuals: new Map(perpetuals.map((each) => [each.base, each])),
    asOf: NOON,
  });

  test.each([
    ["PEPE", "1000PEPE", 1_000],
    ["SHIB", "SHIB1000", 1_000],
    ["SATS", "10000SATS", 10_000],
    ["MOG", "1000000MOG", 1_000_000],
    ["BABYDOGE", "1MBABYDOGE", 1_000_000],
    ["1INCH", "1INCH", 1],
  ])("%s is %s, %d at a time", (symbol, base, coins) => {
    const listing = contractOf(board(perpetual(base, 0.5 * coins)), symbol, 0.5);
    expect(listing).toMatchObject({ kind: "listed", coinsPerUnit: coins });
  });

  test("is the one at the coin's price where there are two", () => {
    const both = board(perpetual("CAT", 4), perpetual("1000CAT", 0.007));
    expect(contractOf(both, "cat", 0.000_007)).toMatchObject({ kind: "listed", coinsPerUnit: 1_000 });
    expect(contractOf(both, "CAT", 4.3)).toMatchObject({ kind: "listed", coinsPerUnit: 1 });
    expect(contractOf(both, "CAT", 1)).toEqual({ kind: "another coin", contract: "CATUSDT", markPriceUsd: 4 });
    expect(contractOf(both, "CAT", undefined)).toMatchObject({ kind: "listed", coinsPerUnit: 1 });
  });

  test.each([
    [1.099, "listed"],
    [1.101, "another coin"],
    [0.901, "listed"],
    [0.899, "another coin"],
  ])("at %d of the coin's price is %s", (ratio, kind) => {
    expect(contractOf(board(perpetual("X", 100 * ratio)), "X", 100).kind).toBe(kind);
  });

  test("is worth the same counted by the coin or by the contract", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        fc.constantFrom(1, 1_000, 1_000_000),
        (mark, coinsPerUnit) => {
          const coin = byTheCoin(perpetual("X", mark), coinsPerUnit);
          const worth = (coin.openInterestCoins ?? 0) * coin.markPriceUsd;
          expect(worth / (mark * 1_000)).toBeCloseTo(1, 9);
          expect(coin.openInterestUsd).toBe(mark * 1_000);
        },
      ),
    );
  });
});

describe("a year of payments", () => {
  test.each([
    [0.0001, 8, 0.1095],
    [0.0001, 4, 0.219],
    [0.0001, 1, 0.876],
    [-0.0003, 8, -0.3285],
    [0, 8, 0],
  ])("of %d every %d hours is %d", (rate, hours, year) => {
    expect(annualOf(rate, hours)).toBeCloseTo(year, 12);
  });

  test("has a mean between the lowest and the highest, by open interest", () => {
    const contract = fc.record(
      {
        annual: fc.double({ min: -5, max: 5, noNaN: true }),
        openInterestUsd: fc.double({ min: 1, max: 1e10, noNaN: true }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(contract, { maxLength: 6 }), (contracts) => {
        const { meanAnnual, openInterestUsd } = wholeOf(contracts);
        const counted = contracts.flatMap(({ annual, openInterestUsd: open }) =>
          annual === undefined || open === undefined ? [] : [annual],
        );
        expect(meanAnnual === undefined).toBe(counted.length === 0);
        expect(openInterestUsd === undefined).toBe(contracts.every((each) => each.openInterestUsd === undefined));
        if (meanAnnual === undefined) return;
        expect(meanAnnual).toBeGreaterThanOrEqual(Math.min(...counted) - 1e-9);
        expect(meanAnnual).toBeLessThanOrEqual(Math.max(...counted) + 1e-9);
      }),
    );
  });
});

test("nothing that an exchange may write makes a reader throw or say nonsense", () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string(), fc.double().map(String), fc.double()), (value) => {
      const rate = readRate(value);
      expect(rate === undefined || Math.abs(rate) < 1).toBe(true);
      const hours = [readHours(value), hoursBetween(value, NOON), hoursBetween(NOON, value)];
      expect(hours.every((each) => each === undefined || (each >= 1 && each <= 24))).toBe(true);
      const at = readPaymentTime(value, NOON);
      expect(at === undefined || Math.abs(at - NOON) <= 48 * 3_600_000).toBe(true);
      const part = readPart(value);
      expect(part === undefined || (part >= 0 && part <= 1)).toBe(true);
    }),
  );
  expect(hoursBetween(String(NOON + 7), NOON + 4 * 3_600_000)).toBe(4);
});
