import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { openPassingAnswers } from "../../src/compose/passing-answers.ts";
import { CHANNEL_ID, labelsOf, textOf } from "../stand-ins/discord-world.ts";

let doors: BothDoors;
beforeEach(async () => {
  doors = await openBothDoors();
});
afterEach(() => doors.close());

test(
  "on Telegram an answer goes by its button, for whoever asked and for admins alone",
  { timeout: 30_000 },
  async () => {
    const { telegram } = doors;
    const [ada, ben, cem] = ["Ada", "Ben", "Cem"].map((name) => telegram.person(name));
    if (!ada || !ben || !cem) throw new Error("nobody");
    const group = telegram.group("Desk");
    telegram.setStatus(group, ada, "administrator");
    telegram.say(group, ben, "/price TAO");
    expect((await telegram.shown("Bittensor", group)).keyboard.flat().map(({ text }) => text)).not.toContain("Delete");
    telegram.say(group, ada, "/settings set delete_button on");
    await telegram.shown("Delete button: on", group);

    for (const presser of [ben, ada]) {
      const before = telegram.ours(group).length;
      telegram.say(group, ben, "/price NEAR");
      const card = await telegram.until(() =>
        telegram
          .ours(group)
          .slice(before)
          .find(({ text }) => text.includes("NEAR")),
      );
      telegram.press(card, cem, "Delete");
      await telegram.until(() => telegram.presses.at(-1)?.answer);
      expect(card.isDeleted).toBe(false);
      telegram.press(card, presser, "Delete");
      await telegram.until(() => card.isDeleted || undefined);
    }
    // Nobody else reads a direct chat.
    telegram.say(ben, ben, "/price TAO");
    expect((await telegram.shown("Bittensor", ben)).keyboard.flat().map(({ text }) => text)).not.toContain("Delete");
  },
);

test(
  "on Discord an answer goes by its button, for whoever asked and for admins alone",
  { timeout: 30_000 },
  async () => {
    const { discord } = doors;
    const inChannel = () =>
      discord.messages().filter(({ channelId, isLoading }) => channelId === CHANNEL_ID && !isLoading);
    discord.slash("ada", "guild", "settings set", { name: "delete_button", value: "on" });
    await vi.waitFor(() => expect(inChannel().map(textOf).join()).toContain("Delete button"), 8_000);
    for (const presser of ["ben", "ada"] as const) {
      const asked = discord.slash("ben", "guild", "price", { assets: "TAO" });
      await vi.waitFor(() => expect(asked.original?.isLoading).toBe(false), 8_000);
      const id = asked.original?.id ?? "";
      expect(asked.original && labelsOf(asked.original)).toContain("Delete");
      const foreign = discord.press("tom", id, "Delete");
      await vi.waitFor(() => expect(foreign.first).toBeDefined(), 8_000);
      await vi.waitFor(
        () => expect(discord.messages().some((each) => textOf(each).includes("Only whoever asked"))).toBe(true),
        8_000,
      );
      expect(inChannel().some((each) => each.id === id)).toBe(true);
      discord.press(presser, id, "Delete");
      await vi.waitFor(() => expect(inChannel().some((each) => each.id === id)).toBe(false), 8_000);
    }
  },
);

test(
  "look-ups go after five minutes where a place wants that; digests and settings stay",
  { timeout: 30_000 },
  async () => {
    const { telegram, discord } = doors;
    const ada = telegram.person("Ada");
    const group = telegram.group("Desk");
    telegram.setStatus(group, ada, "administrator");
    telegram.say(group, ada, "/settings set answers_stay 5_minutes");
    await telegram.shown("Look-ups stay", group);
    telegram.say(group, ada, "/price TAO");
    const card = await telegram.shown("Bittensor", group);
    const set = discord.slash("ada", "guild", "settings set", { name: "answers_stay", value: "60_minutes" });
    await vi.waitFor(() => expect(set.original?.isLoading).toBe(false), 8_000);
    const asked = discord.slash("ben", "guild", "price", { assets: "TAO" });
    await vi.waitFor(() => expect(asked.original?.isLoading).toBe(false), 8_000);
    const noted = doors.database.selectFrom("passing_answer").select("platform").orderBy("platform");
    await vi.waitFor(async () => expect(await noted.execute()).toHaveLength(2), 8_000);

    const passes = async (minutes: number): Promise<void> => {
      for (const step of doors.services.bookkeeping) await step.run(doors.clock() + minutes * 60_000);
    };
    await passes(4);
    expect(card.isDeleted).toBe(false);
    await passes(6);
    expect(card.isDeleted).toBe(true);
    expect(telegram.ours(group).some(({ text }) => text.includes("Look-ups stay"))).toBe(true);
    expect(asked.original?.isDeleted).toBe(false);
    await passes(61);
    expect(asked.original?.isDeleted).toBe(true);
    expect(await noted.execute()).toEqual([]);
  },
);

test("an answer whose removal a crash cut short is removed by the next process", async () => {
  const { database } = doors;
  const place = { platform: "telegram", chatId: "-5", isPublic: true } as const;
  const dying = openPassingAnswers({
    database,
    clock: () => 0,
    delivery: { remove: () => Promise.reject(new Error("the process ends here")) },
  });
  await dying.onShown(place, ["7"], 300_000);
  await expect(dying.step.run(300_000)).rejects.toThrow("ends here");
  const removed: (readonly string[])[] = [];
  const next = openPassingAnswers({
    database,
    clock: () => 0,
    delivery: { remove: async (_place, ids) => void removed.push(ids) },
  });
  await next.step.run(300_001);
  await next.step.run(300_002);
  expect(removed).toEqual([["7"]]);
});
