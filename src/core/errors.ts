import type { Choice } from "./command.ts";

/** What the asker may have meant by a word of theirs; picking one runs the same command again with it in the word's place. */
export interface Alternatives {
  /** The word as it stands in the input. */
  readonly word: string;
  /** The input as the command understood it, where `word` is not to be found in it as it was given. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly choices: readonly Choice[];
}

/**
 * The one error whose text a person or a model may read: something that the caller can put right.
 * The message is a full sentence; the hint is the way out.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly hint: string | undefined;
  readonly alternatives: Alternatives | undefined;

  constructor(message: string, options: { hint?: string; alternatives?: Alternatives; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.hint = options.hint;
    this.alternatives = options.alternatives;
  }
}

/** Why a provider gave us nothing to use. `limited` is its own word for "later"; `unusable` is an answer that was no answer. */
export type ProviderFailure = "unreachable" | "timeout" | "limited" | "refused" | "missing" | "unusable" | "resting";

/** The outside failed: a market provider or a model server. Never shown as it is; `cause` goes to the log. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly provider: string;
  readonly failure: ProviderFailure;
  /** When the provider said how long to wait. */
  readonly retryAfterMs: number | undefined;
  /** A sentence of ours that a person may read besides: what was tried in its place. */
  readonly remark: string | undefined;
  /** HTTP status of the answer, where there was one that said no. */
  readonly status: number | undefined;

  constructor(
    provider: string,
    failure: ProviderFailure,
    options: { retryAfterMs?: number; cause?: unknown; detail?: string; remark?: string; status?: number } = {},
  ) {
    super(`${provider}: ${failure}${options.detail ? ` (${options.detail})` : ""}`, { cause: options.cause });
    this.provider = provider;
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
    this.remark = options.remark;
    this.status = options.status;
  }
}
