import { describe, expect, test } from "vitest";
import { readConversation } from "./conversation.ts";
import { readGlossary } from "./glossary.ts";
import { readRubric } from "./rubric.ts";
import { readScorecards } from "./scorecards.ts";
import { readSectorMap } from "./map.ts";
import { profile } from "./score.ts";

const map = readSectorMap();
const rubric = readRubric();
const NOW = Date.UTC(2026, 10, 22);

describe("scorecards", () => {
  const cards = readScorecards(map, rubric);

  test("there are at least twelve of projects that the conversation names", () => {
    const named = [...cards.keys()].filter((id) => map.project(id)?.conversation !== undefined);
    expect(named.length).toBeGreaterThanOrEqual(12);
  });

  test("no shipped score is lowered by the rules on the day it was made", () => {
    for (const [id, card] of cards) {
      const { criteria } = profile(rubric, card.proposals, {
        hasToken: map.project(id)?.token !== undefined,
        hasHardFlag: false,
        now: NOW,
      });
      for (const { criterion, scored } of criteria)
        expect(`${id} ${criterion.id} ${scored.state === "known" ? (scored.cappedBy ?? "as made") : "as made"}`).toBe(
          `${id} ${criterion.id} as made`,
        );
    }
  });

  test("Bittensor's five points: 2.3, three of them known", () => {
    const card = cards.get("bittensor");
    expect(profile(rubric, card?.proposals ?? {}, { hasToken: true, hasHardFlag: false, now: NOW }).framework).toEqual({
      mean: 2.3,
      known: 3,
      of: 5,
    });
  });
});

describe("the glossary", () => {
  const glossary = readGlossary();

  test.each([
    ["DePIN", "DePIN"],
    ["depins", "DePIN"],
    ["slot bots", "reply bot"],
    ["inference time compute", "inference-time compute"],
    ["perp", "perpetual"],
  ])("%s is %s", (word, term) => {
    expect(glossary.find(word)?.term).toBe(term);
  });

  test("a slip is near what was meant; something else is near nothing", () => {
    expect(glossary.near("tokenomcis")?.term).toBe("tokenomics");
    expect(glossary.near("photosynthesis")).toBeUndefined();
  });

  test("each term takes two or three sentences at most", () => {
    for (const { term, text } of glossary.terms)
      expect(`${term}: ${text.split(/[.?] /).length <= 3}`).toBe(`${term}: true`);
  });
});

describe("the conversation", () => {
  const conversation = readConversation(map);

  test("its claims are in the order of the recording", () => {
    const seconds = conversation.claims.map((each) => each.seconds);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  });

  test.each([
    ["what did they say about Billy Bets?", 755],
    ["Noose Research", 675],
    ["why did Delphi start investing", 60],
    ["which data moat do large labs have", 1143],
    ["reply bots losing value", 726],
    ["Google Sheets integration", 2751],
    ["inference-time compute, better thinking", 2776],
    ["what is the risk", 3303],
  ])("%s", (question, seconds) => {
    expect(conversation.about(question, 5).map((each) => each.seconds)).toContain(seconds);
  });

  test.each(["what is the weather in Berlin", "price of gold futures", "who won the football match", ""])(
    "of this it says nothing: %s",
    (question) => {
      expect(conversation.about(question, 5)).toEqual([]);
    },
  );
});
