import { z } from "zod";
import type { Api } from "./api.ts";
import { TelegramFailure } from "./failure.ts";
import type { Self } from "./receive.ts";
import { UPDATE_KINDS } from "./update.ts";

/** Where Telegram calls us instead of being polled. */
export interface Webhook {
  /** Public and https. */
  readonly url: string;
  /** Comes back with each call; 1 to 256 characters of A-Z a-z 0-9 _ -. */
  readonly secret: string;
}

const me = z.object({ id: z.number(), username: z.string() });

/**
 * Learns who we are and tells Telegram how updates come to us; both leave alone what waits there.
 * @throws TelegramFailure
 */
export async function connect(api: Api, webhook: Webhook | undefined): Promise<Self> {
  const answer = me.safeParse(await api.call("getMe", {}, { repeat: "never" }));
  if (!answer.success) throw new TelegramFailure("getMe", "unknown", "the answer names no bot");
  if (webhook)
    await api.call(
      "setWebhook",
      { url: webhook.url, secret_token: webhook.secret, allowed_updates: UPDATE_KINDS, drop_pending_updates: false },
      { repeat: "never" },
    );
  else await api.call("deleteWebhook", { drop_pending_updates: false }, { repeat: "never" });
  return answer.data;
}
