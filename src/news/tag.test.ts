import { describe, expect, test } from "vitest";
import { createTagger } from "./tag.ts";
import { readSectorMap } from "../sector/map.ts";

const tag = createTagger(readSectorMap());
const projects = (title: string, summary?: string): readonly string[] =>
  tag({ title, ...(summary === undefined ? {} : { summary }) }).projects;

describe("what an item is about", () => {
  test.each<[string, readonly string[]]>([
    ["Bittensor's subnets multiply", ["bittensor"]],
    ["TAO slips after the halving", ["bittensor"]],
    ["Virtuals Protocol and Coinbase sign a deal", ["virtuals", "coinbase"]],
    ["OpenAI and Anthropic raise again", ["openai", "anthropic"]],
    ["Nvidia earnings beat estimates", ["nvidia"]],
    ["ai16z holders sue", ["elizaos"]],
    ["Render Network adds GPUs on Solana", ["render", "solana"]],
    ["The Graph moves to Arbitrum for crypto indexing", ["the-graph"]],
    ["$GRASS airdrop begins", ["grass"]],
  ])("%s", (title, expected) => {
    expect(projects(title)).toEqual(expected);
  });

  test.each([
    "A story of three people near the base of the mountain",
    "How to render a scene in Blender",
    "The arc of history, and what comes near it",
    "Grass is greener on the other side",
    "Sentient beings and open questions",
    "Recall of flux capacitors in the game world",
    "Bass fishing with Claude Monet's neighbour",
  ])("nothing of the map in: %s", (title) => {
    expect(projects(title)).toEqual([]);
  });

  test("a common word is a project where the text is about the field and it stands as a name", () => {
    expect(projects("Story raises 80 million for its blockchain")).toEqual(["story"]);
    expect(projects("Base fees fall as DeFi cools")).toEqual(["base"]);
    expect(projects("Why token holders stay near their base")).toEqual([]);
  });

  test("a person, and what a transcript misheard, is no name in print", () => {
    expect(projects("Sam Altman speaks")).toEqual([]);
    expect(projects("Noose Research")).toEqual([]);
  });

  test("layers follow the projects, each once", () => {
    expect(tag({ title: "Akash and Render cut GPU prices for crypto miners" }).layers).toEqual(["compute-depin"]);
  });

  test("the title counts before the summary", () => {
    expect(projects("Olas opens its agent market", "Built with help of Bittensor and tokens")[0]).toBe("olas");
  });
});
