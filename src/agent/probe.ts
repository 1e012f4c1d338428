import { type FailureKind, failureOf } from "./failures.ts";
import type { Model } from "./model.ts";

/** These say something about the words, not about the server: it answers. */
const ANSWERED: readonly FailureKind[] = ["filtered", "empty", "overflow"];

/** Asks the model for one word. @returns why it did not answer; undefined when it did. Rejects with the signal's reason when aborted */
export async function probeModel(model: Model, signal: AbortSignal): Promise<FailureKind | undefined> {
  try {
    const [route, { HumanMessage, SystemMessage }, { NoTracer }] = await Promise.all([
      model.open("full"),
      import("@langchain/core/messages"),
      import("./turn.ts"),
    ]);
    signal.throwIfAborted();
    const words = [new SystemMessage("This checks the connection."), new HumanMessage("Answer with one word: ok")];
    await route.call(async (chat) => await chat.invoke(words, { signal, callbacks: [new NoTracer()] }), signal, {
      spender: { purpose: "check" },
      promptTokens: 30,
    });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const { kind } = failureOf(error);
    return ANSWERED.includes(kind) ? undefined : kind;
  }
}
