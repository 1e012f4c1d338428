import { alertDeskOver } from "./alert-desk.ts";
import { alertReply } from "../../src/commands/alert-told.ts";
import { alertsDesk } from "./alerts-desk.ts";
import type { Call } from "../../src/core/call.ts";
import { createDeliverer } from "../../src/jobs/deliver.ts";
import { createPost } from "../../src/adapters/webhook/post.ts";
import { FakeDoor } from "./outbox.ts";
import { Health } from "../../src/core/health.ts";
import { openAlertWebhooks } from "../../src/compose/alert-webhooks.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { plainText } from "../../src/core/plain.ts";
import { WebhookReceiver } from "../stand-ins/webhook.ts";

/** Alerts, their commands and the outbox as `main.ts` puts them together, with a receiver of posts and a Telegram that takes all. */
export async function webhookDesk(change: { readonly webhooks?: "deny" | "allow" } = {}) {
  const receiver = await new WebhookReceiver().start();
  const kept = await alertsDesk({ replyOf: alertReply });
  const { database, log } = kept;
  kept.llama.say("bittensor", 324.94);
  await database
    .insertInto("account")
    .values({ platform: "telegram", account_id: "77", user_id: "user-1", name: null, seen_at: kept.now() })
    .execute();
  const outbox = new OutboxStore();
  const telegram = new FakeDoor("telegram");
  /** The owner starts the desk anew with this in its configuration. */
  const openWith = async (webhooks: "deny" | "allow") => {
    const way = openAlertWebhooks({
      database,
      webhooks,
      post: createPost({ version: "1.2.3", clock: kept.now, agent: receiver.agent(), timeoutMs: 1_000 }),
      enqueue: (on, delivery) => outbox.enqueue(on, delivery),
    });
    const deliverer = createDeliverer({
      database,
      outbox,
      adapters: () => [telegram, way.adapter],
      onGone: { alert: way.onGone((on, delivery, gone) => kept.alerts.onGone(on, delivery, gone)) },
      log,
      report: (error) => {
        throw error;
      },
      health: new Health(),
      clock: kept.now,
      random: () => 0.5,
    });
    return { way, deliverer, commands: await alertDeskOver(kept.book, way.webhooks) };
  };
  let open = await openWith(change.webhooks ?? "allow");
  const desk = {
    receiver,
    kept,
    telegram,
    log,
    database,
    outbox,
    get deliverer() {
      return open.deliverer;
    },
    get commands() {
      return open.commands;
    },
    async restart(webhooks: "deny" | "allow") {
      open = await openWith(webhooks);
    },
    say: (line: string, from: Call = kept.call()) => open.commands.say(line, from),
    read: async (line: string, from: Call = kept.call()) => plainText(await desk.say(line, from)),
    /** What is due goes out, and what follows from that. */
    async deliver(): Promise<void> {
      for (let round = 0; round < 2; round += 1) {
        open.deliverer.wake();
        await open.deliverer.idle();
      }
    },
    rows: async () => await database.selectFrom("outbox").selectAll().orderBy("id").execute(),
    async close() {
      await receiver.stop();
      await kept.close();
    },
  };
  return desk;
}
