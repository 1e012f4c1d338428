import type { Place } from "../../core/call.ts";
import type { SendResult } from "../../core/desk.ts";
import type { Log } from "../../core/log.ts";
import { isEmpty, type Reply } from "../../core/reply.ts";
import type { Api } from "./api.ts";
import { isClosedTopic, type TelegramFailure, toFailure } from "./failure.ts";
import { post, targetOf } from "./post.ts";
import type { Speaker } from "./speaker.ts";

/** How long what cannot be helped by waiting a little is left alone. */
const LONG_MS = 3_600_000;
/** Deliveries that are half sent, at most. */
const PARTS_KEPT = 1_000;

/** Sends what nobody waits for: never twice by itself, and never waiting, since whoever asks for it has a clock of its own. */
export function createDelivery({ api, speaker, log }: { api: Api; speaker: Speaker; log: Log }) {
  /** Ids of the messages of a delivery that are out, so that the next try goes on behind them. */
  const begun = new Map<string, readonly string[]>();

  return async function deliver(to: Place, reply: Reply, key: string): Promise<SendResult> {
    if (isEmpty(reply)) return { state: "sent", messageIds: [] };
    if (reply.audience === "caller" && to.isPublic)
      return { state: "gone", why: "private facts do not go into a group" };
    let ids = begun.get(key) ?? [];
    for (const message of (await speaker.rendered(reply, undefined)).slice(ids.length)) {
      try {
        ids = [...ids, String(await post(api, targetOf(to), message, { repeat: "never" }))];
      } catch (error) {
        if (begun.size >= PARTS_KEPT) begun.clear();
        if (ids.length > 0) begun.set(key, ids);
        return resultOf(toFailure("send", error), log);
      }
    }
    begun.delete(key);
    return { state: "sent", messageIds: ids };
  };
}

function resultOf(failure: TelegramFailure, log: Log): SendResult {
  const why = failure.detail;
  if (isClosedTopic(failure)) return { state: "later", afterMs: LONG_MS, why };
  switch (failure.kind) {
    case "limited":
      return { state: "later", afterMs: failure.afterMs, why };
    case "gone":
      return { state: "gone", why };
    case "unknown":
      return { state: "unknown", why };
    case "unsent":
    case "conflict":
    case "moved":
      return { state: "later", afterMs: 5_000, why };
    case "stopped":
    case "unauthorized":
      return { state: "later", afterMs: 60_000, why };
    case "refused":
      log.error({ why }, "telegram: a message was refused");
      return { state: "later", afterMs: LONG_MS, why };
  }
  return failure.kind satisfies never;
}
