import { expect, test } from "vitest";
import { isSmallQuestion } from "./small-question.ts";

const SMALL = [
  "price of TAO",
  "how is bittensor?",
  "what is near at",
  "chart of fet for a month",
  "btc dominance?",
  "2.5 TAO in EUR",
  "top gainers today",
  "gas on base",
  "fear index",
  "news about render",
  "what is a subnet?",
  "funding rate of ETH",
  "quanto costa TAO?",
  "Preis von TAO",
  "precio de near",
];
const LARGE = [
  "price of TAO and NEAR",
  "compare render with akash",
  "why is TAO down?",
  "TAO vs FET",
  "should I buy NEAR?",
  "explain the compute layer",
  "price of TAO? chart of it?",
  "TAO, NEAR, FET",
  "what do you think of render",
  "tell me a story of bittensor",
  "what would my portfolio be worth if TAO went to 500 dollars next week",
  "warum fällt TAO",
  "¿por qué baja TAO?",
  "TAOの価格は？",
  "цена TAO",
  "summarise the news of today",
  "a list\nof lines",
];
const FOLLOW_UPS = ["its chart?", "what about near?", "again", "a week?", "the same for render", "chart of that coin"];

test.each(SMALL)("%s is small", (question) => {
  expect(isSmallQuestion(question, false)).toBe(true);
});

test.each(LARGE)("%s is not", (question) => {
  expect(isSmallQuestion(question, false)).toBe(false);
});

test.each(FOLLOW_UPS)("%s is not after another question", (question) => {
  expect(isSmallQuestion(question, true)).toBe(false);
});

test("a question that leans on nothing is small in a conversation too", () => {
  expect(isSmallQuestion("price of render now", true)).toBe(true);
});
