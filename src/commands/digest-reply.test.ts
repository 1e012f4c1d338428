import { expect, test } from "vitest";
import fc from "fast-check";
import { ANYBODY } from "./digest-editions.ts";
import { editionReply, SCREEN } from "./digest-reply.ts";
import type { EditionStory } from "../digest/sections/stories.ts";
import type { KeptEdition } from "../digest/edition.ts";
import { lengthOf } from "./digest-length.ts";
import { plainText } from "../core/plain.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;
const clock = { locale: "en", now: NOW };

const aStory = (id: string, change: Partial<EditionStory> = {}): EditionStory => ({
  id,
  untrustedTitle: `Story ${id} of the sector`,
  link: `https://news.example/${id}`,
  publisher: "Example Wire",
  publishers: ["Example Wire"],
  publishedAt: NOW - HOUR,
  projectIds: ["bittensor"],
  titledIds: ["bittensor"],
  ...change,
});

const anEdition = (change: Partial<KeptEdition> = {}): KeptEdition => ({
  id: 7,
  layerIds: [],
  coversFrom: NOW - 24 * HOUR,
  composedAt: NOW,
  sector: {
    window: "24h",
    sector: { change24h: 0.012, change7d: -0.021, risingCount: 42, countedCount: 75 },
    bitcoin: { change24h: 0.01, change7d: 0.02 },
    ethereum: { change24h: -0.01 },
    layers: [
      { name: "Compute", capUsd: 2e9, change24h: 0.01 },
      { name: "Agents", capUsd: 1e9, change24h: -0.02 },
    ],
    ranks: [
      { name: "Agents", rankNow: 1, rankBefore: 2, medianChangeFraction: 0.05 },
      { name: "Compute", rankNow: 2, rankBefore: 1, medianChangeFraction: -0.01 },
    ],
    source: "CoinGecko",
    asOf: NOW - 60_000,
    isStale: false,
  },
  movers: [],
  stories: [],
  builders: [],
  scores: [],
  missing: [],
  ...change,
});
const aMover = (symbol: string, change24hFraction: number, reasonStoryId?: string) => ({
  assetId: symbol.toLowerCase(),
  symbol,
  name: symbol,
  change24hFraction,
  ...(reasonStoryId === undefined ? {} : { reasonStoryId }),
});

test("a busy day is one screen", () => {
  const edition = anEdition({
    movers: [aMover("TAO", 0.143, "a"), aMover("FET", -0.112)],
    stories: [aStory("a"), aStory("b", { publishers: ["Example Wire", "Other"] })],
  });
  const said = plainText(editionReply(edition, ANYBODY, "short", clock));
  expect(said).toContain("TAO +14.30%: perhaps Story a");
  expect(said).toContain("FET -11.20%: no reason found");
});

test("a day on which nothing crosses its threshold is a line of figures, why it is quiet, and the sources", () => {
  const reply = editionReply(anEdition(), ANYBODY, "short", clock);
  expect(reply.blocks).toHaveLength(1);
  expect(plainText({ blocks: reply.blocks }).split("\n")).toHaveLength(2);
  expect(reply.footer).toContain("Source: CoinGecko");
});

test("without the market and without news it says what is missing", () => {
  const { sector: _sector, ...rest } = anEdition({ missing: [{ what: "sector", why: "no answer" }] });
  const reply = editionReply(rest, ANYBODY, "short", clock);
  expect(plainText(reply)).toContain("The market did not answer.");
  expect(reply.footer).toContain("missing: sector (no answer)");
});

const stories = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 60 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .record({ title: fc.string({ maxLength: 300 }), age: fc.integer({ min: 0, max: 40 }) })
          .map(({ title, age }) => aStory(`s${id}-`, { untrustedTitle: `${title}x`, publishedAt: NOW - age * HOUR })),
      ),
    ),
  );

test("whatever comes, it fits the screen and tells no story twice, and none that the reader has had", () => {
  fc.assert(
    fc.property(stories, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), (told, had, moved) => {
      const movers = Array.from({ length: moved }, (_, at) =>
        aMover("LONGSYMBOLNAME".repeat(4), 0.2, told[at % 3]?.id),
      );
      const reader = { ...ANYBODY, coveredTo: NOW - had * HOUR };
      const { blocks } = editionReply(anEdition({ stories: told, movers }), reader, "short", clock);
      expect(lengthOf(blocks)).toBeLessThanOrEqual(SCREEN);
      const links = blocks.flatMap((block) =>
        block.kind === "text" ? block.spans.flatMap(({ link }) => link ?? []) : [],
      );
      expect(new Set(links).size).toBe(links.length);
      const old = new Set(told.filter(({ publishedAt }) => publishedAt <= reader.coveredTo).map(({ link }) => link));
      expect(links.filter((each) => old.has(each))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
