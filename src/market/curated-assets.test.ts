import { expect, test } from "vitest";
import { fold, squeeze } from "./asset-words.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readCurated } from "./curated-assets.ts";
import { tmpdir } from "node:os";

const curated = readCurated();
const ids = curated.assets.map(({ id }) => id);

test("data/assets.json is in its form, and names each asset once", () => {
  expect(ids.length).toBeGreaterThan(100);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("a word that is explained leads to assets that are listed there, but for coins that only the full list has", () => {
  const elsewhere = ["arc", "billy", "anon-2", "eliza"];
  for (const word of curated.noticeWords) {
    const notice = curated.noticeOf(word);
    const named = notice?.kind === "renamed" ? [notice.id] : (notice?.ids ?? []);
    expect([word, named.filter((id) => !ids.includes(id) && !elsewhere.includes(id))]).toEqual([word, []]);
  }
});

test("a symbol that two of ours share is one that asks", () => {
  const symbols = curated.assets.map(({ symbol }) => symbol);
  const shared = symbols.filter((symbol, index) => symbols.indexOf(symbol) !== index);
  expect(shared.filter((symbol) => curated.noticeOf(symbol)?.kind !== "ask")).toEqual([]);
});

test("no alias says again what the name says already", () => {
  const repeated = curated.assets.flatMap(({ name, aliases = [] }) => {
    const names = [name, ...aliases].map((each) => squeeze(fold(each)));
    return names.filter((each, index) => names.indexOf(each) !== index);
  });
  expect(repeated).toEqual([]);
});

test("a file that gives a word two meanings is refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "curated-"));
  try {
    const path = join(folder, "assets.json");
    const list = {
      schemaVersion: 1,
      asOf: "2026-03-01",
      about: "a test",
      sources: ["https://example.com/"],
      assets: [{ id: "bittensor", symbol: "TAO", name: "Bittensor" }],
      renamed: [{ words: ["Old Tao"], id: "bittensor", note: "Old Tao is now TAO.", sameUnit: true }],
      related: [],
      ambiguous: [{ word: "oldtao", ids: [] }],
      tokenless: [],
      unclear: [],
    };
    writeFileSync(path, JSON.stringify(list));
    expect(() => readCurated(pathToFileURL(path))).toThrow(/"oldtao" has two meanings/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what is of the crypto-AI sector and what is only asked for by everybody are told apart", () => {
  const outside = new Set(curated.assets.flatMap(({ id, outsideSector }) => (outsideSector ? [id] : [])));
  for (const id of ["bitcoin", "ethereum", "tether", "solana", "chainlink", "dogecoin"]) expect(outside).toContain(id);
  for (const id of ["bittensor", "near", "render-token", "fetch-ai", "virtual-protocol"])
    expect(outside).not.toContain(id);
});
