import type { EditionStory } from "../../src/digest/sections/stories.ts";
import type { KeptEdition } from "../../src/digest/edition.ts";

/** When the editions of tests are composed. */
export const COMPOSED_AT = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;

/** A story of one publisher about one project, read an hour before. */
export const aStory = (id: string, change: Partial<EditionStory> = {}): EditionStory => ({
  id,
  untrustedTitle: `Story ${id} of the sector`,
  link: `https://news.example/${id}`,
  publisher: "Example Wire",
  publishers: ["Example Wire"],
  publishedAt: COMPOSED_AT - HOUR,
  readAt: COMPOSED_AT - HOUR,
  projectIds: ["bittensor"],
  titledIds: ["bittensor"],
  ...change,
});

/** An edition of a quiet day about all layers, in the shape that `composed` keeps. */
export const anEdition = (change: Partial<KeptEdition> = {}): KeptEdition => ({
  id: 7,
  layerIds: [],
  coversFrom: COMPOSED_AT - 24 * HOUR,
  coversTo: COMPOSED_AT,
  composedAt: COMPOSED_AT,
  sector: {
    window: "24h",
    sector: { change24h: 0.012, change7d: -0.021, risingCount: 42, countedCount: 75 },
    bitcoin: { change24h: 0.01, change7d: 0.02 },
    ethereum: { change24h: -0.01 },
    index: { levelByCap: 104.2, levelOnDay: "2026-02-28", changeDayFraction: 0.004, changeWeekFraction: -0.031 },
    layers: [
      { name: "Compute", capUsd: 2e9, change24h: 0.01 },
      { name: "Agents", capUsd: 1e9, change24h: -0.02 },
    ],
    ranks: [
      { name: "Agents", rankNow: 1, rankBefore: 2, medianChangeFraction: 0.05 },
      { name: "Compute", rankNow: 2, rankBefore: 1, medianChangeFraction: -0.01 },
    ],
    source: "CoinGecko",
    asOf: COMPOSED_AT - 60_000,
    isStale: false,
  },
  movers: [],
  stories: [],
  feedsReadAt: COMPOSED_AT - 4 * 60_000,
  builders: [],
  commits: [],
  reported: [],
  scores: [],
  missing: [],
  ...change,
});

/** A coin of an edition; its name is its symbol. */
export const aMover = (
  symbol: string,
  change24hFraction: number,
  change: { readonly reasonStoryId?: string; readonly projectId?: string } = {},
): KeptEdition["movers"][number] => ({
  assetId: symbol.toLowerCase(),
  symbol,
  name: symbol,
  change24hFraction,
  ...change,
});

/** A busy day: something in each section, worded by a model. */
export const aBusyEdition = (change: Partial<KeptEdition> = {}): KeptEdition =>
  anEdition({
    movers: [
      aMover("TAO", 0.143, { reasonStoryId: "n1", projectId: "bittensor" }),
      aMover("FET", -0.112, { projectId: "fetch-ai" }),
    ],
    stories: [
      aStory("n1", { untrustedTitle: "Bittensor opens its subnets to anybody", publishers: ["Example Wire", "Other"] }),
      aStory("n2", {
        untrustedTitle: "Example Lab raises $20M for open training",
        projectIds: ["example-lab"],
        titledIds: [],
      }),
      aStory("n3", {
        untrustedTitle: "Render counts its nodes",
        projectIds: ["render"],
        publishedAt: COMPOSED_AT - 40 * HOUR,
      }),
    ],
    builders: [
      {
        projectId: "bittensor",
        name: "Bittensor",
        repository: "example/bittensor",
        untrustedRelease: "v9.1.0",
        releasedAt: COMPOSED_AT - 5 * HOUR,
        commits30dCount: 80,
      },
    ],
    commits: [
      {
        projectId: "render",
        name: "Render",
        repository: "example/render",
        commits30dCount: 96,
        commitsBefore30dCount: 31,
      },
    ],
    reported: [{ storyId: "n2", kind: "round" }],
    code: { source: "GitHub", asOf: COMPOSED_AT - 3 * HOUR, unknownCount: 14 },
    scores: [
      {
        projectId: "akash",
        name: "Akash",
        criterion: "Verifiability",
        fromScoreOf4: 2,
        toScoreOf4: 3,
        changedAt: COMPOSED_AT - 2 * HOUR,
        evidenceTitle: "Audit of the provider attestations",
      },
    ],
    words: {
      state: "told",
      language: "en",
      opening: [
        { text: "The sector rose by 1.2 % in a day, about as much as bitcoin.", storyIds: [] },
        { text: "Bittensor moved most, and reportedly opened its subnets.", storyIds: ["n1"] },
      ],
      lines: [{ storyId: "n1", text: "Until now a subnet had to be registered first." }],
      droppedCount: 1,
    },
    ...change,
  });
