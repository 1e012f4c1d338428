import { readFileSync } from "node:fs";
import { z } from "zod";
import { createAnswer } from "../../src/agent/answer.ts";
import { answerText } from "../../src/agent/history.ts";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";
import type { Model } from "../../src/agent/model.ts";
import { loadPrompts } from "../../src/agent/prompts.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { aCall, memoryLog } from "../support/calls.ts";
import { addUser } from "../support/desk.ts";
import { memoryHistory } from "../support/memory-history.ts";
import { openWholeDesk } from "../support/whole-desk.ts";

const question = z.strictObject({
  kind: z.string(),
  ask: z.string(),
  /** Look-ups that it takes, "a|b" where either will do, with what their input has to hold; none: it has to do without any. */
  tools: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown())])),
  /** What the reply has to say, and what it may not. */
  facts: z.array(z.string()).default([]),
  not: z.array(z.string()).default([]),
  where: z.literal("group").optional(),
  /** Asked before it in the same conversation. */
  before: z.array(z.string()).default([]),
});
export type Question = z.output<typeof question>;

/** All questions of `questions.json`. @throws ZodError when one is not of the form */
export const questions = (): readonly Question[] =>
  z.array(question).parse(JSON.parse(readFileSync(new URL("questions.json", import.meta.url), "utf8")));

interface Used {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How one question went. */
export interface Result {
  readonly kind: string;
  readonly ask: string;
  readonly used: readonly Used[];
  readonly answer: string;
  readonly isToolRight: boolean;
  readonly areArgumentsRight: boolean;
  readonly missing: readonly string[];
  readonly forbidden: readonly string[];
  /** Sentences that the figure check took out. */
  readonly removed: number;
  readonly modelCalls: number;
  /** For what was asked before it in the same conversation. */
  readonly earlierCalls: number;
  readonly tokens: number;
  readonly ms: number;
}

const isSame = (wanted: unknown, had: unknown): boolean => {
  if (Array.isArray(wanted))
    return (
      Array.isArray(had) && wanted.length === had.length && wanted.every((each, index) => isSame(each, had[index]))
    );
  return String(wanted).toLowerCase() === String(had).toLowerCase();
};

const holds = (wanted: Readonly<Record<string, unknown>>, had: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(wanted).every(([name, value]) => isSame(value, had[name]));

const isOf = (names: string, { command }: Used): boolean => names.split("|").includes(command);

/** Order and number aside: each look-up that was wanted was made, and none that has nothing to do with it. */
function isToolRight({ tools }: Question, used: readonly Used[]): boolean {
  return (
    tools.every(([names]) => used.some((each) => isOf(names, each))) &&
    used.every((each) => tools.some(([names]) => isOf(names, each)))
  );
}

const counts = z.object({
  removed: z.number().default(0),
  modelCalls: z.number().default(0),
  tokens: z.object({ input: z.number(), output: z.number() }).default({ input: 0, output: 0 }),
});

/**
 * Puts the questions to the desk's real loop over the sample market, each to somebody new.
 * @param model  undefined: the offline rules
 */
export async function evaluate(model: Model | undefined, asked: readonly Question[]): Promise<readonly Result[]> {
  const whole = await openWholeDesk();
  const log = memoryLog();
  const proposals = new ProposalStore();
  let used: Used[] = [];
  const watched = ([name, command]: readonly [string, AnyCommand]): readonly [string, AnyCommand] => [
    name,
    {
      ...command,
      run: async (input: Record<string, unknown>, call, progress) => {
        used.push({ command: name, input });
        return (await command.run(input, call, progress)) as unknown;
      },
    },
  ];
  const answer = createAnswer({
    commands: new Map([...whole.desk.commands].map(watched)),
    model,
    accessFor: async () => "open",
    propose: async (command, input, call) => {
      used.push({ command, input });
      return await proposals.add(whole.database, command, input, call, call.now + 600_000);
    },
    prompts: loadPrompts(),
    history: memoryHistory(),
    secrets: [],
    log,
    report: () => "ref",
    clock: () => performance.now(),
    limits: AGENT_LIMITS,
  });

  const results: Result[] = [];
  for (const [index, each] of asked.entries()) {
    const userId = `eval-${index}`;
    await addUser(whole.database, userId);
    const call = aCall({
      now: whole.clock(),
      caller: { userId },
      place: { chatId: `chat-${index}`, isPublic: each.where === "group" },
    });
    const before = log.lines.length;
    for (const earlier of each.before) await answer(earlier, call, () => undefined);
    used = [];
    const line = log.lines.length;
    const earlierCalls = log.lines
      .slice(before)
      .filter(({ event }) => event === "answered")
      .reduce((sum, { fields }) => sum + counts.parse(fields).modelCalls, 0);
    const startedAt = performance.now();
    const reply = await answer(each.ask, call, () => undefined);
    const ms = performance.now() - startedAt;
    const answered = log.lines.slice(line).findLast(({ event }) => event === "answered");
    const { removed, modelCalls, tokens } = counts.parse(answered?.fields ?? {});
    const said = answerText(reply);
    const shown = said.toLowerCase();
    results.push({
      kind: each.kind,
      ask: each.ask,
      used,
      answer: said,
      isToolRight: isToolRight(each, used),
      areArgumentsRight: each.tools.every(([names, wanted]) =>
        used.some((one) => isOf(names, one) && holds(wanted, one.input)),
      ),
      missing: each.facts.filter((fact) => !shown.includes(fact.toLowerCase())),
      forbidden: each.not.filter((words) => shown.includes(words.toLowerCase())),
      removed,
      modelCalls,
      earlierCalls,
      tokens: tokens.input + tokens.output,
      ms,
    });
  }
  await whole.database.destroy();
  return results;
}

/** Of many questions, as shares and per question. */
export interface Summary {
  readonly questions: number;
  readonly toolShare: number;
  readonly argumentShare: number;
  readonly factShare: number;
  /** Without anything that may not be said. */
  readonly cleanShare: number;
  /** Without a sentence that had to be removed. */
  readonly groundedShare: number;
  readonly modelCalls: number;
  readonly tokens: number;
  readonly medianTokens: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

export function summary(results: readonly Result[]): Summary {
  const share = (holdsFor: (each: Result) => boolean): number => results.filter(holdsFor).length / results.length;
  const mean = (of: (each: Result) => number): number =>
    results.reduce((sum, each) => sum + of(each), 0) / results.length;
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    questions: results.length,
    toolShare: share((each) => each.isToolRight),
    argumentShare: share((each) => each.areArgumentsRight),
    factShare: share(({ missing }) => missing.length === 0),
    cleanShare: share(({ forbidden }) => forbidden.length === 0),
    groundedShare: share(({ removed }) => removed === 0),
    modelCalls: mean((each) => each.modelCalls),
    tokens: mean((each) => each.tokens),
    medianTokens: results.map(({ tokens }) => tokens).sort((a, b) => a - b)[Math.floor(results.length / 2)] ?? 0,
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    slowestMs: times.at(-1) ?? 0,
  };
}

/** One group of results per kind of question, in the order of the file. */
export function byKind(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const kinds = new Map<string, Result[]>();
  for (const each of results) kinds.set(each.kind, [...(kinds.get(each.kind) ?? []), each]);
  return kinds;
}
