import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { createAgent, createMiddleware } from "langchain";
import { ModelFailure } from "./failures.ts";
import type { Exchange } from "./history.ts";
import type { AgentLimits } from "./limits.ts";
import type { BeginStep } from "./recorder.ts";
import type { ModelRoute } from "./model.ts";
import { type Spender, tokensIn, tokensOf } from "./spending.ts";
import { OfflineChatModel } from "./offline-chat.ts";
import type { OfflineStep } from "./offline-rules.ts";
import type { Toolbox } from "./tools.ts";

export interface TurnParts {
  readonly system: string;
  readonly history: readonly Exchange[];
  readonly toolbox: Toolbox;
  /** Absent: the offline rules. */
  readonly route: ModelRoute | undefined;
  /** Who pays for what a model does. */
  readonly spender: Spender;
  readonly limits: Pick<AgentLimits, "modelCalls" | "toolCalls" | "messageTokens">;
  /** Told of each call of a model; the rules are none. */
  readonly begin: BeginStep;
  readonly signal: AbortSignal;
}

export interface TurnAnswer {
  readonly text: string;
  /** What the offline rules decided. */
  readonly step: OfflineStep | undefined;
}

/** One message being worked on: said to the model once, and once more when its figures have to be put right. */
export interface Turn {
  /**
   * @throws ModelFailure when no model could serve it, the signal's reason when it was aborted
   */
  say(text: string): Promise<TurnAnswer>;
  /** Model calls that are left. */
  callsLeft(): number;
  /** Tokens in and out, by the servers' own count; by the length of the texts where they give none. */
  usage(): { readonly input: number; readonly output: number };
}

/**
 * Holds the place of LangSmith's tracer, which LangChain adds when the environment says so and no handler of this name is there:
 * it would send every prompt to a foreign service.
 */
export class NoTracer extends BaseCallbackHandler {
  override name = "langchain_tracer";

  /** LangChain asks its tracer for the run that it is in; nothing is traced, so there is none. */
  getRunTreeWithTracingConfig(): undefined {
    return undefined;
  }
}

/** About what the definition of one of our tools takes in a prompt. */
const TOOL_TOKENS = 110;

const charactersIn = (message: BaseMessage): number =>
  message.text.length + (AIMessage.isInstance(message) ? JSON.stringify(message.tool_calls ?? []).length : 0);

const LAST_CALL = "\n\nAnswer now from the results that you have; there are no more tools.";

/** Made per message, with the tools that this caller may use here: building the graph takes a third of a millisecond. */
export function openTurn({ system, history, toolbox, route, spender, limits, begin, signal }: TurnParts): Turn {
  const { modelCalls, toolCalls, messageTokens } = limits;
  const offline = new OfflineChatModel();
  let used = 0;
  let input = 0;
  let output = 0;
  let messages: BaseMessage[] = history.flatMap(({ question, answer }) => [
    new HumanMessage(question),
    new AIMessage(answer),
  ]);

  const budget = createMiddleware({
    name: "budget",
    // The last allowed call gets no tools, so that a loop always ends with an answer.
    wrapModelCall: async (request, handler) => {
      used += 1;
      if (used > modelCalls) throw new ModelFailure("nonsense", { detail: "no end of tool calls" });
      const isLast = used === modelCalls || input + output >= messageTokens;
      const bounded = isLast
        ? { ...request, tools: [], systemMessage: request.systemMessage.concat(LAST_CALL) }
        : request;
      const ask = async (model: BaseChatModel): Promise<AIMessage> => {
        const answer = await handler({ ...bounded, model });
        if (!AIMessage.isInstance(answer)) throw new ModelFailure("nonsense", { detail: "not a message" });
        if (isLast && (answer.tool_calls ?? []).length > 0)
          throw new ModelFailure("nonsense", { detail: "tools at the end" });
        return withCalls(answer, toolCalls);
      };
      if (!route) return await ask(offline);
      const promptTokens = tokensIn(
        system.length + request.messages.reduce((sum, message) => sum + charactersIn(message), 0),
      );
      const toolTokens = bounded.tools.length * TOOL_TOKENS;
      const end = begin();
      const answer = await route
        .call(ask, signal, { spender, promptTokens: promptTokens + toolTokens })
        .catch((error: unknown) => {
          end({
            kind: "model",
            failure: error instanceof ModelFailure ? error.kind : signal.aborted ? "stopped" : "fault",
          });
          throw error;
        });
      const tokens = tokensOf(answer, promptTokens + toolTokens);
      const model = route.answeredBy();
      end({ kind: "model", tokens, ...(model !== undefined && { model }) });
      input += tokens.input;
      output += tokens.output;
      return answer;
    },
  });

  // Tools are run here and not by LangChain: it would hand the model stack traces of invalid arguments and raw error texts.
  const tools = createMiddleware({
    name: "tools",
    wrapToolCall: async ({ toolCall }) => {
      const { content, isError } = await toolbox.run(toolCall.name, toolCall.args);
      return new ToolMessage({
        content,
        tool_call_id: toolCall.id ?? "",
        name: toolCall.name,
        status: isError ? "error" : "success",
      });
    },
  });

  const agent = createAgent({
    model: route?.first ?? offline,
    tools: [...toolbox.tools],
    systemPrompt: system,
    middleware: [budget, tools],
  });

  return {
    async say(text) {
      signal.throwIfAborted();
      try {
        const work = agent.invoke(
          { messages: [...messages, new HumanMessage(text)] },
          // Each model call and each round of tools is a step; the budget ends the loop long before.
          { signal, recursionLimit: 4 * modelCalls + 10, callbacks: [new NoTracer()] },
        );
        messages = (await orAborted(work, signal)).messages;
      } catch (error) {
        signal.throwIfAborted();
        throw ownFailure(error);
      }
      const last = messages.at(-1);
      return { text: last?.text.trim() ?? "", step: last?.response_metadata["step"] as OfflineStep | undefined };
    },
    callsLeft: () => modelCalls - used,
    usage: () => ({ input, output }),
  };
}

/** The first calls of an answer: LangGraph starts all of them at once, however many a confused model asks for. */
const withCalls = (answer: AIMessage, limit: number): AIMessage =>
  (answer.tool_calls ?? []).length <= limit
    ? answer
    : new AIMessage({ content: answer.content, tool_calls: (answer.tool_calls ?? []).slice(0, limit) });

/** A tool that hangs does not hold the answer up: it is left behind. */
async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (abort) signal.removeEventListener("abort", abort);
  }
}

/** LangChain wraps what a middleware throws, once per middleware. */
function ownFailure(error: unknown): unknown {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof ModelFailure) return each;
  return error;
}
