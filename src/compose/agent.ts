import type { AnyCommand } from "../core/command.ts";
import { type AnswerParts, createAnswer } from "../agent/answer.ts";
import { answerText, type History } from "../agent/history.ts";
import type { Call } from "../core/call.ts";
import type { Config } from "../config.ts";
import { createDigestWords } from "../agent/digest-words.ts";
import { createModel, describeModel, type Model } from "../agent/model.ts";
import type { Database } from "../store/database.ts";
import type { DeskParts } from "../desk.ts";
import { loadPrompts, promptVersion } from "../agent/prompts.ts";
import { ProposalStore } from "../store/proposal-store.ts";
import { secretsIn } from "./secrets.ts";
import type { WordsOf } from "../digest/words.ts";

/** A proposal is about now. */
const PROPOSAL_LIFE_MS = 10 * 60_000;

interface AgentParts extends Pick<AnswerParts, "accessFor" | "log" | "report" | "clock"> {
  readonly config: Config;
  readonly database: Database;
  readonly history: History;
  /** Filled once a market is in use. */
  readonly commands: ReadonlyMap<string, AnyCommand>;
}

/** What answers words, and what of it the rest of the desk needs. */
export interface Agent extends Pick<DeskParts, "answer" | "propose" | "claim" | "remember"> {
  /** Undefined: the offline rules answer. */
  readonly model: Model | undefined;
  readonly digestWords: WordsOf;
  readonly about: { readonly model: () => string; readonly promptVersion: () => string };
}

/** The agent over one database, with the model that the configuration names. */
export function openAgent({ config, ...parts }: AgentParts): Agent {
  const { database, history, clock, log } = parts;
  const proposals = new ProposalStore();
  const model = createModel(config.models, { clock, log });
  const prompts = loadPrompts();
  const secrets = secretsIn(config);
  const propose = (command: string, input: unknown, call: Call): Promise<string> =>
    proposals.add(database, command, input, call, call.now + PROPOSAL_LIFE_MS);
  return {
    model,
    answer: createAnswer({ ...parts, model, propose, prompts, secrets }),
    propose,
    claim: async (id, { caller: { userId }, now }) =>
      (await proposals.claim(database, id, userId, now)) !== undefined ||
      (await proposals.isUnfinished(database, id, userId, now)),
    remember: (question, reply, call) => history.add(call, question, answerText(reply)),
    digestWords: createDigestWords({ log, clock, model, prompt: prompts.digest, secrets }),
    about: { model: () => describeModel(model), promptVersion: () => promptVersion(prompts.agent) },
  };
}
