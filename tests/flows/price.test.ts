import { COINS, marketDesk } from "../support/market-desk.ts";
import { describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import fc from "fast-check";
import { plainText } from "../../src/core/plain.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { Reply } from "../../src/core/reply.ts";
import { TABLE_WIDTH } from "../../src/core/table.ts";

const ME = aCall();
const OTHER = aCall({ caller: { userId: "user-2" } });

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);
const options = (reply: Reply): string[] => (reply.choices?.options ?? []).map(({ label }) => label);
const lineCount = (reply: Reply): number =>
  plainText(reply)
    .split("\n")
    .filter((line) => line !== "").length;

test("both commands can be offered on every surface", async () => {
  const { desk } = await marketDesk();
  expect(problemsIn([...desk.commands.values()])).toEqual([]);
});

describe("one asset", () => {
  test("is a card of at most five lines: price, changes, size, what was taken, source and age once", async () => {
    const { say } = await marketDesk();
    const reply = await say("price TAO");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Bittensor (TAO) $324.94

      24 h +4.12% · 7 d -8.21%
      Cap $3.2B · rank 38
      5 other coins go by TAO.

      Source: CoinGecko · 40 s ago"
    `);
    expect(lineCount(reply)).toBeLessThanOrEqual(5);
    expect(labels(reply)).toEqual(["Refresh", "Details", "Others"]);
  });

  test("leaves out what the source did not say", async () => {
    const { say } = await marketDesk();
    expect(plainText(await say("price virtuals"))).toBe(
      "Virtuals Protocol (VIRTUAL) $0.70\n\nSource: CoinGecko · 40 s ago",
    );
  });

  test.each(["price tao in eur", "price tao eur", "price tao currency:€", "price tao in euros"])(
    "is quoted in the currency that is named: %s",
    async (line) => {
      const { say } = await marketDesk();
      const reply = await say(line);
      expect(reply.title).toBe("Bittensor (TAO) €162.47");
      expect(reply.buttons?.[0]).toMatchObject({ input: { currency: "EUR" } });
    },
  );

  test("without a price says so, and shows no zero", async () => {
    const { say } = await marketDesk();
    const reply = await say("price mira");
    expect(plainText(reply)).toBe("Mira (MIRA)\n\nNobody has a price for it right now.\nOne other coin goes by MIRA.");
    expect(labels(reply)).toEqual(["Refresh", "Others"]);
  });

  test("with an old price says how old", async () => {
    const { say } = await marketDesk();
    expect((await say("price sol")).footer).toBe("Source: CoinGecko · 3 h ago, nothing newer to be had");
  });

  test("by an old name says what it is now", async () => {
    const { say } = await marketDesk();
    expect(plainText(await say("price RNDR"))).toContain("RNDR is now RENDER.");
    expect(plainText(await say("price agix"))).toContain("AGIX was merged into FET in 2024, not one for one.");
  });

  test("shows more behind Details, with a chart of the week, and less again", async () => {
    const { say, press } = await marketDesk();
    const details = await press(await say("price btc"), "Details");
    expect(details.blocks.map(({ kind }) => kind)).toEqual(["text", "fields", "chart", "text"]);
    expect(plainText(details)).toContain("24 h volume: $31B\nAs of: 2026-03-01 11:59 UTC\nId: bitcoin");
    const chart = details.blocks.find(({ kind }) => kind === "chart");
    expect(plainText(details)).toContain("Data provided by CoinGecko (https://www.coingecko.com)");
    expect(chart).toMatchObject({ chart: { unit: "USD", source: "CoinGecko" } });
    expect(plainText(await press(details, "Less"))).toBe(plainText(await say("price btc")));
  });

  test("has details also while nobody has a chart", async () => {
    const { say, quotes } = await marketDesk();
    quotes.week = async () => undefined;
    expect(plainText(await say("price btc details:yes"))).toContain("There is no chart of it right now.");
  });

  test("is refreshed as that asset, whatever the presser means by its symbol", async () => {
    const { say, press, assets } = await marketDesk();
    await assets.one("tao=tao-inu", OTHER);
    expect((await press(await say("price tao"), "Refresh", OTHER)).title).toBe("Bittensor (TAO) $324.94");
  });
});

describe("several", () => {
  test("are one row each, the exceptions marked, and what is missing is named", async () => {
    const { say } = await marketDesk();
    const reply = await say("price tao, near, giza, sol, nous research, qqqqqq, mira");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "Prices in USD

      Name             Price   24 h
      Bittensor      $324.94 +4.12%
      NEAR Protocol    $1.35 -2.86%
      Giza            $0.05*
      Solana        $160.00†
      Mira          no price

      More than one coin goes by TAO, NEAR, MIRA; ask for one alone to choose.
      Nous Research (a model lab) has no token that I know of, so it has no price.
      I know no coin called "qqqqqq".

      Source: CoinGecko · 40 s ago · * DefiLlama, 40 s ago · † CoinGecko, 3 h ago, nothing newer to be had"
    `);
  });

  test("are never wider than a phone, in any currency, with details too", async () => {
    const { say } = await marketDesk();
    for (const line of [
      "price btc, fet, near in jpy",
      "price btc, fet, near-cat in btc",
      "price btc, tao, fet details:yes",
    ]) {
      const table = plainText(await say(line))
        .split("\n\n")
        .filter((part) => part.startsWith("Name"));
      expect(table.length).toBeGreaterThan(0);
      for (const row of table.flatMap((part) => part.split("\n"))) expect(row.length).toBeLessThanOrEqual(TABLE_WIDTH);
    }
  });

  test("ask which one where it is not clear, and the rest is there already", async () => {
    const { say, press } = await marketDesk();
    const reply = await say("price TAO ARC exo");
    expect(plainText(reply)).toContain("Bittensor");
    expect(reply.choices?.prompt).toBe('"ARC" can mean several coins. Which one?');
    const next = await press(reply, "AI Rig Complex (ARC) #512");
    expect(plainText(next)).toMatch(/Bittensor[^]*AI Rig Complex/);
    expect(options(next)).toEqual(["Exohood (EXO)"]);
  });

  test("are shown once each, and words that belong together are one name", async () => {
    const { say, quotes } = await marketDesk();
    await say("price bit tensor TAO $tao near NEAR bittensor");
    expect(quotes.asked).toEqual([["bittensor", "near"]]);
  });

  test("are asked for in one request, and refreshed in one", async () => {
    const { say, press, quotes } = await marketDesk();
    await press(await say("price btc eth sol"), "Refresh");
    expect(quotes.asked).toEqual([
      ["bitcoin", "ethereum", "solana"],
      ["bitcoin", "ethereum", "solana"],
    ]);
  });
});

