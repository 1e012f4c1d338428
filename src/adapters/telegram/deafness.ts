import { z } from "zod";
import type { Deafness } from "../../core/hearing.ts";
import type { Log } from "../../core/log.ts";
import type { Api } from "./api.ts";
import { toFailure } from "./failure.ts";
import type { Self } from "./receive.ts";

const me = z.object({ can_read_all_group_messages: z.boolean().default(false) });
const member = z.object({ status: z.string() });

/** Somebody waits for it. */
const ASK_MS = 3_000;

/** Asks Telegram whether it shows us all messages of a group: with privacy mode off, or where we are an admin. */
export const createDeafness =
  ({ api, self, log }: { readonly api: Api; readonly self: Self; readonly log: Log }): Deafness =>
  async ({ chatId }) => {
    try {
      const patience = { timeoutMs: ASK_MS };
      if (me.parse(await api.call("getMe", {}, patience)).can_read_all_group_messages) return undefined;
      const ours = member.parse(await api.call("getChatMember", { chat_id: chatId, user_id: self.id }, patience));
      if (ours.status === "administrator") return undefined;
      return "Privacy mode is on: Telegram does not show me such messages. Make me an admin of this group; or switch privacy mode off with @BotFather (/setprivacy), then remove me from the group and add me again.";
    } catch (error) {
      log.warn({ why: toFailure("getMe", error).message }, "telegram: what we are shown in a group is not known");
      return "Telegram did not say whether it shows me such messages. Please try again in a minute.";
    }
  };
