import type { AnyCommand } from "../core/command.ts";
import { type AnswerParts, createAnswer } from "../agent/answer.ts";
import { AGENT_LIMITS, type AgentLimits } from "../agent/limits.ts";
import { answerText, conversationOf, cutForHistory, type History } from "../agent/history.ts";
import type { Memory } from "./memory.ts";
import { createRunning } from "../agent/running.ts";
import type { Call } from "../core/call.ts";
import type { Config } from "../config.ts";
import { askerOf } from "../agent/spending.ts";
import { createDigestWords } from "../agent/digest-words.ts";
import { createModel, describeModel, type Model } from "../agent/model.ts";
import type { Database } from "../store/database.ts";
import type { DeskParts } from "../desk.ts";
import { loadPrompts, promptVersion } from "../agent/prompts.ts";
import { type ModelSpending, openModelSpending } from "./model-spending.ts";
import { ProposalStore } from "../store/proposal-store.ts";
import { secretsIn } from "./secrets.ts";
import { openTraces, type Traces } from "./traces.ts";
import type { WordsOf } from "../digest/words.ts";

/** A proposal is about now. */
const PROPOSAL_LIFE_MS = 10 * 60_000;

interface AgentParts extends Pick<AnswerParts, "accessFor" | "log" | "report" | "clock"> {
  readonly config: Config;
  readonly database: Database;
  readonly history: History & Pick<Memory, "notesOf">;
  /** Filled once a market is in use. */
  readonly commands: ReadonlyMap<string, AnyCommand>;
}

/** What answers words, and what of it the rest of the desk needs. */
export interface Agent extends Pick<DeskParts, "answer" | "propose" | "claim" | "withdraw" | "remember"> {
  /** Undefined: the offline rules answer. */
  readonly model: Model | undefined;
  /** Ends what is being answered to the caller here. @returns how many questions that was */
  readonly stop: (call: Call) => number;
  readonly digestWords: WordsOf;
  /** What it spent, and where it stops. */
  readonly spending: Pick<ModelSpending, "budget" | "step">;
  /** How its answers came about. */
  readonly traces: Pick<Traces, "book" | "step">;
  readonly about: { readonly model: () => string; readonly promptVersion: () => string };
}

/** The agent over one database, with the model that the configuration names. */
export function openAgent({ config, ...parts }: AgentParts): Agent {
  const { database, history, clock, log } = parts;
  const proposals = new ProposalStore();
  const limits: AgentLimits = { ...AGENT_LIMITS, ...config.messageLimits };
  const { models, smallModel: small, modelPrices: prices, budget } = config;
  const ofModels = { models, ...(small && { small }) };
  const spending = openModelSpending({ database, limits: budget, ...ofModels, prices, clock });
  const model = createModel(models, { ...ofModels, clock, log, spending, limits });
  const accessFor: AnswerParts["accessFor"] = async (call) => {
    const access = await parts.accessFor(call);
    return access === "open" ? ((await spending.reached(askerOf(call))) ?? "open") : access;
  };
  const prompts = loadPrompts();
  const secrets = secretsIn(config);
  const running = createRunning();
  const traces = openTraces(parts);
  const propose = (command: string, input: unknown, call: Call): Promise<string> =>
    proposals.add(database, command, input, call, call.now + PROPOSAL_LIFE_MS);
  return {
    model,
    answer: createAnswer({
      ...parts,
      accessFor,
      limits,
      model,
      propose,
      prompts,
      secrets,
      running,
      notesOf: history.notesOf,
      keepTrace: traces.keep,
    }),
    stop: (call) => running.stop(conversationOf(call)),
    propose,
    claim: async (id, { caller: { userId }, now }) =>
      (await proposals.claim(database, id, userId, now)) !== undefined ||
      (await proposals.isUnfinished(database, id, userId, now)),
    withdraw: (id, { caller: { userId }, now }) => proposals.withdraw(database, id, userId, now),
    async remember(question, reply, call, command, tookMs) {
      const ms = Math.round(tookMs);
      await history.add(call, question, answerText(reply));
      const steps = [{ kind: "tool", command, state: "done", at: 0, ms }] as const;
      const said = {
        question: cutForHistory(question),
        answer: cutForHistory(answerText(reply)),
        calls: [`/${command}`],
      };
      await traces.keep(call, { lane: "look-up", ended: "answered", ms, steps }, said);
    },
    digestWords: createDigestWords({ log, clock, model, prompt: prompts.digest, secrets }),
    spending,
    traces,
    about: { model: () => describeModel(model), promptVersion: () => promptVersion(prompts.agent) },
  };
}
