import { fold, looksLikeAddress, readReference, squeeze, wordKey } from "./asset-words.ts";
import { describe, expect, test } from "vitest";

describe("a name is compared", () => {
  test.each([
    ["TAO", "tao"],
    ["$TAO", "tao"],
    [" (tao), ", "tao"],
    ["“TAO”", "tao"],
    ["ＴＡＯ", "tao"],
    ["\u202Etao\u202C", "tao"],
    ["t\u200Ba\u00ADo", "tao"],
    ["io.net", "io.net"],
    ["Bit  Tensor", "bit tensor"],
    ["🔥", "🔥"],
    ["USD+", "usd+"],
    ["...", "..."],
    ["", ""],
  ])("%j as %j", (name, folded) => {
    expect(fold(name)).toBe(folded);
  });

  test("loosely by its letters and digits alone", () => {
    expect(["io net", "io.net", "io-net", "ionet"].map((name) => squeeze(fold(name)))).toEqual(Array(4).fill("ionet"));
    expect(squeeze(fold("🔥"))).toBe("");
  });

  test("under a key that can stand in a list and before an equals sign", () => {
    for (const word of ["Billy Bets", "a,b;c=d?e", "🔥 🔥", "io.net", "τemplar"])
      expect(wordKey(word)).not.toMatch(/[\s,;=?]/);
  });
});

describe("a typed word", () => {
  test.each([
    ["tao", { kind: "word", word: "tao" }],
    ["ARC=ai-rig-complex", { kind: "this", word: "ARC", id: "ai-rig-complex" }],
    ["=arc", { kind: "this", word: "", id: "arc" }],
    ["tao?", { kind: "again", word: "tao" }],
    ["?", { kind: "word", word: "?" }],
    ["=", { kind: "this", word: "", id: "" }],
  ])("%j is read as a reference", (typed, reference) => {
    expect(readReference(typed)).toEqual(reference);
  });

  test.each([
    ["0x4200000000000000000000000000000000000006", true],
    ["base:0x4200000000000000000000000000000000000006", true],
    ["rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof", true],
    ["solana:rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof", true],
    ["0x42", false],
    ["bittensor", false],
    ["artificialsuperintelligencealliance", false],
  ])("%s is an address: %s", (word, is) => {
    expect(looksLikeAddress(word)).toBe(is);
  });
});
