import { expect, test } from "vitest";
import { reportedIn } from "./reported.ts";

test.each([
  ["Example Lab raises $20M for open training", "round"],
  ["Example Lab secures over €1.5 billion from investors", "round"],
  ["Agents start-up closes its Series B round", "round"],
  ["Example Lab appoints Jane Doe as chief scientist", "people"],
  ["Co-founder of Example Network steps down", "people"],
  ["Former head of research joins Example Lab", "people"],
  ["Example Lab completes decentralized pretraining of a 40B model", "training"],
  ["Example Network starts its largest training yet", "training"],
])("%s: %s", (title, kind) => {
  expect(reportedIn(title)).toBe(kind);
});

test.each([
  "Bitcoin closes above $90,000",
  "Analyst raises price target to $400",
  "Fed raises rates",
  "Exchange raises fees to $2",
  "Token joins the Nasdaq index",
  "Project names its next release",
  "A course on training your dog",
])("%s reports none of it", (title) => {
  expect(reportedIn(title)).toBeUndefined();
});
