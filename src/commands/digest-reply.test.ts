import { aBusyEdition, aMover, anEdition, aStory, COMPOSED_AT as NOW } from "../../tests/support/editions.ts";
import { describe, expect, test } from "vitest";
import { ANYBODY } from "./digest-editions.ts";
import type { DigestReader } from "../digest/reader.ts";
import { editionReply, SCREEN } from "./digest-reply.ts";
import fc from "fast-check";
import type { KeptEdition } from "../digest/edition.ts";
import { lengthOf } from "./digest-length.ts";
import { MOVER_FRACTION, SECTOR_FRACTION } from "../digest/thresholds.ts";
import { percent, utcMinute } from "../core/format.ts";
import { plainText } from "../core/plain.ts";

const HOUR = 3_600_000;
const clock = { locale: "en", now: NOW };
const short = (edition: KeptEdition, change: Partial<DigestReader> = {}) =>
  editionReply(edition, { ...ANYBODY, ...change }, "short", clock);
const said = (edition: KeptEdition, change: Partial<DigestReader> = {}): string => plainText(short(edition, change));

test("a busy day is one screen with a part for each section, and the model's words are marked", () => {
  const reply = short(aBusyEdition(), {
    since: { indexChangeFraction: 0.004, ranks: [{ name: "Agents", rankBefore: 2, rankNow: 1 }] },
    yours: ["Watchlist, 24 h: TAO +14.3%"],
  });
  expect(lengthOf(reply.blocks)).toBeLessThanOrEqual(SCREEN);
  expect(plainText({ ...reply, blocks: reply.blocks.filter(({ kind }) => kind !== "chart") })).toMatchInlineSnapshot(`
    "Crypto-AI digest

    Sector median +1.2% day, -2.1% week · 42 of 75 up · Index +0.4% day, -3.1% week · BTC +1.0% day, +2.0% week · ETH -1.0% day
    Since your last digest: index +0.4%, Agents 2→1

    ↳ The sector rose by 1.2 % in a day, about as much as bitcoin. Bittensor moved most, and reportedly opened its subnets.

    Layer      7d Rank
    Agents  +5.0%  2→1
    Compute -1.0%  1→2

    Movers, 24 h
    TAO +14.30%: perhaps Bittensor opens its subnets to anybody (https://news.example/n1) (Example Wire +1)
    ↳ Until now a subnet had to be registered first.
    FET -11.20%: no reason found

    Stories
    • Render counts its nodes (https://news.example/n3) (Example Wire, 2026-02-27)

    Builders
    Bittensor released v9.1.0
    Reported, round: Example Lab raises $20M for open training (https://news.example/n2) (Example Wire)
    Render: 96 commits in 30 days, 31 in those before

    Framework watch
    Akash, Verifiability: 2 of 4 → 3 of 4 (Audit of the provider attestations)

    Yours
    Watchlist, 24 h: TAO +14.3%

    Source: CoinGecko · 60 s ago · feeds read 2026-03-01 11:56 UTC · code: GitHub, looked at 2026-03-01 09:00 UTC · composed 2026-03-01 12:00 UTC · ↳ a model's words, figures checked · Information, not advice: crypto assets can lose all of their value, and sources can be wrong or late."
  `);
});

test("a day on which nothing crosses its threshold is a line of figures, why it is quiet, and the sources", () => {
  const reply = short(anEdition());
  expect(reply.blocks).toHaveLength(1);
  expect(plainText({ blocks: reply.blocks }).split("\n")).toHaveLength(2);
  expect(reply.footer).toContain("Source: CoinGecko");
});

test("without the market and without news it says what is missing", () => {
  const { sector: _sector, ...rest } = anEdition({ missing: [{ what: "sector", why: "no answer" }] });
  expect(said(rest)).toContain("The market did not answer.");
  expect(said(rest)).toContain("missing: sector (no answer)");
});

describe("the model", () => {
  test.each([
    ["absent", "no model was used, facts only"],
    ["failed", "the model did not answer, facts only"],
    ["spent", "the model has been asked often enough for now, facts only"],
  ] as const)("%s: the digest is the same facts, and says so", (state, says) => {
    const text = said(aBusyEdition({ words: { state } }));
    expect(text).toContain(says);
    expect(text).toContain("Bittensor opens its subnets to anybody");
    expect(text).not.toContain("↳");
  });

  test("is not heard about a story that the reader shut out, nor with a word of theirs", () => {
    const text = said(aBusyEdition(), { keywordsOut: ["subnet"] });
    expect(text).not.toMatch(/subnet/i);
    expect(text).toContain("The sector rose by 1.2 %");
  });
});

