import type { Log } from "../../core/log.ts";
import type { Sending, SendResult } from "../../core/desk.ts";
import type { Api } from "./api.ts";
import { isMissing, toFailure } from "./failure.ts";

type After = Omit<SendResult & { state: "sent" }, "state" | "messageIds">;

/**
 * What a post asks for once it is out. What Telegram refuses then takes nothing from the post; each step may be done twice. What
 * could not be undone of the last one just now is left to the next.
 * @param ids  of its messages
 */
export async function afterPost(
  api: Api,
  chatId: string,
  ids: readonly string[],
  { manner = {}, lastIds = [], log }: Pick<Sending, "manner" | "lastIds"> & { readonly log: Log },
): Promise<After> {
  const former = lastIds.filter((id) => !ids.includes(id));

  /** @returns why not, and whether that stays so */
  const ask = async (method: string, messageId: string): Promise<{ why: string; isPassing: boolean } | undefined> => {
    const quiet = method === "pinChatMessage" ? { disable_notification: true } : {};
    try {
      // Nobody waits for it, and others do for this one's end: what is not done now is the next one's.
      await api.call(method, { chat_id: chatId, message_id: Number(messageId), ...quiet }, { repeat: "never" });
      return undefined;
    } catch (error) {
      const failure = toFailure(method, error);
      if (isMissing(failure)) return undefined;
      log.warn({ method, detail: failure.detail }, "telegram: not done after a post");
      return { why: failure.detail, isPassing: failure.kind !== "refused" && failure.kind !== "gone" };
    }
  };

  /** Does it to each of the last one's messages. */
  const undo = async (method: string, what: string): Promise<After> => {
    const left: string[] = [];
    let why: string | undefined;
    for (const id of former) {
      const refused = await ask(method, id);
      why = refused?.why ?? why;
      if (refused?.isPassing === true) left.push(id);
    }
    return {
      ...(why === undefined ? {} : { note: `${what}: ${why}` }),
      ...(left.length === 0 ? {} : { standingIds: [...ids, ...left] }),
    };
  };

  const [first] = ids;
  const { last } = manner;
  switch (last) {
    case "replace":
      return await undo("deleteMessage", "the last one was not removed");
    case "pin": {
      const refused = first === undefined ? undefined : await ask("pinChatMessage", first);
      // Rather the last one than none; what may have been done after all is undone next time.
      if (refused)
        return { note: `not pinned: ${refused.why}`, standingIds: [...former, ...(refused.isPassing ? ids : [])] };
      return await undo("unpinChatMessage", "the last one is still pinned");
    }
    case undefined:
      return {};
  }
  return last satisfies never;
}
