import { afterEach, expect, test } from "vitest";
import { directPlace } from "../../src/core/delivery.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { CROWD, ownerOfDirect, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { digestDesk } from "../support/digest-desk.ts";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { seeded } from "../support/many-coins.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const ON_TELEGRAM = 500;
const ON_DISCORD = 500;
const KILLS = 30;
/** A kill comes within so long of the first message of a life. */
const KILL_MS = 250;
/** More would be a platform that takes nothing. */
const LONGEST_MS = 60_000;

test(
  "a desk that is killed thirty times in the middle of a thousand digests loses none and repeats only what was under way",
  { timeout: 240_000 },
  async () => {
    const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);
    const random = seeded(seed);
    const telegram = await TelegramStandIn.start();
    const discord = await startDiscord();
    const folder = await temporaryFolder();
    const path = `${folder.path}/desk.sqlite`;
    closing.push(
      () => folder.remove(),
      () => discord.close(),
      () => telegram.close(),
    );
    await enqueueAll(path, telegram);
    const database = await openDatabase(path);
    closing.push(() => database.destroy());

    // A message takes a while to be there, as on a real line.
    telegram.fail("sendMessage", { kind: "slow", ms: 60 }, { times: Infinity });
    discord.mishap("POST", /messages$/, { kind: "delay", ms: 120 }, Infinity);

    /** Whom each digest came to. */
    const said = (): readonly string[] => [
      ...telegram.ours().map(({ chatId }) => String(chatId)),
      ...discord.messages().map(({ channelId }) => `@${ownerOfDirect(channelId)?.id}`),
    ];
    const begin = (): DeskProcess => {
      const desk = startDesk({
        DATABASE_PATH: path,
        TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
        TELEGRAM_API_ROOT: telegram.root,
        DISCORD_BOT_TOKEN: DISCORD_TOKEN,
        DISCORD_API_BASE: discord.apiBase,
        MARKET_DATA: "sample",
        WEB: "off",
      });
      closing.push(async () => {
        desk.kill("SIGKILL");
        await desk.ended;
      });
      return desk;
    };
    const killsOf = new Map<string, number>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const desk = begin();
      const before = said().length;
      await expect.poll(() => said().length, { timeout: 40_000, interval: 20 }).toBeGreaterThan(before);
      await new Promise((resolve) => setTimeout(resolve, random() * KILL_MS));
      desk.kill("SIGKILL");
      await desk.ended;
      for (const chatId of await endLeases(database)) killsOf.set(chatId, (killsOf.get(chatId) ?? 0) + 1);
    }
    const atLastKill = said().length;
    telegram.heal();
    discord.world.mishaps.length = 0;
    const last = begin();
    const isOver = async (): Promise<boolean> => (await statesOf(database)).every(({ isOver }) => isOver);
    await expect.poll(isOver, { timeout: LONGEST_MS, interval: 200 }).toBe(true);
    last.kill("SIGTERM");
    expect(await last.ended).toBe(0);

    const told = `seed ${seed}, ${killsOf.size} under way at a kill, ${atLastKill} sent by the last one`;
    const chatIds = (await statesOf(database)).map(({ chatId }) => chatId);
    expect(chatIds, told).toHaveLength(ON_TELEGRAM + ON_DISCORD);
    const counts = new Map<string, number>();
    for (const chatId of said()) counts.set(chatId, (counts.get(chatId) ?? 0) + 1);
    const twice = [...counts].filter(([, count]) => count > 1);
    // A run in which nothing was killed at its work would show nothing.
    expect(killsOf.size, told).toBeGreaterThan(KILLS);
    expect(atLastKill, told).toBeLessThan(ON_TELEGRAM + ON_DISCORD);
    expect(
      chatIds.filter((chatId) => !counts.has(chatId)),
      `lost; ${told}`,
    ).toEqual([]);
    expect(
      twice.filter(([chatId, count]) => count > 1 + (killsOf.get(chatId) ?? 0)),
      `came too often; ${told}`,
    ).toEqual([]);
    // Discord tells a repeat by its nonce.
    expect(
      twice.filter(([chatId]) => chatId.startsWith("@")),
      told,
    ).toEqual([]);
    expect(telegram.violations).toEqual([]);
    expect(discord.violations).toEqual([]);
  },
);

/** A thousand who are due, whose digests the whole desk composes and enqueues: it sends none of them. */
async function enqueueAll(path: string, telegram: TelegramStandIn): Promise<void> {
  const now = Date.now();
  const desk = await digestDesk(now, {}, path);
  await desk.delivery.deliverer.stop();
  const people = Array.from({ length: ON_TELEGRAM }, (_, index) => String(telegram.person(`P${index}`).id));
  const places = [
    ...people.map((id) => directPlace("telegram", id)),
    ...CROWD.slice(0, ON_DISCORD).map(({ id }) => directPlace("discord", id)),
  ].filter((place) => place !== undefined);
  const settings = { ...recommended("UTC", "en"), times: [new Date(now).toISOString().slice(11, 16)] };
  await desk.database.transaction().execute(async (on) => {
    for (const place of places) {
      const userId = `user of ${place.chatId}`;
      await on.insertInto("user").values({ id: userId, is_owner: 0, created_at: now }).execute();
      await new SubscriptionStore().put(on, { kind: "owner", userId }, place, settings, {
        nextAt: now - (now % 60_000),
        now,
      });
    }
  });
  await desk.digests?.step.run(now);
  expect(desk.faults).toEqual([]);
  await desk.close();
}

/**
 * The leases of what was under way at a kill have run out, as with kills further apart than that: the same delivery can be under
 * way at the next one. @returns whom it was for
 */
async function endLeases(database: Database): Promise<readonly string[]> {
  const rows = await database
    .updateTable("outbox")
    .set({ lease_until: 0 })
    .where("state", "=", "sending")
    .where("lease_until", ">", 0)
    .returning("chat_id")
    .execute();
  return rows.map(({ chat_id }) => chat_id);
}

const statesOf = async (database: Database) =>
  (await database.selectFrom("outbox").select(["chat_id", "ended_at"]).execute()).map(({ chat_id, ended_at }) => ({
    chatId: chat_id,
    isOver: ended_at !== null,
  }));
