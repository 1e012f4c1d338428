import type { BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { AIMessage } from "@langchain/core/messages";
import { ChatOpenAICompletions } from "@langchain/openai";
import { readCompletion } from "./completion.ts";
import { ModelFailure } from "./failures.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { OUTPUT_TOKENS } from "./output-tokens.ts";

/** A model on a server of the OpenAI kind. The key goes to this server only. */
export interface ModelServer {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey?: string;
}

/** What either overload takes: streamed or not. */
type Request = ChatOpenAICompletions["completionWithRetry"] extends {
  (request: infer Streamed, options?: never): unknown;
  (request: infer Whole, options?: never): unknown;
}
  ? Streamed | Whole
  : never;
type RequestOptions = Parameters<ChatOpenAICompletions["completionWithRetry"]>[1];
type RequestMessage = Request["messages"][number];

/** Strings only: createAgent sends the system prompt as a list of parts, which many servers refuse. */
const asString = (content: unknown): unknown =>
  Array.isArray(content) && content.every((part: { type?: string; text?: string }) => part.type === "text")
    ? content.map((part: { text?: string }) => part.text ?? "").join("\n\n")
    : content;

/**
 * One chat class for all OpenAI-compatible servers. Below ChatOpenAI, because that one goes to `/responses` for some model
 * names whatever it is told. Not streamed: a cut-off stream runs tools with cut-off numbers (langchainjs issue 11469).
 */
export class CompatChat extends ChatOpenAICompletions {
  /** What a thinking model thought before a tool call, by the call's id: some servers refuse the next round without it. */
  readonly #thoughts = new Map<string, string>();

  constructor(
    { name, baseUrl, apiKey }: ModelServer,
    limits: { readonly totalMs: number; readonly silenceMs: number },
  ) {
    super({
      model: name,
      // The client insists on one and would take OPENAI_API_KEY, which is another server's; guardedFetch sends the real one.
      apiKey: apiKey ?? "none",
      maxRetries: 0,
      streaming: false,
      maxTokens: OUTPUT_TOKENS,
      timeout: limits.totalMs,
      reasoning: { effort: "low" },
      configuration: {
        baseURL: baseUrl,
        organization: null,
        project: null,
        logLevel: "off",
        fetch: guardedFetch({ ...limits, ...(apiKey === undefined ? {} : { apiKey }) }),
      },
    });
  }

  /** The last place where a request can be changed before it is sent, and the first where its answer can be looked at. */
  override async completionWithRetry(request: Request, options?: RequestOptions): Promise<never> {
    const messages = request.messages.map((message) => {
      const { name, ...rest } = { name: undefined, ...message, content: asString(message.content) };
      // createAgent puts name: "model" on every assistant message; older vLLM refuses it.
      const plain = message.role === "user" && name !== undefined ? { ...rest, name } : rest;
      const [call] = message.role === "assistant" ? (message.tool_calls ?? []) : [];
      const thought = call && this.#thoughts.get(call.id);
      return (thought === undefined ? plain : { ...plain, reasoning_content: thought }) as RequestMessage;
    });
    const ids = messages.flatMap((message) =>
      message.role === "assistant" ? (message.tool_calls ?? []).map(({ id }) => id) : [],
    );
    // One implementation stands behind both overloads of the base class, and nothing is streamed here.
    const answer: unknown = await super.completionWithRetry({ ...request, messages } as never, options);
    return readCompletion(answer, new Set(ids)) as never;
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: Parameters<ChatOpenAICompletions["_generate"]>[2],
  ): Promise<ChatResult> {
    const link = isolated(options.signal);
    let result: ChatResult;
    try {
      result = await super._generate(messages, { ...options, signal: link.signal }, runManager);
    } finally {
      link.release();
    }
    const message = result.generations[0]?.message;
    if (!AIMessage.isInstance(message)) throw new ModelFailure("nonsense", { detail: "no message" });
    this.#remember(message);
    return result;
  }

  #remember(message: AIMessage): void {
    const id = message.tool_calls?.[0]?.id;
    const thought = message.additional_kwargs["reasoning_content"];
    if (id === undefined || typeof thought !== "string") return;
    this.#thoughts.set(id, thought);
    const [oldest] = this.#thoughts.keys();
    if (this.#thoughts.size > 200 && oldest !== undefined) this.#thoughts.delete(oldest);
  }
}

/**
 * The client never takes its listener off the signal, and on Node 20 a composite signal with a listener is never freed
 * (nodejs/node issues 54614, 64476): about 4 KB a message. So it gets a signal of its own, unlinked afterwards.
 */
function isolated(signal: AbortSignal | undefined): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  if (!signal) return { signal: controller.signal, release: () => undefined };
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return { signal: controller.signal, release: () => signal.removeEventListener("abort", abort) };
}
