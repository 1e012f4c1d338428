import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactMoney, money, percent } from "../core/format.ts";
import { NOON } from "../../tests/support/calls.ts";
import { checkFigures } from "./figures.ts";

/** What a price look-up of two coins and a conversion return. */
const FACTS = [
  {
    currency: "USD",
    assets: [
      {
        assetId: "bittensor",
        symbol: "TAO",
        name: "Bittensor",
        quote: {
          price: 312.4567,
          change24hFraction: 0.01234,
          change7dFraction: -0.0456,
          marketCap: 3_012_345_678,
          volume24h: 98_765_432,
          marketCapRank: 41,
          source: "CoinGecko",
          asOf: NOON - 180_000,
        },
      },
      {
        assetId: "near",
        symbol: "NEAR",
        name: "NEAR Protocol",
        quote: { price: 2.5049, change24hFraction: -0.0301, marketCap: 2_987_000_000, marketCapRank: 38, asOf: NOON },
      },
    ],
  },
  { from: "TAO", to: "EUR", amount: 2.5, result: 721.8813, currency: "EUR", rate: 288.7525 },
  { btc: { symbol: "BTC", name: "Bitcoin", price: 64_123.4, currency: "USD", athMultiple: 2.5, subnetCount: 128 } },
  { amount: 17, from: { kind: "asset", symbol: "ETH" }, to: { kind: "asset", symbol: "BTC" }, result: 0.8, prices: [] },
  {
    week: {
      currency: "USD",
      points: [
        [NOON - 4 * 86_400_000, 301],
        [NOON - 86_400_000, 290.1],
      ],
    },
    marketCap: 1_271_234_567_890,
  },
  {
    sharePercent: 12.5,
    dominance: 0.553,
    costUsd: "1042.50",
    title: "TAO to 9999 dollars, says 65000",
    tokenName: "77777",
  },
];

const check = (text: string, question = "how is it doing?", locale = "en") =>
  checkFigures(text, { facts: FACTS, asked: [question], now: NOON, locale });

describe("a figure that the facts bear out stays", () => {
  test.each([
    "TAO is at $312.46.",
    "TAO is at $312.4567.",
    "TAO trades at 312.46 USD.",
    "TAO costs 312 dollars.",
    "TAO costs $312.",
    "TAO costs about $310.",
    "TAO is at roughly $313.",
    "TAO is up 1.23%.",
    "TAO rose 1.2 % in 24 hours.",
    "TAO gained 1.2 percent today.",
    "TAO: +1.23% in a day.",
    "TAO is down 4.56% over 7 days.",
    "TAO fell 4.6% this week.",
    "TAO has lost about 5% in a week.",
    "Over the week TAO is −4.56%.",
    "A 4.6% drop for TAO over the week.",
    "TAO closed the week 4.6% lower.",
    "TAO's market cap is $3.01B.",
    "TAO's market cap is $3.01 billion.",
    "TAO's market cap is 3,012,345,678 USD.",
    "TAO's market cap is over $3 billion.",
    "TAO's volume is $98.8M.",
    "TAO's volume is nearly $99 million.",
    "TAO is ranked #41 and NEAR #38.",
    "TAO has rank 41.",
    "BTC is at 64.1K.",
    "BTC is at $64.1k.",
    "BTC stands at about $64,000.",
    "BTC is above $64,000.",
    "BTC is at US$64,123.40.",
    "BTC is at ~64,100 USD.",
    "Bitcoin costs about sixty-four thousand dollars.",
    "2.5 TAO are 721.88 EUR.",
    "2.5 TAO are worth €721.88.",
    "2.5 TAO ≈ 722 euros.",
    "One TAO is worth 288.75 euros.",
    "1 TAO is €288.75.",
    "BTC stands 2.5x higher.",
    "There are 128 subnets.",
    "Dominance is 55.3%.",
    "Its share is 12.5%.",
    "It cost $1,042.50.",
    "As of 2026-03-01 TAO is at $312.46.",
    "As of March 1, 2026 it is at $312.46.",
    "The quote is of 11:57 UTC.",
    "The range is $312–$312.46.",
    "**TAO**: $312.46 (+1.23%)",
    "- TAO: $312.46\n- NEAR: $2.50",
    "| TAO | $312.46 |",
    "17 ETH are 0.8 BTC.",
    "The week's low was $290.10.",
    "On February 25 it was at $301.",
    "BTC's cap is $1.27T.",
  ])("%s", (text) => expect(check(text)).toMatchObject({ unsupported: [], removed: 0, text: text.trim() }));
});