describe("a reader has what they asked for", () => {
  test.each([
    [["movers"], ["Movers, 24 h"]],
    [["builders"], ["Builders"]],
    [["scores"], ["Framework watch"]],
    [["stories"], ["Stories"]],
  ] as const)("of the sections %j", (sections, titles) => {
    const text = said(aBusyEdition(), { sections });
    const all = ["Movers, 24 h", "Stories", "Builders", "Framework watch", "Layer"];
    expect(all.filter((title) => new RegExp(`^${title}`, "m").test(text))).toEqual(titles);
  });

  test("of stories that matter enough", () => {
    const edition = anEdition({
      stories: [
        aStory("talk", { projectIds: [] }),
        aStory("named"),
        aStory("told-by-two", { projectIds: [], publishers: ["A", "B"] }),
        aStory("both", { publishers: ["A", "B"] }),
      ],
    });
    const full = (change: Partial<DigestReader>) =>
      [...plainText(editionReply(edition, { ...ANYBODY, ...change }, "full", clock)).matchAll(/Story (\S+) of/g)].map(
        ([, id]) => id,
      );
    expect(full({})).toEqual(["talk", "named", "told-by-two", "both"]);
    expect(full({ minimumImportance: "normal" })).toEqual(["named", "told-by-two", "both"]);
    expect(full({ minimumImportance: "high" })).toEqual(["both"]);
  });

  test("of their watchlist alone", () => {
    const text = said(aBusyEdition(), { watched: { assetIds: ["fet"], projectIds: ["fetch-ai"] } });
    expect(text).toContain("FET");
    expect(text).not.toMatch(/TAO|Render counts|Akash|Example Lab/);
    expect(said(aBusyEdition(), { watched: { assetIds: [], projectIds: [] } })).toContain("Your watchlist is empty");
  });

  test("of what stands in several editions only once", () => {
    const had = ["release example/bittensor v9.1.0", "commits example/render up"];
    const text = said(aBusyEdition(), { had });
    expect(text).not.toContain("v9.1.0");
    expect(text).not.toContain("commits in 30 days");
  });

  test("with the risk line in full, or short when they have had it today", () => {
    expect(short(aBusyEdition()).footer).toContain("crypto assets can lose all of their value");
    expect(short(aBusyEdition(), { knowsRisk: true }).footer).toMatch(/· Not advice\.$/);
  });
});

test("an edition of chosen layers says so, has its figures of the whole sector, and of one layer no picture", () => {
  const whole = anEdition();
  const sector = whole.sector && { ...whole.sector, layers: whole.sector.layers.slice(0, 1) };
  const edition = aBusyEdition({ layerIds: ["compute"], layerNames: ["Compute"], ...(sector && { sector }) });
  const reply = short(edition);
  expect(reply.title).toBe("Crypto-AI digest: Compute");
  expect(plainText(reply)).toContain("Sector median");
  expect(reply.blocks.some(({ kind }) => kind === "chart")).toBe(false);
});

test("what a feed gave late has its day", () => {
  expect(said(aBusyEdition())).toContain("(Example Wire, 2026-02-27)");
});

test("an edition of an earlier version, without what was added, is told as it was", () => {
  const { commits: _c, reported: _r, coversTo: _t, words: _w, code: _o, ...old } = aBusyEdition();
  const stories = old.stories.map(({ readAt: _at, ...story }) => story);
  const text = plainText(editionReply({ ...old, stories }, ANYBODY, "full", clock));
  expect(text).toContain("Example Lab raises $20M");
  expect(text).not.toMatch(/undefined|NaN/);
});

