import { describe, expect, test } from "vitest";
import { sectorLookUp } from "./offline-sector.ts";

describe("questions about the sector", () => {
  test.each<[string, string, string?]>([
    ["what did the podcast say about Billy Bets?", "source", "Billy Bets"],
    ["what did they say about open source", "source", "open source"],
    ["what does Bankless say about agents", "source", "agents"],
    ["news", "news"],
    ["any news today?", "news"],
    ["is there any news about Bittensor?", "news", "Bittensor"],
    ["latest headlines on agents", "news", "agents"],
    ["Virtuals news please", "news", "Virtuals"],
    ["which layers moved up this week?", "rotation"],
    ["show me the rotation", "rotation"],
    ["how are the layers doing?", "stack"],
    ["show the crypto ai stack", "stack"],
    ["how is the sector today?", "stack"],
    ["sector", "stack"],
    ["how is the inference layer doing", "layer", "inference"],
    ["score of Virtuals", "score", "Virtuals"],
    ["what is the Bittensor score?", "score", "Bittensor"],
    ["what does FDV mean?", "glossary", "FDV"],
    ["does Nous Research have a token?", "project", "Nous Research"],
    ["Has Prime Intellect got its own token", "project", "Prime Intellect"],
    ["define dTAO", "glossary", "dTAO"],
    ["what is a subnet?", "glossary", "subnet"],
    ["what's an oracle", "glossary", "oracle"],
  ])("%s", (question, tool, about) => {
    expect(sectorLookUp(question)).toEqual(about === undefined ? { tool } : { tool, about });
  });

  test.each([
    "why is the news so bad for TAO",
    "price of TAO",
    "should I buy on the news?",
    "what is TAO worth",
    "",
    "gm",
    "what happened to agents, and is that bullish news for the whole sector over the next year",
    "what is going on",
    "a ".repeat(500),
  ])("none of that: %s", (question) => {
    expect(sectorLookUp(question)).toBeUndefined();
  });
});