describe("what is no figure of the market is left alone", () => {
  test.each([
    "GPT-4o and Llama 3.1 are models.",
    "0G and 1inch are names, H100 is a chip.",
    "Subnet 41 and SN64 are subnets.",
    "It runs Qwen 2.5 with 70B parameters.",
    "It is an ERC-20 token on a layer 2.",
    "Here are 3 coins with 12 exchanges.",
    "It was founded in 2019, in Q3 2021 it changed.",
    "Over the last 24 hours and 30 days nothing changed.",
    "A 24h change and a 7-day change.",
    "It is the 2nd coin on the 41st place.",
    "It is in the top 100.",
    "Version 1.2.3 came out.",
    "1. TAO\n2. NEAR",
    "The data is 3 minutes old, updated 40 s ago.",
    "It works 24/7.",
    "There is no figure here at all.",
    "I do not know.",
  ])("%s", (text) => expect(check(text).unsupported).toEqual([]));
});

describe("a figure that nothing bears out takes its sentence along", () => {
  test.each([
    ["TAO is at $313.46.", "$313.46"],
    ["TAO is at $312.4.", "$312.4"],
    ["TAO is at $9999.", "$9999"],
    ["TAO could reach 65000.", "65000"],
    ["TAO hit 77777 USD.", "77777 USD"],
    ["TAO is up 1.24%.", "1.24%"],
    ["TAO is down 1.23%.", "1.23%"],
    ["TAO fell 1.23% today.", "1.23%"],
    ["TAO is -1.23% today.", "-1.23%"],
    ["TAO is up 4.56% over 7 days.", "4.56%"],
    ["TAO moved to +4.56% over the week.", "+4.56%"],
    ["The weekly change of TAO is 4.56%.", "4.56%"],
    ["TAO's market cap is $3.02B.", "$3.02B"],
    ["TAO's market cap is $3.01M.", "$3.01M"],
    ["TAO's market cap is $3.01 trillion.", "$3.01 trillion"],
    ["TAO's market cap is 3.01.", "3.01"],
    ["BTC is at 64.2K.", "64.2K"],
    ["BTC is at $64,000.", "$64,000"],
    ["BTC is about $60,000.", "$60,000"],
    ["BTC is above $64,500.", "$64,500"],
    ["BTC is below $64,000.", "$64,000"],
    ["Bitcoin costs seventy thousand dollars.", "seventy thousand dollars"],
    ["TAO gained twenty percent.", "twenty percent"],
    ["TAO doubled in a day.", "doubled"],
    ["TAO did a 10x.", "10x"],
    ["TAO is at €312.46.", "€312.46"],
    ["2.5 TAO are 721.88 USD.", "721.88 USD"],
    ["TAO is at $41.", "$41"],
    ["TAO rose 41%.", "41%"],
    ["There are 129 subnets.", "129"],
    ["As of 2025-12-24 TAO is at $312.46.", "2025-12-24"],
    ["As of March 3, 2026 it is at $312.46.", "March 3, 2026"],
    ["TAO is at $2.50.", "$2.50"],
    ["NEAR is at $312.46.", "$312.46"],
    ["The volume is 12,345 TAO.", "12,345 TAO"],
    ["It trades at 0.0₅1234 USD.", "1234 USD"],
    ["Fees are 250 bps.", "250 bps"],
    ["TAO is at 2000.", "2000"],
    ["17 ETH are $100.", "$100"],
    ["The week's low was $289.", "$289"],
    ["On March 2 it was at $290.1.", "March 2"],
  ])("%s", (text, figure) => expect(check(text)).toMatchObject({ unsupported: [figure], removed: 1, text: "" }));
});

test("only the sentence with the wrong figure goes; decimals and abbreviations end none", () => {
  const text = "TAO is at approx. $312.46, e.g. on CoinGecko. It will reach $500 soon. NEAR is at $2.50!";
  expect(check(text)).toMatchObject({
    text: "TAO is at approx. $312.46, e.g. on CoinGecko. NEAR is at $2.50!",
    unsupported: ["$500"],
    removed: 1,
    statesFacts: true,
  });
});

test("of a list only the wrong line goes", () => {
  expect(check("Prices:\n- TAO: $312.46\n- NEAR: $3.10\n- BTC: $64,123").text).toBe(
    "Prices:\n- TAO: $312.46\n- BTC: $64,123",
  );
});

describe("the asker's own figures are theirs", () => {
  test.each([
    ["what are 17 TAO at $500 each?", "At $500 each, 17 TAO are your own sum."],
    ["is it above 70k?", "No, it is not above $70,000."],
    ["what if it falls 20%?", "A fall of 20% is your own assumption."],
    ["what was it on 2025-12-24?", "I have no price of 2025-12-24."],
  ])("%s", (question, answer) => expect(check(answer, question).unsupported).toEqual([]));

  test("but not in other terms", () => expect(check("It fell 500%.", "is it $500?").unsupported).toEqual(["500%"]));
});