const name = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: "grapheme", minLength: 200, maxLength: 300 }),
  fc.constantFrom("Layer", "Bittensor"),
);
const change = fc.double({ min: -0.999, max: 90, noNaN: true });
const count = fc.integer({ min: 0, max: 100_000 });
const instant = fc.integer({ min: NOW - 30 * HOUR, max: NOW - 1 });
const project = fc.constantFrom("bittensor", "render", "akash");
const words = fc.oneof(
  fc.constantFrom({ state: "absent" }, { state: "failed" }, undefined),
  fc.record({
    state: fc.constant("told" as const),
    language: fc.constant("en"),
    opening: fc.array(
      fc.record({ text: fc.string({ maxLength: 240 }).map((text) => `x${text}`), storyIds: fc.constant([]) }),
      { maxLength: 3 },
    ),
    lines: fc.array(
      fc.record({
        storyId: fc.nat({ max: 40 }).map((id) => `n${id}`),
        text: fc.string({ maxLength: 160 }).map((text) => `x${text}`),
      }),
      { maxLength: 20 },
    ),
    droppedCount: count,
  }),
);

/** Whatever may come of providers, feeds and models. */
const anyEdition = fc
  .record({
    sector: fc.option(
      fc.record({
        sector: fc.record({ change24h: change, change7d: change, risingCount: count, countedCount: count }),
        bitcoin: fc.record({ change24h: change, change7d: change }),
        layers: fc.array(
          fc.record({ name, capUsd: fc.double({ min: 1, max: 1e12, noNaN: true }), change24h: change }),
          {
            maxLength: 20,
          },
        ),
        ranks: fc.array(fc.record({ name, rankNow: count, rankBefore: count, medianChangeFraction: change }), {
          maxLength: 20,
        }),
      }),
    ),
    movers: fc.array(
      fc.record({
        symbol: name,
        name,
        change24hFraction: change,
        reasonStoryId: fc.nat({ max: 40 }),
        projectId: project,
      }),
      { maxLength: 40 },
    ),
    stories: fc.array(
      fc.record({
        untrustedTitle: name.map((title) => `${title}x`),
        publisher: name,
        publishers: fc.array(name, { maxLength: 30 }),
        publishedAt: instant,
        readAt: instant,
        projectIds: fc.array(project, { maxLength: 2 }),
      }),
      { maxLength: 40 },
    ),
    builders: fc.array(
      fc.record({ projectId: project, name, repository: name, untrustedRelease: name, releasedAt: instant }),
      { maxLength: 10 },
    ),
    commits: fc.array(
      fc.record({ projectId: project, name, repository: name, commits30dCount: count, commitsBefore30dCount: count }),
      { maxLength: 10 },
    ),
    scores: fc.array(
      fc.record({
        projectId: project,
        name,
        criterion: name,
        toScoreOf4: fc.integer({ min: 0, max: 4 }),
        changedAt: instant,
        evidenceTitle: name,
      }),
      { maxLength: 10 },
    ),
    missing: fc.array(fc.record({ what: name, why: name }), { maxLength: 10 }),
    layerNames: fc.array(name, { maxLength: 10 }),
    words,
  })
  .map(({ sector, stories, movers, words: worded, ...rest }) => {
    const { sector: _sector, ...base } = anEdition();
    const ids = stories.map((_, at) => `n${at}`);
    return {
      ...base,
      ...rest,
      ...(sector && { sector: { window: "24h", source: "CoinGecko", asOf: NOW, isStale: false, ...sector } }),
      stories: stories.map((story, at) => aStory(`n${at}`, story)),
      movers: movers.map(({ reasonStoryId, ...mover }, at) => ({
        ...mover,
        assetId: `coin-${at}`,
        reasonStoryId: `n${reasonStoryId}`,
      })),
      reported: ids.filter((_, at) => at % 7 === 3).map((storyId) => ({ storyId, kind: "round" })),
      ...(worded && { words: worded }),
    } as KeptEdition;
  });
const anyReader = fc
  .record({
    hours: fc.integer({ min: 0, max: 40 }),
    yours: fc.array(fc.string({ maxLength: 400 }), { maxLength: 12 }),
    since: fc.record({
      indexChangeFraction: change,
      ranks: fc.array(fc.record({ name, rankBefore: count, rankNow: count }), { maxLength: 20 }),
    }),
  })
  .map(({ hours, ...rest }): DigestReader => ({ ...ANYBODY, ...rest, coveredTo: NOW - hours * HOUR }));

const linksOf = (blocks: ReturnType<typeof short>["blocks"]): readonly string[] =>
  blocks.flatMap((block) => (block.kind === "text" ? block.spans.flatMap(({ link }) => link ?? []) : []));

