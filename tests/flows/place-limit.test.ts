import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { CHANNEL_ID, textOf } from "../stand-ins/discord-world.ts";
import { aCall } from "../support/calls.ts";
import type { Platform } from "../../src/core/call.ts";

/** What a place is answered in a minute. */
const PLACE = 240;
const WAIT = { timeout: 20_000, interval: 20 };

let doors: BothDoors;
beforeEach(async () => {
  doors = await openBothDoors();
});
afterEach(() => doors.close());

/** Many people, each within what a person may, have had all but one of a place's answers. */
async function almostFull(platform: Platform, chatId: string): Promise<void> {
  const { identify, desk } = doors.services;
  for (let count = 0; count < PLACE - 1; count += 1) {
    const accountId = `77${count % 30}`;
    const { userId } = await identify(platform, accountId);
    const reply = await desk.run(
      "about",
      {},
      aCall({
        caller: { userId, accountId, role: "member" },
        place: { platform, chatId, isPublic: true },
        now: doors.clock(),
      }),
    );
    expect(reply.title).toBeDefined();
  }
}

const refusals = (texts: readonly string[]): readonly string[] => texts.filter((text) => text.includes("Ask again in"));

test("a group beyond 240 answers a minute is told once how long to wait, whoever goes on", async () => {
  const { telegram } = doors;
  const group = telegram.group("Busy");
  const people = ["Ann", "Ben", "Cem", "Dan"].map((name) => telegram.person(name));
  await almostFull("telegram", String(group.id));
  for (const person of people) telegram.say(group, person, "/about");
  const texts = (): readonly string[] => telegram.ours(group).map(({ text }) => text);
  const open = doors.database.selectFrom("incoming_request").select("key").where("closed_at", "is", null);
  await vi.waitFor(async () => {
    expect(texts().length).toBeGreaterThan(1);
    expect(await open.execute()).toEqual([]);
  }, WAIT);
  expect(texts()).toHaveLength(2);
  expect(refusals(texts())).toEqual([expect.stringMatching(/Ask again in \d+ s\./)]);

  const [ann] = people;
  if (!ann) throw new Error("nobody");
  const other = telegram.group("Calm");
  telegram.say(other, ann, "/about");
  await telegram.shown("Westbound", other);
  doors.setClock(doors.clock() + 120_000);
  telegram.say(group, ann, "/about");
  await vi.waitFor(() => expect(texts()).toHaveLength(3), WAIT);
  expect(refusals(texts())).toHaveLength(1);
}, 60_000);

test("so is a channel on Discord", async () => {
  const { discord } = doors;
  await almostFull("discord", CHANNEL_ID);
  for (const [person, count] of [
    ["ann", 1],
    ["ben", 2],
    ["tom", 2],
    ["ada", 2],
  ] as const) {
    const asked = discord.slash(person, "guild", "about");
    // What is passed over is acknowledged, and nothing is left of it.
    await vi.waitFor(() => expect(asked.original?.isLoading === false || asked.original?.isDeleted).toBe(true), WAIT);
    expect(discord.messages().map(textOf)).toHaveLength(count);
  }
  expect(refusals(discord.messages().map(textOf))).toHaveLength(1);
}, 60_000);
