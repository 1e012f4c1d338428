import { afterEach, describe, expect, test } from "vitest";
import { digestDesk } from "../support/digest-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { UserStore } from "../../src/store/user-store.ts";

const utc = (iso: string): number => Date.parse(`${iso}Z`);
const HOUR = 3_600_000;
const MONDAY = utc("2026-10-19T00:00");

let desk: Awaited<ReturnType<typeof digestDesk>>;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

describe("a week with a downtime and the end of summer time", () => {
  test("everybody gets exactly what was due, on each platform, and can ask why", { timeout: 60_000 }, async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    const bob = await desk.person("discord", "2");
    const eve = await desk.person("web", "3");
    await ann.say("digest subscribe 09:00 Berlin");
    await bob.say("digest subscribe 18:30 New York weekdays");
    await eve.say("digest subscribe 08:00,20:00 Tokyo");

    await desk.runUntil(utc("2026-10-22T04:00"));
    // From Thursday 04:00 to 09:30 UTC nobody is there: Ann's 07:00 UTC is missed, nobody else's.
    desk.sleepUntil(utc("2026-10-22T09:30"));
    await desk.runUntil(utc("2026-10-26T00:00"));

    const at = (chatId: string) =>
      desk.arrived
        .filter((each) => each.chatId === chatId && each.text.includes("Crypto-AI digest"))
        .map((each) => new Date(each.at).toISOString().slice(5, 16));
    expect(at("1")).toEqual([
      "10-19T07:00",
      "10-20T07:00",
      "10-21T07:00",
      "10-22T09:35",
      "10-23T07:00",
      "10-24T07:00",
      "10-25T08:00",
    ]);
    expect(at("2")).toEqual(["10-19T22:30", "10-20T22:30", "10-21T22:30", "10-22T22:30", "10-23T22:30"]);
    expect(at("3")).toHaveLength(14);
    const late = desk.arrived.filter(({ text }) => text.includes("Late: it was due"));
    expect(late.map(({ chatId }) => chatId)).toEqual(["1"]);
    expect(late[0]?.text).toContain(
      "Late: it was due Thu 22 Oct 09:00, and tells what happened since Wed 21 Oct 08:58.",
    );

    const why = await ann.read("digest why");
    expect(why).toContain("Mon 26 Oct 09:00 (Europe/Berlin)");
    expect(why).toContain("Thu 22 Oct 09:00 (Europe/Berlin) sent, late");
    expect(await desk.database.selectFrom("subscription_run").selectAll().execute()).toHaveLength(7 + 5 + 14);
  });

  test("what was missed for longer than twelve hours is left to the next one", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 09:00 Berlin");
    desk.sleepUntil(MONDAY + 20 * HOUR);
    await desk.tick();
    expect(desk.arrived).toEqual([]);
    expect(await ann.read("digest why")).toContain("left to the next one: the desk was away too long");
    await desk.runUntil(MONDAY + 32 * HOUR);
    expect(desk.arrived).toHaveLength(1);
  });
});

test("a direct digest says when it was due, tells of the sector, and ends with Settings, Pause and Stop", async () => {
  desk = await digestDesk(MONDAY);
  const ann = await desk.person("telegram", "1");
  await ann.say("digest subscribe 09:00 Berlin");
  await desk.runUntil(MONDAY + 8 * HOUR);
  const [digest] = desk.arrived;
  expect(digest?.text).toContain("Sector median");
  expect(digest?.text).toContain("Mon 19 Oct 09:00 Europe/Berlin");
  expect(digest?.text).toContain("not live");
  expect(digest?.reply.buttons?.slice(-3).map(({ label }) => label)).toEqual(["Settings", "Pause", "Stop"]);
});

test("those who asked for the same share one edition", async () => {
  desk = await digestDesk(MONDAY);
  for (let index = 0; index < 5; index += 1)
    await (await desk.person("telegram", `${10 + index}`)).say("digest subscribe 09:00 Berlin");
  await desk.runUntil(MONDAY + 8 * HOUR);
  expect(desk.arrived).toHaveLength(5);
  expect(await desk.database.selectFrom("edition").select("id").execute()).toHaveLength(1);
});

