import { afterEach, describe, expect, test } from "vitest";
import type { SendResult } from "../../src/core/desk.ts";
import { digestDesk } from "../support/digest-desk.ts";

const utc = (iso: string): number => Date.parse(`${iso}Z`);
const HOUR = 3_600_000;
const MONDAY = utc("2026-11-23T00:00");

const SENT: SendResult = { state: "sent", messageIds: ["1"] };
const LATER: SendResult = { state: "later", afterMs: 600_000, scope: "platform", why: "the platform is down" };

let desk: Awaited<ReturnType<typeof digestDesk>>;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

async function subscribed(line: string, settings?: string) {
  desk = await digestDesk(MONDAY);
  const ann = await desk.person("telegram", "1");
  await ann.say(line);
  if (settings !== undefined) await ann.say(`digest settings ${settings}`);
  return ann;
}

const digests = () => desk.arrived.filter(({ text }) => text.includes("Crypto-AI digest"));
const times = (): readonly string[] => digests().map(({ at }) => new Date(at).toISOString().slice(5, 16));
const isLate = (): readonly boolean[] => digests().map(({ text }) => text.includes("Late: "));
/** Since when each edition told, and when it was composed. */
const spans = async () =>
  (await desk.database.selectFrom("edition").select(["covers_from", "composed_at"]).orderBy("id").execute()).map(
    (row) => [row.covers_from, row.composed_at].map((at) => new Date(at).toISOString().slice(5, 16)),
  );

describe("after a downtime", () => {
  test("several that were missed are one, which covers the gap", async () => {
    const ann = await subscribed("digest subscribe 06:00,09:00,12:00,18:00 UTC");
    await desk.runUntil(utc("2026-11-23T07:00"));
    desk.sleepUntil(utc("2026-11-23T14:00"));
    await desk.runUntil(utc("2026-11-23T19:00"));
    expect(times()).toEqual(["11-23T06:00", "11-23T14:05", "11-23T18:00"]);
    expect(isLate()).toEqual([false, true, false]);
    expect(await ann.read("digest why")).toContain("Mon 23 Nov 12:00 (UTC) sent, late");
  });

  test("what is twelve hours old comes, what is older is left to the next, which covers it", async () => {
    await subscribed("digest subscribe 09:00 UTC");
    await desk.runUntil(utc("2026-11-23T10:00"));
    desk.sleepUntil(utc("2026-11-24T20:55"));
    await desk.runUntil(utc("2026-11-24T22:00"));
    desk.sleepUntil(utc("2026-11-25T21:05"));
    await desk.runUntil(utc("2026-11-26T10:00"));
    expect(times()).toEqual(["11-23T09:00", "11-24T21:00", "11-26T09:00"]);
    expect((await spans()).at(-1)?.[0]?.slice(0, 8)).toBe("11-24T20");
  });

  test("that ends in quiet hours, the late one waits for their end, and is the one of those hours", async () => {
    await subscribed("digest subscribe 18:00,06:00 UTC", "quiet:22:00-07:00");
    desk.sleepUntil(utc("2026-11-23T23:00"));
    await desk.runUntil(utc("2026-11-24T19:00"));
    expect(times()).toEqual(["11-24T07:00", "11-24T18:00"]);
    expect(isLate()).toEqual([true, false]);
  });
});

describe("quiet hours", () => {
  test("that hold are over before it is composed, and all that fell into them is one", async () => {
    await subscribed("digest subscribe 23:00,02:00,06:00,12:00 UTC", "quiet:22:00-07:00");
    await desk.runUntil(utc("2026-11-24T13:00"));
    expect(times()).toEqual(["11-23T07:00", "11-23T12:00", "11-24T07:00", "11-24T12:00"]);
    expect(isLate()).not.toContain(true);
    expect((await spans()).map(([, composed]) => composed)).toContain("11-24T07:00");
  });

  test("that hold for longer than twelve hours make nothing late and lose nothing", async () => {
    await subscribed("digest subscribe 20:00 UTC", "quiet:19:00-18:00");
    await desk.runUntil(utc("2026-11-25T00:00"), 15 * 60_000);
    expect(times()).toEqual(["11-24T18:00"]);
    expect(isLate()).toEqual([false]);
  });

  test("that are taken back while one is held bring it then, once", async () => {
    const ann = await subscribed("digest subscribe 23:00 UTC", "quiet:22:00-07:00");
    await desk.runUntil(utc("2026-11-23T23:30"));
    await ann.say("digest settings quiet:off");
    await desk.runUntil(utc("2026-11-25T00:00"), 15 * 60_000);
    expect(times()).toEqual(["11-23T23:45", "11-24T23:00"]);
  });
});

