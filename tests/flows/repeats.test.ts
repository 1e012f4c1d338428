import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { BOT_ID, CHANNEL_ID, GUILD_ID, labelsOf, textOf } from "../stand-ins/discord-world.ts";
import type { Group, MessageRecord, Person } from "../stand-ins/telegram.ts";

const NOON = Date.parse("2026-10-19T12:00Z");
const WAIT = { timeout: 8_000, interval: 10 };

let doors: BothDoors;
beforeEach(async () => {
  doors = await openBothDoors(NOON);
});
afterEach(() => doors.close());

/** What is answered to the next line in a chat. */
async function answered(chat: Group | Person, from: Person, line: string): Promise<MessageRecord> {
  const { telegram } = doors;
  const before = telegram.ours(chat).length;
  telegram.say(chat, from, line);
  return await telegram.until(() => telegram.ours(chat)[before]);
}

test("on Telegram the same look-up within a minute points to the first, however it is asked for", async () => {
  const { telegram } = doors;
  const [ann, ben] = [telegram.person("Ann"), telegram.person("Ben")];
  const group = telegram.group("Desk");
  const first = telegram.say(group, ann, "/price TAO");
  await telegram.shown("Bittensor", group);

  doors.setClock(NOON + 20_000);
  const again = await answered(group, ben, "/p tao");
  expect(again.text).toMatch(/^I answered that here \d+ s ago\./);
  const [link, button] = again.keyboard.flat();
  expect(link).toMatchObject({
    text: "Go to the answer",
    url: `https://t.me/c/${String(group.id).slice(4)}/${first.id}`,
  });
  expect(button?.text).toBe("Show again");
  expect((await answered(group, ben, "@WestboundTestBot tao")).text).toContain("I answered that here");

  // Pressed on, it is answered anew.
  const before = telegram.ours(group).length;
  telegram.press(again, ben, "Show again");
  expect((await telegram.until(() => telegram.ours(group)[before])).text).toContain("Bittensor");

  // Another look-up, another place, a direct chat, and a minute later: each is answered.
  expect((await answered(group, ben, "/price TAO NEAR")).text).toContain("NEAR");
  expect((await answered(telegram.group("Other"), ben, "/price TAO")).text).toContain("Bittensor");
  expect((await answered(ben, ben, "/price TAO")).text).toContain("Bittensor");
  expect((await answered(ben, ben, "/price TAO")).text).toContain("Bittensor");
  doors.setClock(NOON + 180_000);
  expect((await answered(group, ben, "/price TAO")).text).toContain("Bittensor");
});

test("nothing is pointed to that was refused, that is somebody's own, or that has been taken away", async () => {
  const { telegram } = doors;
  const [ann, ben] = [telegram.person("Ann"), telegram.person("Ben")];
  const group = telegram.group("Desk");
  telegram.setStatus(group, ann, "creator");
  for (const from of [ann, ben])
    expect((await answered(group, from, "/price nosuchcoin")).text).toContain("nosuchcoin");
  await answered(group, ann, "/settings set delete_button on");
  const card = await answered(group, ben, "/price NEAR");
  telegram.press(card, ben, "Delete");
  await telegram.until(() => card.isDeleted || undefined);
  expect((await answered(group, ann, "/price NEAR")).text).toContain("NEAR Protocol");
});

test("a coin is the same by each of its names, and no answer that is somebody's own is pointed to", async () => {
  const { telegram } = doors;
  const [ann, ben] = [telegram.person("Ann"), telegram.person("Ben")];
  const group = telegram.group("Desk");
  telegram.setStatus(group, ann, "creator");
  await answered(group, ann, "/price TAO");
  expect((await answered(group, ben, "/price Bittensor")).text).toContain("I answered that here");
  await answered(group, ben, "/price NEAR");
  // Each of them has asked for another coin last.
  expect((await answered(group, ann, "/price")).text).toContain("Bittensor");
  expect((await answered(group, ben, "/price")).text).toContain("NEAR Protocol");
  for (const line of ["/settings who", "/settings who"])
    expect((await answered(group, ann, line)).text).toContain("Who may ask");
  for (const person of [ann, ben]) expect((await answered(group, person, "/help")).text).not.toContain("I answered");
});

test("a group without addresses of its messages is told without one, and an admin can have all answered", async () => {
  const { telegram } = doors;
  const ann = telegram.person("Ann");
  const group = telegram.group("Small", { id: -4_200, type: "group" });
  telegram.setStatus(group, ann, "creator");
  await answered(group, ann, "/price TAO");
  const again = await answered(group, ann, "/price TAO");
  expect(again.text).toContain("I answered that here");
  expect(again.keyboard.flat().map(({ text }) => text)).toEqual(["Show again"]);
  await answered(group, ann, "/settings set repeats answer");
  expect((await answered(group, ann, "/price TAO")).text).toContain("Bittensor");
});

test("on Discord it points by the message's address, for slash commands and mentions", async () => {
  const { discord } = doors;
  const asked = async (person: "ann" | "ben"): Promise<ReturnType<typeof discord.slash>> => {
    const interaction = discord.slash(person, "guild", "price", { assets: "TAO" });
    await vi.waitFor(() => expect(interaction.original?.isLoading).toBe(false), WAIT);
    return interaction;
  };
  const first = (await asked("ann")).original;
  if (!first) throw new Error("no answer");
  expect(textOf(first)).toContain("Bittensor");
  const again = (await asked("ben")).original;
  expect(again && textOf(again)).toContain("I answered that here");
  expect(again && labelsOf(again)).toEqual(["Go to the answer", "Show again"]);
  expect(JSON.stringify(again)).toContain(`https://discord.com/channels/${GUILD_ID}/${CHANNEL_ID}/${first.id}`);
  const question = discord.message("ann", "guild", `<@${BOT_ID}> $near`);
  await vi.waitFor(
    () => expect(discord.messages().some((each) => textOf(each).includes("NEAR Protocol"))).toBe(true),
    WAIT,
  );
  discord.message("ben", "guild", `<@${BOT_ID}> NEAR`);
  await vi.waitFor(
    () => expect(JSON.stringify(discord.messages())).toContain(`/${GUILD_ID}/${CHANNEL_ID}/${question}`),
    WAIT,
  );
  discord.press("ben", again?.id ?? "", "Show again");
  await vi.waitFor(
    () => expect(discord.messages().filter((each) => textOf(each).includes("Bittensor"))).toHaveLength(2),
    WAIT,
  );
});
