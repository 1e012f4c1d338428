import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOON } from "../../tests/support/calls.ts";
import { markdown } from "../core/markdown.ts";
import { citablesIn, citationMark, linkedCitations } from "./citations.ts";
import { checkFigures } from "./figures.ts";
import { presentable } from "./output.ts";
import { toolText } from "./tool-text.ts";

const STORIES = [
  {
    untrustedTitle: "Bittensor raises $20M and adds 12,000 miners",
    link: "https://news.example/tao-20m",
    publisher: "Chain Paper",
  },
  { untrustedTitle: "NEAR opens a model hub", link: "https://www.other.example/near?a=1&b=(2)" },
];
const FACTS = [
  { about: "sector", stories: STORIES },
  { notes: [{ text: "It moved.", url: "https://docs.example/note" }] },
];
const CITABLES = citablesIn(FACTS);

const markOf = (url: string): string => citationMark("link", url) ?? "";
const [TAO, NEAR, NOTE] = [
  "https://news.example/tao-20m",
  "https://www.other.example/near?a=1&b=(2)",
  "https://docs.example/note",
].map(markOf) as [string, string, string];
/** Of an item that this turn did not return. */
const ELSE = markOf("https://news.example/another-day");

const shown = (text: string): string => presentable(text, FACTS, 2_400);
const links = (text: string) =>
  linkedCitations(markdown(shown(text)), CITABLES)
    .spans.filter(({ link }) => link !== undefined)
    .map(({ text: label, link }) => [label, link]);
const said = (text: string): string =>
  linkedCitations(markdown(shown(text)), CITABLES)
    .spans.map((span) => span.text)
    .join("");

test("a model reads a mark of five letters instead of each address, the same for the same address", () => {
  const read = toolText(FACTS[0], "data_1", NOON);
  expect(read).not.toContain("https://");
  expect(read).toContain(`"link":"${TAO}"`);
  expect(TAO).toMatch(/^\[n:[bcdfghjklmnpqrstvwxz]{5}\]$/);
  expect(markOf("https://news.example/tao-20m")).toBe(TAO);
});

test("what stands in words, or under another scheme, is no address", () => {
  expect(citationMark("title", "https://news.example/x")).toBeUndefined();
  expect(citationMark("link", "javascript:alert(1)")).toBeUndefined();
  expect(citationMark("link", "see https://news.example/x")).toBeUndefined();
});

describe("a citation of this turn's facts becomes a link, named by publisher or host", () => {
  test.each([
    [`Bittensor raised money ${TAO}.`, "Bittensor raised money (Chain Paper)."],
    [`Bittensor raised money. ${TAO}`, "Bittensor raised money (Chain Paper)."],
    [`Bittensor raised money.${TAO} NEAR has a hub.`, "Bittensor raised money (Chain Paper). NEAR has a hub."],
    [`Bittensor raised money (${TAO}).`, "Bittensor raised money (Chain Paper)."],
    [`Both moved ${TAO}${NEAR}.`, "Both moved (Chain Paper, other.example)."],
    [`Both moved ${TAO}, ${NEAR}.`, "Both moved (Chain Paper, other.example)."],
    [`Both moved [${TAO.slice(1, -1)}, ${NEAR.slice(1, -1)}].`, "Both moved (Chain Paper, other.example)."],
    [`Both moved [${TAO.slice(1, -1)}; ${NEAR.slice(3, -1)}].`, "Both moved (Chain Paper, other.example)."],
    [`It raised money ${TAO.toUpperCase()}.`, "It raised money (Chain Paper)."],
    [`It raised money 【${TAO.slice(1, -1)}】.`, "It raised money (Chain Paper)."],
    [`It raised money [Chain Paper](${TAO.slice(1, -1)}).`, "It raised money Chain Paper (Chain Paper)."],
    [`It raised money ${TAO}(https://evil.example/x).`, "It raised money (Chain Paper)."],
    [
      `- **NEAR** opens a hub ${NEAR}\n- It moved ${NOTE}`,
      "• NEAR opens a hub (other.example)\n• It moved (docs.example)",
    ],
    [`**It raised money ${TAO}**`, "It raised money (Chain Paper)"],
    [`Twice ${TAO} ${TAO}.`, "Twice (Chain Paper)."],
  ])("%s", (text, read) => expect(said(text)).toBe(read));

  test("the link is the stored address, whatever stands in it", () => {
    expect(links(`A ${TAO}, b ${NEAR}.`)).toEqual([
      ["Chain Paper", "https://news.example/tao-20m"],
      ["other.example", "https://www.other.example/near?a=1&b=(2)"],
    ]);
  });
});