describe("other languages and scripts", () => {
  test.each([
    ["de", "TAO steht bei 312,46 $ und ist um 1,23 % gestiegen."],
    ["de", "BTC kostet 64.123,40 $."],
    ["de", "Die Marktkapitalisierung liegt bei 3,01 Mrd. $."],
    ["de", "TAO fiel in 7 Tagen um 4,56 %."],
    ["fr", "BTC vaut 64 123,40 $."],
    ["fr", "TAO vaut 312,46 $ et gagne 1,23 %."],
    ["es", "TAO cayó 4,56 % en 7 días."],
    ["ru", "TAO вырос на 1,23 % и стоит 312,46 $."],
    ["ja", "TAOの時価総額は30億ドルです。TAOは312.46ドルです。"],
    ["ar", "السعر ٣١٢٫٤٦ دولار"],
    ["hi", "TAO का भाव $312.46 है।"],
    ["de-CH", "BTC kostet 64’123.40 $."],
  ])("%s: %s", (locale, text) => expect(check(text, "?", locale).unsupported).toEqual([]));

  test.each([
    ["de", "TAO steht bei 313,46 $.", "313,46 $"],
    ["de", "TAO fiel um 1,23 %.", "1,23 %"],
    ["fr", "BTC vaut 64 999,40 $.", "64 999,40 $"],
    ["ja", "TAOは999ドルです。", "999ドル"],
    ["ar", "السعر ٩٩٩ دولار", "٩٩٩ دولار"],
  ])("%s: %s is not borne out", (locale, text, figure) =>
    expect(check(text, "?", locale).unsupported).toEqual([figure]),
  );
});

describe("laws", () => {
  const LOCALES = [
    "en",
    "en-GB",
    "de",
    "fr",
    "es",
    "pt-BR",
    "it",
    "nl",
    "pl",
    "ru",
    "tr",
    "sv",
    "ja",
    "zh",
    "ko",
    "hi",
    "de-CH",
    "nonsense-locale!",
  ];
  const locale = fc.constantFrom(...LOCALES);
  const price = fc.double({ min: 1e-9, max: 1e14, noNaN: true });
  const change = fc.double({ min: -0.99, max: 50, noNaN: true });
  const unsupported = (text: string, facts: unknown, inLocale: string) =>
    checkFigures(text, { facts: [facts], asked: [], now: NOON, locale: inLocale }).unsupported;

  test("whatever core/format writes of a fact is borne out by it", () => {
    fc.assert(
      // Below a million some languages have no short form and fill up with zeros that they do not mean: "123.000".
      fc.property(
        price,
        fc.double({ min: 1e6, max: 1e14, noNaN: true }),
        change,
        locale,
        (value, cap, moved, inLocale) => {
          const facts = { symbol: "TAO", currency: "USD", price: value, marketCap: cap, change24hFraction: moved };
          const text = `TAO: ${money(value, "USD", inLocale)}; ${compactMoney(cap, "USD", inLocale)}; ${percent(moved, inLocale)}`;
          expect({ text, wrong: unsupported(text, facts, inLocale) }).toEqual({ text, wrong: [] });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("in English that holds for every size", () => {
    fc.assert(
      fc.property(price, price, (value, cap) => {
        const text = `TAO: ${money(value, "USD", "en")}; ${compactMoney(cap, "USD", "en")}; ${money(value, "TAO", "en")}`;
        expect({ text, wrong: unsupported(text, { price: value, marketCap: cap }, "en") }).toEqual({ text, wrong: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  test("in English a price changed by more than it shows is not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e9, noNaN: true }),
        fc.double({ min: 0.02, max: 0.9, noNaN: true }),
        fc.boolean(),
        (value, by, isUp) => {
          const wrong = isUp ? value * (1 + by) : value * (1 - by);
          const shown = money(wrong, "USD", "en");
          const written = shown.replace(/[$,]/g, "");
          const step = 10 ** -(written.split(".")[1] ?? "").length;
          // What it shows is rounded: the change has to be larger than that. "1" could be a count.
          fc.pre(!shown.includes("E") && Math.abs(Number(written) - value) > step * 0.51 && Number(written) !== 1);
          expect(unsupported(`TAO is at ${shown}.`, { currency: "USD", price: value }, "en")).toHaveLength(1);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("a change whose last digit is moved is not", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_000, max: 9_000 }), fc.integer({ min: 2, max: 50 }), (points, off) => {
        const shown = percent((points + off) / 10_000, "en");
        expect(unsupported(`TAO changed ${shown}.`, { change24hFraction: points / 10_000 }, "en")).toHaveLength(1);
      }),
    );
  });

  test("no text makes it throw, and what is kept is part of the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), locale, (text, inLocale) => {
        const checked = checkFigures(text, { facts: FACTS, asked: [text.slice(0, 20)], now: NOON, locale: inLocale });
        expect(checked.text.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });
});
