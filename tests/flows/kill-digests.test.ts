import { afterEach, expect, test } from "vitest";
import { text } from "../../src/core/reply.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { CROWD, textOf, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { aDelivery, aPlace } from "../support/outbox.ts";
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
const HOUR = 3_600_000;

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
    const database = await openDatabase(path);
    closing.push(() => database.destroy());
    await enqueueAll(database, telegram);

    // A message takes a while to be there, as on a real line.
    telegram.fail("sendMessage", { kind: "slow", ms: 60 }, { times: Infinity });
    discord.mishap("POST", /messages$/, { kind: "delay", ms: 120 }, Infinity);

    const said = (): readonly string[] => [
      ...telegram.ours().map((message) => message.text),
      ...discord.messages().map(textOf),
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
      for (const key of await keepLeases(database)) killsOf.set(key, (killsOf.get(key) ?? 0) + 1);
    }
    const atLastKill = said().length;
    telegram.heal();
    discord.world.mishaps.length = 0;
    // As if the dead had been dead for as long as their leases last.
    await database.updateTable("outbox").set({ lease_until: 0 }).where("state", "=", "sending").execute();
    const last = begin();
    const isOver = async (): Promise<boolean> => (await statesOf(database)).every(({ state }) => state === "sent");
    await expect.poll(isOver, { timeout: 90_000, interval: 200 }).toBe(true);
    last.kill("SIGTERM");
    expect(await last.ended).toBe(0);

    const told = `seed ${seed}, ${killsOf.size} under way at a kill, ${atLastKill} sent by the last one`;
    const keys = (await statesOf(database)).map(({ key }) => key);
    expect(keys, told).toHaveLength(ON_TELEGRAM + ON_DISCORD);
    const counts = new Map<string, number>();
    for (const words of said()) counts.set(words, (counts.get(words) ?? 0) + 1);
    const twice = [...counts].filter(([, count]) => count > 1);
    // A run in which nothing was killed at its work would show nothing.
    expect(killsOf.size, told).toBeGreaterThan(KILLS);
    expect(atLastKill, told).toBeLessThan(ON_TELEGRAM + ON_DISCORD);
    expect(
      keys.filter((key) => !counts.has(key)),
      `lost; ${told}`,
    ).toEqual([]);
    expect(
      twice.filter(([key, count]) => count > 2 || !killsOf.has(key)),
      `came too often; ${told}`,
    ).toEqual([]);
    // Discord tells a repeat by its nonce.
    expect(
      twice.filter(([key]) => key.includes("discord")),
      told,
    ).toEqual([]);
    expect(telegram.violations).toEqual([]);
    expect(discord.violations).toEqual([]);
  },
);

/** A thousand digests that are due; each says its own key. */
async function enqueueAll(database: Database, telegram: TelegramStandIn): Promise<void> {
  const outbox = new OutboxStore();
  const places = [
    ...Array.from({ length: ON_TELEGRAM }, (_, index) => aPlace(String(telegram.person(`P${index}`).id))),
    ...CROWD.slice(0, ON_DISCORD).map(({ id }) => aPlace(`@${id}`, { platform: "discord" })),
  ];
  const now = Date.now();
  await database.transaction().execute(async (on) => {
    for (const [index, place] of places.entries()) {
      const [sourceId, occurrence] = [`${place.platform}-${index}`, "2026-10-19"];
      const reply = { blocks: [text(`digest:${sourceId}:${occurrence}`)] };
      await outbox.enqueue(
        on,
        aDelivery(occurrence, { kind: "digest", sourceId, place, reply, dueAt: now, staleAt: now + 12 * HOUR }),
      );
    }
  });
}

/**
 * The leases of what was under way at a kill are kept from running out, as with thirty kills within the 45 seconds of a lease: else
 * one delivery could be under way at two of them, and of two accidents in a row one may lose it. @returns what was under way
 */
async function keepLeases(database: Database): Promise<readonly string[]> {
  const held = Number.MAX_SAFE_INTEGER;
  const rows = await database
    .updateTable("outbox")
    .set({ lease_until: held })
    .where("state", "=", "sending")
    .where("lease_until", "<", held)
    .returning("key")
    .execute();
  return rows.map(({ key }) => key);
}

const statesOf = async (database: Database) => await database.selectFrom("outbox").select(["key", "state"]).execute();
