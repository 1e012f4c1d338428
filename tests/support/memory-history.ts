import { conversationOf, type Exchange, fittingTurns, type History } from "../../src/agent/history.ts";

/** A history for tests of the agent alone: gone with the test. */
export function memoryHistory(): History {
  const conversations = new Map<string, readonly Exchange[]>();
  return {
    recent: async (call) => fittingTurns(conversations.get(conversationOf(call)) ?? []),
    async add(call, question, answer) {
      const key = conversationOf(call);
      conversations.set(key, [...(conversations.get(key) ?? []), { question, answer }]);
    },
  };
}
