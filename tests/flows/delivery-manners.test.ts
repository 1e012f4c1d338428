import { afterEach, describe, expect, test } from "vitest";
import { BOT_ID, CHANNEL_ID, NEWS_CHANNEL_ID, textOf } from "../stand-ins/discord-world.ts";
import { aDelivery, aPlace } from "../support/outbox.ts";
import { deliveryLoop } from "../support/delivery-loop.ts";
import type { Adapter } from "../../src/core/desk.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { echo } from "../support/desk.ts";
import { openDiscordDoor } from "../stand-ins/discord-door.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { startDesk, temporaryFolder } from "../support/process.ts";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";
import { telegramTest } from "../support/telegram.ts";
import type { Manner } from "../../src/core/delivery.ts";
import { text } from "../../src/core/reply.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const loopOver = (database: Database, adapters: () => readonly Adapter[]) =>
  deliveryLoop(database, adapters, (close) => closing.push(close));

const SILENT = 1 << 12;
const LONG = { blocks: [text("word ".repeat(2_000))] };

describe("on Telegram", () => {
  async function open() {
    const door = await telegramTest({});
    closing.push(() => door.close());
    await door.adapter.start(door.desk);
    const group = door.server.group("Desk");
    const loop = loopOver(door.database, () => [door.adapter]);
    return {
      ...door,
      ...loop,
      group,
      post: async (occurrence: string, manner?: Manner, change = {}) =>
        await loop.enqueue({
          kind: "digest",
          occurrence,
          place: aPlace(String(group.id), { isPublic: true }),
          ...(manner && { manner }),
          ...change,
        }),
      standing: () => door.server.ours(group).filter(({ isDeleted }) => !isDeleted),
    };
  }

  test("a post makes a sound unless it is not to, and never shows a preview of a link", async () => {
    const desk = await open();
    await desk.post("1");
    await desk.post("2", { isSilent: true });
    expect(desk.server.ours(desk.group).map(({ isSilent }) => isSilent)).toEqual([false, true]);
  });

  test("a post takes the place of the last one, all of its parts", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" }, { reply: LONG });
    expect(desk.standing().length).toBeGreaterThan(1);
    await desk.post("2", { last: "replace" });
    expect(desk.standing().map(({ text: said }) => said)).toEqual(["2"]);
    await desk.post("3", { last: "replace" });
    expect(desk.standing().map(({ text: said }) => said)).toEqual(["3"]);
    expect(await desk.states()).toEqual(["sent", "sent", "sent"]);
  });

  test("a last one that somebody has removed already is no matter", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" });
    for (const message of desk.standing()) message.isDeleted = true;
    await desk.post("2", { last: "replace" });
    expect(await desk.rows()).toMatchObject([{ state: "sent" }, { state: "sent", reason: null }]);
  });

  test("a post is pinned in the stead of the last one; without the right it stands, and that is said", async () => {
    const desk = await open();
    await desk.post("1", { last: "pin" });
    expect(await desk.rows()).toMatchObject([{ state: "sent", reason: expect.stringContaining("not pinned: ") }]);
    desk.server.promote(desk.group);
    await desk.post("2", { last: "pin" });
    await desk.post("3", { last: "pin" });
    expect(desk.standing().map(({ isPinned = false }) => isPinned)).toEqual([false, false, true]);
    expect((await desk.rows()).at(-1)?.reason).toBeNull();
  });

  test("one that is too old to be removed is let be, which is said once; one that could not be just then goes with the next", async () => {
    const desk = await open();
    const refuse = (code: number, description: string) =>
      desk.server.fail("deleteMessage", { kind: "error", code, description });
    await desk.post("1", { last: "replace" });
    refuse(400, "Bad Request: message can't be deleted");
    await desk.post("2", { last: "replace" });
    desk.server.fail(
      "deleteMessage",
      { kind: "error", code: 500, description: "Internal Server Error" },
      { times: 99 },
    );
    await desk.post("3", { last: "replace" });
    desk.server.heal();
    await desk.post("4", { last: "replace" });
    expect(desk.standing().map(({ text: said }) => said)).toEqual(["1", "4"]);
    expect((await desk.rows()).map(({ state, reason }) => [state, reason])).toEqual([
      ["sent", null],
      ["sent", expect.stringContaining("the last one was not removed: 400")],
      ["sent", expect.stringContaining("the last one was not removed: 500")],
      ["sent", null],
    ]);
  });

  test("where the new one may not be pinned the last one stays so, until one may", async () => {
    const desk = await open();
    desk.server.promote(desk.group);
    await desk.post("1", { last: "pin" });
    desk.server.fail("pinChatMessage", { kind: "error", code: 400, description: "Bad Request: not enough rights" });
    await desk.post("2", { last: "pin" });
    expect(desk.standing().map(({ isPinned = false }) => isPinned)).toEqual([true, false]);
    await desk.post("3", { last: "pin" });
    expect(desk.standing().map(({ isPinned = false }) => isPinned)).toEqual([false, false, true]);
  });

  test("a role and a publication are nothing that Telegram knows", async () => {
    const desk = await open();
    await desk.post("1", { roleId: "999", isCrossposted: true });
    expect(desk.standing().map(({ text: said }) => said)).toEqual(["1"]);
    expect(await desk.rows()).toMatchObject([{ state: "sent", reason: null }]);
  });

  test("what one source posts never replaces what another did", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" });
    await desk.post("2", { last: "replace" }, { sourceId: "8" });
    expect(desk.standing()).toHaveLength(2);
  });
});

