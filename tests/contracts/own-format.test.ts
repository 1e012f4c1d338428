import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { problemOf } from "../../src/portfolio/check-entry.ts";
import { readFile } from "../../src/portfolio/importers/read-file.ts";
import { writeOwn } from "../../src/portfolio/importers/own.ts";
import type { Entry } from "../../src/portfolio/entry.ts";
import { NOON } from "../support/calls.ts";
import { anyEntry } from "../support/portfolio-entries.ts";

const back = async (entries: readonly Entry[]): Promise<readonly unknown[]> => {
  const read = await readFile(writeOwn(entries), { now: NOON, pause: async () => undefined });
  if (read.kind === "unknown") throw new Error("our own file is not recognised");
  return read.drafts.map((draft) => (draft.kind === "entry" ? draft.entry : draft));
};

const BOUGHT: Entry = {
  kind: "buy",
  at: NOON - 1,
  asset: "bittensor",
  quantity: "2.5",
  value: { amount: "775", currency: "USD" },
};

test("what is exported reads back as the same entries, of every kind", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { maxLength: 20 }), async (entries) => {
      const plain = entries.filter((entry) => problemOf(entry, NOON) === undefined);
      expect(await back(plain)).toEqual(plain);
    }),
    { numRuns: 60 },
  );
});

test.each([
  'a "quoted" word',
  "two\nlines",
  " blanks ",
  "semi;colon, comma",
  "=HYPERLINK(1)",
  "'=1",
  "+1",
  "@x",
  "-",
  "été 🌅",
])("the note %j comes back as it was", async (note) => {
  expect(await back([{ ...BOUGHT, note, account: note }])).toEqual([{ ...BOUGHT, note, account: note }]);
});

test("no cell is a formula to a spreadsheet", () => {
  const text = writeOwn([{ ...BOUGHT, note: "=cmd|' /C calc'!A0", account: "@SUM(1)" }]);
  const cells = text.split("\r\n")[1]?.split(",") ?? [];
  expect(cells.filter((cell) => /^"?[=+@\t]/.test(cell))).toEqual([]);
  expect(text).toContain("'=cmd");
});

test("a row whose note is a seed phrase is refused, and the phrase is in no reason", async () => {
  const phrase = entropyToMnemonic(
    Uint8Array.from({ length: 16 }, (_, index) => index * 13 + 7),
    wordlist,
  );
  const [refusal, ...others] = await back([{ ...BOUGHT, note: phrase }]);
  expect(others).toEqual([]);
  expect(refusal).toMatchObject({ kind: "refused", reason: "its note is a seed phrase, which is not kept" });
  expect(JSON.stringify(refusal)).not.toContain(phrase);
});
