import type { AIMessage } from "@langchain/core/messages";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { cleanLine } from "../core/clean.ts";
import type { Log } from "../core/log.ts";
import { Breaker } from "../wire/breaker.ts";
import type { ModelServer } from "./compat-chat.ts";
import { type FailureKind, ModelFailure, failureOf } from "./failures.ts";
import type { AgentLimits } from "./limits.ts";
import { AGENT_LIMITS } from "./limits.ts";

/** One model call on whichever server can serve it. */
export interface ModelRoute {
  readonly first: BaseChatModel;
  /**
   * @param use  makes the call with the model it is given
   * @throws ModelFailure of the last server when none could; the signal's reason when it was aborted
   */
  call(use: (chat: BaseChatModel) => Promise<AIMessage>, signal: AbortSignal): Promise<AIMessage>;
}

/** The configured model servers. LangChain is loaded by the first `open`. */
export interface Model {
  /** For `/about`: the names in the order in which they are tried. */
  readonly description: string;
  open(): Promise<ModelRoute>;
}

/** For `/about` when no server is configured. */
export const OFFLINE_DESCRIPTION = "none; rules answer look-ups";

/** What `/about` says of the model in use. */
export const describeModel = (model: Model | undefined): string => model?.description ?? OFFLINE_DESCRIPTION;

export interface ModelParts {
  readonly clock: () => number;
  readonly log: Log;
  readonly limits?: AgentLimits;
}

interface Server {
  readonly config: ModelServer;
  readonly chat: BaseChatModel;
  readonly breaker: Breaker;
  /** How it failed last, for saying why it is left alone. */
  last: FailureKind;
  /** @throws ModelFailure when the message is neither tool calls nor a text */
  readonly read: (message: AIMessage) => AIMessage;
}

const RETRIED: readonly FailureKind[] = ["down", "limited", "nonsense"];
/** These say something about the question, not about the server. */
const ASKERS: readonly FailureKind[] = ["filtered", "overflow", "empty", "nonsense"];

/** Several words in quotation marks: what was asked. The name of a model or a field is one. */
const QUOTED_WORDS = /(["'`])(?=[^"'`]*\s)[^\n]*\1/g;

/** What a server said of its failure, for the operator's log; servers repeat keys in it, and questions. */
function detailOf({ cause, message }: ModelFailure, { apiKey }: ModelServer): string {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : message;
  const words = cleanLine(cleanLine(said, 2_000).replace(QUOTED_WORDS, "…"), 200);
  return (apiKey === undefined ? words : words.replaceAll(apiKey, "…")).replace(
    /\b(?:sk|pk|key|cpk)-[\w*-]{4,}/gi,
    "…",
  );
}

/** @returns undefined when there is no server: then the offline rules answer */
export function createModel(
  servers: readonly ModelServer[],
  { clock, log, limits = AGENT_LIMITS }: ModelParts,
): Model | undefined {
  if (servers.length === 0) return undefined;
  let route: Promise<ModelRoute> | undefined;

  const load = async (): Promise<ModelRoute> => {
    const [{ CompatChat }, { readable }] = await Promise.all([import("./compat-chat.ts"), import("./model-text.ts")]);
    const loaded = servers.map((config): Server => ({
      config,
      chat: new CompatChat(config, { totalMs: limits.modelCallMs, silenceMs: limits.silenceMs }),
      breaker: new Breaker(limits.breakerFailures, limits.breakerRestMs),
      last: "down",
      read: readable,
    }));
    const [first] = loaded;
    if (!first) throw new Error("no model server");
    return { first: first.chat, call: (use, signal) => callInOrder(loaded, use, signal) };
  };

  /** One server: a second try where the failure may pass by itself, and soon. */
  async function callOne(
    server: Server,
    use: (chat: BaseChatModel) => Promise<AIMessage>,
    signal: AbortSignal,
  ): Promise<AIMessage> {
    const { config, chat, breaker, read } = server;
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = read(await use(chat));
        breaker.answered();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        const failure = failureOf(error);
        if (!ASKERS.includes(failure.kind)) {
          server.last = failure.kind;
          breaker.failed(clock());
        }
        log.warn(
          { model: config.name, failure: failure.kind, tries, detail: detailOf(failure, config) },
          "model failed",
        );
        const waitMs = failure.retryAfterMs ?? (failure.kind === "nonsense" ? 0 : limits.retryWaitMs / 4);
        if (tries > 1 || !RETRIED.includes(failure.kind) || waitMs > limits.retryWaitMs) throw failure;
        await wait(waitMs, signal);
      }
    }
  }

  async function callInOrder(
    loaded: readonly Server[],
    use: (chat: BaseChatModel) => Promise<AIMessage>,
    signal: AbortSignal,
  ): Promise<AIMessage> {
    let failure: ModelFailure | undefined;
    for (const server of loaded) {
      if (server.breaker.restingMs(clock()) > 0) {
        failure = new ModelFailure(server.last, { detail: "resting" });
        continue;
      }
      try {
        return await callOne(server, use, signal);
      } catch (error) {
        if (signal.aborted || !(error instanceof ModelFailure)) throw error;
        failure = error;
      }
    }
    throw failure ?? new ModelFailure("down");
  }

  return {
    description: servers.map(({ name }) => name).join(", then "),
    open: async () => {
      route ??= load();
      return await route;
    },
  };
}

/** @throws the signal's reason when it is aborted meanwhile */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal.addEventListener("abort", abort, { once: true });
  });
}
