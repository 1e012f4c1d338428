import { type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { cardsReply } from "./cards.ts";
import type { AgentLimits } from "./limits.ts";
import { saidInFull } from "./follow-up.ts";
import { dataLine, type Message } from "./message.ts";
import { type CannotParts, cannotReply } from "./offline-answer.ts";
import type { OfflineStep } from "./offline-rules.ts";
import { askerOf } from "./spending.ts";
import type { Toolbox } from "./tools.ts";

/** In a place where others read along, that nothing can be answered is said once an hour. */
const CANNOT_EVERY_MS = 3_600_000;

/**
 * What the offline rules make of a message, once they have looked up what they want.
 * @param before  what its asker asked here before, oldest first
 * @throws the signal's reason when it is aborted
 */
export async function askRules(
  { question, call, marker, begin }: Message,
  toolbox: Toolbox,
  limits: AgentLimits,
  signal: AbortSignal,
  before: readonly string[],
): Promise<OfflineStep> {
  const { openTurn } = await import("./turn.ts");
  const spender = askerOf(call);
  const turn = openTurn({ system: "", history: [], toolbox, route: undefined, spender, limits, begin, signal });
  const { step } = await turn.say(`${dataLine(call, marker)}\n${saidInFull(question, before)}`);
  if (!step) throw new Error("the offline rules ended without a decision");
  return step;
}

/** Words the rules' decision. A look-up's own card is the answer. @param lead  how the model failed, when it did */
export function rulesReply(step: OfflineStep, toolbox: Toolbox, parts: CannotParts, lead: string | undefined): Reply {
  switch (step.kind) {
    case "call":
      return cardsReply(toolbox.outcomes, lead);
    case "say":
      return { blocks: [text(lead === undefined ? step.text : `${lead} ${step.text}`)] };
    case "cannot":
      return cannotReply(step, parts, lead);
  }
  return step satisfies never;
}

/** Keeps a chat from being told again and again what cannot be done. In the memory of the process: a restart may say it once more. */
export function createRestraint(): (call: Call) => boolean {
  const said = new Map<string, number>();
  /** @returns whether it may be said here and now; then it counts as said */
  return ({ place, now }) => {
    if (!place.isPublic) return true;
    const key = JSON.stringify([place.platform, place.chatId]);
    const last = said.get(key);
    if (last !== undefined && now - last < CANNOT_EVERY_MS) return false;
    for (const [other, at] of said) if (now - at >= CANNOT_EVERY_MS) said.delete(other);
    said.set(key, now);
    return true;
  };
}