test("the watchlist is told to its owner alone, and to no place", async () => {
  desk = await digestDesk(MONDAY);
  const ann = await desk.person("telegram", "1", "admin");
  await ann.say("watchlist add TAO");
  await ann.say("digest subscribe 09:00 Berlin");
  await ann.say("digest here 09:00 Berlin", { chatId: "-5", isPublic: true });
  await desk.runUntil(MONDAY + 8 * HOUR);
  const digestTo = (chatId: string) =>
    desk.arrived.find((each) => each.chatId === chatId && each.text.includes("digest"));
  expect(digestTo("1")?.text).toContain("Watchlist, 24 h: TAO");
  const ofPlace = desk.arrived.filter(({ chatId }) => chatId === "-5");
  expect(ofPlace).toHaveLength(2);
  expect(ofPlace[0]?.text).toContain("A digest comes here each day at 09:00, Berlin time.");
  expect(ofPlace[1]?.text).not.toContain("Watchlist");
  expect(ofPlace[1]?.reply.buttons?.map(({ label }) => label)).not.toContain("Stop");
});

describe("setting it up", () => {
  test("one tap begins the recommended one, once the guessed zone is confirmed", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    const asked = await ann.say("digest subscribe", {}, "de-DE");
    expect(asked.choices?.options.map(({ label }) => label)).toContain("Tokyo");
    expect(await ann.read("digest why")).toContain("You get no digest.");
    expect(await ann.press(asked, "Yes, Berlin time")).toContain("each day at 09:00, Berlin time");
    expect(await ann.read("digest why")).toContain("Next: Mon 19 Oct 09:00 (Europe/Berlin)");
  });

  test("whoever has one is not asked again for their zone", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 9:00 Tokyo");
    expect(await ann.read("digest subscribe 8:00", {}, "de-DE")).toContain("each day at 08:00, Tokyo time");
  });

  test("an unclear city gets choices, which begin it", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    const asked = await ann.say("digest subscribe 18:00 Berln");
    expect(await ann.press(asked, "Berlin")).toContain("each day at 18:00, Berlin time");
  });

  test("settings are changed by buttons, and count from the next digest on", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 09:00 Berlin");
    expect(await ann.press(await ann.say("digest settings time"), "18:00")).toContain("each day at 18:00");
    const sections = await ann.say("digest settings sections");
    expect(await ann.press(sections, "✓ movers")).toContain("layers, stories, builders, scores, yours");
    expect(await ann.press(await ann.say("digest settings quiet"), "22:00-07:00 held")).toContain("22:00 to 07:00");
    await desk.runUntil(MONDAY + 24 * HOUR, HOUR);
    expect(desk.arrived.map(({ at }) => at)).toEqual([utc("2026-10-19T16:00")]);
  });

  test("a digest that falls into quiet hours is held until they are over", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 06:00 Berlin");
    await ann.say("digest settings quiet:22:00-07:00");
    await desk.runUntil(MONDAY + 8 * HOUR);
    expect(desk.arrived.map(({ at }) => at)).toEqual([utc("2026-10-19T05:00")]);
  });

  test("paused, nothing comes; resumed, it does; stopped, it is forgotten", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 09:00 Berlin");
    expect(await ann.read("digest pause")).toContain("paused");
    await desk.runUntil(MONDAY + 24 * HOUR, HOUR);
    expect(desk.arrived).toEqual([]);
    expect(await ann.read("digest resume")).toContain("Tue 20 Oct 09:00");
    await desk.runUntil(MONDAY + 48 * HOUR, HOUR);
    expect(desk.arrived).toHaveLength(1);
    expect(await ann.read("digest stop")).toContain("has ended");
    expect(await desk.database.selectFrom("subscription").selectAll().execute()).toEqual([]);
    expect(await desk.database.selectFrom("subscription_run").selectAll().execute()).toEqual([]);
  });

  test("a code copies a set-up to somebody on another platform, and nonsense is refused", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    const bob = await desk.person("discord", "2");
    await ann.say("digest subscribe 07:30 Lisbon weekdays");
    const [, code = ""] = /digest share (\S+)/.exec(await ann.read("digest share")) ?? [];
    const asked = await bob.say(`digest share ${code}`);
    expect(plainText(asked)).toContain("Nothing is saved yet: on weekdays at 07:30");
    expect(await bob.press(asked, "Tokyo")).toContain("on weekdays at 07:30, Tokyo time");
    expect(await bob.read("digest share bm9uc2Vuc2U")).toContain("That is no code of a digest.");
  });

  test.each([
    ["digest subscribe 25:00 Berlin", "is no time of the day"],
    ["digest settings days:someday", "names no days"],
    ["digest settings sections:gossip", 'no section "gossip"'],
    ["digest settings quiet:22:00", "no quiet hours"],
  ])("%s is refused with what is wrong", async (line, says) => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 09:00 Berlin");
    expect(await ann.read(line)).toContain(says);
  });

  test("only an admin sets up the digest of a place", async () => {
    desk = await digestDesk(MONDAY);
    const bob = await desk.person("telegram", "2");
    expect(await bob.read("digest here 09:00 Berlin", { chatId: "-5", isPublic: true })).toContain("Only an admin");
    expect(await desk.database.selectFrom("subscription").selectAll().execute()).toEqual([]);
  });
});