describe("a word with several meanings", () => {
  test("is asked back, the answer is remembered for the one who gave it, and Others asks again", async () => {
    const { say, press } = await marketDesk();
    const asked = await say("price ARC");
    expect(plainText(asked)).toMatchInlineSnapshot(`
      ""ARC" can mean several coins.

      Which one?
      - AI Rig Complex (ARC) #512: worth $45M · ai-rig-complex
      - Reactor (ARC): size unknown · arc
      - Arc Dog (ARC): size unknown · arc-dog"
    `);
    const picked = await press(asked, "AI Rig Complex (ARC) #512");
    expect(plainText(picked)).toContain('From now on "arc" is AI Rig Complex for you.');
    const again = await say("price arc");
    expect(again.title).toBe("AI Rig Complex (ARC) $0.0456");
    expect(options(await press(again, "Others"))).toHaveLength(3);
    expect((await say("price ARC", OTHER)).choices).toBeDefined();
  });

  test("keeps currency and details through the question", async () => {
    const { say, press } = await marketDesk();
    const picked = await press(await say("price arc in eur details:yes"), "AI Rig Complex (ARC) #512");
    expect(picked.title).toBe("AI Rig Complex (ARC) €0.0228");
    expect(labels(picked)).toContain("Less");
  });

  test("of two words is asked back as one", async () => {
    const { say, press } = await marketDesk();
    const reply = await say("price Illia Polosukhin");
    expect(plainText(reply)).toContain("Illia Polosukhin is a person, a founder of NEAR, not a token.");
    expect((await press(reply, "NEAR Protocol (NEAR) #48")).title).toBe("NEAR Protocol (NEAR) $1.35");
  });

  test("that is misspelt offers what was meant", async () => {
    const { say, press } = await marketDesk();
    const reply = await say("price bitensor");
    expect(plainText(reply)).toContain('I know no coin called "bitensor".');
    expect((await press(reply, "Bittensor (TAO) #38")).title).toBe("Bittensor (TAO) $324.94");
  });
});

describe("facts", () => {
  test("are raw, say their units, and survive JSON", async () => {
    const { desk } = await marketDesk();
    const command = desk.commands.get("price");
    const input = command?.input.parse({ assets: ["TAO", "mira", "qqqqqq"] });
    const facts: unknown = await command?.run(input, aCall({ surface: "agent" }), () => undefined);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
    expect(facts).toMatchObject({
      currency: "USD",
      hasDetails: false,
      assets: [
        {
          assetId: "bittensor",
          quote: {
            price: 324.94,
            change24hFraction: 0.0412,
            change7dFraction: -0.0821,
            source: "CoinGecko",
            isStale: false,
          },
        },
        { assetId: "mira-3", symbol: "MIRA" },
      ],
      notFound: [{ word: "qqqqqq", why: 'I know no coin called "qqqqqq".' }],
    });
  });
});

