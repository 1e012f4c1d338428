import { contractAddress, paragraph, webAddress } from "../../src/market/profile-text.ts";
import { placeIn, rangesOf } from "../../src/market/profile-ranges.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fault, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { chainName } from "../../src/market/chains.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createCoinPaprikaProfile } from "../../src/market/providers/coinpaprika-profile.ts";
import { createProfiles, type Profile, type ProfileSource } from "../../src/market/profile.ts";
import fc from "fast-check";
import { NOON } from "../support/calls.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { testWire } from "../support/market.ts";

const BITTENSOR = { id: "bittensor", symbol: "TAO", name: "Bittensor", rank: 35, capUsd: 2.8e9 } as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket({ now: () => NOON });
});
afterAll(async () => {
  expect(market.violations).toEqual([]);
  await market.close();
});

const coingecko = () =>
  createCoinGecko({ ...testWire(), plan: "demo", apiKey: "demo-key", base: market.coingeckoBase });
const coinpaprika = () => createCoinPaprikaProfile({ ...testWire(), base: market.coinpaprikaBase });

describe("CoinGecko's profile", () => {
  test("has the amounts of every currency, and what does not depend on one", async () => {
    const profile = await coingecko().profile(BITTENSOR, "person");
    expect(profile).toMatchObject({
      source: "CoinGecko",
      asOf: NOON - 60_000,
      rank: 35,
      genesisOn: "2021-01-03",
      commits4Weeks: 108,
      categories: ["Artificial Intelligence (AI)", "Layer 1 (L1)"],
      contracts: [],
      supply: { circulating: expect.closeTo(9_333_333, 0), total: 14_000_000 },
      links: { website: "https://bittensor.example/", x: "https://x.com/bittensor" },
    });
    expect(profile?.amounts["USD"]).toMatchObject({
      price: 300,
      change24h: expect.closeTo(0.095, 9),
      change30d: 0.12,
      marketCap: 2.8e9,
      fullyDiluted: 5.6e9,
      low24h: 282,
      allTimeHigh: { price: 600, at: Date.UTC(2024, 3, 11, 12) },
    });
    expect(profile?.amounts["USD"]).not.toHaveProperty("change1y");
    expect(profile?.amounts["EUR"]?.price).toBeCloseTo(270, 6);
  });

  test("of an id that it does not have is none", async () => {
    expect(await coingecko().profile({ ...BITTENSOR, id: "no/such coin" }, "person")).toBeUndefined();
  });

  test.each<[string, Fault]>([
    ["a list", { kind: "body", body: [] }],
    ["another coin's", { kind: "body", body: { id: "bitcoin" } }],
    ["no id", { kind: "body", body: { market_data: {} } }],
  ])("is refused where the answer is %s", async (_what, fault) => {
    market.fail("coingecko/coins", fault);
    await expect(coingecko().profile(BITTENSOR, "person")).rejects.toMatchObject({ failure: "unusable" });
  });

  test("is read from any answer with its id without a fault of ours", async () => {
    const leaf = fc.oneof(fc.anything({ maxDepth: 2 }), fc.double(), fc.constant(null));
    const anything = fc.record(
      {
        market_cap_rank: leaf,
        platforms: leaf,
        categories: leaf,
        description: fc.oneof(leaf, fc.record({ en: leaf })),
        links: fc.oneof(leaf, fc.record({ homepage: leaf, repos_url: leaf, twitter_screen_name: leaf })),
        genesis_date: leaf,
        developer_data: leaf,
        last_updated: leaf,
        market_data: fc.oneof(
          leaf,
          fc.record({ current_price: fc.record({ usd: leaf }), ath: leaf, max_supply: leaf, low_24h: leaf }),
        ),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        market.fail("coingecko/coins", { kind: "body", body: { ...body, id: "bittensor" } });
        const profile = await coingecko()
          .profile(BITTENSOR, "job")
          .catch((error: unknown) => {
            // Figures that are garbled throughout are no coin without figures.
            if (error instanceof ProviderError && error.failure === "unusable") return undefined;
            throw error;
          });
        for (const { price } of Object.values(profile?.amounts ?? {})) expect(price).toBeGreaterThan(0);
        if (profile) expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
      }),
      { numRuns: 60 },
    );
    market.heal();
  });
});