test(
  "a desk that is killed between a post and its pin does the rest when it is back, and posts nothing again",
  { timeout: 60_000 },
  async () => {
    const telegram = await TelegramStandIn.start();
    const folder = await temporaryFolder();
    closing.push(
      () => folder.remove(),
      () => telegram.close(),
    );
    const group = telegram.group("Desk");
    telegram.promote(group);
    const path = `${folder.path}/desk.sqlite`;
    const enqueue = async (occurrence: string): Promise<void> => {
      const database = await openDatabase(path);
      const now = Date.now();
      // As if the lease of the dead had run out meanwhile.
      await database.updateTable("outbox").set({ lease_until: 0 }).where("state", "=", "sending").execute();
      await new OutboxStore().enqueue(
        database,
        aDelivery(occurrence, {
          kind: "digest",
          place: aPlace(String(group.id), { isPublic: true }),
          manner: { last: "pin", isSilent: true },
          dueAt: now,
          staleAt: now + 3_600_000,
        }),
      );
      await database.destroy();
    };
    const begin = () => {
      const desk = startDesk({
        DATABASE_PATH: path,
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: telegram.root,
        WEB: "off",
      });
      closing.push(async () => {
        desk.kill("SIGKILL");
        await desk.ended;
      });
      return desk;
    };
    const pins = () => telegram.ours(group).map(({ text: said, isPinned = false }) => [said, isPinned]);

    await enqueue("1");
    telegram.fail("pinChatMessage", { kind: "hang" }, { times: Infinity });
    const first = begin();
    await telegram.until(() => (telegram.callsOf("pinChatMessage").length > 0 ? true : undefined), 40_000);
    first.kill("SIGKILL");
    await first.ended;
    telegram.heal();
    expect(pins()).toEqual([["1", false]]);

    await enqueue("2");
    const second = begin();
    await telegram.until(() => (pins()[1]?.[1] === true && pins()[0]?.[1] === false ? true : undefined), 40_000);
    second.kill("SIGTERM");
    expect(await second.ended).toBe(0);
    expect(pins()).toEqual([
      ["1", false],
      ["2", true],
    ]);
    // The first one was pinned, too, before the second one took its pin.
    expect(telegram.callsOf("pinChatMessage").map(({ values }) => values["message_id"])).toEqual(
      [0, 0, 1].map((index) => telegram.ours(group)[index]?.id),
    );
    expect(telegram.violations).toEqual([]);
  },
);

