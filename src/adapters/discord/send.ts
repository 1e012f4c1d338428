import type { Place } from "../../core/call.ts";
import type { SendResult } from "../../core/desk.ts";
import { CODES, failureOf, loggable } from "./failure.ts";
import type { Outgoing } from "./render.ts";
import { nonceOf, type Requests } from "./requests.ts";
import type { Report } from "../../core/log.ts";

/** When Discord is not to be reached at all, or answers with a fault of its own. Within this the nonces still hold. */
const LATER_MS = 30_000;
/** When a message is refused for a reason that may be put right. */
const REFUSED_MS = 10 * 60_000;

/** Refusals that stay: the channel is gone, we were removed from it, or the person takes no messages from us. */
const GONE: ReadonlySet<number> = new Set([
  CODES.unknownChannel,
  CODES.unknownUser,
  CODES.missingAccess,
  CODES.missingPermissions,
  CODES.cannotMessageUser,
]);

function resultOf(error: unknown, report: Report): SendResult {
  const failure = failureOf(error);
  switch (failure.kind) {
    case "limited":
      return { state: "later", afterMs: failure.afterMs, why: failure.why };
    case "broken":
    case "unreachable":
      return { state: "later", afterMs: LATER_MS, why: failure.why };
    case "unknown":
      return { state: "unknown", why: failure.why };
    case "refused":
      if (GONE.has(failure.code) || failure.status === 404) return { state: "gone", why: failure.why };
      if (failure.status !== 400) return { state: "later", afterMs: REFUSED_MS, why: failure.why };
      report(loggable(error), "discord: a message was refused");
      return { state: "unknown", why: failure.why };
    case "fault":
      report(error, "discord: send");
      return { state: "unknown", why: failure.why };
  }
  return failure satisfies never;
}

/**
 * Sends messages that nobody waits for, in order. A try that follows one of unknown outcome carries the same nonces, by
 * which Discord keeps only one of each for some minutes.
 * @param to  a channel, or a person as `directChat` names them
 */
export async function sendTo(
  requests: Requests,
  { to, messages, key, report }: { to: Place; messages: readonly Outgoing[]; key: string; report: Report },
): Promise<SendResult> {
  const messageIds: string[] = [];
  try {
    const channelId = to.chatId.startsWith("@") ? await requests.openDirect(to.chatId.slice(1)) : to.chatId;
    for (const [index, message] of messages.entries())
      messageIds.push(await requests.createMessage(channelId, message, nonceOf(`${key}:${index}`)));
    return { state: "sent", messageIds };
  } catch (error) {
    return resultOf(error, report);
  }
}
