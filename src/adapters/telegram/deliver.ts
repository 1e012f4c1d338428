import type { Place } from "../../core/call.ts";
import { FRESH_POST, type Gone, type SendResult, type Sending } from "../../core/desk.ts";
import type { Log, Report } from "../../core/log.ts";
import { isEmpty, type Reply } from "../../core/reply.ts";
import type { Api } from "./api.ts";
import { isClosedTopic, isDeleted, type TelegramFailure, toFailure, wasCutOff } from "./failure.ts";
import { afterPost } from "./after-post.ts";
import { post, targetOf } from "./post.ts";
import type { Speaker } from "./speaker.ts";

/** How long a topic that somebody has closed is left alone. */
const CLOSED_MS = 3_600_000;
const UNREACHABLE_MS = 5_000;
/** When the door is closed or closing, or a reply could not be put into words just now. */
const SHUT_MS = 60_000;

export interface DeliveryParts {
  readonly api: Api;
  readonly speaker: Speaker;
  readonly log: Log;
  readonly report: Report;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
}

/** Sends what nobody waits for: never twice by itself, and never waiting, since whoever asks for it has a clock of its own. */
export function createDelivery({ api, speaker, log, report, clock }: DeliveryParts) {
  /** The chat that was last told to wait, and until when. */
  let limited = { chatId: "", until: 0 };

  /** Telegram does not say whether it limits a chat or us altogether; two chats at a time are taken for the latter. */
  function limitOf(chatId: string, afterMs: number): "place" | "platform" {
    const isOther = limited.chatId !== chatId && limited.until > clock();
    limited = { chatId, until: clock() + afterMs };
    return isOther ? "platform" : "place";
  }

  function resultOf(failure: TelegramFailure, to: Place): SendResult {
    const why = failure.detail;
    if (isClosedTopic(failure)) return { state: "later", afterMs: CLOSED_MS, scope: "message", why };
    switch (failure.kind) {
      case "limited":
        return { state: "later", afterMs: failure.afterMs, scope: limitOf(to.chatId, failure.afterMs), why };
      case "gone":
        return { state: "gone", mendedBy: menderOf(failure, to), why };
      case "unknown":
        return { state: "unknown", why };
      case "moved":
        return { state: "later", afterMs: UNREACHABLE_MS, scope: "message", why };
      case "unsent":
      case "conflict":
        return { state: "later", afterMs: UNREACHABLE_MS, scope: "platform", why };
      case "unauthorized":
      case "stopped":
        if (wasCutOff(failure)) return { state: "unknown", why };
        return { state: "later", afterMs: SHUT_MS, scope: "platform", why };
      case "refused":
        log.error({ why }, "telegram: a message was refused");
        return { state: "refused", why };
    }
    return failure.kind satisfies never;
  }

  return async function deliver(to: Place, reply: Reply, sending: Sending = FRESH_POST): Promise<SendResult> {
    if (isEmpty(reply)) return { state: "sent", messageIds: [] };
    if (reply.audience === "caller" && to.isPublic)
      return { state: "gone", mendedBy: "nobody", why: "private facts do not go into a group" };
    const { ownerId, sentIds, onBegin, onPart, manner = {} } = sending;
    const messages = await speaker.rendered(reply, ownerId).catch((error: unknown) => report(error, "telegram: send"));
    if (typeof messages === "string")
      return { state: "later", afterMs: SHUT_MS, scope: "reply", why: `not rendered, reference ${messages}` };
    const ids = [...sentIds];
    for (const message of messages.slice(sentIds.length)) {
      await onBegin();
      try {
        const target = { ...targetOf(to), isSilent: manner.isSilent === true };
        ids.push(String(await post(api, target, message, { repeat: "never" })));
      } catch (error) {
        return resultOf(toFailure("send", error), to);
      }
      await onPart(ids.at(-1) ?? "");
    }
    return { state: "sent", messageIds: ids, ...(await afterPost(api, to.chatId, ids, { ...sending, log })) };
  };
}

const menderOf = (failure: TelegramFailure, { isPublic }: Place): Gone["mendedBy"] =>
  isDeleted(failure) ? "nobody" : isPublic ? "admin" : "person";
