import type { Call } from "../../core/call.ts";
import type { Desk, Draw } from "../../core/desk.ts";
import type { Report } from "../../core/log.ts";
import type { Reply } from "../../core/reply.ts";
import type { Api } from "./api.ts";
import type { Asked } from "./asked.ts";
import { toFailure } from "./failure.ts";
import { edit, post, remove, type Target, targetOf } from "./post.ts";
import { type Outgoing, render } from "./render.ts";
import type { Self } from "./receive.ts";
import { toStyledText } from "./runs.ts";

/** Says replies, where they may be said. */
export interface Speaker {
  /** @param ownerId  whose buttons they are; absent on what nobody asked for */
  rendered(reply: Reply, ownerId: string | undefined): Promise<readonly Outgoing[]>;
  /**
   * Sends messages in order; the first one takes the place of the status message, if there is one.
   * @returns their ids
   * @throws TelegramFailure
   */
  say(target: Target, messages: readonly Outgoing[], statusId?: number): Promise<readonly number[]>;
  /** Whether the caller can be written to in private; Telegram wants them to have pressed Start once. */
  isReachable(asked: Asked): Promise<boolean>;
  /** To the caller's direct chat. @returns false when that cannot be reached. @throws TelegramFailure */
  sayInPrivate(asked: Asked, call: Call, reply: Reply): Promise<boolean>;
  /** One line, with a button to our direct chat if a link is given. It holds no data: a group reads it. */
  sayLine(target: Target, line: string, url?: string): Promise<void>;
  /** @param payload  comes back with `/start`; 1 to 64 characters of A-Z a-z 0-9 _ - */
  linkTo(payload: string): string;
}

export interface SpeakerParts {
  readonly api: Api;
  readonly desk: Desk;
  readonly draw: Draw;
  readonly report: Report;
  readonly self: Self;
}

/** Where an answer belongs: in groups it is a reply to what was asked. */
export function replyTarget({ place, what }: Asked): Target {
  const messageId = what.kind === "press" ? what.on?.messageId : what.messageId;
  return {
    ...targetOf(place),
    ...(place.isPublic && messageId !== undefined ? { replyTo: messageId } : {}),
  };
}

export function createSpeaker({ api, desk, draw, report, self }: SpeakerParts): Speaker {
  const rendered: Speaker["rendered"] = (reply, ownerId) =>
    render(reply, {
      keep: (button) => desk.keep(button, ownerId),
      draw,
      onLoss: (error, what) => void report(error, `telegram ${what}`),
    });

  async function say(target: Target, messages: readonly Outgoing[], statusId?: number): Promise<readonly number[]> {
    const [first, ...others] = messages;
    if (!first) return [];
    const ids = [
      statusId !== undefined && (await becomes(target, statusId, first)) ? statusId : await post(api, target, first),
    ];
    const { replyTo: _first, ...rest } = target;
    for (const message of others) ids.push(await post(api, rest, message));
    return ids;
  }

  /** Whether the status message could be turned into the answer; a picture cannot take its place, so it goes. */
  async function becomes({ chatId }: Target, statusId: number, message: Outgoing): Promise<boolean> {
    if (message.shape !== "text") {
      await remove(api, chatId, statusId);
      return false;
    }
    try {
      await edit(api, chatId, statusId, message);
      return true;
    } catch (error) {
      if (toFailure("edit", error).kind !== "refused") throw error;
      return false; // Somebody has deleted it.
    }
  }

  return {
    rendered,
    say,

    async isReachable({ from }) {
      if (from.as !== "person") return false;
      try {
        await api.call("sendChatAction", { chat_id: from.accountId, action: "typing" }, { timeoutMs: 3_000 });
        return true;
      } catch (error) {
        return toFailure("sendChatAction", error).kind !== "gone";
      }
    },

    async sayInPrivate({ from }, call, reply) {
      if (from.as !== "person") return false;
      try {
        await say({ chatId: from.accountId }, await rendered(reply, call.caller.userId));
        return true;
      } catch (error) {
        if (toFailure("send", error).kind !== "gone") throw error;
        return false;
      }
    },

    async sayLine(target, line, url) {
      const keyboard = url === undefined ? [] : [[{ text: "Open our chat", url }]];
      await post(api, target, { shape: "text", ...toStyledText([{ text: line }]), keyboard });
    },

    linkTo: (payload) => `https://t.me/${self.username}?start=${payload}`,
  };
}
