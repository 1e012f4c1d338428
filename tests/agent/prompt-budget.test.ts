import { afterAll, beforeAll, expect, test } from "vitest";
import { Tiktoken } from "js-tiktoken/lite";
import ranks from "js-tiktoken/ranks/o200k_base";
import { AGENT_LIMITS, TOOL_LIMIT } from "../../src/agent/limits.ts";
import { createModel } from "../../src/agent/model.ts";
import { evaluate, questions } from "../eval/evaluate.ts";
import { memoryLog } from "../support/calls.ts";
import { openAiStandIn, type OpenAiStandIn } from "../stand-ins/openai.ts";
import { scripted } from "../eval/scripted.ts";

/** What a small local model has to hold, over the questions of the evaluation; tokens of o200k, of the JSON as it is sent. */

const tokens = new Tiktoken(ranks);
const count = (value: unknown): number => tokens.encode(JSON.stringify(value)).length;

interface Answered {
  readonly ask: string;
  /** Of each call of the model, in order. */
  readonly calls: readonly number[];
  readonly tools: number;
}

const asked = questions();
let server: OpenAiStandIn;
let answered: readonly Answered[];
beforeAll(async () => {
  server = await openAiStandIn();
  server.brain(scripted(asked));
  const servers = [{ name: "scripted", baseUrl: server.baseUrl }];
  const model = createModel(servers, { clock: Date.now, log: memoryLog(), limits: AGENT_LIMITS });
  const results = await evaluate(model, asked);
  let next = 0;
  answered = results.map(({ ask, earlierCalls, modelCalls }) => {
    next += earlierCalls;
    const requests = server.requests.slice(next, (next += modelCalls)).map(({ body }) => body);
    return {
      ask,
      calls: requests.map(({ messages, tools }) => count(messages) + count(tools ?? [])),
      tools: Math.max(0, ...requests.map(({ tools }) => tools?.length ?? 0)),
    };
  });
  expect(next).toBe(server.requests.length);
}, 120_000);
afterAll(() => server.close());

const over = (limit: number, of: (each: Answered) => number) =>
  answered.filter((each) => of(each) > limit).map((each) => [each.ask, of(each)]);

test("the first call of each answer is under 2,500 tokens, the last under 3,400", () => {
  expect(answered.filter(({ calls }) => calls.length > 0).length).toBeGreaterThan(100);
  expect(over(2_500, ({ calls }) => calls[0] ?? 0)).toEqual([]);
  expect(over(3_400, ({ calls }) => calls.at(-1) ?? 0)).toEqual([]);
});

test("the median answer takes 4,500 tokens in all its calls, and of twenty one takes more than 9,000", () => {
  const sums = answered.map(({ calls }) => calls.reduce((sum, each) => sum + each, 0)).sort((a, b) => a - b);
  expect(sums[Math.floor(sums.length / 2)]).toBeLessThanOrEqual(4_500);
  expect(sums[Math.floor(sums.length * 0.95)]).toBeLessThanOrEqual(9_000);
});

test("no call offers more than twelve tools", () => {
  expect(over(TOOL_LIMIT, ({ tools }) => tools)).toEqual([]);
});