test("whatever comes, it fits the screen, is never empty, and tells no story twice and none that the reader has had", () => {
  fc.assert(
    fc.property(anyEdition, anyReader, (edition, reader) => {
      const { blocks, footer = "" } = editionReply(edition, reader, "short", clock);
      expect(lengthOf(blocks) + footer.length).toBeLessThanOrEqual(SCREEN);
      expect(blocks.length).toBeGreaterThan(0);
      expect(footer).toContain("composed 2026-03-01 12:00 UTC");
      for (const form of ["short", "full"] as const) {
        const links = linksOf(editionReply(edition, reader, form, clock).blocks);
        expect(new Set(links).size).toBe(links.length);
        const old = new Set(
          edition.stories.filter(({ readAt = 0 }) => readAt < reader.coveredTo).map(({ link }) => link),
        );
        expect(links.filter((each) => old.has(each))).toEqual([]);
      }
      const text = JSON.stringify(blocks.filter(({ kind }) => kind === "text"));
      for (const block of blocks)
        if (block.kind === "text") expect(block.spans.every((span) => span.text !== "")).toBe(true);
      expect(text).not.toMatch(/"text":"[^"]*(?:undefined|NaN)/);
    }),
    { numRuns: 150, endOnFailure: true },
  );
});

/** Whatever of facts can be said with digits: numbers as such and as changes, the sizes of lists and what is left of them, instants. */
function sayable(facts: unknown): ReadonlySet<string> {
  const said = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === "number") {
      for (const digits of [0, 1, 2]) said.add(percent(value, "en", digits).replace(/^\+/, ""));
      said.add(String(value)).add(new Intl.NumberFormat("en").format(value));
      if (value > 1e12) for (const part of utcMinute(value).match(/\d+/g) ?? []) said.add(part);
    } else if (Array.isArray(value)) {
      for (let left = 0; left <= value.length; left += 1) said.add(String(left));
      value.forEach(walk);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(facts);
  return said;
}

/** Without digits, so that those of names, which are somebody's words, are not taken for figures. */
const withoutDigits = (value: unknown): unknown =>
  typeof value === "string"
    ? value.normalize("NFKC").replace(/\p{N}/gu, "")
    : Array.isArray(value)
      ? value.map(withoutDigits)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([key, each]) => [
              key,
              /^(?:id|storyId|reasonStoryId)$/.test(key) ? each : withoutDigits(each),
            ]),
          )
        : value;

test("each figure of a digest is in its facts", () => {
  fc.assert(
    fc.property(anyEdition, anyReader, fc.constantFrom("short", "full"), (anything, anybody, form) => {
      const facts = withoutDigits({ edition: anything, reader: anybody }) as {
        edition: KeptEdition;
        reader: DigestReader;
      };
      const { edition, reader } = facts;
      const { title, blocks, footer = "" } = editionReply(edition, reader, form, clock);
      const own = plainText({ title: title ?? "", blocks: blocks.filter(({ kind }) => kind !== "chart"), footer });
      const windows = /Movers, 24 h|\b7d\b|in 30 days|of 4\b/g;
      const figures =
        own
          .replace(/\(https:[^)]*\)/g, "")
          .replace(windows, "")
          .match(/-?\d[\d.,]*%?/g) ?? [];
      // Commas end lists as well.
      const shown = figures.map((each) => each.replace(/[.,]+$/, ""));
      const thresholds = { MOVER_FRACTION, SECTOR_FRACTION };
      const built = [...edition.builders, ...(edition.commits ?? []), ...(edition.reported ?? [])];
      const known = sayable([facts, thresholds, sourceAge(edition), built]);
      expect(shown.filter((each) => !known.has(each) && !known.has(each.replace(/^-/, "")))).toEqual([]);
    }),
    { numRuns: 150, endOnFailure: true },
  );
});

const sourceAge = ({ sector }: KeptEdition): readonly number[] =>
  sector ? [Math.round((NOW - sector.asOf) / 60_000), Math.round((NOW - sector.asOf) / 1000)] : [];

test("a mover's reason is told once, and what has none says so", () => {
  const text = said(
    anEdition({
      movers: [
        aMover("TAO", 0.143, { reasonStoryId: "a" }),
        aMover("WTAO", 0.14, { reasonStoryId: "a" }),
        aMover("FET", -0.112),
      ],
      stories: [aStory("a")],
    }),
  );
  expect(text).toContain("TAO +14.30%: perhaps Story a");
  expect(text).toContain("WTAO +14.00%: the same story");
  expect(text).toContain("FET -11.20%: no reason found");
});
