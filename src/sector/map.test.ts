import { describe, expect, test } from "vitest";
import { readCurated } from "../market/curated-assets.ts";
import { readSectorMap } from "./map.ts";

const map = readSectorMap();
const idsOf = (word: string): readonly string[] => map.named(word).map(({ project }) => project.id);

describe("the map of the sector", () => {
  test.each([
    ["Bittensor", "bittensor"],
    ["Bit Tensor", "bittensor"],
    ["Noose Research", "nous-research"],
    ["Prime Intellect", "prime-intellect"],
    ["Sentient", "sentient"],
    ["Morpheus", "morpheus"],
    ["Billy Bets", "billy-bets"],
    ["Deep Seek", "deepseek"],
    ["OpenAI", "openai"],
    ["Anthropic", "anthropic"],
    ["Midjourney", "midjourney"],
    ["Claude", "claude"],
    ["ChatGPT", "chatgpt"],
    ["Eliza", "elizaos"],
    ["ai16z", "elizaos"],
    ["Arc", "arc"],
    ["Virtuals", "virtuals"],
    ["Solana", "solana"],
    ["Base", "base"],
    ["Uniswap", "uniswap"],
    ["Google Sheets", "google-sheets"],
    ["Nvidia", "nvidia"],
    ["Microsoft", "microsoft"],
    ["Delphi Digital", "delphi-digital"],
    ["Bankless", "bankless"],
  ])("%s of the conversation is %s", (word, id) => {
    expect(idsOf(word)[0]).toBe(id);
  });

  test("an old name and a person say what they are", () => {
    expect(map.named("ai16z")[0]?.by?.is).toBe("old name");
    expect(map.named("Sam Altman")[0]?.by?.is).toBe("person");
    expect(map.named("bittensor")[0]?.by).toBeUndefined();
  });

  test("each project lies in one layer, and every layer in the sector has somebody", () => {
    expect(map.layers.filter(({ isInSector }) => isInSector)).toHaveLength(11);
    for (const layer of map.layers) expect(map.projects.some((each) => each.layer === layer.id)).toBe(true);
  });

  test("benchmarks are found and counted in no layer", () => {
    expect(map.projectOf("bitcoin")?.id).toBe("bitcoin");
    for (const layer of map.layers)
      for (const { token } of map.priced(layer.id)) expect(map.benchmarks).not.toContain(token?.assetId);
  });

  test("an old token leads to the project that it became", () => {
    expect(map.projectOf("ai16z")?.id).toBe("elizaos");
  });

  test("what a word of the asset list means is the same here", () => {
    const curated = new Map(readCurated().assets.map((asset) => [asset.id, asset]));
    for (const { token } of map.projects) {
      const asset = token && curated.get(token.assetId);
      if (asset) expect(`${asset.id} ${asset.symbol}`).toBe(`${token.assetId} ${token.symbol}`);
    }
  });

  test("the assets of the sector are those of the asset list", () => {
    const inSector = new Set(map.layers.filter((each) => each.isInSector).map(({ id }) => id));
    const ours = map.projects.flatMap(({ layer, token }) =>
      token && inSector.has(layer) && !map.benchmarks.has(token.assetId) ? [token.assetId] : [],
    );
    const theirs = readCurated().assets.flatMap(({ id, outsideSector }) => (outsideSector === undefined ? [id] : []));
    expect({
      onlyHere: ours.filter((id) => !theirs.includes(id)),
      onlyThere: theirs.filter((id) => !ours.includes(id)),
    }).toEqual({
      onlyHere: [],
      onlyThere: [],
    });
  });

  test("layers are found by what people call them", () => {
    expect(map.layerNamed("DePIN")?.id).toBe("compute-depin");
    expect(map.layerNamed("frameworks")?.id).toBe("middleware-frameworks");
    expect(map.layerNamed("Layer 9")).toBeUndefined();
  });
});
