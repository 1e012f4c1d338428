import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";
import { createModel } from "../../src/agent/model.ts";
import { readConfig } from "../../src/config.ts";
import { memoryLog } from "../support/calls.ts";
import { byKind, evaluate, questions, type Result, summary } from "./evaluate.ts";

/**
 * The questions put to each model that the environment names (MODEL, MODEL_FALLBACKS, MODEL_SMALL), one after the other and without
 * the others behind it, beside the offline rules. `EVAL_QUESTIONS` takes the first so many; the JSON goes to `EVAL_JSON`.
 */
const { models, smallModel } = readConfig({ ...process.env, MARKET_DATA: "sample" });
const limit = Number(process.env["EVAL_QUESTIONS"] ?? Infinity);
const asked = questions().slice(0, limit);

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** Markdown: read at a terminal as it is, and taken into a page as it is. */
const table = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const MEASURES = [
  ["right tool", (of: ReturnType<typeof summary>) => percent(of.toolShare)],
  ["right input", (of: ReturnType<typeof summary>) => percent(of.argumentShare)],
  ["states what was asked", (of: ReturnType<typeof summary>) => percent(of.factShare)],
  ["says nothing forbidden", (of: ReturnType<typeof summary>) => percent(of.cleanShare)],
  ["grounded at once", (of: ReturnType<typeof summary>) => percent(of.groundedShare)],
  ["model calls per question", (of: ReturnType<typeof summary>) => of.modelCalls.toFixed(2)],
  ["tokens per question", (of: ReturnType<typeof summary>) => of.tokens.toFixed(0)],
  ["median tokens", (of: ReturnType<typeof summary>) => of.medianTokens.toFixed(0)],
  ["median ms", (of: ReturnType<typeof summary>) => of.medianMs.toFixed(0)],
  ["slowest ms", (of: ReturnType<typeof summary>) => of.slowestMs.toFixed(0)],
] as const;

function report(byModel: ReadonlyMap<string, readonly Result[]>): string {
  const all = [...byModel.values()];
  const kinds = [...byKind(all[0] ?? []).keys()];
  return table([
    [`${asked.length} questions`, ...byModel.keys()],
    ...MEASURES.map(([name, of]) => [name, ...all.map((results) => of(summary(results)))]),
    ...kinds.map((kind) => [
      `right tool: ${kind}`,
      ...all.map((results) => percent(summary(byKind(results).get(kind) ?? []).toolShare)),
    ]),
  ]);
}

test("evaluation", async () => {
  const byModel = new Map([["offline rules", await evaluate(undefined, asked)]]);
  for (const server of [...models, ...(smallModel ? [smallModel] : [])]) {
    const model = createModel([server], { clock: Date.now, log: memoryLog(), limits: AGENT_LIMITS });
    byModel.set(server.name, await evaluate(model, asked));
  }
  const file = process.env["EVAL_JSON"] ?? "eval.json";
  const measured = [...byModel].map(([name, results]) => ({ name, summary: summary(results), results }));
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), models: measured }, null, 2)}\n`);
  const page = `${file.replace(/\.json$/, "")}.md`;
  writeFileSync(page, `${report(byModel)}\n`);
  process.stdout.write(`\n${report(byModel)}\n\nEach question with its answer: ${file}; this table: ${page}\n`);
  expect(byModel.size).toBeGreaterThan(0);
});
