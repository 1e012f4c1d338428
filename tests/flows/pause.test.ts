import { afterEach, beforeEach, expect, test } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import type { Person } from "../stand-ins/telegram.ts";

const NOON = Date.parse("2026-10-19T12:00Z");

let doors: BothDoors;
let ann: Person;
beforeEach(async () => {
  doors = await openBothDoors(NOON);
  ann = doors.telegram.person("Ann");
});
afterEach(() => doors.close());

const states = async (): Promise<string> => {
  const alerts = (await doors.alerts()).map(({ number, state }) => `${number} ${state}`);
  const digests = (await doors.digests()).map(({ state }) => `digest ${state}`);
  return [...alerts, ...digests].join(", ");
};

/** Somebody says something to the desk, and it answers with that part. */
const said = async (line: string, part: string) => {
  doors.telegram.messages.length = 0;
  doors.telegram.say(ann, ann, line);
  return await doors.telegram.shown(part, ann);
};

test("all that comes of itself is paused at once, and only what was paused then comes again by its button", async () => {
  await said("/alert add tao above 4000", "Alert 1");
  await said("/alert add near above 500", "Alert 2");
  await said("/alert pause 2", "is paused");
  await said("/digest subscribe 09:00 Berlin", "The digest");
  const card = await said("/pause", "Paused: 1 alert and your digest. Nothing of it comes until you resume it.");
  expect(await states()).toBe("1 paused, 2 paused, digest paused");
  doors.telegram.press(card, ann, "Resume all of it");
  await doors.telegram.shown("On again: 1 alert and your digest.", ann);
  expect(await states()).toBe("1 armed, 2 paused, digest active");
  await said("/pause", "Paused: 1 alert and your digest");
  await said("/resume", "On again: 2 alerts and your digest.");
  expect(await states()).toBe("1 armed, 2 armed, digest active");
});

test("of a place, nothing is paused by it, nor of anybody else", async () => {
  const ben = doors.telegram.person("Ben");
  const group = doors.telegram.group("Desk");
  doors.telegram.setStatus(group, ann, "creator");
  doors.telegram.say(group, ann, "/alert here tao above 4000");
  await doors.telegram.shown("Alert 1", group);
  doors.telegram.say(ben, ben, "/alert add tao above 4000");
  await doors.telegram.shown("Alert 2", ben);
  await said("/pause", "There is nothing to pause: I send you nothing of myself.");
  await said("/resume", "There is nothing of yours that is paused.");
  expect(await states()).toBe("1 armed, 2 armed");
});
