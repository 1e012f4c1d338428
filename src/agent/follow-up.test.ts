import { expect, test } from "vitest";
import { saidInFull } from "./follow-up.ts";

test.each<[before: readonly string[], question: string, full: string]>([
  [["price of TAO"], "and its chart?", "chart TAO"],
  [["price of TAO"], "what about near?", "price of near"],
  [["price of TAO"], "and in euros?", "TAO in euros"],
  [["price of TAO", "what about near?"], "and its chart?", "chart near"],
  [["chart of TAO"], "and NEAR?", "chart of NEAR"],
  [[], "and its chart?", "and its chart?"],
  [["thanks"], "what about near?", "what about near?"],
  [["price of TAO"], "fees", "fees TAO"],
  [["price of TAO"], "thanks", "thanks"],
  [["price of TAO"], "what can you do", "what can you do"],
])("after %j, %s is %s", (before, question, full) => {
  expect(saidInFull(question, before)).toBe(full);
});