describe("CoinPaprika's profile", () => {
  test("is found by symbol and name, in US dollars", async () => {
    const profile = await coinpaprika().profile(BITTENSOR, "person");
    expect(profile).toMatchObject({
      source: "CoinPaprika",
      amounts: { USD: { price: 300, marketCap: 2.8e9, change24h: expect.closeTo(0.095, 9) } },
      // It says zero for what it does not know.
      supply: {},
      categories: ["Artificial Intelligence"],
      about: "Bittensor, as the second provider tells it.",
      genesisOn: "2021-01-03",
    });
    expect(Object.keys(profile?.amounts ?? {})).toEqual(["USD"]);
  });

  test.each([
    ["a name that it does not have", { ...BITTENSOR, name: "Bit Tensor Classic" }],
    ["a symbol that it does not have", { ...BITTENSOR, symbol: "TAOX" }],
    ["a coin of another size", { ...BITTENSOR, capUsd: 1_000 }],
    ["a coin of unknown size and rank", { id: "x", symbol: "TAO", name: "Bittensor" }],
  ])("of %s is none", async (_what, asset) => {
    expect(await coinpaprika().profile(asset, "person")).toBeUndefined();
  });

  test("of a coin that is no longer traded is none", async () => {
    market.fail("coinpaprika/tickers", { kind: "status", status: 404 });
    expect(await coinpaprika().profile(BITTENSOR, "person")).toBeUndefined();
  });

  test("takes no id from a search that would lead elsewhere", async () => {
    const body = { currencies: [{ id: "../global", name: "Bittensor", symbol: "TAO" }] };
    market.fail("coinpaprika/search", { kind: "body", body });
    expect(await coinpaprika().profile(BITTENSOR, "person")).toBeUndefined();
  });
});

describe("who is asked", () => {
  const profile: Profile = {
    source: "B",
    asOf: NOON,
    amounts: { USD: { price: 1 } },
    supply: {},
    categories: [],
    contracts: [],
    links: {},
  };
  const answering = (answer: Profile | undefined): ProfileSource => ({ source: "B", profile: async () => answer });
  const failing = (failure: Error): ProfileSource => ({
    source: "A",
    profile: async () => {
      throw failure;
    },
  });
  const limited = new ProviderError("A", "limited");
  const of = async (...sources: [ProfileSource, ...ProfileSource[]]) =>
    await createProfiles({ sources, clock: () => NOON }).of(BITTENSOR);

  test("the first, whose word that there is no such coin is taken", async () => {
    expect(await of(answering(undefined), answering(profile))).toBeUndefined();
  });
  test("the next where it does not answer", async () => {
    expect(await of(failing(limited), answering(profile))).toMatchObject({ source: "B", isStale: false });
  });
  test("nobody else's failure is told than the first one's", async () => {
    await expect(of(failing(limited), failing(new ProviderError("C", "timeout")))).rejects.toBe(limited);
    await expect(of(failing(limited), answering(undefined))).rejects.toBe(limited);
  });
  test("a fault of ours is not covered up", async () => {
    await expect(of(failing(new TypeError("ours")), answering(profile))).rejects.toBeInstanceOf(TypeError);
  });
});

describe("a paragraph of somebody's", () => {
  test.each<[unknown, string | undefined]>([
    ["Plain words.", "Plain words."],
    ["  Two\r\n\r\nlines.  ", "Two lines."],
    ['<a href="https://x.example">Linked</a> &amp; <b>bold</b>&#33;', "Linked & bold!"],
    ["&lt;script&gt;x&lt;/script&gt;", "script x /script"],
    ["See www.evil.example/x now", "See (link) now"],
    ["\u202Eturned\u202C round", "turned round"],
    ["<p></p>", undefined],
    ["", undefined],
    [null, undefined],
    [{ en: "x" }, undefined],
    [5, undefined],
  ])("%j is %j", (untrusted, expected) => {
    expect(paragraph(untrusted)).toBe(expected);
  });

  test("ends with a sentence, within 400 characters", () => {
    const first = `${"word ".repeat(60).trim()}.`;
    expect(paragraph(`${first} ${first}`)).toBe(first);
    expect(paragraph("word ".repeat(200))).toMatch(/^(?:word )+word…$/);
    expect(paragraph("x".repeat(5_000))).toBe(`${"x".repeat(399)}…`);
  });

  test("is short and without markup, whatever it was", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("<", ">", "<b>", "</", "&#", "&#0;", "&#xD800;", "&lt;", "https://", "\u200B", ". ", "<script"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        const kept = paragraph(pieces.join("")) ?? "";
        expect([...kept].length).toBeLessThanOrEqual(400);
        expect(kept).not.toMatch(/<\w|https?:\/\/|\n|\p{Cs}/u);
      }),
    );
  });

  test("takes no time to read, however it was made", () => {
    for (const each of ["<", "<script", "&", "http://", "a. ", "<a <b "])
      expect(paragraph(each.repeat(50_000))?.length ?? 0).toBeLessThanOrEqual(400);
  });
});

