import { createHash } from "node:crypto";
import { AuditStore } from "../../src/store/audit-store.ts";
import { cleanUp } from "../../src/jobs/clean-up.ts";
import { DailyCloseStore } from "../../src/store/daily-close-store.ts";
import type { Database } from "../../src/store/database.ts";
import { memoryLog } from "./calls.ts";
import { openPrivacy } from "../../src/compose/privacy.ts";
import { sizeOf } from "../../src/store/size.ts";
import { text } from "../../src/core/reply.ts";
import { cleanedStores } from "./cleaned-stores.ts";

const DAY = 86_400_000;

/** Words that are never twice the same. */
const words = (seed: string, length: number): string =>
  Array.from({ length: Math.ceil(length / 44) }, (_, part) =>
    createHash("sha256").update(`${seed} ${part}`).digest("base64"),
  )
    .join(" ")
    .slice(0, length);

/** How much happens in a day. */
export interface Business {
  /** Answers given, each to a request with two buttons below it; every fifth changes something, every fourth is sent unasked. */
  readonly answers: number;
  readonly newsItems: number;
  /** Browsers that come once and never again. */
  readonly visitors: number;
  /** Coins whose close is kept. */
  readonly closes: number;
}

/**
 * Lives through days as a desk does, by its stores, and cleans up after each.
 * @param each  told after each day, which is counted from 1, with the file's size in bytes
 */
export async function liveThrough(
  database: Database,
  days: number,
  business: Business,
  each: (day: number, bytes: number) => void = () => undefined,
): Promise<void> {
  const stores = cleanedStores();
  const audit = new AuditStore();
  const closes = new DailyCloseStore();
  const clean = cleanUp({ database, ...stores });
  const privacy = openPrivacy({ database, log: memoryLog(), history: { forget: async () => 0 }, clock: Date.now });
  const start = Date.UTC(2026, 0, 1);
  const { userId } = await stores.users.identify(database, "telegram", "1", "Ann", start);
  await database
    .insertInto("feed")
    .values({
      id: "feed",
      address: "https://news.example/feed",
      moved_to: null,
      publisher: "News",
      kind: "news",
      project_id: null,
      is_shipped: 1,
      state: "on",
      added_by: null,
      added_at: start,
      etag: null,
      last_modified: null,
      next_at: start,
      problem: null,
      ok_at: null,
    })
    .execute();

  for (let day = 1; day <= days; day += 1) {
    const now = start + day * DAY;
    for (let visitor = 0; visitor < business.visitors; visitor += 1)
      await stores.users.identify(database, "web", words(`${day} ${visitor}`, 32), undefined, now);
    await database.transaction().execute(async (on) => {
      for (let count = 0; count < business.answers; count += 1) {
        const key = `${day}-${count}`;
        const place = { platform: "telegram", chatId: `${count % 50}`, isPublic: false } as const;
        const payload = words(`asked ${key}`, 300);
        await stores.inbox.accept(on, { key, platform: "telegram", place, payload, askedAt: now });
        await stores.inbox.close(on, "telegram", key, now);
        const button = { label: "Refresh", command: "price", input: { assets: [words(key, 20)] } };
        await stores.buttons.keepAll(on, [button, button], userId, now, now + 30 * DAY);
        if (count % 5 === 0) {
          const facts = JSON.stringify({ said: words(`done ${key}`, 200) });
          await on
            .insertInto("done_key")
            .values({ user_id: userId, key, command: "watchlist add", facts, done_at: now })
            .execute();
          await audit.note(on, userId, { what: "feeds", from: "a", to: words(key, 30) }, now);
        }
        if (count % 4 === 0) {
          const delivery = {
            kind: "alert",
            sourceId: `${count}`,
            occurrence: `${day}`,
            place,
            ownerId: userId,
            reply: { blocks: [text(words(`told ${key}`, 900))] },
            dueAt: now,
            staleAt: now + DAY,
          } as const;
          await stores.outbox.enqueue(on, delivery);
          const [due] = await stores.outbox.due(on, now, { limit: 1, except: [] });
          const claimed = due && (await stores.outbox.claim(on, due, now, now + 60_000));
          if (claimed) await stores.outbox.settle(on, claimed, { state: "sent", messageIds: [key] }, now);
        }
        if (count % 3 === 0)
          await stores.answers.keep(on, "history", key, { body: words(`answer ${key}`, 3_000) }, now);
      }
      const news = Array.from({ length: business.newsItems }, (_, count) => ({
        guid: `${day} ${count}`,
        title: words(`title ${day} ${count}`, 80),
        link: `https://news.example/${day}/${count}`,
        summary: words(`summary ${day} ${count}`, 300),
        publishedAt: now,
        projects: ["bittensor"],
        titled: [],
        isOnTopic: true,
      }));
      await stores.newsItems.add(on, { id: "feed", publisher: "News" }, news, now);
      const hours = Array.from({ length: 24 }, (_, hour) => ({
        provider: "CoinGecko",
        hour: (now / DAY) * 24 + hour,
        requests: 300,
      }));
      await stores.use.add(on, hours);
      const kept = Array.from({ length: business.closes }, (_, coin) => ({
        assetId: `coin-${coin}`,
        day: now / DAY,
        close: 100 + coin + day / 7,
        volume: 1e9 / (coin + 1),
        source: "CoinGecko",
      }));
      if (kept.length > 0) await closes.keep(on, kept);
    });
    privacy.count("price");
    await clean.run(now + DAY - 1);
    await privacy.step.run(now + DAY - 1);
    each(day, await sizeOf(database));
  }
}
