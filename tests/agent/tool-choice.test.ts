import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { TOOL_LIMIT } from "../../src/agent/limits.ts";
import { offeredTools } from "../../src/agent/tool-choice.ts";
import { questions } from "../eval/evaluate.ts";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { aCall } from "../support/calls.ts";

/** Short questions, and the tools that it takes to answer them. */
const asked = z
  .array(
    z.strictObject({
      language: z.string(),
      question: z.string(),
      tools: z.array(z.string()),
      where: z.literal("group").optional(),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL("tool-questions.json", import.meta.url), "utf8")));

let doors: BothDoors;
beforeAll(async () => {
  doors = await openBothDoors();
}, 30_000);
afterAll(() => doors.close());

const offered = (question: string, where: "direct" | "group", before?: string): readonly string[] => {
  const role = where === "group" ? "admin" : "member";
  const call = aCall({ caller: { role }, place: { isPublic: where === "group" } });
  return offeredTools(doors.services.desk.commands, call, question, before).map(({ name }) => name);
};

test("what a short question takes is among the tools that are offered for it, in nine languages", () => {
  expect(asked.length).toBeGreaterThanOrEqual(120);
  expect(new Set(asked.map(({ language }) => language)).size).toBe(9);
  const missing = asked.flatMap(({ question, tools, where }) => {
    const names = offered(question, where ?? "direct");
    return tools
      .filter((each) => !names.includes(each))
      .map((each) => `${question} -> ${each}, not ${names.join(", ")}`);
  });
  expect(missing).toEqual([]);
});

test("every tool that there is is wanted by some question of them", () => {
  const wanted = new Set(asked.flatMap(({ tools }) => tools));
  const tools = [...doors.services.desk.commands.values()].filter(({ surfaces }) => surfaces.includes("agent"));
  expect(tools.map(({ name }) => name).filter((name) => !wanted.has(name))).toEqual([]);
});

test("the same holds for the questions of the evaluation", () => {
  const missing = questions().flatMap(({ ask, tools, where, before }) => {
    const names = offered(ask, where === "group" ? "group" : "direct", before.at(-1));
    return tools
      .filter(([wanted]) => !wanted.split("|").some((each) => names.includes(each)))
      .map(([each]) => [ask, each]);
  });
  expect(missing).toEqual([]);
});

test("never more than twelve, however much is asked for at once", () => {
  const all = asked.map(({ question }) => question);
  const long = [...all, ...questions().map(({ ask }) => ask), all.join(" "), "", "x".repeat(2_000)];
  expect(Math.max(...long.map((each) => offered(each, "direct").length))).toBeLessThanOrEqual(TOOL_LIMIT);
  expect(Math.max(...long.map((each) => offered(each, "group").length))).toBeLessThanOrEqual(TOOL_LIMIT);
});

test("where others read along nothing is offered that is private, and nothing that takes a right to those who have none", () => {
  const { commands } = doors.services.desk;
  const call = aCall({ place: { isPublic: true } });
  for (const { question } of asked)
    for (const { visibility, access } of offeredTools(commands, call, question))
      expect([visibility, access]).toEqual(["public", "member"]);
});

test.each([
  ["funding rate of TAO", "and NEAR?", "funding"],
  ["top gainers today", "and this week?", "movers"],
  ["any news about NEAR?", "what about FET?", "news"],
  ["TVL of Aave", "and Lido?", "fees"],
] as const)("a short question leans on the one before: %s, %s", (before, question, tool) => {
  expect(offered(question, "direct", before)).toContain(tool);
});

test("equal questions are offered equal tools in equal order, so that servers find them in their caches", () => {
  for (const { question } of asked) expect(offered(question, "direct")).toEqual(offered(question, "direct"));
});
