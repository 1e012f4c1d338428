import type { Log } from "../../core/log.ts";
import type { Sending } from "../../core/desk.ts";
import type { Api } from "./api.ts";
import { toFailure } from "./failure.ts";
import { remove } from "./post.ts";

/**
 * What a post asks for once it is out. What Telegram refuses then takes nothing from the post; each step may be done twice.
 * @param ids  of its messages
 * @returns what could not be done; undefined when all was
 */
export async function afterPost(
  api: Api,
  chatId: string,
  ids: readonly string[],
  { manner, lastIds = [], log }: Pick<Sending, "manner" | "lastIds"> & { readonly log: Log },
): Promise<string | undefined> {
  const former = lastIds.filter((id) => !ids.includes(id));
  const ask = async (method: string, messageId: string | undefined): Promise<string | undefined> => {
    if (messageId === undefined) return undefined;
    const quiet = method === "pinChatMessage" ? { disable_notification: true } : {};
    try {
      await api.call(method, { chat_id: chatId, message_id: Number(messageId), ...quiet }, { repeat: "always" });
      return undefined;
    } catch (error) {
      const { detail } = toFailure(method, error);
      log.warn({ method, detail }, "telegram: not done after a post");
      return detail;
    }
  };
  switch (manner?.last) {
    case "replace":
      for (const id of former) await remove(api, chatId, Number(id)).catch(() => undefined); // The desk is stopping: it stays.
      return undefined;
    case "pin": {
      const refused = await ask("pinChatMessage", ids[0]);
      if (refused !== undefined) return `not pinned: ${refused}`;
      // One that somebody has taken down already is no matter.
      await ask("unpinChatMessage", former[0]);
      return undefined;
    }
    case undefined:
      return undefined;
  }
  return manner?.last satisfies undefined;
}