test.each([
  ["https://bittensor.com", "https://bittensor.com/"],
  ["http://www.bitcoin.org", "http://www.bitcoin.org/"],
  [" https://x.example/a?b=c#d ", "https://x.example/a?b=c#d"],
  ["javascript:alert(1)", undefined],
  ["https://user@evil.example", undefined],
  ["https://127.0.0.1/", undefined],
  ["https://[::1]/", undefined],
  ["https://localhost/", undefined],
  ["https://evil.example:8080/", undefined],
  ["//evil.example", undefined],
  [`https://long.example/${"x".repeat(300)}`, undefined],
  ["", undefined],
  [7, undefined],
])("the address %j leads to %j", (untrusted, expected) => {
  expect(webAddress(untrusted)).toBe(expected);
});

test.each([
  ["0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b", true],
  ["ibc/BC8A77AFBD872FDC32A348D3FB10CC09277C266CFE52081DE341C7EC6752E674", true],
  ["0x2::sui::SUI", true],
  ["token.v2.ref-finance.near", true],
  ["two words", false],
  ["<b>", false],
  ["", false],
  [null, false],
])("%j is a contract: %j", (untrusted, expected) => {
  expect(contractAddress(untrusted) !== undefined).toBe(expected);
});

test.each([
  ["arbitrum-one", "Arbitrum"],
  ["ethereum", "Ethereum"],
  ["some-new-chain", "Some New Chain"],
  ["constructor", "Constructor"],
])("the platform %s is the chain %s", (platform, name) => {
  expect(chainName(platform)).toBe(name);
});

describe("ranges", () => {
  const every = (step: number, count: number, price: (index: number) => number) => ({
    points: Array.from({ length: count }, (_, index) => [NOON - (count - 1 - index) * step, price(index)] as const),
  });

  test("of a day come from the hours where the source says none", () => {
    const week = every(HOUR, 169, (index) => 100 + index);
    expect(rangesOf({ price: 268, asOf: NOON, week }).day).toEqual({ low: 244, high: 268 });
    expect(rangesOf({ price: 268, asOf: NOON, low24h: 250, high24h: 260, week }).day).toEqual({ low: 250, high: 268 });
    // A low above the high is no range.
    expect(rangesOf({ price: 268, asOf: NOON, low24h: 300, high24h: 200, week }).day).toEqual({ low: 244, high: 268 });
  });

  test("of a year that began lately say when", () => {
    const year = every(DAY, 30, () => 5);
    expect(rangesOf({ price: 5, asOf: NOON, year }).year).toEqual({ low: 5, high: 5, since: NOON - 29 * DAY });
    expect(rangesOf({ price: 5, asOf: NOON, year: every(DAY, 366, () => 5) }).year).toEqual({ low: 5, high: 5 });
  });

  test("hold the price and each other, whatever the histories", () => {
    const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const points = fc
      .array(fc.tuple(fc.integer({ min: NOON - 400 * DAY, max: NOON }), price), { maxLength: 60 })
      .map((each) => ({ points: each.toSorted(([a], [b]) => a - b) }));
    fc.assert(
      fc.property(
        fc.record({ price, low24h: price, high24h: price, week: points, year: points }, { requiredKeys: ["price"] }),
        (given) => {
          const { day, week, year } = rangesOf({ asOf: NOON, ...given });
          const all = [day, week, year].filter((each) => each !== undefined);
          for (const range of all) {
            expect(range.low).toBeLessThanOrEqual(given.price);
            expect(range.high).toBeGreaterThanOrEqual(given.price);
            const place = placeIn(range, given.price);
            if (place !== undefined) expect(place).toBeLessThanOrEqual(1);
          }
          for (const [index, wider] of all.slice(1).entries()) {
            expect(wider.low).toBeLessThanOrEqual(all[index]?.low ?? Infinity);
            expect(wider.high).toBeGreaterThanOrEqual(all[index]?.high ?? 0);
          }
        },
      ),
    );
  });
});
