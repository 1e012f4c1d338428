import { afterEach, describe, expect, test } from "vitest";
import { BOT_ID, CHANNEL_ID, NEWS_CHANNEL_ID, textOf } from "../stand-ins/discord-world.ts";
import { aPlace } from "../support/outbox.ts";
import { deliveryLoop } from "../support/delivery-loop.ts";
import type { Adapter } from "../../src/core/desk.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { echo } from "../support/desk.ts";
import { openDiscordDoor } from "../stand-ins/discord-door.ts";
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

  test("what one source posts never replaces what another did", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" });
    await desk.post("2", { last: "replace" }, { sourceId: "8" });
    expect(desk.standing()).toHaveLength(2);
  });
});

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

  test("a try that follows one whose end nobody heard does what is left, and posts nothing again", async () => {
    const desk = await open();
    await desk.post("1", { last: "replace" });
    desk.door.discord.mishap("DELETE", /messages/, { kind: "drop" });
    await desk.post("2", { last: "replace" });
    expect(desk.standing().map(textOf)).toEqual(["2"]);
    expect((await desk.rows()).map(({ state }) => state)).toEqual(["sent", "sent"]);
  });
});