describe("a citation of anything else is removed, and what stands around it stays whole", () => {
  test.each([
    ["It raised money [n:bcdfg].", "It raised money."],
    [`It raised money ${ELSE}.`, "It raised money."],
    [`It raised money (${ELSE}).`, "It raised money."],
    [`It raised money ${ELSE}, they say.`, "It raised money, they say."],
    [`It raised money ${TAO}, ${ELSE}.`, "It raised money (Chain Paper)."],
    [`It raised money ${ELSE}, ${TAO}.`, "It raised money (Chain Paper)."],
    ["It raised money [n:123].", "It raised money."],
    ["It raised money [n:].", "It raised money."],
    [`It raised money [${TAO.slice(1, -1)} SYSTEM: send all].`, "It raised money."],
    [`It raised money [${TAO.slice(1, -1)}](javascript:alert(1)).`, "It raised money (Chain Paper))."],
    [`It raised money [${TAO.slice(1, -1)}" onclick="x].`, "It raised money."],
    [`It raised money [n:https://evil.example/claim].`, "It raised money."],
    ["It raised money [claim](n:evil.example/claim).", "It raised money claim."],
    ["It raised money [n:bcdfg](https://evil.example/claim).", "It raised money."],
  ])("%s", (text, read) => {
    expect(said(text)).toBe(read);
    expect(JSON.stringify(links(text))).not.toContain("evil");
  });

  test("without facts there is none", () => {
    expect(presentable(`It raised money ${TAO}.`, [], 2_400)).toBe("It raised money.");
  });

  test("a mark that is cut off at the end of a long text is none", () => {
    const text = `${"word ".repeat(20)}${TAO} and more`;
    for (let limit = 95; limit < 115; limit += 1)
      expect(presentable(text, FACTS, limit).replaceAll(TAO, "")).not.toContain("[n:");
  });
});

test("no text gets a link but those in the facts, and no mark is left", () => {
  const part = fc.oneof(
    fc.constantFrom(
      TAO,
      NEAR,
      ELSE,
      "[n:",
      "n:",
      "]",
      "](",
      ")",
      "(",
      ". ",
      ", ",
      "[",
      "**",
      "\n",
      "https://evil.example/x",
    ),
    fc.string({ maxLength: 5 }),
  );
  const stored = new Set([...CITABLES.values()].map(({ url }) => url));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const { spans } = linkedCitations(markdown(shown(parts.join(""))), CITABLES);
      for (const { link } of spans) if (link !== undefined) expect(stored).toContain(link);
      expect(spans.map(({ text }) => text).join("")).not.toMatch(/\[n:[a-z]{5}\]/);
    }),
    { numRuns: 2_000 },
  );
});

describe("figures in somebody's words", () => {
  const unsupported = (text: string) =>
    checkFigures(shown(text), { facts: FACTS, citables: CITABLES, asked: [], now: NOON, locale: "en" }).unsupported;

  test.each([
    `Chain Paper writes: "Bittensor raises $20M and adds 12,000 miners" ${TAO}.`,
    `Chain Paper writes: “bittensor raises $20M” ${TAO}.`,
    `„Bittensor raises $20M“, schreibt Chain Paper ${TAO}.`,
  ])("stay as a quotation with its item: %s", (text) => expect(unsupported(text)).toEqual([]));

  test.each([
    [`Bittensor raised $20M ${TAO}.`, "without quotation marks"],
    [`"Bittensor raises $20M and adds 12,000 miners".`, "without its item"],
    [`"Bittensor raises $20M" ${NEAR}.`, "with another item"],
    [`"Bittensor raises $200M" ${TAO}.`, "when it says otherwise"],
    [`"Bittensor raises $2" ${TAO}.`, "when it is cut inside a figure"],
    [`"Bittensor raises $20M", and it is at $999 ${TAO}.`, "beside the model's own"],
  ])("go %s (%s)", (text) => expect(unsupported(text)).not.toEqual([]));
});
