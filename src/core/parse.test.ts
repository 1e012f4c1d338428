import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { fileField } from "./chat-file.ts";
import { type AnyCommand, defineCommand } from "./command.ts";
import { readNumber, splitList } from "./fields.ts";
import { parseArguments } from "./parse.ts";

const command = (input: z.ZodObject, keywords: Record<string, string> = {}): AnyCommand =>
  defineCommand({
    name: "try",
    summary: "Tries.",
    examples: ["try"],
    input,
    keywords,
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    run: async () => ({}),
    show: () => ({ blocks: [] }),
  });

const price = command(
  z.object({ assets: z.array(z.string()), currency: z.string().optional(), details: z.boolean().default(false) }),
);
const convert = command(z.object({ amount: z.number(), from: z.string(), to: z.string() }), { to: "to", in: "to" });
const ask = command(z.object({ question: z.string() }));
const remind = command(
  z.object({ when: z.enum(["Daily", "weekly"]), times: z.number().int(), text: z.string().optional() }),
);

const trade = command(z.object({ asset: z.string(), price: z.number().optional(), note: z.string().optional() }), {
  at: "price",
});
const upload = command(z.object({ exchange: z.string(), file: fileField("A file"), note: z.string().optional() }));

test.each<[string, AnyCommand, string, Record<string, unknown>]>([
  ["a list takes the words", price, "btc eth tao", { assets: ["btc", "eth", "tao"] }],
  [
    "a list may have commas, and names of several words then",
    price,
    "render token, near",
    { assets: ["render token", "near"] },
  ],
  ["a quotation is one item of a list", price, '"the graph" btc', { assets: ["the graph", "btc"] }],
  ["commas need no blank", price, "btc,eth", { assets: ["btc", "eth"] }],
  [
    "name:value names a field",
    price,
    "btc currency:eur details:yes",
    { assets: ["btc"], currency: "eur", details: true },
  ],
  ["name:value may stand first", price, "currency:eur btc", { assets: ["btc"], currency: "eur" }],
  ["an address with a colon is a word", price, "base:0xabc", { assets: ["base:0xabc"] }],
  ["words fill fields in order", convert, "2.5 TAO EUR", { amount: 2.5, from: "TAO", to: "EUR" }],
  ["a keyword names the field of what follows", convert, "2.5 TAO to EUR", { amount: 2.5, from: "TAO", to: "EUR" }],
  ["a keyword at the end is a word", convert, "1 eth to", { amount: 1, from: "eth", to: "to" }],
  ["large numbers may be grouped or shortened", convert, "1,000.5 usd btc", { amount: 1000.5, from: "usd", to: "btc" }],
  ["k stands for a thousand", convert, "2.5k usd btc", { amount: 2500, from: "usd", to: "btc" }],
  [
    "what is no number stays text, for the schema to complain",
    convert,
    "many usd btc",
    { amount: "many", from: "usd", to: "btc" },
  ],
  ["the last text takes the rest", ask, "what is  TAO worth?", { question: "what is TAO worth?" }],
  ["quotes group", remind, 'weekly 3 "drink  water: now"', { when: "weekly", times: 3, text: "drink  water: now" }],
  ["a choice is found in any case", remind, "daily 2", { when: "Daily", times: 2 }],
  ["nothing typed is nothing given", ask, "   ", {}],
  ["a named list takes what follows, too", price, "assets:btc eth tao", { assets: ["btc", "eth", "tao"] }],
  [
    "a list that was named goes on until another field is named",
    price,
    "currency:eur assets:btc eth",
    { currency: "eur", assets: ["btc", "eth"] },
  ],
  ["a name in capitals names its field", price, "CURRENCY:eur btc", { currency: "eur", assets: ["btc"] }],
  ["a name with nothing behind it is a word", price, "btc currency:", { assets: ["btc", "currency:"] }],
  ["a name in quotes is a word", price, '"currency:eur" btc', { assets: ["currency:eur", "btc"] }],
  ["a name within a word names nothing", convert, "1 x-to:y eur", { amount: 1, from: "x-to:y", to: "eur" }],
  ["a keyword that comes first is a word", convert, "to 1 eur", { amount: "to", from: "1", to: "eur" }],
  ["a keyword in quotes is a word", convert, '1 "to" eur', { amount: 1, from: "to", to: "eur" }],
  ["the last text takes the rest once it is named, keywords and all", convert, "to:eur 5 in x", { to: "eur 5 in x" }],
  [
    "what is too much goes to the last field",
    convert,
    "1 eth eur and more",
    { amount: 1, from: "eth", to: "eur and more" },
  ],
  ["a comma in quotes does not part items", price, '"a, b" c', { assets: ["a, b", "c"] }],
  ["a keyword names one word and no more", trade, "btc at 5 and more", { asset: "btc", price: 5, note: "and more" }],
  ["a file is never typed", upload, "kraken notes", { exchange: "kraken", note: "notes" }],
  ["where there is nothing to fill, words go nowhere", command(z.object({})), "a b", {}],
  ["curly quotes group as well", remind, "daily 2 “a b”", { when: "Daily", times: 2, text: "a b" }],
])("%s", (_, each, line, input) => {
  expect(parseArguments(each, line)).toEqual(input);
});

test("no word of a line is dropped, whatever it is", () => {
  const word = fc.stringMatching(/^[^\s"“”:,;]{1,12}$/).filter((each) => !["to", "in"].includes(each.toLowerCase()));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
      const values = Object.values(parseArguments(ask, words.join("  "))).join(" ");
      expect(values).toBe(words.join(" "));
      const listed = parseArguments(price, words.join(" "));
      expect(listed["assets"]).toEqual(words);
    }),
  );
});

test("any line can be parsed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (line) => {
      for (const each of [price, convert, ask, remind]) expect(() => parseArguments(each, line)).not.toThrow();
    }),
  );
});

test("a number that is written out plainly is read as itself", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e15 }), (value) => {
      expect(readNumber(String(value))).toBe(value);
    }),
  );
});

test.each(["", "abc", "1.2.3", "1,00", "--1", "NaN", "Infinity", "0x10", "1e", "٣"])("%j is no number", (typed) => {
  expect(readNumber(typed)).toBeUndefined();
});

test("a list typed as one string is cut at commas when there are any, else at blanks", () => {
  expect(splitList("btc, render token ,,eth")).toEqual(["btc", "render token", "eth"]);
  expect(splitList(" btc  eth ")).toEqual(["btc", "eth"]);
});

test("a command that reads its lines itself does so, and leaves to the usual reading what it does not take", () => {
  const own = defineCommand({
    name: "own",
    summary: "Reads its lines.",
    examples: ["own a for b"],
    input: z.object({ first: z.string().describe("First"), second: z.string().optional().describe("Second") }),
    readLine: (line) => {
      const [first, second] = line.split(" for ");
      return second === undefined ? undefined : { first, second };
    },
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    run: async () => ({}),
    show: () => ({ blocks: [] }),
  });
  expect(parseArguments(own, "a b for c d")).toEqual({ first: "a b", second: "c d" });
  expect(parseArguments(own, "a second:b")).toEqual({ first: "a", second: "b" });
});
