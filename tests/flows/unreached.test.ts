import { afterEach, describe, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { CHANNEL_ID, directChannelOf, isEphemeral, PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import { directPlace } from "../../src/core/delivery.ts";
import type { Place } from "../../src/core/call.ts";

const open: BothDoors[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
});

async function bothDoors(): Promise<BothDoors> {
  const desk = await openBothDoors();
  open.push(desk);
  return desk;
}

const ABOVE = { kind: "price", coin: "tao", is: "above", value: "4000" };
const WAIT = { timeout: 10_000 };

const onDiscord = (person: keyof typeof PEOPLE): Place => directPlace("discord", PEOPLE[person].id)!;
const channel: Place = { platform: "discord", chatId: CHANNEL_ID, isPublic: true };

/** What a person was written to alone on Discord. */
const directly = ({ discord }: BothDoors, person: keyof typeof PEOPLE): string[] =>
  discord
    .messages()
    .filter(({ channelId, onlyFor }) => channelId === directChannelOf(PEOPLE[person]) && onlyFor === undefined)
    .map(textOf);

describe("on Discord", () => {
  test("whoever takes no direct messages is told at once, alone; the alert is kept, and on as soon as they can be reached", async () => {
    const desk = await bothDoors();
    const { discord } = desk;
    discord.slash("tom", "guild", "alert add", ABOVE);
    const told = await vi.waitFor(() => {
      const found = discord.messages().find((message) => textOf(message).includes("I cannot reach you"));
      expect(found).toBeDefined();
      return found!;
    }, WAIT);
    expect(isEphemeral(told)).toBe(true);
    expect(textOf(told)).toContain("Allow direct messages");
    expect(await desk.alerts()).toMatchObject([{ state: "unreachable", reason: expect.stringContaining("50007") }]);

    // They write to the desk, and still take nothing: stopped once more, without a word to anybody else.
    discord.message("tom", "direct", "hello");
    const tries = () => desk.database.selectFrom("outbox").select("state").where("kind", "=", "alert").execute();
    await vi.waitFor(async () => expect(await tries()).toEqual([{ state: "gone" }]), WAIT);
    expect(await desk.alerts()).toMatchObject([{ state: "unreachable" }]);

    discord.world.closed.delete(PEOPLE.tom.id);
    discord.message("tom", "direct", "hello again");
    await vi.waitFor(
      () => expect(directly(desk, "tom").join()).toContain("I can reach you again: alert 1 is on again"),
      WAIT,
    );
    expect(await desk.alerts()).toMatchObject([{ state: "armed", reason: null }]);
    expect(desk.discord.messages().filter((each) => !isEphemeral(each) && each.channelId === CHANNEL_ID)).toEqual([]);
  });

  test("an alert whose owner shuts us out waits until they let us in", async () => {
    const desk = await bothDoors();
    const { discord } = desk;
    discord.slash("ann", "guild", "alert add", ABOVE);
    await vi.waitFor(async () => expect(await desk.alerts()).toMatchObject([{ state: "armed" }]), WAIT);
    // Tried before it was promised.
    expect(directly(desk, "ann").join()).toContain("It comes here.");
    discord.world.closed.add(PEOPLE.ann.id);
    await desk.deliver("alert", 1, onDiscord("ann"));
    expect(await desk.alerts()).toMatchObject([{ state: "unreachable" }]);
    discord.world.closed.delete(PEOPLE.ann.id);
    discord.slash("ann", "direct", "help");
    await vi.waitFor(async () => expect(await desk.alerts()).toMatchObject([{ state: "armed" }]), WAIT);
  });

  test("an admin is told alone when their channel takes nothing any more, and how to mend it", async () => {
    const desk = await bothDoors();
    const { discord } = desk;
    discord.slash("ada", "guild", "alert here", ABOVE);
    await vi.waitFor(async () => expect(await desk.alerts()).toMatchObject([{ state: "armed" }]), WAIT);
    discord.world.barred.set(CHANNEL_ID, { status: 403, code: 50_013, message: "Missing Permissions" });
    await desk.deliver("alert", 1, channel);
    expect(await desk.alerts()).toMatchObject([{ state: "unreachable", reason: expect.stringContaining("an admin") }]);
    const [told = "", ...more] = directly(desk, "ada");
    expect(more).toEqual([]);
    expect(told).toContain("Your alert 1 cannot be told in the Discord channel");
    expect(told).toContain("50013 Missing Permissions");
    expect(told).toContain("/alert here 1 resume");
  });
});

describe("on Telegram", () => {
  const channelOf = ({ id }: { readonly id: number }): Place => ({
    platform: "telegram",
    chatId: String(id),
    isPublic: true,
  });

  test("whoever has never begun is shown how, and with Start the alert is made where it will come", async () => {
    const desk = await bothDoors();
    const { telegram } = desk;
    const [ann, group] = [telegram.person("Ann"), telegram.group("Desk")];
    telegram.shut(ann);
    telegram.say(group, ann, "/alert_add tao above 4000");
    const line = await telegram.shown("That is between us. Open our chat and press Start there.");
    expect(await desk.alerts()).toEqual([]);
    const draft = /start=([\w-]{22})$/.exec(line.keyboard[0]?.[0]?.url ?? "")?.[1];
    telegram.unshut(ann);
    telegram.say(ann, ann, `/start ${draft}`);
    expect((await telegram.shown("Alert 1 is on")).chatId).toBe(ann.id);
    expect(await desk.alerts()).toMatchObject([{ state: "armed" }]);
    expect(telegram.ours(group)).toEqual([line]);
  });

  test("whoever blocks us has their alerts on again as soon as they press Start", async () => {
    const desk = await bothDoors();
    const { telegram } = desk;
    const ann = telegram.person("Ann");
    telegram.say(ann, ann, "/alert_add tao above 4000");
    await telegram.shown("Alert 1 is on");
    telegram.shut(ann);
    await desk.deliver("alert", 1, directPlace("telegram", String(ann.id))!);
    expect(await desk.alerts()).toMatchObject([
      { state: "unreachable", reason: expect.stringContaining("you have to let the desk write to you") },
    ]);
    telegram.unshut(ann);
    telegram.say(ann, ann, "/start");
    await telegram.shown("I can reach you again: alert 1 is on again");
    expect(await desk.alerts()).toMatchObject([{ state: "armed", reason: null }]);
  });

  test("who has made a group's alert is told when we are thrown out; one who never began is not, and that harms nothing", async () => {
    const desk = await bothDoors();
    const { telegram } = desk;
    const [ann, ben, group] = [telegram.person("Ann"), telegram.person("Ben"), telegram.group("Desk")];
    for (const admin of [ann, ben]) telegram.setStatus(group, admin, "administrator");
    for (const [index, admin] of [ann, ben].entries()) {
      telegram.say(group, admin, `/alert_here tao above ${4000 + index}`);
      await vi.waitFor(async () => expect(await desk.alerts()).toHaveLength(index + 1), WAIT);
    }
    telegram.shut(group);
    telegram.shut(ben);
    const before = telegram.ours(ann).length;
    await desk.deliver("alert", "1,2", channelOf(group));
    expect(await desk.alerts()).toMatchObject([{ state: "unreachable" }, { state: "unreachable" }]);
    const told = telegram.ours(ann).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain("Your alert 1 cannot be told in the Telegram group or channel");
    expect(told[0]?.text).toContain("bot was kicked");
    expect(told[0]?.text).not.toContain("alert 2");
    const rows = await desk.database.selectFrom("outbox").select(["kind", "state"]).orderBy("id").execute();
    expect(rows).toEqual([
      { kind: "alert", state: "gone" },
      { kind: "notice", state: "sent" },
      { kind: "notice", state: "gone" },
    ]);
  });

  test("who has subscribed a group is told when its digest is stopped", async () => {
    const desk = await bothDoors();
    const { telegram } = desk;
    const [ann, group] = [telegram.person("Ann"), telegram.group("Desk")];
    telegram.setStatus(group, ann, "administrator");
    telegram.say(group, ann, "/digest_here 09:00 Berlin");
    await vi.waitFor(async () => expect(await desk.digests()).toMatchObject([{ state: "active" }]), WAIT);
    telegram.shut(group);
    await desk.deliver("digest", 1, channelOf(group));
    expect(await desk.digests()).toMatchObject([{ state: "unreachable" }]);
    const told = await telegram.shown("Your digest cannot be told in the Telegram group or channel", ann);
    expect(told.text).toContain("/digest here resume");
  });

  test("who has an account on both is told on the other one", async () => {
    const desk = await bothDoors();
    const { telegram, database } = desk;
    const ann = telegram.person("Ann");
    telegram.say(ann, ann, "/alert_add tao above 4000");
    await telegram.shown("Alert 1 is on");
    const { user_id: userId } = await database.selectFrom("account").select("user_id").executeTakeFirstOrThrow();
    await database
      .insertInto("account")
      .values({ platform: "discord", account_id: PEOPLE.ann.id, user_id: userId, name: "Ann", seen_at: 0 })
      .execute();
    telegram.shut(ann);
    await desk.deliver("alert", 1, directPlace("telegram", String(ann.id))!);
    expect(directly(desk, "ann").join()).toContain("Your alert 1 cannot be told on Telegram");
    expect(directly(desk, "ann").join()).toContain("press Start. Then it goes on by itself.");
  });
});
