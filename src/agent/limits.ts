/** What one question may cost. Times in milliseconds; tests shorten them. */
export interface AgentLimits {
  /** From the start of work on a message to its reply. */
  readonly messageMs: number;
  /** The end of `messageMs` that is kept for the offline answer when the model does not come through. */
  readonly reserveMs: number;
  /** One request to a model server, from its start to the last byte. Not streamed, so the headers come last too. */
  readonly modelCallMs: number;
  /** Between two bytes of a body. */
  readonly silenceMs: number;
  /** The longest wait before the one retry of a model call; a server that asks for more is passed over. */
  readonly retryWaitMs: number;
  /** Model calls per message, the repair of wrong figures included. */
  readonly modelCalls: number;
  readonly toolCalls: number;
  /** Tokens per message, in and out over all its calls; past them the next call is the last and gets no tools. */
  readonly messageTokens: number;
  readonly toolsAtOnce: number;
  /** Questions of one conversation that may wait behind the one being answered. */
  readonly waiting: number;
  /** Characters of a model's text that are shown; about 600 tokens. */
  readonly answerCharacters: number;
  /** Failures in a row after which a model server is left alone, and for how long. */
  readonly breakerFailures: number;
  readonly breakerRestMs: number;
}

/** As measured and reasoned for servers of 4,096 tokens context and chat platforms that wait at most minutes. */
export const AGENT_LIMITS: AgentLimits = {
  messageMs: 45_000,
  reserveMs: 5_000,
  modelCallMs: 30_000,
  silenceMs: 15_000,
  retryWaitMs: 2_000,
  modelCalls: 4,
  toolCalls: 8,
  messageTokens: 12_000,
  toolsAtOnce: 4,
  waiting: 3,
  answerCharacters: 2_400,
  breakerFailures: 3,
  breakerRestMs: 60_000,
};

/** At most this many tools are offered to the model at once. */
export const TOOL_LIMIT = 12;
