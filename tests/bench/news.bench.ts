import { bench, describe } from "vitest";
import { readSectorMap } from "../../src/sector/map.ts";
import { seeded } from "../support/many-coins.ts";
import { tagger } from "../support/news-desk.ts";
import { toStories } from "../../src/news/stories.ts";

/**
 * What a day of headlines costs, beside the least that finding names can do: cutting the same texts into words and looking each
 * up in one map. `npx vitest bench --run tests/bench/news.bench.ts`
 */
const map = readSectorMap();
const random = seeded(11);
const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(random() * list.length)] as Each;
const WORDS =
  "the a of in on as after with price raises launches token crypto agents network market record Near Base Story opens falls AI chain miners deal fund".split(
    " ",
  );
const sentence = (words: number): string =>
  Array.from({ length: words }, () => (random() < 0.06 ? pick(map.projects).name : pick(WORDS))).join(" ");

const ITEMS = Array.from({ length: 1_000 }, (_, index) => ({
  id: `n:${index}`,
  title: sentence(10),
  summary: sentence(45),
  link: `https://news.example/${index}`,
  publisher: pick(["One", "Two", "Three"]),
  publishedAt: Date.UTC(2026, 2, 1) + Math.floor(random() * 7 * 86_400_000),
}));
const tagged = ITEMS.map((item) => ({ ...item, ...tagger(item) }));
const names = new Map(map.projects.map(({ id, name }) => [name.toLowerCase(), id]));

describe("1,000 items", () => {
  bench("floor: each word looked up once", () => {
    for (const { title, summary } of ITEMS)
      for (const [word] of `${title} ${summary}`.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.:+-]*/gu))
        names.get(word.toLowerCase());
  });

  bench("tagged", () => {
    for (const item of ITEMS) tagger(item);
  });

  bench("put together to stories", () => {
    toStories(tagged);
  });
});
