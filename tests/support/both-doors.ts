import { noteFault } from "./log-watch.ts";
import { createDiscordAdapter } from "../../src/adapters/discord/adapter.ts";
import { createTelegramAdapter } from "../../src/adapters/telegram/adapter.ts";
import type { Adapter } from "../../src/core/desk.ts";
import type { Delivery, DeliveryKind } from "../../src/core/delivery.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openDesk } from "../../src/compose/desk.ts";
import { openOutbox } from "../../src/compose/outbox.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { expect, vi } from "vitest";
import { Health } from "../../src/core/health.ts";
import { memoryLog } from "./calls.ts";
import type { Place } from "../../src/core/call.ts";
import { readConfig } from "../../src/config.ts";
import { type DiscordServer, startDiscord } from "../stand-ins/discord.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { text } from "../../src/core/reply.ts";
import { TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { PIXEL, QUICK } from "./telegram.ts";

interface BothPlatforms {
  readonly telegram: TelegramStandIn;
  readonly discord: DiscordServer;
}

export type BothDoors = Awaited<ReturnType<typeof openBothDoors>>;

interface Circumstances {
  /** More of the environment, such as a model. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The file of the database; in memory by default. */
  readonly path?: string;
  /** The platforms of a desk that was there before; they are left open. */
  readonly platforms?: BothPlatforms;
}

/**
 * The whole desk on the sample market with its outbox, behind a Telegram and a Discord door, as `main.ts` puts it together.
 * @param startAt  UTC epoch milliseconds, of the desk's own clock
 */
export async function openBothDoors(
  startAt = Date.now(),
  { environment = {}, path = ":memory:", platforms }: Circumstances = {},
) {
  let ahead = startAt - Date.now();
  const database = await openDatabase(path);
  const { telegram, discord } = platforms ?? {
    telegram: await TelegramStandIn.start(),
    discord: await startDiscord(),
  };
  const log = memoryLog();
  const faults: unknown[] = [];
  const clock = (): number => Date.now() + ahead;
  const report = (error: unknown): string => {
    noteFault(error);
    return `ref${faults.push(error)}`;
  };
  const health = new Health();
  const delivery = openOutbox({ database, log, report, health, clock });
  const config = readConfig({ MARKET_DATA: "sample", ACCESS: "open", ...environment });
  const parts = { config, database, version: "0", log, report, clock, health, jobs: () => [], delivery };
  const services = openDesk({ ...parts, served: () => undefined });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, market.asOf);
  const {
    identify,
    isOwner,
    inbox,
    cashtagsOn,
    onReached,
    onMembership,
    onShown,
    isBlocked,
    hearing,
    rights,
    alerts,
    digests,
  } = services;
  delivery.pauseBy("notice", services.placeLife.onGone);
  delivery.pauseBy("alert", alerts.onGone);
  if (digests) delivery.pauseBy("digest", digests.onGone);
  const common = {
    identify,
    isOwner,
    inbox,
    cashtagsOn,
    onReached,
    onMembership,
    onShown,
    isBlocked,
    hearing,
    rights,
    draw: async () => PIXEL,
    log,
    report,
    health,
    clock,
  };
  const adapters = [
    createTelegramAdapter({
      ...common,
      token: TELEGRAM_TOKEN,
      apiRoot: telegram.root,
      onMoved: (from, to) => delivery.movePlace("telegram", from, to),
      onClosed: () => undefined,
      timings: QUICK,
    }),
    createDiscordAdapter({
      ...common,
      token: DISCORD_TOKEN,
      apiBase: discord.apiBase,
      onClosed: () => undefined,
      onReady: () => undefined,
      times: { retryMs: 10, drainMs: 50 },
    }),
  ];
  delivery.useDoors(adapters);
  await Promise.all(adapters.map((adapter) => adapter.start(services.desk)));
  await vi.waitFor(() => expect(discord.world.commands.length).toBeGreaterThan(0), { timeout: 8_000 });

  return {
    services,
    clock,
    /** The desk's clock is set to an instant; the platforms' own go on as they do. */
    setClock(at: number) {
      ahead = at - Date.now();
    },
    /** One pass over the digests, and all that goes out by it. */
    async tickDigests() {
      await digests?.step.run(clock());
      delivery.deliverer.wake();
      const open = database
        .selectFrom("outbox")
        .select("id")
        .where("ended_at", "is", null)
        .where("due_at", "<=", clock());
      await vi.waitFor(async () => expect(await open.execute()).toEqual([]), { timeout: 10_000 });
    },
    /** One more door, beside the two. */
    useDoor(adapter: Adapter) {
      delivery.useDoors([...adapters, adapter]);
    },
    database,
    telegram,
    discord,
    faults,
    delivery,
    /** Something of a source goes out to a place, and what comes of it is waited for. */
    async deliver(kind: DeliveryKind, sourceId: number | string, place: Place, change: Partial<Delivery> = {}) {
      const now = clock();
      await delivery.outbox.enqueue(database, {
        kind,
        sourceId: String(sourceId),
        occurrence: String(now),
        place,
        reply: { title: "TAO is above $400", blocks: [text("Now $410.")] },
        dueAt: now,
        staleAt: now + 3_600_000,
        ...change,
      });
      delivery.deliverer.wake();
      // A chat has one message a second; what this one leads to goes out as well.
      const open = database.selectFrom("outbox").select("id").where("ended_at", "is", null);
      await vi.waitFor(async () => expect(await open.execute()).toEqual([]), { timeout: 10_000 });
    },
    alerts: () => database.selectFrom("alert").select(["number", "state", "reason"]).orderBy("number").execute(),
    digests: () =>
      database.selectFrom("subscription").select(["number", "state", "reason"]).orderBy("number").execute(),
    /** The desk alone goes down; the platforms stay. */
    async stop() {
      await delivery.deliverer.stop();
      for (const adapter of adapters) await adapter.stop();
      await database.destroy();
    },
    async close() {
      await this.stop();
      await Promise.all([telegram.close(), discord.close()]);
      expect(faults).toEqual([]);
      expect(telegram.violations).toEqual([]);
      expect(discord.violations).toEqual([]);
    },
  };
}