describe("a chat that takes nothing", () => {
  test("is said at once, and nothing is saved", async () => {
    desk = await digestDesk(MONDAY);
    const [telegram] = desk.doors;
    if (telegram) telegram.answer = async () => ({ state: "gone", mendedBy: "person", why: "blocked by the user" });
    const ann = await desk.person("telegram", "1");
    const said = await ann.read("digest subscribe 09:00 Berlin", { chatId: "-5", isPublic: true });
    expect(said).toContain("Nothing was saved: I cannot reach you.");
    expect(said).toContain("blocked by the user");
    expect(await desk.database.selectFrom("subscription").selectAll().execute()).toEqual([]);
  });

  test("makes the subscription unreachable with its reason, until it is resumed", async () => {
    desk = await digestDesk(MONDAY);
    const [telegram] = desk.doors;
    const ann = await desk.person("telegram", "1");
    await ann.say("digest subscribe 09:00 Berlin");
    if (telegram) telegram.answer = async () => ({ state: "gone", mendedBy: "person", why: "blocked by the user" });
    await desk.runUntil(MONDAY + 9 * HOUR);
    expect(await ann.read("digest why")).toContain("blocked by the user");
    expect(await ann.read("digest why")).toContain("refused by the chat");
    expect((await desk.digests.counts()).failed).toEqual({ "blocked by the user": 1 });
    expect(await ann.read("digest resume")).toContain("on again");
  });
});

test("a digest goes with its person, and keeps a browser's visitor from being forgotten", async () => {
  desk = await digestDesk(MONDAY);
  const eve = await desk.person("web", "3");
  await eve.say("digest subscribe 09:00 Berlin");
  await desk.runUntil(MONDAY + 8 * HOUR);
  expect(await new UserStore().removeVisitorsSeenBefore(desk.database, MONDAY + 100 * 24 * HOUR)).toBe(0);
  await desk.database.deleteFrom("user").where("id", "=", eve.userId).execute();
  expect(await desk.database.selectFrom("subscription").selectAll().execute()).toEqual([]);
  expect(await desk.database.selectFrom("subscription_run").selectAll().execute()).toEqual([]);
});

test("a group that becomes a supergroup keeps its digest", async () => {
  desk = await digestDesk(MONDAY);
  const ann = await desk.person("telegram", "1", "admin");
  await ann.say("digest here 09:00 Berlin", { chatId: "-5", isPublic: true });
  await desk.delivery.movePlace("telegram", "-5", "-1005");
  await desk.runUntil(MONDAY + 8 * HOUR);
  expect(desk.arrived.filter(({ text }) => text.includes("Crypto-AI digest")).map(({ chatId }) => chatId)).toEqual([
    "-1005",
  ]);
  expect(await ann.read("digest here", { chatId: "-1005", isPublic: true })).toContain("The digest of this place");
});
