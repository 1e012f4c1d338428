import { entropyToMnemonic } from "@scure/bip39";
import fc from "fast-check";
import { holdsSeedPhrase } from "./seed-phrase.ts";
import { wordlist as chinese } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { wordlist as japanese } from "@scure/bip39/wordlists/japanese.js";
import { expect, test } from "vitest";

const entropy = fc
  .constantFrom(16, 20, 24, 28, 32)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

test("every phrase is found, of any length, in any language, with other words around it", () => {
  fc.assert(
    fc.property(entropy, fc.constantFrom(english, french, japanese, chinese), (bytes, list) => {
      expect(holdsSeedPhrase(`please look at 1) ${entropyToMnemonic(bytes, list)} — thanks`)).toBe(true);
    }),
  );
});

test("a phrase is found however its words are numbered", () => {
  const numberings = [
    (word: string, number: number) => `Word ${number}: ${word}`,
    (word: string, number: number) => `word #${number} ${word}`,
    (word: string, number: number) => `${number}.${word}`,
    (word: string, number: number) => `${word} ${number + 1}.`,
  ];
  fc.assert(
    fc.property(
      entropy,
      fc.constantFrom(...numberings),
      fc.constantFrom(" ", "\n", ", "),
      (bytes, numbered, between) => {
        const words = entropyToMnemonic(bytes, english).split(" ");
        expect(holdsSeedPhrase(words.map((word, index) => numbered(word, index + 1)).join(between))).toBe(true);
      },
    ),
  );
});

test("a phrase with one word exchanged for another is none, but for one in sixteen", () => {
  let sound = 0;
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat({ max: 2046 }), (bytes, other) => {
      const words = entropyToMnemonic(bytes, english).split(" ");
      const at = english.indexOf(words[5] ?? "");
      words[5] = english[(at + 1 + other) % english.length] ?? "";
      if (holdsSeedPhrase(words.join(" "))) sound += 1;
    }),
    { numRuns: 320 },
  );
  expect(sound).toBeLessThan(60);
});

test("words said over and over are no phrase", () => {
  for (const word of ["very", "ha", "moon", "up", "no", "buy"])
    expect(holdsSeedPhrase(`${word} `.repeat(24)), word).toBe(false);
});

test("no text is too long or too odd to be looked at", () => {
  expect(holdsSeedPhrase("abandon ".repeat(2_000))).toBe(false);
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 4_000 }), (text) => void holdsSeedPhrase(text)));
});
