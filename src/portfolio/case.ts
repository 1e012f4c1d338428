import { workedCase, workedCases } from "./case-schema.ts";
import { answerLots } from "./case-lots.ts";
import { answerPerformance } from "./case-performance.ts";
import { answerReturns } from "./case-returns.ts";
import type { z } from "zod";

/**
 * What the engine makes of a worked case: the figures in the case's own schema, as decimal texts; `{"error": …}` where its
 * activities are refused. Of a file of cases it makes a file with an answer for each.
 * @throws ZodError when it is no case, RangeError when one lacks what its kind needs
 */
export function answerCase(given: unknown): object {
  if (typeof given !== "object" || given === null || !("cases" in given)) return answerOne(workedCase.parse(given));
  const { schema, cases } = workedCases.parse(given);
  return { schema, cases: cases.map((one) => ({ id: one.id, expected: answerOne(one) })) };
}

function answerOne(given: z.infer<typeof workedCase>): object {
  switch (given.kind) {
    case "lots":
      return answerLots(given);
    case "performance":
      return answerPerformance(given);
    case "returns":
      return answerReturns(given);
  }
  return given satisfies never;
}
