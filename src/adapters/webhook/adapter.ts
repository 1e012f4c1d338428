import { type Adapter, FRESH_POST } from "../../core/desk.ts";
import { plainText } from "../../core/plain.ts";
import type { Post, WebhookTarget } from "./post.ts";

export interface WebhookParts {
  readonly post: Post;
  /** Where the chat of this id lies; undefined when its alert is no more. */
  readonly targetOf: (chatId: string) => Promise<WebhookTarget | undefined>;
  /** Whether the owner of the desk lets anything go to webhooks. */
  readonly webhooks: "deny" | "allow";
}

/** The way out to programs: each alert to a webhook is a chat of its own, in which nobody answers. */
export function createWebhookAdapter({ post, targetOf, webhooks }: WebhookParts): Adapter {
  const stopped = new AbortController();
  return {
    platform: "webhook",
    async start() {},
    async stop() {
      stopped.abort();
    },

    async send({ chatId }, reply, key, { onBegin } = FRESH_POST) {
      if (webhooks === "deny")
        return { state: "gone", mendedBy: "person", why: "the owner of this desk does not allow webhooks" };
      const target = await targetOf(chatId);
      if (!target) return { state: "refused", why: "its alert is no more" };
      const body = { ...(reply.event ?? { type: "message" }), text: plainText(reply) };
      await onBegin();
      return await post(target, { body, key }, stopped.signal);
    },
  };
}
