import type { Call } from "../core/call.ts";
import { plainText } from "../core/plain.ts";
import type { Reply } from "../core/reply.ts";
import { splitText } from "../core/split.ts";
import { tokensOf } from "./prompts.ts";

export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** What was said before, per user and place. Texts only: figures are fetched again, never remembered. */
export interface History {
  /** Oldest first. */
  recent(call: Call): Promise<readonly Exchange[]>;
  add(call: Call, question: string, answer: string): Promise<void>;
}

/** What a conversation is: one person in one place, and in one topic of it. */
export const conversationOf = ({ caller, place }: Call): string =>
  JSON.stringify([caller.userId, place.platform, place.chatId, place.topicId ?? ""]);

/** What a reply says, without its buttons and its last line. */
export const answerText = ({ title, blocks }: Reply): string =>
  plainText(title === undefined ? { blocks } : { title, blocks });

/** Turns of a conversation that are kept. */
export const TURN_LIMIT = 6;
const TOKEN_LIMIT = 700;
/** One answer of this length leaves room for others. */
const TEXT_LIMIT = 800;

/** As much of a text as is kept. */
export const cutForHistory = (text: string): string => {
  const [first = "", ...more] = splitText(text, TEXT_LIMIT);
  return more.length === 0 ? first : `${first.trimEnd()}…`;
};

/** The last turns that fit the budget of a prompt. */
export function fittingTurns(turns: readonly Exchange[]): readonly Exchange[] {
  let tokens = 0;
  const kept: Exchange[] = [];
  for (const turn of turns.slice(-TURN_LIMIT).reverse()) {
    tokens += tokensOf(turn.question) + tokensOf(turn.answer);
    if (tokens > TOKEN_LIMIT) break;
    kept.unshift(turn);
  }
  return kept;
}
