import { describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import fc from "fast-check";
import { marketDesk } from "../support/market-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { Reply } from "../../src/core/reply.ts";

const labels = (reply: Reply): string[] => (reply.buttons ?? []).map(({ label }) => label);

describe("an amount in another unit", () => {
  test("with the rate, what was taken, source and age", async () => {
    const { say } = await marketDesk();
    const reply = await say("convert 2.5 TAO to EUR");
    expect(plainText(reply)).toMatchInlineSnapshot(`
      "2.5 TAO = €406.18

      1 TAO = €162.47
      TAO is taken as Bittensor.

      Source: CoinGecko · 40 s ago"
    `);
    expect(labels(reply)).toEqual(["Swap", "Other TAO"]);
  });

  test.each([
    ["convert tao", "1 TAO = $324.94"],
    ["convert tao to eur", "1 TAO = €162.47"],
    ["convert 2.5tao eur", "2.5 TAO = €406.18"],
    ["convert 2.5 $TAO in eur", "2.5 TAO = €406.18"],
    ["convert 2 tao = eur", "2 TAO = €324.94"],
    ["convert 2 tao -> eur", "2 TAO = €324.94"],
    ["convert 100 usd btc", "$100.00 = 0.0010960766 BTC"],
    ["convert €100 to TAO", "€100.00 = 0.61549825 TAO"],
    ["convert $1,000 into near", "$1,000.00 = 740.74074 NEAR"],
    ["convert 5k usd to jpy", "$5,000.00 = ¥750,000"],
    ["convert 5 eur to usd", "€5.00 = $10.00"],
    ["convert 2 btc to tao", "2 BTC = 561.54675 TAO"],
    ["convert 2.5 Render Network to EUR", "2.5 RENDER = €2.20"],
    ["convert render network eur", "1 RENDER = €0.88"],
    ["convert 3 bit tensor to btc", "3 TAO = 0.010684774 BTC"],
    ["convert 0.000000000000000001 btc to usd", "0.000000000000000001 BTC = $9.123E-14"],
    ["convert 1000000000000000 tao to usd", "1,000,000,000,000,000 TAO = $3.249E17"],
    ["convert 0.123456789012345678 tao to usd", "0.123456789012345678 TAO = $40.12"],
    ["convert 3 virtuals to usd", "3 VIRTUAL = $2.10"],
  ])("%s", async (line, title) => {
    const { say, faults } = await marketDesk();
    expect((await say(line)).title).toBe(title);
    expect(faults).toEqual([]);
  });

  test("of money in a coin shows the price of the coin, as people quote it", async () => {
    const { say } = await marketDesk();
    expect(plainText(await say("convert 100 usd btc"))).toContain("1 BTC = $91,234.50");
  });

  test("is exact where numbers of the machine would not be", async () => {
    const { desk } = await marketDesk();
    const command = desk.commands.get("convert");
    const run = async (input: unknown): Promise<unknown> =>
      command?.run(command.input.parse(input), aCall(), () => undefined);
    expect(await run({ amount: "0.1", from: "virtuals", to: "USD" })).toMatchObject({
      result: 0.07,
      amountExact: "0.1",
    });
    const facts = await run({ amount: 3, from: "TAO", to: "USD" });
    expect(facts).toMatchObject({
      amount: 3,
      result: 974.82,
      rate: 324.94,
      from: { kind: "asset", assetId: "bittensor" },
      to: { kind: "currency", code: "USD" },
      prices: [{ of: "TAO", in: "USD", price: 324.94, source: "CoinGecko", isStale: false }],
    });
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test("of two coins asks for both prices at once, and the older one tells the age", async () => {
    const { say, quotes } = await marketDesk();
    const reply = await say("convert 1 sol to tao");
    expect(quotes.asked).toEqual([["solana", "bittensor"]]);
    expect(reply.footer).toContain("3 h ago, nothing newer to be had");
  });

  test("is turned round by Swap, the same coin at the same amount", async () => {
    const { say, press } = await marketDesk();
    const swapped = await press(await say("convert 2.5 tao to eur"), "Swap");
    expect(swapped.title).toBe("€2.50 = 0.015387456 TAO");
    expect((await press(swapped, "Swap")).title).toBe("2.5 TAO = €406.18");
  });
});

describe("a word with several meanings", () => {
  test("is asked back, and the answer is put in its place", async () => {
    const { say, press } = await marketDesk();
    const asked = await say("convert 5 ARC to EUR");
    expect(asked.choices?.options).toHaveLength(3);
    expect((await press(asked, "AI Rig Complex (ARC) #512")).title).toBe("5 ARC = €0.114");
    expect((await say("convert 5 arc to eur")).title).toBe("5 ARC = €0.114");
  });

  test("is asked back also where the amount was left out", async () => {
    const { say, press } = await marketDesk();
    expect((await press(await say("convert arc"), "AI Rig Complex (ARC) #512")).title).toBe("1 ARC = $0.0456");
  });

  test("can be chosen anew", async () => {
    const { say, press } = await marketDesk();
    const asked = await press(await say("convert 2 near to usd"), "Other NEAR");
    expect((await press(asked, "Near Cat (NEAR)")).title).toBe("2 NEAR = $0.00002468");
  });

  test.each(["AGIX", "ai16z", "cudos"])("an amount of %s is not taken for an amount of what it became", async (old) => {
    const { say, press } = await marketDesk();
    const asked = await say(`convert 100 ${old} to usd`);
    expect(asked.title).toBeUndefined();
    expect(plainText(asked)).toContain("An amount of the one is not the same amount of the other.");
    const [first] = asked.choices?.options ?? [];
    expect((await press(asked, first?.label ?? "")).title).toMatch(/^100 (FET|ELIZAOS) = /);
  });

  test("an old ticker at one for one is converted, and said to be old", async () => {
    const { say } = await marketDesk();
    const reply = await say("convert 2 RNDR to usd");
    expect(reply.title).toBe("2 RENDER = $3.52");
    expect(plainText(reply)).toContain("RNDR is now RENDER.");
  });
});

describe("what cannot be converted is said in a sentence, with an example", () => {
  test.each<[string, unknown, RegExp]>([
    ["nothing", {}, /"amount" is missing\. For example: \/convert 2\.5 TAO to EUR/],
    ["empty", { amount: "" }, /"amount" is empty\. For example/],
    ["a number alone", { amount: "5" }, /What should "5" be an amount of\? For example/],
    ["10,000 characters", { amount: "9".repeat(10_000), from: "TAO", to: "EUR" }, /"amount" is too long/],
    ["a long name", { amount: "1", from: "x".repeat(10_000), to: "EUR" }, /"from" is too long/],
    ["zero", { amount: 0, from: "TAO", to: "EUR" }, /has to be more than zero, not "0"\. For example/],
    ["a negative amount", { amount: "-5", from: "TAO", to: "EUR" }, /has to be more than zero, not "-5"\./],
    ["1e308", { amount: 1e308, from: "TAO", to: "EUR" }, /"1e\+308" is more than I can convert\. For example/],
    [
      "1e999999",
      { amount: "1e999999", from: "TAO", to: "EUR" },
      /"1e999999" is (more than I can convert|not an amount)\./,
    ],
    ["1e-300", { amount: "1e-300", from: "TAO", to: "EUR" }, /"1e-300" is less than any coin is divided into\./],
    ["NaN", { amount: Number.NaN, from: "TAO", to: "EUR" }, /"NaN" is not an amount\. For example/],
    ["Infinity", { amount: "Infinity", from: "TAO", to: "EUR" }, /"Infinity" is not an amount\./],
    ["a comma for a point", { amount: "1,5", from: "TAO", to: "EUR" }, /"1,5" is not an amount\./],
    ["SQL", { amount: "1; DROP TABLE quote", from: "TAO", to: "EUR" }, /I know no coin called/],
    ["HTML", { amount: "1", from: "<b>x</b>", to: "EUR" }, /I know no coin called "<b>x<\/b>"/],
    ["MarkdownV2 specials", { amount: "1", from: "*_[]()~`", to: "EUR" }, /I know no coin called/],
    ["@everyone", { amount: "1", from: "@everyone", to: "EUR" }, /I know no coin called "@everyone"/],
    ["direction marks", { amount: "1", from: "\u202E\u202E", to: "EUR" }, /There is no name in ""/],
    ["control characters", { amount: "\u0000\u0001" }, /There is no name in ""/],
    ["emoji", { amount: "🚀🌕" }, /I know no coin called "🚀🌕"\./],
    ["a word for a number", { amount: "some", from: "TAO", to: "EUR" }, /"some" is not an amount\./],
    ["an unknown currency", { amount: "1", from: "TAO", to: "XYZ" }, /I know no coin called "XYZ"/],
    [
      "the same on both sides",
      { amount: "1", from: "TAO", to: "=bittensor" },
      /Both sides are the same: Bittensor \(TAO\)\./,
    ],
    ["money without a target", { amount: "100", from: "USD" }, /Into what should USD be converted\? For example/],
    [
      "a coin without a price",
      { amount: "1", from: "mira", to: "USD" },
      /Nobody has a price for Mira \(MIRA\) right now\./,
    ],
    ["money into a coin without a price", { amount: "1", from: "USD", to: "mira" }, /Nobody has a price for Mira/],
    ["a coin into one without a price", { amount: "1", from: "TAO", to: "mira" }, /Nobody has a price for Mira/],
    ["what has no token", { amount: "1", from: "Prime Intellect", to: "USD" }, /Prime Intellect .* has no token/],
  ])("%s", async (_what, input, sentence) => {
    const { desk, faults } = await marketDesk();
    expect(plainText(await desk.run("convert", input, aCall()))).toMatch(sentence);
    expect(faults).toEqual([]);
  });

  test("a price of nothing is no price: nothing is divided by it", async () => {
    const { say, quotes, faults } = await marketDesk();
    const of = quotes.of.bind(quotes);
    quotes.of = async (...asked) =>
      new Map([...(await of(...asked))].map(([id, quote]) => [id, { ...quote, price: 0 }]));
    expect(plainText(await say("convert 100 usd to tao"))).toContain(
      "Nobody has a price for Bittensor (TAO) right now.",
    );
    expect(faults).toEqual([]);
  });

  test("a market that does not answer", async () => {
    const { say, quotes, faults } = await marketDesk();
    quotes.failure = new ProviderError("CoinGecko", "unreachable");
    expect(plainText(await say("convert 1 tao to eur"))).toContain("CoinGecko does not answer right now");
    expect(faults).toHaveLength(1);
  });

  test("any three texts", async () => {
    const { desk, faults } = await marketDesk();
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("1", "2.5", "1e5", "TAO", "near", "eur", "$", "to", "=", "arc", "0.0001btc", "1e308", "-1"),
    );
    const field = fc.option(text, { nil: undefined });
    await fc.assert(
      fc.asyncProperty(text, field, field, async (amount, from, to) => {
        const reply = await desk.run("convert", { amount, from, to }, aCall());
        expect(plainText(reply)).not.toBe("");
        expect(faults).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

test("both sides are suggested while they are typed, currencies first", async () => {
  const { desk } = await marketDesk();
  expect((await desk.suggest("convert", "to", "e", aCall())).slice(0, 2)).toEqual([
    { label: "EUR", value: "EUR" },
    { label: "Ethereum (ETH) #2", value: "ethereum" },
  ]);
  expect((await desk.suggest("convert", "from", "ta", aCall()))[0]?.value).toBe("bittensor");
});
