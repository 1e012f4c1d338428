import type { Place } from "../../core/call.ts";
import type { Gone, Sending, SendResult } from "../../core/desk.ts";
import type { Log, Report } from "../../core/log.ts";
import { afterPost } from "./after-post.ts";
import { CODES, failureOf, loggable } from "./failure.ts";
import type { Outgoing } from "./render.ts";
import { nonceOf, type Requests } from "./requests.ts";

/** When Discord is not to be reached at all, or answers with a fault of its own. Within this the nonces still hold. */
const LATER_MS = 30_000;
/** When a message is refused for a reason that may be put right. */
const REFUSED_MS = 10 * 60_000;
/** How long a thread that somebody has closed is left alone; one that is only archived opens by itself. */
const CLOSED_MS = 3_600_000;
const UNAUTHORIZED = 401;

/** Refusals that stay until somebody does something: the channel is gone, we were removed from it, or the person takes no messages from us. */
const GONE: ReadonlyMap<number, "somebody" | Gone["mendedBy"]> = new Map([
  [CODES.unknownChannel, "nobody"],
  [CODES.unknownUser, "nobody"],
  [CODES.missingAccess, "somebody"],
  [CODES.missingPermissions, "somebody"],
  [CODES.cannotMessageUser, "person"],
  [CODES.noMutualGuilds, "person"],
]);

const CLOSED: ReadonlySet<number> = new Set([CODES.threadArchived, CODES.threadLocked]);

function resultOf(error: unknown, to: Place, report: Report): SendResult {
  const failure = failureOf(error);
  const { why } = failure;
  switch (failure.kind) {
    case "limited":
      return { state: "later", afterMs: failure.afterMs, scope: failure.scope, why };
    case "broken":
      return { state: "later", afterMs: LATER_MS, scope: "place", why };
    case "unreachable":
      return { state: "later", afterMs: LATER_MS, scope: "platform", why };
    case "unknown":
      return { state: "unknown", why };
    case "refused": {
      const mender = GONE.get(failure.code) ?? (failure.status === 404 ? "nobody" : undefined);
      if (mender === "somebody") return { state: "gone", mendedBy: to.isPublic ? "admin" : "person", why };
      if (mender !== undefined) return { state: "gone", mendedBy: mender, why };
      if (CLOSED.has(failure.code)) return { state: "later", afterMs: CLOSED_MS, scope: "place", why };
      if (failure.status !== 400 || failure.code === CODES.openingDirectTooFast)
        return {
          state: "later",
          afterMs: REFUSED_MS,
          scope: failure.status === UNAUTHORIZED ? "platform" : "place",
          why,
        };
      report(loggable(error), "discord: a message was refused");
      return { state: "refused", why };
    }
    case "fault":
      report(error, "discord: send");
      return { state: "unknown", why };
  }
  return failure satisfies never;
}

/**
 * Sends messages that nobody waits for, in order, those behind the ones that are out already. A try that follows one of
 * unknown outcome carries the same nonces, by which Discord keeps only one of each for some minutes.
 * @param to  a channel, or a person as `directPlace` names them: their channel is opened now
 */
export async function sendTo(
  requests: Requests,
  {
    to,
    messages,
    key,
    sending,
    report,
    log,
  }: {
    readonly to: Place;
    readonly messages: readonly Outgoing[];
    readonly key: string;
    readonly sending: Sending;
    readonly report: Report;
    readonly log: Log;
  },
): Promise<SendResult> {
  const { sentIds, onBegin, onPart, manner: { roleId, ...manner } = {} } = sending;
  const messageIds = [...sentIds];
  try {
    const channelId = to.chatId.startsWith("@") ? await requests.openDirect(to.chatId.slice(1)) : to.chatId;
    for (const [index, message] of messages.entries()) {
      if (index < sentIds.length) continue;
      // A role is called once, by the first part.
      const made = { ...manner, ...(roleId === undefined || index > 0 ? {} : { roleId }) };
      const nonce = nonceOf(`${key}:${index}`);
      await onBegin();
      const messageId = await requests.createMessage(channelId, message, nonce, { manner: made });
      messageIds.push(messageId);
      await onPart(messageId);
    }
    return { state: "sent", messageIds, ...(await afterPost(requests, channelId, messageIds, { ...sending, log })) };
  } catch (error) {
    return resultOf(error, to, report);
  }
}
