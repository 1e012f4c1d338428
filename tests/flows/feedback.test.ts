import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { isEphemeral, type StandInPerson, textOf } from "../stand-ins/discord-world.ts";
import type { Person } from "../stand-ins/telegram.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { TelegramStandIn } from "../stand-ins/telegram.ts";

const HOUR = 3_600_000;
const WAIT = { timeout: 10_000, interval: 10 };

let desk: BothDoors;
let owner: Person;
beforeEach(async () => {
  const telegram = await TelegramStandIn.start();
  owner = telegram.person("Olive");
  const platforms = { telegram, discord: await startDiscord() };
  desk = await openBothDoors(Date.now(), { platforms, environment: { OWNER_IDS: `telegram:${owner.id}` } });
});
afterEach(async () => await desk.close());

/** What the owner was written by people. */
const toOwner = (): readonly string[] =>
  desk.telegram.ours(owner).flatMap(({ text }) => (text.startsWith("Feedback from") ? [text] : []));

async function onDiscord(person: StandInPerson, words: string): Promise<string> {
  const before = desk.discord.messages().length;
  desk.discord.slash(person, "guild", "feedback", { words }, { madeAt: desk.clock() });
  return await vi.waitFor(() => {
    const answer = desk.discord
      .messages()
      .slice(before)
      .find((each) => !each.isLoading && textOf(each) !== "");
    if (!answer) throw new Error("no answer yet");
    expect(isEphemeral(answer)).toBe(true);
    return textOf(answer);
  }, WAIT);
}

async function onTelegram(person: Person, words: string): Promise<string> {
  const before = desk.telegram.ours(person).length;
  desk.telegram.say(person, person, `/feedback ${words}`, {
    secondsAgo: Math.floor((Date.now() - desk.clock()) / 1_000),
  });
  return await vi.waitFor(() => {
    const answer = desk.telegram.ours(person)[before];
    if (!answer) throw new Error("no answer yet");
    return answer.text;
  }, WAIT);
}

test("three messages a day reach the owner from each person, on every door; a fourth is told how long to wait", async () => {
  const { telegram } = desk;
  const now = desk.clock();
  telegram.say(owner, owner, "/about");
  await vi.waitFor(() => expect(telegram.ours(owner)).toHaveLength(1), WAIT);
  const ben = telegram.person("Ben");

  for (const [ask, name] of [
    [(words: string) => onTelegram(ben, words), "Ben"],
    [(words: string) => onDiscord("tom", words), "tom"],
  ] as const) {
    for (const number of [1, 2, 3]) {
      desk.setClock(now + number * HOUR);
      expect(await ask(`${name} says ${number}`)).toContain("It goes to the owner");
    }
    const said = await ask(`${name} says 4`);
    expect(said).toContain("3 messages reach the owner");
    // The first of them was two hours ago.
    expect(said).toContain("Try again in 22 h.");
    desk.setClock(now + 24.5 * HOUR);
    expect(await ask(`${name} says 5`)).toContain("Try again in 30 min.");
    desk.setClock(now + 25 * HOUR + 60_000);
    expect(await ask(`${name} says 6`)).toContain("It goes to the owner");
    expect(await ask(`${name} says 7`)).toContain("Try again in 59 min.");
    desk.setClock(now);
  }
  // One who has written much holds up nobody else.
  expect(await onDiscord("ada", "ada says 1")).toContain("It goes to the owner");

  desk.setClock(now + 26 * HOUR);
  desk.delivery.deliverer.wake();
  await vi.waitFor(() => expect(toOwner()).toHaveLength(9), WAIT);
  const told = toOwner().join("\n");
  for (const number of [1, 2, 3, 6])
    for (const name of ["Ben", "tom"]) expect(told).toContain(`${name} says ${number}`);
  expect(told).not.toMatch(/says [457]/);
});
