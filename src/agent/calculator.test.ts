import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOON } from "../../tests/support/calls.ts";
import { UserError } from "../core/errors.ts";
import { runCalculation } from "./calculator.ts";
import { checkFigures } from "./figures.ts";

const FACTS = [
  {
    currency: "USD",
    assets: [
      {
        symbol: "TAO",
        name: "Bittensor",
        quote: { price: 310.2, change24hFraction: 0.01234, change7dFraction: -0.0456, source: "CoinGecko", asOf: NOON },
      },
      { symbol: "NEAR", name: "NEAR Protocol", quote: { price: 2.5049, source: "DefiLlama", asOf: NOON - 60_000 } },
    ],
  },
  { from: "TAO", to: "EUR", amount: 1, result: 286.4, rate: 286.4 },
  { low: 310.4, currency: "USD" },
  { currency: "USD", holdings: [{ symbol: "TAO", name: "Bittensor", quantity: 17, valueUsd: 5273.4 }] },
];

const run = (
  operation: string,
  operands: readonly unknown[],
  asked = "what are 2 TAO, or $1,000 and 5%?",
  facts: readonly unknown[] = FACTS,
) => runCalculation({ operation, operands }, { facts, asked: [asked], now: NOON, locale: "en" });

const complaint = (operation: string, operands: readonly unknown[], asked?: string): string => {
  try {
    run(operation, operands, asked);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "none";
};

describe("what is derived from figures of the turn and the asker's own", () => {
  test.each([
    ["product", ["2 TAO", "$310.20"], { result: 620.4, currency: "USD" }, "2 TAO × 310.2 USD = 620.4 USD"],
    ["product", ["2", "$310.20"], { result: 620.4, currency: "USD" }, "2 TAO × 310.2 USD = 620.4 USD"],
    ["product", ["$1,000", "5%"], { result: 50, currency: "USD" }, "1,000 USD × 5% = 50 USD"],
    ["product", ["$1,000", "-4.56%"], { result: -45.6, currency: "USD" }, "1,000 USD × -4.56% = -45.6 USD"],
    ["sum", ["$310.20", "2.5049 USD"], { result: 312.7049, currency: "USD" }, "310.2 USD + 2.5049 USD = 312.7049 USD"],
    [
      "difference",
      ["$310.20", "$2.50"],
      { result: 307.6951, currency: "USD" },
      "310.2 USD − 2.5049 USD = 307.6951 USD",
    ],
    ["difference", ["+1.23%", "-4.56%"], { resultPercent: 5.794 }, "1.234% − -4.56% = 5.794%"],
    ["ratio", ["$310.20", "$2.50"], { ratio: 310.2 / 2.5049 }, "310.2 USD ÷ 2.5049 USD = 123.837279"],
    ["ratio", ["$1000", "$310.20"], { ratio: 1000 / 310.2 }, "1,000 USD ÷ 310.2 USD = 3.22372663"],
    ["ratio", ["$5,273.40", "17 TAO"], { result: 310.2, currency: "USD" }, "5,273.4 USD ÷ 17 TAO = 310.2 USD"],
    [
      "average",
      ["$310.20", "$2.50"],
      { result: 156.35245, currency: "USD" },
      "average of 310.2 USD and 2.5049 USD = 156.35245 USD",
    ],
    [
      "percent_change",
      ["$310.20", "$2.5049"],
      { resultPercent: (2.5049 / 310.2 - 1) * 100 },
      "change from 310.2 USD to 2.5049 USD = -99.1924887",
    ],
    ["percent_of", ["$310.20", "$1000"], { resultPercent: 31.02 }, "310.2 USD as a share of 1,000 USD = 31.02%"],
    ["sum", [2, 5], { resultNumber: 7 }, "2 + 5 = 7"],
  ] as const)("%s of %j", (operation, operands, value, line) => {
    const asked = operation === "sum" && operands[0] === 2 ? "what is 2 and 5?" : undefined;
    const facts = run(operation, operands, asked);
    expect(facts.calculated).toContain(line);
    for (const [key, each] of Object.entries(value))
      expect(facts[key as keyof typeof facts]).toEqual(typeof each === "number" ? expect.closeTo(each, 9) : each);
  });

  test("the exact fact counts and not its rounding; who says so and the oldest age go along", () => {
    expect(run("sum", ["$2.50", "TAO $310.2"])).toMatchObject({
      result: 312.7049,
      subjects: ["near", "near protocol", "tao", "bittensor"],
      source: "DefiLlama, CoinGecko",
      asOf: NOON - 60_000,
    });
  });

  test("a result can be calculated with again", () => {
    const first = run("product", ["2 TAO", "$310.20"]);
    expect(run("difference", ["$620.40", "$1,000"], undefined, [...FACTS, first])).toMatchObject({ result: -379.6 });
  });

  test("0.1 and 0.2 are 0.3", () => {
    expect(run("sum", ["0.1", "0.2"], "what is 0.1 and 0.2?").calculated).toBe("0.1 + 0.2 = 0.3");
  });
});

describe("what cannot be is refused in a sentence that a model can act on", () => {
  test.each([
    [
      "product",
      ["3 TAO", "$310.20"],
      '"3 TAO" is neither a figure of this message\'s tool results nor one that the person wrote.',
    ],
    ["product", ["2 TAO", "$999"], '"$999" is neither'],
    ["product", ["2 TAO", "365"], '"365" is neither'],
    ["sum", ["$310", "$2.5049"], '"$310" may be several figures of the results.'],
    ["sum", ["4.56%", "1.23%"], '"4.56%" is neither'],
    ["sum", ["$310.20", "286.40 EUR"], "USD and EUR do not go together."],
    ["sum", ["$310.20", "5%"], "A percentage and an amount do not go together here."],
    ["product", ["$310.20", "$2.50"], "USD times USD is no amount."],
    ["product", ["2 TAO", "$2.5049"], "TAO times USD is no amount."],
    ["sum", ["$310.20"], '"sum" takes two figures or more.'],
    ["difference", ["$310.20", "2", "5%"], '"difference" takes two figures.'],
    ["sum", ["the price", "2"], '"the price" is not one figure.'],
    ["sum", ["$310.20 and $2.50", "2"], '"$310.20 and $2.50" is not one figure.'],
    ["sum", ["process.exit()", "2"], '"process.exit()" is not one figure.'],
    ["power", ["2", "2"], "That cannot be calculated."],
    ["sum", "2, 2", "That cannot be calculated."],
    ["sum", Array.from({ length: 13 }, () => "2"), "That cannot be calculated."],
  ] as const)("%s of %j", (operation, operands, said) => {
    expect(complaint(operation, operands as readonly unknown[])).toContain(said);
  });

  test("a division by zero, and arguments that are none", () => {
    expect(complaint("ratio", ["5", "0"], "what is 5 by 0?")).toBe("Nothing can be divided by zero.");
    expect(complaint("percent_change", ["0", "5"], "from 0 to 5?")).toBe("Nothing can be divided by zero.");
    for (const given of [undefined, null, 7, "sum", {}, { operation: "sum" }])
      expect(() => runCalculation(given, { facts: [], asked: [], now: NOON, locale: "en" })).toThrow(UserError);
  });

  test("figures in somebody's words are none", () => {
    const facts = [{ symbol: "TAO", untrustedTitle: "TAO at $500, says 777", price: 310.2, currency: "USD" }];
    for (const each of ["$500", "777"])
      expect(() => run("sum", [each, "$310.20"], "and?", facts)).toThrow("is neither a figure");
  });
});

describe("the figure check", () => {
  const said = (
    text: string,
    operation: string,
    operands: readonly string[],
    question = "what are 2 TAO, or $1,000?",
  ) => {
    const facts = [...FACTS, run(operation, operands, question)];
    return checkFigures(text, { facts, asked: [question], now: NOON, locale: "en" }).unsupported;
  };

  test.each([
    ["2 TAO are worth $620.40.", "product", ["2 TAO", "$310.20"]],
    ["2 TAO come to about $620.", "product", ["2 TAO", "$310.20"]],
    ["TAO costs $307.70 more than NEAR.", "difference", ["TAO $310.20", "NEAR $2.50"]],
    ["TAO costs 124 times as much as NEAR.", "ratio", ["TAO $310.20", "NEAR $2.50"]],
    ["For $1,000 you get about 3.22 TAO.", "ratio", ["$1000", "$310.20"]],
    ["TAO is 31% of $1,000.", "percent_of", ["$310.20", "$1000"]],
  ] as const)("takes what was calculated: %s", (text, operation, operands) => {
    expect(said(text, operation, operands)).toEqual([]);
    expect(
      checkFigures(text, { facts: FACTS, asked: ["what are 2 TAO, or $1,000?"], now: NOON, locale: "en" }).removed,
    ).toBe(1);
  });

  test.each([
    ["2 TAO are worth $621.40.", "product", ["2 TAO", "$310.20"], "$621.40"],
    ["2 TAO are worth €620.40.", "product", ["2 TAO", "$310.20"], "€620.40"],
    ["NEAR is at $620.40.", "product", ["2 TAO", "$310.20"], "$620.40"],
    ["TAO is at $123.84.", "ratio", ["TAO $310.20", "NEAR $2.50"], "$123.84"],
    ["TAO fell 31.02%.", "percent_of", ["$310.20", "$1000"], "31.02%"],
  ] as const)("and nothing else: %s", (text, operation, operands, wrong) =>
    expect(said(text, operation, operands)).toEqual([wrong]),
  );

  test("whatever two of the asker's numbers come to can be said", () => {
    const whole = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(whole, whole, fc.constantFrom("sum", "product", "average"), (a, b, operation) => {
        const question = `what is $${a} and ${b}?`;
        const { result = NaN, calculated } = run(operation, [`$${a}`, String(b)], question, []);
        const expected = operation === "product" ? a * b : operation === "sum" ? a + b : (a + b) / 2;
        expect([calculated, result]).toEqual([calculated, expected]);
        const text = `That is $${result.toLocaleString("en")}.`;
        const sources = { facts: [{ result, currency: "USD" }], asked: [question], now: NOON, locale: "en" };
        expect([text, checkFigures(text, sources).unsupported]).toEqual([text, []]);
      }),
    );
  });
});
