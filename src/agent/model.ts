import type { AIMessage } from "@langchain/core/messages";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { cleanLine } from "../core/clean.ts";
import type { Log } from "../core/log.ts";
import { Breaker } from "../wire/breaker.ts";
import type { ModelServer } from "./compat-chat.ts";
import { type FailureKind, ModelFailure, failureOf } from "./failures.ts";
import type { AgentLimits } from "./limits.ts";
import { AGENT_LIMITS } from "./limits.ts";
import { OUTPUT_TOKENS } from "./output-tokens.ts";
import { type Reservation, type Spender, type Spending, tokensOf } from "./spending.ts";

/** For whom a call is, and about how many tokens it reads. */
export interface CallCost {
  readonly spender: Spender;
  readonly promptTokens: number;
}

/** One message's model calls, each on whichever server can serve it. */
export interface ModelRoute {
  readonly first: BaseChatModel;
  /**
   * @param use  makes the call with the model it is given
   * @throws ModelFailure of the last server when none could, `budget` where a limit of spending is reached; the signal's reason
   *   when it was aborted
   */
  call(use: (chat: BaseChatModel) => Promise<AIMessage>, signal: AbortSignal, cost: CallCost): Promise<AIMessage>;
  /** The model that answered last in this message. */
  answeredBy(): string | undefined;
}

/** `small`: a model for small questions is asked first, where one is configured. */
export type QuestionSize = "small" | "full";

/** The configured model servers. LangChain is loaded by the first `open`. */
export interface Model {
  /** For `/about`: the names in the order in which they are tried. */
  readonly description: string;
  /** The model that answered last. */
  answeredBy(): string | undefined;
  open(size: QuestionSize): Promise<ModelRoute>;
}

/** For `/about` when no server is configured. */
export const OFFLINE_DESCRIPTION = "none; rules answer look-ups";

/** What `/about` says of the model in use. */
export function describeModel(model: Model | undefined): string {
  if (!model) return OFFLINE_DESCRIPTION;
  const last = model.answeredBy();
  return last === undefined ? model.description : `${model.description}; ${last} answered last`;
}

export interface ModelParts {
  readonly clock: () => number;
  readonly log: Log;
  /** Absent where nothing is counted. */
  readonly spending?: Spending;
  /** Asked first about small questions; the others are tried after it. */
  readonly small?: ModelServer;
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

/** In the order in which they are tried; a server that both hold has one circuit. */
type Loaded = Readonly<Record<QuestionSize, readonly Server[]>>;

const RETRIED: readonly FailureKind[] = ["down", "limited", "nonsense"];
/** These say something about the question, not about the server. */
const ASKERS: readonly FailureKind[] = ["filtered", "overflow", "empty", "nonsense"];
/** The server did no work that anybody pays for. */
const UNPAID: readonly FailureKind[] = ["down", "limited", "quota", "key", "refused", "overflow"];

/** Where nothing is counted. */
const UNCOUNTED: Reservation = { settle: async () => undefined, release: async () => undefined };

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
  { clock, log, spending, small, limits = AGENT_LIMITS }: ModelParts,
): Model | undefined {
  if (servers.length === 0) return undefined;
  let loading: Promise<Loaded> | undefined;
  let answeredLast: string | undefined;

  const load = async (): Promise<Loaded> => {
    const [{ CompatChat }, { readable }] = await Promise.all([import("./compat-chat.ts"), import("./model-text.ts")]);
    const serverOf = (config: ModelServer): Server => ({
      config,
      chat: new CompatChat(config, { totalMs: limits.modelCallMs, silenceMs: limits.silenceMs }),
      breaker: new Breaker(limits.breakerFailures, limits.breakerRestMs, limits.breakerRestMs),
      last: "down",
      read: readable,
    });
    const full = servers.map(serverOf);
    return { full, small: small ? [serverOf(small), ...full] : full };
  };

  /** One server: a second try where the failure may pass by itself, and soon. */
  async function callOne(
    server: Server,
    use: (chat: BaseChatModel) => Promise<AIMessage>,
    signal: AbortSignal,
    { spender, promptTokens }: CallCost,
  ): Promise<AIMessage> {
    const { config, chat, breaker, read } = server;
    const most = { input: promptTokens, output: OUTPUT_TOKENS };
    for (let tries = 1; ; tries += 1) {
      const reserved = spending ? await spending.reserve(spender, config.name, most) : UNCOUNTED;
      signal.throwIfAborted();
      try {
        const said = await use(chat);
        await reserved.settle(tokensOf(said, promptTokens));
        const answer = read(said);
        breaker.answered();
        return answer;
      } catch (error) {
        // What was aborted may have been worked on: it stays reserved, as what a crash leaves.
        signal.throwIfAborted();
        const failure = failureOf(error);
        if (UNPAID.includes(failure.kind)) await reserved.release();
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
    cost: CallCost,
  ): Promise<{ readonly answer: AIMessage; readonly by: string }> {
    let failure: ModelFailure | undefined;
    for (const server of loaded) {
      if (server.breaker.restingMs(clock()) > 0) {
        failure = new ModelFailure(server.last, { detail: "resting" });
        continue;
      }
      try {
        return { answer: await callOne(server, use, signal, cost), by: server.config.name };
      } catch (error) {
        if (signal.aborted || !(error instanceof ModelFailure) || error.kind === "budget") throw error;
        failure = error;
      }
    }
    throw failure ?? new ModelFailure("down");
  }

  return {
    description: `${servers.map(({ name }) => name).join(", then ")}${small ? `; ${small.name} for small questions` : ""}`,
    answeredBy: () => answeredLast,
    open: async (size) => {
      loading ??= load();
      const loaded = (await loading)[size];
      const [first] = loaded;
      if (!first) throw new Error("no model server");
      let answeredHere: string | undefined;
      return {
        first: first.chat,
        async call(use, signal, cost) {
          const { answer, by } = await callInOrder(loaded, use, signal, cost);
          answeredHere = by;
          answeredLast = by;
          return answer;
        },
        answeredBy: () => answeredHere,
      };
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
