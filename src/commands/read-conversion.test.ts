import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { readConversion } from "./read-conversion.ts";

const KNOWN = [
  "tao",
  "near",
  "eur",
  "usd",
  "€",
  "$",
  "btc",
  "1inch",
  "0g",
  "render network",
  "render",
  "ai rig complex",
];
const isKnown = (word: string): boolean => KNOWN.includes(word.toLowerCase());

describe("a conversion is understood", () => {
  test.each([
    [{ amount: "2.5", from: "TAO", to: "EUR" }, ["2.5", "TAO", "EUR"]],
    [{ amount: "tao" }, ["1", "tao", undefined]],
    [{ amount: "tao", to: "eur" }, ["1", "tao", "eur"]],
    [{ amount: "tao", from: "eur" }, ["1", "tao", "eur"]],
    [{ amount: "100", from: "usd", to: "btc" }, ["100", "usd", "btc"]],
    [{ amount: "€100", to: "TAO" }, ["100", "€", "TAO"]],
    [{ amount: "€100", from: "TAO" }, ["100", "€", "TAO"]],
    [{ amount: "100€", to: "TAO" }, ["100", "€", "TAO"]],
    [{ amount: "2.5tao", from: "eur" }, ["2.5", "tao", "eur"]],
    [{ amount: "2.5TAO to EUR" }, ["2.5", "TAO", "EUR"]],
    [{ amount: "2.5 tao = eur" }, ["2.5", "tao", "eur"]],
    [{ amount: "1,000.50", from: "usd", to: "tao" }, ["1000.5", "usd", "tao"]],
    [{ amount: "5k", from: "usd", to: "tao" }, ["5000", "usd", "tao"]],
    [{ amount: "5k usd", to: "tao" }, ["5000", "usd", "tao"]],
    [{ amount: "0.1234567890123456789", from: "tao", to: "usd" }, ["0.1234567890123456789", "tao", "usd"]],
    [{ amount: "1inch", to: "eur" }, ["1", "1inch", "eur"]],
    [{ amount: "0g", from: "eur" }, ["1", "0g", "eur"]],
    [{ amount: "2.5", from: "Render", to: "Network to EUR" }, ["2.5", "Render Network", "EUR"]],
    [{ amount: "2.5", from: "render", to: "network eur" }, ["2.5", "render network", "eur"]],
    [{ amount: "render", from: "network", to: "eur" }, ["1", "render network", "eur"]],
    [{ amount: "3", from: "TAO", to: "zzz" }, ["3", "TAO", "zzz"]],
    [{ amount: "3", from: "zzz", to: "yyy" }, ["3", "zzz", "yyy"]],
    [{ amount: "2", from: "tao=bittensor", to: "EUR" }, ["2", "tao=bittensor", "EUR"]],
    [{ amount: "-5", from: "tao", to: "eur" }, ["-5", "tao", "eur"]],
  ])("%j", (input, [amount, from, to]) => {
    expect(readConversion(input, isKnown)).toEqual({ amount, from, to });
  });

  test.each([
    [{ amount: "5" }],
    [{ amount: "NaN", from: "TAO", to: "EUR" }],
    [{ amount: "1,5", from: "TAO", to: "EUR" }],
  ])("but not %j", (input) => {
    expect(readConversion(input, isKnown)).toBeUndefined();
  });
});

test("an amount is never rounded, whatever its length", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 1, max: 25 }), (whole, places) => {
      const typed = `${whole}.${"1".repeat(places)}`;
      const read = readConversion({ amount: typed, from: "tao", to: "eur" }, isKnown);
      expect(read?.amount).toMatch(/^[\d.e+-]+$/);
      expect(Number(read?.amount)).toBeCloseTo(Number(typed), -200);
    }),
  );
});

test("any three texts are a conversion or none, never a crash", () => {
  const text = fc.string({ maxLength: 40 });
  fc.assert(
    fc.property(text, fc.option(text, { nil: undefined }), fc.option(text, { nil: undefined }), (amount, from, to) => {
      const read = readConversion({ amount, from, to }, isKnown);
      expect(read === undefined || read.from !== "").toBe(true);
    }),
  );
});
