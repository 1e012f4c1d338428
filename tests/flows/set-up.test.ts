import { afterEach, describe, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { CHANNEL_ID, directChannelOf, labelsOf, PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import type { Group, MessageRecord, Person } from "../stand-ins/telegram.ts";
import { SettingStore } from "../../src/store/setting-store.ts";

const NOON = Date.parse("2026-10-19T12:00Z");
const DAY_MS = 86_400_000;
const WAIT = { timeout: 8_000, interval: 10 };

let doors: BothDoors;
afterEach(() => doors.close());

const settingsOf = (platform: "telegram" | "discord", chatId: string) =>
  new SettingStore().of(doors.database, { platform, chatId });
const subscriptions = () =>
  doors.database.selectFrom("subscription").select(["of_platform", "settings", "state"]).execute();

/** What we have written on Discord in a channel, oldest first. */
const onDiscord = (channelId: string) => doors.discord.messages().filter((each) => each.channelId === channelId);

describe("on Telegram", () => {
  /** A fresh group that a person has just added the desk to. */
  async function added({ started = true }: { readonly started?: boolean } = {}) {
    doors = await openBothDoors(NOON);
    const { telegram } = doors;
    const ann = telegram.person("Ann");
    if (!started) telegram.shut(ann);
    const group = telegram.group("Analysts");
    telegram.setStatus(group, ann, "creator");
    telegram.membership(group, ann, "added");
    return { telegram, ann, group };
  }

  /** The button is pressed on the newest message that has it. */
  async function press(group: Group, person: Person, label: RegExp): Promise<void> {
    const { telegram } = doors;
    const found = await telegram.until(() => {
      const message: MessageRecord | undefined = telegram
        .ours(group)
        .findLast((each) => each.keyboard.flat().some(({ text }) => label.test(text)));
      const button = message?.keyboard.flat().find(({ text }) => label.test(text));
      return message && button && { message, button };
    });
    telegram.press(found.message, person, found.button.text);
  }

  test("whoever added the desk is greeted alone, once, however often Telegram tells it", async () => {
    const { telegram, ann, group } = await added();
    await telegram.shown("Thank you for adding me to your group", ann);
    telegram.membership(group, ann, "added");
    telegram.membership(group, ann, "promoted");
    telegram.say(ann, ann, "/help");
    await telegram.until(() => telegram.ours(ann).length === 2);
    expect(telegram.ours(group)).toEqual([]);
    telegram.membership(group, ann, "removed");
    telegram.membership(group, ann, "added");
    await telegram.until(() => telegram.ours(ann).filter(({ text }) => text.includes("Thank you")).length === 2);
  });

  test("who has never started the desk is greeted by one line in the group, which goes after a day", async () => {
    const { telegram, group } = await added({ started: false });
    const line = await telegram.shown("An admin can set me up", group);
    expect(line.keyboard.flat().map(({ text }) => text)).toEqual(["Set up"]);
    const open = doors.database.selectFrom("outbox").select("id").where("ended_at", "is", null);
    await vi.waitFor(async () => expect(await open.execute()).toEqual([]), WAIT);
    await doors.services.placeLife.step.run(doors.clock() + DAY_MS - 60_000);
    expect(telegram.ours(group)).toHaveLength(1);
    await doors.services.placeLife.step.run(doors.clock() + DAY_MS + 60_000);
    expect(telegram.ours(group)).toEqual([]);
  });

  test("four taps set a fresh group up; a member's press changes nothing, and the line goes", async () => {
    const { telegram, ann, group } = await added({ started: false });
    const ben = telegram.person("Ben");
    await telegram.shown("An admin can set me up", group);
    await press(group, ben, /^Set up$/);
    await telegram.until(() => telegram.presses.at(-1)?.answer);
    expect(
      JSON.stringify(telegram.presses.at(-1)?.answer) +
        telegram
          .ours(ben)
          .map(({ text }) => text)
          .join(),
    ).toContain("Only an admin");
    let taps = 0;
    for (const label of [/^Set up$/, /^Tokyo$/, /^09:00$/, /^Admins only$/]) {
      await press(group, ann, label);
      taps += 1;
    }
    await telegram.shown("This place is set up", group);
    expect(taps).toBeLessThan(10);
    expect(await settingsOf("telegram", String(group.id))).toMatchObject({ zone: "Asia/Tokyo", who_may_ask: "admins" });
    expect((await subscriptions())[0]?.settings).toContain('"times":["09:00"],"zone":"Asia/Tokyo"');
    // The digest comes at its time: the next nine o'clock in Tokyo is midnight here.
    doors.setClock(NOON + DAY_MS / 2 + 60_000);
    await doors.tickDigests();
    await telegram.shown("Crypto-AI digest", group);
    // Whoever may not ask is told so.
    telegram.say(group, ben, "/price TAO");
    await telegram.shown("Here I answer admins only");
    await doors.services.placeLife.step.run(doors.clock() + 11 * 60_000);
    expect(telegram.ours(group).some(({ text }) => text.includes("An admin can set me up"))).toBe(false);
  }, 30_000);

  test("one tap takes what is recommended", async () => {
    const { telegram, ann, group } = await added();
    telegram.say(group, ann, "/setup");
    await press(group, ann, /^Recommended: digest 09:00/);
    const card = await telegram.shown("This place is set up", group);
    expect(card.text).toContain("everybody");
    expect(await subscriptions()).toHaveLength(1);
  });

  test("what the desk may not do there is said while it is set up", async () => {
    const { telegram, ann, group } = await added();
    telegram.limit(group, { can_send_photos: false });
    telegram.say(group, ann, "/setup");
    const card = await telegram.shown("Set up: time zone", group);
    expect(card.text).toContain("I may not attach files");
  });

  test("a place that nobody has set up answers all the same, and a member cannot set it up", async () => {
    const { telegram, group } = await added();
    const ben = telegram.person("Ben");
    telegram.say(group, ben, "/price TAO");
    await telegram.shown("Bittensor", group);
    telegram.say(group, ben, "/setup zone:Berlin digest:09:00 who:admins");
    await telegram.shown("Only an admin");
    expect(await subscriptions()).toEqual([]);
    expect(await settingsOf("telegram", String(group.id))).toMatchObject({ who_may_ask: "everyone" });
  });

  test("typed at once, it is done at once; nonsense is refused before anything is changed", async () => {
    const { telegram, ann, group } = await added();
    telegram.say(group, ann, "/setup zone:Nowhereville digest:09:00 who:admins");
    await telegram.shown("no time zone");
    expect(await settingsOf("telegram", String(group.id))).toMatchObject({ who_may_ask: "everyone" });
    telegram.say(group, ann, "/setup zone:Lisbon digest:18:00 who:everyone");
    await telegram.shown("This place is set up", group);
    expect((await subscriptions())[0]?.settings).toContain("Europe/Lisbon");
  });
});

describe("on Discord", () => {
  async function added(change: { readonly addedBy?: string } = {}) {
    doors = await openBothDoors(NOON);
    const { discord } = doors;
    discord.server(doors.clock(), change);
    return discord;
  }

  const shown = (channelId: string, part: string) =>
    vi.waitFor(() => {
      const found = onDiscord(channelId).findLast((each) => !each.isLoading && textOf(each).includes(part));
      if (!found) throw new Error(`no "${part}" in ${onDiscord(channelId).map(textOf).join("\n---\n")}`);
      return found;
    }, WAIT);

  test("whoever added the desk is greeted alone where its log may be read", async () => {
    const discord = await added({ addedBy: PEOPLE.ada.id });
    await shown(directChannelOf(PEOPLE.ada), "Thank you for adding me to your server");
    // A server of long ago is told of at each connection.
    discord.server(doors.clock() - DAY_MS, { addedBy: PEOPLE.ada.id });
    discord.server(doors.clock(), { addedBy: PEOPLE.ada.id });
    discord.slash("ada", "guild", "about");
    await shown(CHANNEL_ID, "Westbound");
    expect(onDiscord(directChannelOf(PEOPLE.ada))).toHaveLength(1);
  });

  test("who takes no direct messages is greeted by one line in the server's own channel", async () => {
    await added({ addedBy: PEOPLE.tom.id });
    expect(labelsOf(await shown(CHANNEL_ID, "An admin can set me up"))).toEqual(["Set up"]);
  });

  test("four taps set a fresh server up, and a member's press changes nothing", async () => {
    const discord = await added();
    const line = await shown(CHANNEL_ID, "An admin can set me up");
    discord.press("ben", line.id, "Set up");
    await vi.waitFor(
      () => expect(discord.messages().some((each) => textOf(each).includes("Only an admin"))).toBe(true),
      WAIT,
    );
    discord.press("ada", line.id, "Set up");
    discord.press("ada", (await shown(CHANNEL_ID, "Set up: time zone")).id, "Berlin");
    discord.press("ada", (await shown(CHANNEL_ID, "Set up: digest")).id, "18:00");
    discord.press("ada", (await shown(CHANNEL_ID, "Set up: who may ask")).id, "Everybody");
    await shown(CHANNEL_ID, "This place is set up");
    expect(await settingsOf("discord", CHANNEL_ID)).toMatchObject({ zone: "Europe/Berlin", who_may_ask: "everyone" });
    expect((await subscriptions()).map(({ of_platform }) => of_platform)).toEqual(["discord"]);
    await doors.services.placeLife.step.run(doors.clock() + 11 * 60_000);
    expect(onDiscord(CHANNEL_ID).some((each) => textOf(each).includes("An admin can set me up"))).toBe(false);
  }, 30_000);
});