describe("when the market does not answer", () => {
  test("it is said in one line without detail, and reported", async () => {
    const { say, quotes, faults } = await marketDesk();
    quotes.failure = new ProviderError("CoinGecko", "timeout", { detail: "10.0.0.7" });
    expect(plainText(await say("price TAO"))).toContain("CoinGecko does not answer right now");
    expect(faults).toHaveLength(1);
  });
});

describe("bad input gets a sentence and nothing breaks", () => {
  test.each<[string, unknown, RegExp]>([
    ["nothing", {}, /Which coin\? For example: \/price TAO, NEAR/],
    ["an empty list", { assets: "" }, /"assets" needs at least 1/],
    ["10,000 characters", { assets: ["x".repeat(10_000)] }, /too long: at most 120 characters/],
    ["10,000 words", { assets: "tao ".repeat(10_000) }, /too many/],
    ["a hundred assets", { assets: Array.from({ length: 100 }, (_, index) => `coin${index}`) }, /too many/],
    [
      "eleven assets",
      { assets: COINS.slice(0, 11).map(([id]) => `=${id}`) },
      /too many at once: 11\. I look up at most 10/,
    ],
    ["control characters", { assets: ["\u0000\u0007\u001B[31m"] }, /I know no coin called "\[31m"\./],
    ["marks that show nothing", { assets: ["\u202E\u200F\u2066"] }, /There is no name in ""\. Try a symbol/],
    ["emoji", { assets: ["🚀🌕"] }, /I know no coin called "🚀🌕"\. Try/],
    ["SQL", { assets: ["'; DROP TABLE asset; --"] }, /I know no coin called/],
    ["HTML", { assets: ["<script>alert(1)</script>"] }, /I know no coin called "<script>alert\(1\)<\/script>"/],
    ["MarkdownV2 specials", { assets: ["_*[]()~`>#+-=|{}.!\\"] }, /There is no asset with the id/],
    ["@everyone", { assets: ["@everyone"] }, /I know no coin called "@everyone"\./],
    ["1e308", { assets: ["1e308"] }, /I know no coin called "1e308"\./],
    ["NaN", { assets: [Number.NaN] }, /"assets"/],
    ["a number", { assets: 5 }, /"assets" should be a list, but "5" is not one\. For example/],
    [
      "an unknown currency",
      { assets: "TAO", currency: "XYZ" },
      /"XYZ" is not a currency that I know\. Try USD, EUR or BTC\./,
    ],
    ["a misspelt currency", { assets: "TAO", currency: "EURO$" }, /"EURO\$" is not a currency that I know\. /],
    ["only a currency", { assets: "EUR" }, /EUR is money, not a coin\. For example: \/convert 1 EUR to BTC/],
    ["an unknown id", { assets: "=nothing" }, /There is no asset with the id "nothing"\. Try/],
    [
      "an unknown address",
      { assets: "0x00000000000000000000000000000000000000ff" },
      /No listed coin has this contract address\. Try/,
    ],
  ])("%s", async (_what, input, sentence) => {
    const { desk, faults } = await marketDesk();
    const reply = await desk.run("price", input, ME);
    expect(plainText(reply)).toMatch(sentence);
    expect(faults).toEqual([]);
  });

  test("any words at all", async () => {
    const { desk, faults } = await marketDesk();
    const word = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(...COINS.map(([, symbol]) => symbol)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 12 }),
        fc.option(word, { nil: undefined }),
        async (assets, currency) => {
          const reply = await desk.run("price", { assets, ...(currency === undefined ? {} : { currency }) }, ME);
          expect(plainText(reply)).not.toBe("");
          expect(faults).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("suggestions while typing", () => {
  test.each([
    ["ta", "Bittensor (TAO) #38", "bittensor"],
    ["near, ta", "near, Bittensor (TAO) #38", "near, bittensor"],
    ["near ta", "near Bittensor (TAO) #38", "near bittensor"],
    ["bit te", "Bittensor (TAO) #38", "bittensor"],
    ["btc, internet c", "btc, Internet Computer (ICP) #56", "btc, internet-computer"],
  ])("%j", async (typed, label, value) => {
    const { desk } = await marketDesk();
    expect((await desk.suggest("price", "assets", typed, ME))[0]).toEqual({ label, value });
  });

  test("of currencies", async () => {
    const { desk } = await marketDesk();
    expect(await desk.suggest("price", "currency", "e", ME)).toEqual([{ label: "EUR", value: "EUR" }]);
  });

  test("a suggested value is answered", async () => {
    const { desk } = await marketDesk();
    const [, first] = await desk.suggest("price", "assets", "btc, nea", ME);
    const reply = await desk.run("price", { assets: first?.value }, ME);
    expect(plainText(reply)).toContain("Bitcoin");
    expect(reply.title).toBe("Prices in USD");
  });
});
