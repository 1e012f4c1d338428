import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTagger } from "./tag.ts";
import { readSectorMap } from "../sector/map.ts";

const map = readSectorMap();
const tag = createTagger(map);
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

  test.each([
    "Bitcoin Trades Near $100,000 as Open Interest Hits All-Time High",
    "World's Largest Crypto Exchange Lists a New Stablecoin",
    "Inside the Story of Crypto's Biggest Hack",
    "Success Story: how crypto funds grew",
    "Near-term outlook for bitcoin",
    "Base metals rally as crypto cools",
    "Arc Browser maker adds crypto wallet",
    "Artists render crypto punks in 3D",
    "Crypto mixers move an ocean of tokens",
    "Virtual currency tax rules change",
    "Amazon Prime users lose crypto",
    "Together, crypto firms lobby Congress",
    "World Liberty Financial token unlock",
    "Morpheus in The Matrix NFT drop",
    "Product recall hits crypto hardware wallet",
    "BTC sets new ATH, traders prompt for more",
    "Gemini and Kraken Prompt SEC to Act on Token Rules",
    "The graph shows bitcoin holders sell",
    "Ethereum developers fetch blobs in parallel at the base layer",
  ])("no project in a headline of crypto that only has its word: %s", (title) => {
    expect(projects(title).filter((id) => !["bitcoin", "ethereum"].includes(id))).toEqual([]);
  });

  test.each<[string, string]>([
    ["Near Protocol Cuts Inflation as Stakers Complain", "near"],
    ["Base Launches Its Own Token", "base"],
    ["NEAR Slides After Crypto Exploit", "near"],
    ["Crypto Fund Buys $ATH", "aethir"],
    ["Developers move crypto agents over to Base this week", "base"],
    ["Bittensor-based lender opens", "bittensor"],
  ])("a second sign makes it the project: %s", (title, id) => {
    expect(projects(title)).toContain(id);
  });

  test("in a paper, tokens and protocols are no sign of crypto", () => {
    const paper = {
      title: "Recall of long tokens: a Prime protocol",
      summary: "We show that Echo and Flux tokens grow.",
    };
    expect(tag({ ...paper, kind: "papers" })).toMatchObject({ projects: [], isOnField: false });
    expect(tag({ title: "Decentralized training with Gensyn", kind: "papers" }).isOnField).toBe(true);
  });

  test("news of the sector itself is told from news of crypto alone", () => {
    expect(tag({ title: "Bittensor halves" }).isOnTopic).toBe(true);
    expect(tag({ title: "AI agents pay each other in stablecoins" }).isOnTopic).toBe(true);
    expect(tag({ title: "Bitcoin ETFs see inflows" })).toMatchObject({ isOnTopic: false, isOnField: true });
    expect(tag({ title: "OpenAI releases a model" })).toMatchObject({ isOnTopic: false, titled: ["openai"] });
  });

  test("what the title names is told from what only the summary names", () => {
    const tags = tag({ title: "Akash adds GPUs", summary: "A rival of Bittensor." });
    expect(tags).toMatchObject({ titled: ["akash"], projects: ["akash", "bittensor"] });
  });

  test("never throws, and names only projects of the map, whatever the text", () => {
    const known = new Set(map.projects.map(({ id }) => id));
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(...map.projects.map(({ name }) => name), "$", "Near", "ON", "’s", "τ"),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 30 }), (title, summary) => {
        const tags = tag({ title: title.join(" "), summary: summary.join(" ") });
        expect(tags.projects.filter((id) => !known.has(id))).toEqual([]);
        expect(tags.projects.slice(0, tags.titled.length)).toEqual(tags.titled);
        expect(new Set(tags.projects).size).toBe(tags.projects.length);
      }),
    );
  });

  test("the title counts before the summary", () => {
    expect(projects("Olas opens its agent market", "Built with help of Bittensor and tokens")[0]).toBe("olas");
  });
});
