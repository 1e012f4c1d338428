import { createHash, randomBytes } from "node:crypto";
import type { Adapter } from "../core/desk.ts";
import { AlertStore } from "../store/alert-store.ts";
import type { AlertWebhooks } from "../commands/alert-webhook.ts";
import type { Call } from "../core/call.ts";
import { createWebhookAdapter } from "../adapters/webhook/adapter.ts";
import type { Database, Executor } from "../store/database.ts";
import type { Delivery } from "../core/delivery.ts";
import { DirectPlaceStore } from "../store/direct-place-store.ts";
import type { OnGone } from "../jobs/deliver-one.ts";
import type { Post, WebhookTarget } from "../adapters/webhook/post.ts";
import { text } from "../core/reply.ts";
import { TokenBucket } from "../wire/token-bucket.ts";
import { UserError } from "../core/errors.ts";

/** A test goes to whatever address somebody names, so there are few. */
const TESTS = { tokens: 10, perMs: 10 * 60_000 } as const;
/** Those who have tested last. */
const TESTERS_KEPT = 2_000;
/** How long it is worth saying that an alert could not be posted. */
const STALE_MS = 24 * 3_600_000;

export interface AlertWebhookParts {
  readonly database: Database;
  /** Whether the owner of the desk lets alerts go to webhooks (ALERT_WEBHOOKS). */
  readonly webhooks: "deny" | "allow";
  readonly post: Post;
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
}

/** Alerts that are posted, for the commands, the outbox and `main.ts`. */
export interface AlertWebhookServices {
  /** Also where they are not allowed: what was made before that is stopped, and its owner told. */
  readonly adapter: Adapter;
  /** For the commands; absent where they are not allowed. */
  readonly webhooks?: AlertWebhooks;
  /** Stops an alert whose webhook takes nothing any more and tells its owner; other alerts are left to `others`. */
  readonly onGone: (others: OnGone) => OnGone;
}

/** The way of alerts to webhooks. */
export function openAlertWebhooks({ database, webhooks, post, enqueue }: AlertWebhookParts): AlertWebhookServices {
  const alerts = new AlertStore();
  const direct = new DirectPlaceStore();
  const testers = new Map<string, TokenBucket>();
  const targetOf = (number: number): Promise<WebhookTarget | undefined> => alerts.webhook(database, number);

  /** Signed like any other, by the secret that its receiver is about to be told. */
  async function test(target: WebhookTarget, { caller, now, key }: Call, alert: { readonly alert?: number }) {
    const bucket = testers.get(caller.userId) ?? new TokenBucket(TESTS);
    testers.delete(caller.userId);
    testers.set(caller.userId, bucket);
    const [oldest] = testers.keys();
    if (testers.size > TESTERS_KEPT && oldest !== undefined) testers.delete(oldest);
    if (!bucket.take(now)) throw new UserError("That were many tests of webhooks. Try again in ten minutes.");
    // Accounts and chats are nobody's business there.
    const asked = createHash("sha256").update(key ?? `${caller.userId} ${now}`);
    const body = { type: "test", ...alert, text: "Alerts of this desk are posted here." };
    return await post(target, { body, key: `test:${asked.digest("hex").slice(0, 32)}` });
  }

  const onGone: AlertWebhookServices["onGone"] = (others) => async (on, delivery, gone) => {
    const { sourceId, place, ownerId, reply, dueAt } = delivery;
    if (place.platform !== "webhook") return await others(on, delivery, gone);
    const number = Number(sourceId);
    const target = await alerts.webhook(on, number);
    await alerts.close(on, [number], gone.why);
    const [to] = ownerId === undefined ? [] : await direct.of(on, ownerId);
    if (!target || !to || ownerId === undefined) return;
    const { event: _program, title = "", blocks } = reply;
    await enqueue(on, {
      kind: "notice",
      sourceId: `webhook ${sourceId}`,
      occurrence: String(dueAt),
      place: to,
      ownerId,
      reply: {
        title: `Alert ${number} could not be posted`,
        blocks: [
          text(
            `Its webhook at ${new URL(target.url).host} takes nothing (${gone.why}), so it is stopped. It had to say:`,
          ),
          text(title),
          ...blocks,
        ],
        buttons: [{ label: "Try again", command: "alert resume", input: { number }, answer: "new" }],
      },
      dueAt,
      staleAt: dueAt + STALE_MS,
    });
  };

  return {
    adapter: createWebhookAdapter({ post, targetOf: (chatId) => targetOf(Number(chatId)), webhooks }),
    onGone,
    ...(webhooks === "allow" && {
      webhooks: {
        makeSecret: () => randomBytes(32).toString("base64url"),
        tryNew: (to, call) => test(to, call, {}),
        async tryKept(number, call) {
          const target = await targetOf(number);
          if (!target) return { state: "refused", why: "the alert is no more" };
          return await test(target, call, { alert: number });
        },
      },
    }),
  };
}
