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

/** A history that can let go of a person. */
export interface ForgetfulHistory extends History {
  /** Forgets all that one person said, wherever. @returns how many conversations that were */
  forget(userId: string): number;
}

/** What a conversation is: one person in one place. */
export const conversationOf = ({ caller, place }: Call): string =>
  JSON.stringify([caller.userId, place.platform, place.chatId, place.topicId ?? ""]);

/** What a reply says, without its buttons and its last line. */
export const answerText = ({ title, blocks }: Reply): string =>
  plainText(title === undefined ? { blocks } : { title, blocks });

const TURN_LIMIT = 6;
const TOKEN_LIMIT = 700;
const CONVERSATION_LIMIT = 500;
/** One answer of this length leaves room for others. */
const TEXT_LIMIT = 800;

const cut = (text: string): string => {
  const [first = "", ...more] = splitText(text, TEXT_LIMIT);
  return more.length === 0 ? first : `${first.trimEnd()}…`;
};

/** The last turns that fit the budget of a prompt. */
function fitting(turns: readonly Exchange[]): readonly Exchange[] {
  let tokens = 0;
  const kept: Exchange[] = [];
  for (const turn of turns.slice(-TURN_LIMIT).reverse()) {
    tokens += tokensOf(turn.question) + tokensOf(turn.answer);
    if (tokens > TOKEN_LIMIT) break;
    kept.unshift(turn);
  }
  return kept;
}

/**
 * History in the memory of the process: gone with a restart.
 * @param lifeMs  how long a conversation is remembered after its last turn
 */
export function createMemoryHistory(lifeMs = 6 * 3_600_000): ForgetfulHistory {
  const conversations = new Map<string, { turns: readonly Exchange[]; at: number }>();
  return {
    forget(userId) {
      const theirs = [...conversations.keys()].filter((key) => (JSON.parse(key) as readonly string[])[0] === userId);
      for (const key of theirs) conversations.delete(key);
      return theirs.length;
    },
    async recent(call) {
      const found = conversations.get(conversationOf(call));
      return found && call.now - found.at <= lifeMs ? fitting(found.turns) : [];
    },
    async add(call, question, answer) {
      const key = conversationOf(call);
      const before = conversations.get(key);
      const turns = before && call.now - before.at <= lifeMs ? before.turns : [];
      // Set anew, so that the oldest conversation stands first.
      conversations.delete(key);
      conversations.set(key, {
        turns: [...turns, { question: cut(question), answer: cut(answer) }].slice(-TURN_LIMIT),
        at: call.now,
      });
      for (const [oldest, { at }] of conversations) {
        if (conversations.size <= CONVERSATION_LIMIT && call.now - at <= lifeMs) break;
        conversations.delete(oldest);
      }
    },
  };
}
