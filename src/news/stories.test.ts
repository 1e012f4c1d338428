import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { likeness, telling, type Told, toStories, weightOf } from "./stories.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;
let count = 0;
const told = (title: string, change: Partial<Told> = {}): Told => ({
  id: `i-${(count += 1)}`,
  title,
  publisher: "CoinDesk",
  publishedAt: NOW - HOUR,
  projects: [],
  titled: change.projects ?? [],
  link: `https://news.example/${count}`,
  ...change,
});
const titles = (items: readonly Told[]): readonly (readonly string[])[] =>
  toStories(items).map((story) => story.items.map(({ title }) => title));

describe("items become stories", () => {
  test("the same told in other words is one story, with both publishers", () => {
    const [story, other] = toStories([
      told("Bittensor completes its second halving as TAO slips 4%", { projects: ["bittensor"] }),
      told("Bittensor's second halving completes; TAO slips", {
        publisher: "Decrypt",
        projects: ["bittensor"],
        publishedAt: NOW,
      }),
    ]);
    expect(story?.publishers).toEqual(["CoinDesk", "Decrypt"]);
    expect(other).toBeUndefined();
  });

  test("different news of one project stay apart", () => {
    expect(
      titles([
        told("Virtuals launches agent accounts on Base", { projects: ["virtuals"] }),
        told("Virtuals founder answers questions about fees", { projects: ["virtuals"] }),
      ]),
    ).toHaveLength(2);
  });

  test("other numbers are other news", () => {
    expect(
      titles([told("Chutes revenue rises to 12 million in May"), told("Chutes revenue rises to 31 million in June")]),
    ).toHaveLength(2);
  });

  test("a figure is the same however it is written, and another one is not", () => {
    const drop = (figure: string, publisher = "CoinDesk") =>
      told(`Bitcoin falls below $${figure} as traders sell`, { publisher, projects: ["bitcoin"] });
    expect(titles([drop("100,000"), drop("100K", "Decrypt")])).toHaveLength(1);
    expect(titles([drop("1.2 billion"), drop("1.2B", "Decrypt")])).toHaveLength(1);
    expect(titles([drop("100,000"), drop("90,000", "Decrypt")])).toHaveLength(2);
  });

  test.each<readonly [string, string, ...project: string[]]>([
    ["Virtuals price jumps 10%", "Virtuals price falls 10%", "virtuals"],
    ["Bittensor jumps 8% after the halving", "Bittensor falls 8% ahead of its halving", "bittensor"],
    ["Bittensor rallies as subnets grow", "Bittensor slides as subnets grow", "bittensor"],
    ["OpenAI raises $10 billion", "OpenAI loses $10 billion", "openai"],
    ["Akash adds GPUs in Europe", "Akash adds GPUs in Asia", "akash"],
    ["Coinbase lists Bittensor", "Coinbase delists Bittensor", "bittensor"],
    ["Binance lists Virtuals token", "Binance lists Grass token"],
    ["Nvidia beats estimates on AI demand", "Nvidia misses estimates on AI demand", "nvidia"],
    ["Judge approves the OpenAI deal", "Judge rejects the OpenAI deal", "openai"],
    ["OpenAI launches new model GPT-5", "OpenAI launches new model GPT-6", "openai"],
    ["SEC approves Solana ETF", "SEC delays Solana ETF", "solana"],
    ["Anthropic hires a former Google executive", "Anthropic hires a former Meta executive", "anthropic"],
    ["Near Protocol raises fees", "Near Protocol lowers fees", "near"],
    ["Bittensor subnet 12 launches", "Bittensor subnet 64 launches", "bittensor"],
  ])("%s: not the same as %s", (one, other, ...projects) => {
    expect(titles([told(one, { projects }), told(other, { projects, publisher: "Decrypt" })])).toHaveLength(2);
  });

  test.each<readonly [string, string, string]>([
    ["Bittensor's TAO jumps 12% after halving", "TAO climbs 12% following Bittensor halving", "bittensor"],
    ["Coinbase lists Bittensor (TAO)", "Bittensor's TAO gets Coinbase listing", "bittensor"],
    ["Grayscale files for Bittensor ETF", "Grayscale files to launch Bittensor ETF with SEC", "bittensor"],
    ["Virtuals launches agent commerce on Base", "Virtuals rolls out agent commerce protocol on Base", "virtuals"],
    ["Nvidia beats Wall Street estimates as AI demand booms", "Nvidia tops estimates on booming AI demand", "nvidia"],
  ])("%s: the same as %s", (one, other, project) => {
    const projects = [project];
    expect(titles([told(one, { projects }), told(other, { projects, publisher: "Decrypt" })])).toHaveLength(1);
  });

  test("one article under two headlines is one story", () => {
    const link = "https://news.example/same";
    const [one, other] = [told("Grass opens up", { link }), told("What Grass does now, explained", { link })] as const;
    expect(titles([one, { ...other, publisher: "Decrypt" }])).toHaveLength(1);
    // A list of changes is one page with many entries.
    expect(titles([one, other])).toHaveLength(2);
  });

  test("the same headline a week later is another story", () => {
    expect(
      titles([told("The week in crypto AI", { publishedAt: NOW - 7 * 24 * HOUR }), told("The week in crypto AI")]),
    ).toHaveLength(2);
  });

  test("titles of two words are one only when they are equal", () => {
    expect(titles([told("Market wrap"), told("Market wrap update")])).toHaveLength(2);
    expect(titles([told("Market wrap"), told("Market wrap", { publisher: "Decrypt" })])).toHaveLength(1);
  });

  test("each item is in one story, in any order given, and its first is the oldest", () => {
    const item = fc.record({
      title: fc
        .array(fc.constantFrom("tao", "falls", "virtuals", "agents", "launch", "base", "fees", "record"), {
          minLength: 1,
          maxLength: 6,
        })
        .map((words) => words.join(" ")),
      publishedAt: fc.integer({ min: NOW - 100 * HOUR, max: NOW }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), (raw) => {
        const items = raw.map((each, index) => told(each.title, { id: `x-${index}`, publishedAt: each.publishedAt }));
        const stories = toStories(items);
        expect(stories.flatMap((story) => story.items.map(({ id }) => id)).toSorted()).toEqual(
          items.map(({ id }) => id).toSorted(),
        );
        for (const story of stories)
          expect(story.first.publishedAt).toBe(Math.min(...story.items.map((each) => each.publishedAt)));
        expect(titles(items.toReversed())).toEqual(titles(items));
      }),
    );
  });

  test("likeness is 1 of the same, 0 of nothing shared, and does not depend on the order", () => {
    expect(likeness(telling("a b"), telling("c d"))).toBe(0);
    expect(likeness(telling("TAO falls sharply"), telling("tao falls sharply!"))).toBe(1);
    expect(likeness(telling("x y z"), telling("y"))).toBe(likeness(telling("y"), telling("x y z")));
  });

  test("more publishers, fresher, and what was asked for come first", () => {
    const weight = (items: readonly Told[], wanted: readonly string[] = []) => {
      const [story] = toStories(items);
      return story ? weightOf(story, new Set(wanted), NOW) : 0;
    };
    const one = told("Grass opens its network to labs", { projects: ["grass"] });
    const second = { ...one, id: "again", publisher: "Decrypt" };
    expect(weight([one, second])).toBeGreaterThan(weight([one]));
    expect(weight([one])).toBeGreaterThan(weight([{ ...one, publishedAt: NOW - 72 * HOUR }]));
    expect(weight([one], ["grass"])).toBeGreaterThan(weight([one], ["bittensor"]));
  });
});
