import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkFigures } from "../../src/agent/figures.ts";
import { presentable } from "../../src/agent/output.ts";

const { now, facts } = JSON.parse(readFileSync(new URL("grounding-facts.json", import.meta.url), "utf8")) as {
  readonly now: number;
  readonly facts: readonly { readonly facts: unknown }[];
};
const FACTS = facts.map((each) => each.facts);

/** What a hostile asker, or a model that has been talked into it, can repeat without end. */
const REPEATED = [
  "-1%",
  "-1% ",
  "1",
  "1,",
  "1.",
  "1-",
  "1e9",
  "1 234 ",
  "1,234.56",
  "'123",
  "((1",
  "($1)",
  "(",
  "$",
  "%",
  "…",
  "“1",
  "a-",
  "a.b/",
  "x×10^",
  "0x1f",
  "v1.2.3",
  "12:34 ",
  "#1 ",
  "e.g. ",
  "3 days",
  "fifty dollars ",
  "up 1.2% ",
  "TAO $312.46 ",
  "\n- ",
  "[a](",
  "![",
  "[n:",
  "](",
];

const LENGTH = 1_000;
const TIMES = 8;
/** Below this a time says more of the machine than of the text, milliseconds. */
const FLOOR = 8;
/** Eight times the text takes eight times the time; where time grows with the square it takes 64 times as long. */
const MOST = 3 * TIMES;

/** The shortest of a few. */
function time(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return Math.min(...times);
}

test.each([
  [
    "a model's text is checked",
    (text: string) => checkFigures(text, { facts: FACTS, asked: ["?"], now, locale: "de" }),
  ],
  ["a question is read", (text: string) => checkFigures("Yes.", { facts: FACTS, asked: [text], now, locale: "de" })],
  ["a model's text is made presentable", (text: string) => presentable(text, FACTS, 10 * TIMES * LENGTH)],
])("%s in a time that grows with its length, whatever is repeated in it", (_name, work) => {
  const slow = REPEATED.flatMap((part) => {
    const text = part.repeat(Math.ceil((TIMES * LENGTH) / part.length));
    const short = time(() => work(text.slice(0, LENGTH)));
    const long = time(() => work(text.slice(0, TIMES * LENGTH)));
    return long > MOST * Math.max(short, FLOOR) ? [`${JSON.stringify(part)}: ${short} ms, then ${long} ms`] : [];
  });
  expect(slow).toEqual([]);
});