describe("a change in the middle", () => {
  test("of the zone brings no second digest of the same local time", async () => {
    const ann = await subscribed("digest subscribe 09:00 Berlin");
    await desk.runUntil(utc("2026-11-23T08:30"));
    await ann.say("digest settings zone:New York");
    await desk.runUntil(utc("2026-11-24T15:00"));
    expect(times()).toEqual(["11-23T08:00", "11-24T14:00"]);
  });

  test("of the zone by subscribing anew does not either, a later time of the day comes", async () => {
    const ann = await subscribed("digest subscribe 09:00 Berlin");
    await desk.runUntil(utc("2026-11-23T08:30"));
    await ann.say("digest subscribe 09:00 New York");
    expect(await ann.read("digest why")).toContain("Next: Tue 24 Nov 09:00 (America/New_York)");
    await ann.say("digest settings time:18:00");
    expect(await ann.read("digest why")).toContain("Next: Mon 23 Nov 18:00 (America/New_York)");
  });

  test("of the zone while it is paused does not either", async () => {
    const ann = await subscribed("digest subscribe 09:00 Berlin");
    await desk.runUntil(utc("2026-11-23T08:30"));
    await ann.say("digest pause");
    await ann.say("digest settings zone:New York");
    expect(await ann.read("digest resume")).toContain("Tue 24 Nov 09:00 (America/New_York)");
  });

  test("of something else, in the minute in which one is due, does not lose it", async () => {
    const ann = await subscribed("digest subscribe 09:00 UTC");
    desk.sleepUntil(utc("2026-11-23T09:00") + 20_000);
    await ann.say("digest settings sections:movers,stories");
    await ann.say("digest resume");
    await desk.tick();
    expect(times()).toEqual(["11-23T09:00"]);
  });

  test("while it is paused makes nothing late: what was missed is not sent", async () => {
    const ann = await subscribed("digest subscribe 09:00 UTC");
    await desk.runUntil(utc("2026-11-23T08:00"));
    await ann.say("digest pause");
    await ann.say("digest settings time:08:30,10:00");
    await desk.runUntil(utc("2026-11-23T09:30"));
    await ann.say("digest resume");
    await desk.runUntil(utc("2026-11-23T11:00"));
    expect(times()).toEqual(["11-23T10:00"]);
    expect(isLate()).toEqual([false]);
  });
});

describe("what could not be sent", () => {
  const hold = (): void => {
    const [telegram] = desk.doors;
    if (telegram) telegram.answer = async () => LATER;
  };
  const open = (): void => {
    const [telegram] = desk.doors;
    if (telegram) telegram.answer = async () => SENT;
  };

  test("gives way to the next one, which tells both: no two at once", async () => {
    const ann = await subscribed("digest subscribe 06:00,12:00,18:00 UTC");
    await desk.runUntil(utc("2026-11-23T07:00"));
    hold();
    await desk.runUntil(utc("2026-11-23T17:45"), 15 * 60_000);
    open();
    desk.sleepUntil(utc("2026-11-23T18:00"));
    await desk.tick();
    await desk.runUntil(utc("2026-11-23T20:00"));
    expect(times()).toEqual(["11-23T06:00", "11-23T18:00"]);
    expect((await spans()).at(-1)?.[0]?.slice(0, 8)).toMatch(/^11-23T0[56]$/);
    expect(await ann.read("digest why")).toContain("Mon 23 Nov 12:00 (UTC) given up: the next one tells it");
  });

  test("and has become too old is told by the next one", async () => {
    await subscribed("digest subscribe 09:00 UTC");
    await desk.runUntil(utc("2026-11-23T10:00"));
    hold();
    await desk.runUntil(utc("2026-11-24T10:00"), HOUR);
    open();
    desk.sleepUntil(utc("2026-11-24T23:00"));
    await desk.runUntil(utc("2026-11-25T10:00"), HOUR);
    expect(times()).toEqual(["11-23T09:00", "11-25T09:00"]);
    expect((await spans()).at(-1)?.[0]?.slice(0, 8)).toMatch(/^11-23T0[89]$/);
  });
});

