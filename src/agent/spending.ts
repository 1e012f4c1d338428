import type { AIMessage, UsageMetadata } from "@langchain/core/messages";
import type { Place } from "../core/call.ts";

/** For whom a model works. */
export interface Spender {
  readonly purpose: "answer" | "digest" | "check";
  /** Absent where nobody asked. */
  readonly userId?: string;
  /** The group that it is for; absent in a direct chat, which is its person's, and where it is for many. */
  readonly group?: Pick<Place, "platform" | "chatId">;
}

/** Tokens of one model call. */
export interface CallTokens {
  readonly input: number;
  readonly output: number;
}

/** What one model call may use at most; it counts as used until it is settled, also when the process dies in between. */
export interface Reservation {
  /** The call was answered. */
  settle(used: CallTokens): Promise<void>;
  /** The server did no work. */
  release(): Promise<void>;
}

/** What model calls cost, kept within limits. */
export interface Spending {
  /** @throws ModelFailure `budget` where a limit would be passed */
  reserve(spender: Spender, model: string, most: CallTokens): Promise<Reservation>;
  /** Before a question. @returns undefined while there is room for a call; `sentence` once per place and day, to be said */
  reached(spender: Spender): Promise<{ readonly sentence?: string } | undefined>;
}

/** A question's spender. */
export const askerOf = ({ caller, place }: { caller: { userId: string }; place: Place }): Spender => ({
  purpose: "answer",
  userId: caller.userId,
  ...(place.isPublic && { group: { platform: place.platform, chatId: place.chatId } }),
});

/** About as many as tokenizers make of English; the server's own count corrects it. */
export const tokensIn = (characters: number): number => Math.ceil(characters / 4);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** What a call used by the server's count, and where it gives none, or nonsense, by the length of what was said. */
export function tokensOf(answer: AIMessage, promptTokens: number): CallTokens {
  const { input_tokens: input, output_tokens: output } = (answer.usage_metadata ?? {}) as Partial<UsageMetadata>;
  if (isCount(input) && isCount(output) && input + output > 0) return { input, output };
  return { input: promptTokens, output: tokensIn(answer.text.length + JSON.stringify(answer.tool_calls ?? []).length) };
}