describe("on Discord", () => {
  async function open() {
    const door = await openDiscordDoor([echo]);
    const database = await openDatabase(":memory:");
    closing.push(
      () => database.destroy(),
      () => door.close(),
    );
    const loop = loopOver(database, () => [door.adapter()]);
    return {
      door,
      ...loop,
      post: async (occurrence: string, manner?: Manner, change = {}) =>
        await loop.enqueue({
          kind: "digest",
          occurrence,
          place: aPlace(CHANNEL_ID, { platform: "discord", isPublic: true }),
          ...(manner && { manner }),
          ...change,
        }),
      standing: () => door.discord.messages().filter(({ isDeleted }) => !isDeleted),
    };
  }

  test("a post makes a sound unless it is not to", async () => {
    const desk = await open();
    await desk.post("1");
    await desk.post("2", { isSilent: true });
    expect(desk.standing().map(({ flags }) => flags & SILENT)).toEqual([0, SILENT]);
    expect(desk.door.discord.world.violations).toEqual([]);
  });

  test("one role is called, by the first part alone; whatever else is named is not", async () => {
    const desk = await open();
    const reply = { blocks: [text(`@everyone <@&777> <@${BOT_ID}> ${"word ".repeat(2_000)}`)] };
    await desk.post("1", { roleId: "999" }, { reply });
    expect(desk.standing().length).toBeGreaterThan(1);
    expect(desk.standing().map(({ pings }) => pings)).toEqual([
      ["role 999"],
      ...desk
        .standing()
        .slice(1)
        .map(() => []),
    ]);
    expect(desk.door.discord.world.violations).toEqual([]);
  });

  test("a post of an announcement channel is published, all of its parts; elsewhere it stands, and that is said", async () => {
    const desk = await open();
    const place = aPlace(NEWS_CHANNEL_ID, { platform: "discord", isPublic: true });
    await desk.post("1", { isCrossposted: true }, { place, reply: LONG });
    expect(desk.standing().map(({ isPublished = false }) => isPublished)).toEqual(desk.standing().map(() => true));
    await desk.post("2", { isCrossposted: true });
    expect((await desk.rows()).map(({ state, reason }) => [state, reason])).toEqual([
      ["sent", null],
      ["sent", expect.stringContaining("not published to followers")],
    ]);
  });

  test("a post takes the place of the last one, which somebody may have removed", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" }, { reply: LONG });
    await desk.post("2", { last: "replace" });
    expect(desk.standing().map(textOf)).toEqual(["2"]);
    for (const message of desk.standing()) message.isDeleted = true;
    await desk.post("3", { last: "replace" });
    expect(desk.standing().map(textOf)).toEqual(["3"]);
    expect((await desk.rows()).map(({ reason }) => reason)).toEqual([null, null, null]);
  });

  test("a post is pinned in the stead of the last one; without the right it stands, and that is said", async () => {
    const desk = await open();
    await desk.post("1", { last: "pin" });
    expect((await desk.rows())[0]).toMatchObject({ state: "sent", reason: expect.stringContaining("not pinned") });
    desk.door.discord.world.mayPin = true;
    await desk.post("2", { last: "pin" });
    await desk.post("3", { last: "pin" });
    expect(desk.standing().map(({ isPinned = false }) => isPinned)).toEqual([false, false, true]);
  });

  test("where the new one may not be pinned the last one stays so, until one may", async () => {
    const desk = await open();
    desk.door.discord.world.mayPin = true;
    await desk.post("1", { last: "pin" });
    desk.door.discord.world.mayPin = false;
    await desk.post("2", { last: "pin" });
    expect(desk.standing().map(({ isPinned = false }) => isPinned)).toEqual([true, false]);
    desk.door.discord.world.mayPin = true;
    await desk.post("3", { last: "pin" });
    expect(desk.standing().map(({ isPinned = false }) => isPinned)).toEqual([false, false, true]);
  });

  test("the limit on publishing is obeyed, and said", async () => {
    const desk = await open();
    const place = aPlace(NEWS_CHANNEL_ID, { platform: "discord", isPublic: true });
    desk.door.discord.mishap("POST", /crosspost$/, {
      kind: "status",
      status: 429,
      body: { message: "You are being rate limited.", retry_after: 3_000, global: false },
      headers: {
        "retry-after": "3000",
        "x-ratelimit-limit": "10",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset-after": "3000",
        "x-ratelimit-scope": "user",
      },
    });
    await desk.post("1", { isCrossposted: true }, { place, reply: LONG });
    await desk.post("2", { isCrossposted: true }, { place });
    const asked = desk.door.discord.world.requests.filter(({ path }) => path.endsWith("/crosspost"));
    expect(asked).toHaveLength(1);
    expect(await desk.rows()).toMatchObject([
      { state: "sent", reason: expect.stringContaining("not published to followers: rate limit") },
      { state: "sent", reason: expect.stringContaining("not published to followers: rate limit") },
    ]);
  });

  test("a try that follows one whose end nobody heard does what is left, and posts nothing again", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" });
    desk.door.discord.mishap("DELETE", /messages/, { kind: "drop" });
    await desk.post("2", { last: "replace" });
    expect(desk.standing().map(textOf)).toEqual(["2"]);
    expect((await desk.rows()).map(({ state }) => state)).toEqual(["sent", "sent"]);
  });
});