describe("a zone that nobody knows any more", () => {
  const forget = async (): Promise<void> => {
    const { settings } = await desk.database.selectFrom("subscription").select("settings").executeTakeFirstOrThrow();
    await desk.database
      .updateTable("subscription")
      .set({ settings: settings.replace("Europe/Berlin", "Europe/Atlantis") })
      .where("number", "=", 1)
      .execute();
  };

  test("pauses its digest, says so once, and keeps nobody else's from coming", async () => {
    const ann = await subscribed("digest subscribe 09:00 Berlin");
    const bob = await desk.person("telegram", "2");
    await bob.say("digest subscribe 09:00 Berlin");
    await forget();
    await desk.runUntil(utc("2026-11-24T10:00"));
    expect(digests().map(({ chatId }) => chatId)).toEqual(["2", "2"]);
    const told = desk.arrived.filter(({ chatId }) => chatId === "1");
    expect(told.map(({ text }) => text)).toEqual([
      expect.stringContaining("The digest is paused: the time zone Europe/Atlantis is not known any more."),
    ]);
    expect(await ann.read("digest why")).toContain("paused (Europe/Atlantis): the time zone Europe/Atlantis");
    expect(await ann.read("digest resume")).toContain('I know no time zone "Europe/Atlantis" any more.');
  });

  test("is mended by another one", async () => {
    const ann = await subscribed("digest subscribe 09:00 Berlin");
    await forget();
    await desk.runUntil(utc("2026-11-23T09:00"));
    const [told] = desk.arrived.filter(({ text }) => text.includes("paused"));
    if (!told) throw new Error("nothing was said");
    expect(await ann.press(told.reply, "Time zone")).toContain("Your digest: Time zone");
    await ann.say("digest settings zone:Lisbon");
    expect(await ann.read("digest resume")).toContain("the next comes Tue 24 Nov 09:00 (Europe/Lisbon)");
  });
});

describe("somebody who can be written to again", () => {
  const GONE = { state: "gone", mendedBy: "person", why: "blocked by the user" } as const;

  test("has their digest again, is told so once, and gets nothing of what was missed", async () => {
    const ann = await subscribed("digest subscribe 09:00 UTC");
    const [telegram] = desk.doors;
    if (telegram) telegram.answer = async () => GONE;
    await desk.runUntil(utc("2026-11-23T12:00"));
    expect(await ann.read("digest why")).toContain("I may not write to you");
    if (telegram) telegram.answer = async () => SENT;
    for (let time = 0; time < 3; time += 1) await desk.reached("telegram", "1");
    expect(desk.arrived.map(({ text }) => text)).toEqual([
      expect.stringContaining("I can reach you again: your digest is on, and the next comes Tue 24 Nov 09:00 (UTC)."),
    ]);
    await desk.runUntil(utc("2026-11-24T10:00"));
    expect(times()).toEqual(["11-24T09:00"]);
    expect(isLate()).toEqual([false]);
  });

  test("who still takes nothing has it stopped once more", async () => {
    const ann = await subscribed("digest subscribe 09:00 UTC");
    const [telegram] = desk.doors;
    if (telegram) telegram.answer = async () => GONE;
    await desk.runUntil(utc("2026-11-23T12:00"));
    await desk.reached("telegram", "1");
    expect(await ann.read("digest why")).toContain("I may not write to you");
  });

  test("whose digest comes on another platform, or is paused, hears nothing", async () => {
    const ann = await subscribed("digest subscribe 09:00 UTC");
    await ann.say("digest pause");
    await desk.reached("telegram", "1");
    await desk.reached("discord", "1");
    expect(desk.arrived).toEqual([]);
    expect(await ann.read("digest why")).toContain("paused");
  });
});

describe("a first line that is refused", () => {
  test.each([
    ["Discord's 50007 in the direct chat itself", "discord", {}, "Cannot send messages to this user"],
    ["Telegram's 403 from a group", "telegram", { chatId: "-5", isPublic: true }, "bot can't initiate conversation"],
  ] as const)("is said at once: %s", async (_what, platform, place, why) => {
    desk = await digestDesk(MONDAY);
    for (const door of desk.doors) door.answer = async () => ({ state: "gone", mendedBy: "person", why });
    const ann = await desk.person(platform, "1");
    const said = await ann.read("digest subscribe 09:00 Berlin", place);
    expect(said).toContain("Nothing was saved: I cannot reach you.");
    expect(said).toContain(why);
    expect(await ann.read("digest why", place)).toContain("You get no digest.");
  });
});
