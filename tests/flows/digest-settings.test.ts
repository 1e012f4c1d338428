import { afterEach, describe, expect, test } from "vitest";
import type { Button } from "../../src/core/reply.ts";
import { digestDesk } from "../support/digest-desk.ts";
import { fieldsOf } from "../../src/core/fields.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";

const utc = (iso: string): number => Date.parse(`${iso}Z`);
const MONDAY = utc("2026-10-19T00:00");
const GROUP = { chatId: "-5", isPublic: true } as const;
const CHANNEL = { chatId: "222222222222222222", isPublic: true } as const;

let desk: Awaited<ReturnType<typeof digestDesk>>;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

/** A desk with somebody who has a digest. */
async function subscribed(line = "digest subscribe 09:00 Berlin") {
  desk = await digestDesk(MONDAY);
  const ann = await desk.person("telegram", "1", "admin");
  await ann.say(line);
  return ann;
}

const kept = async (userId: string) =>
  (await new SubscriptionStore().of(desk.database, { kind: "owner", userId }))?.settings;
const labels = (buttons: readonly Button[] | undefined): readonly string[] => (buttons ?? []).map(({ label }) => label);

describe("what is typed", () => {
  test.each([
    ["quiet:22:00-07:00 silent", "22:00 to 07:00; what falls into them makes no sound"],
    ["quiet:22:00-07:00", "what falls into them is held until then"],
    ["quiet:22:00-07:00 silent 18:00 Tokyo", "each day at 18:00, Tokyo time"],
    ["zone:New York time:8:00, 9:00", "each day at 08:00 and 09:00, New York time"],
    ["keywords:nvidia, open models without:meme", "with nvidia, open models; without meme"],
    ["importance:high watchlist:on", "your watchlist only; the most important stories"],
    ["sections:builders,scores", "Sections: builders, scores"],
    ["9 pm Tokyo", "at 21:00, Tokyo time"],
    ["every weekday at 9.30", "on weekdays at 09:30, Berlin time"],
    ["time:8 am and 18h30", "at 08:00 and 18:30, Berlin time"],
    ["days:mon-fri", "on weekdays at"],
    ["days:sat-mon", "each Mon, Sat, Sun at"],
    ["zone:NYC", "New York time"],
    ["layers:agents days:mon, thu", "each Mon, Thu at 09:00, Berlin time"],
  ])("digest settings %s is understood", async (line, says) => {
    const ann = await subscribed();
    expect(await ann.read(`digest settings ${line}`)).toContain(says);
  });

  test.each([
    ["quiet:22:00-07:00 loudly", "no time zone"],
    ["importance:enormous", "importance"],
    ["quiet:09:00-09:00", "cannot be the whole day"],
    ["constructor", "no time zone"],
    ["zone:IST", '"IST" is more than one time zone'],
    ["GMT+2", "does not say when the clocks are changed"],
    ["GMT+2", "Europe/Berlin"],
    ["days:mon-funday", "names no days"],
    ["time:9.75", "no time of the day"],
    ["here 7:00", "/digest here"],
    ["silent:on", "no time zone"],
    ["layers:agents,data,inference,compute", "one to 3 layers"],
    ["posts", "page"],
  ])("digest settings %s is refused", async (line, says) => {
    const ann = await subscribed();
    const before = await kept(ann.userId);
    expect(await ann.read(`digest settings ${line}`)).toContain(says);
    expect(await kept(ann.userId)).toEqual(before);
  });

  test("what was set can be taken back", async () => {
    const ann = await subscribed();
    const before = await kept(ann.userId);
    await ann.say(
      "digest settings quiet:22:00-07:00 silent importance:high watchlist:on keywords:nvidia layers:agents",
    );
    await ann.say("digest settings quiet:off importance:any watchlist:off keywords:none layers:all");
    expect(await kept(ann.userId)).toEqual(before);
  });
});

describe("what is pressed", () => {
  test("every button of every page is understood, and a page fits a phone", async () => {
    const ann = await subscribed();
    const main = await ann.say("digest settings");
    const pages = labels(main.buttons).filter((label) => !["Pause", "Stop"].includes(label));
    expect(pages).toEqual(["Time", "Time zone", "Days", "Layers", "Sections", "Stories", "Quiet hours"]);
    for (const page of ["time", "zone", "days", "layers", "sections", "stories", "quiet"]) {
      // Nobody presses all of them within a minute.
      desk.sleepUntil(desk.now() + 60_000);
      const shown = await ann.say(`digest settings ${page}`);
      expect(shown.buttons?.length).toBeLessThanOrEqual(16);
      for (const label of labels(shown.buttons)) {
        expect(label.length).toBeLessThanOrEqual(24);
        expect(await ann.press(shown, label)).toContain("Your digest");
        await ann.say("digest subscribe 09:00 Berlin");
      }
    }
  });

  test("what is on or off stays on its page, what is one of several leads back", async () => {
    const ann = await subscribed();
    expect(await ann.press(await ann.say("digest settings days"), "✓ Sun")).toContain("Your digest: Days");
    expect(await ann.press(await ann.say("digest settings days"), "Weekdays")).not.toContain("Your digest: Days");
    await ann.press(await ann.say("digest settings stories"), "My watchlist only");
    expect(labels((await ann.say("digest settings stories")).buttons)).toContain("✓ My watchlist only");
  });

  test("the last day and the last section cannot be pressed away, and no fourth layer be chosen", async () => {
    const ann = await subscribed();
    await ann.say("digest settings days:mon sections:movers layers:agents,data,inference");
    expect(labels((await ann.say("digest settings days")).buttons)).not.toContain("✓ Mon");
    expect(labels((await ann.say("digest settings sections")).buttons)).not.toContain("✓ movers");
    expect(labels((await ann.say("digest settings layers")).buttons)).toEqual([
      "All",
      "✓ Inference",
      "✓ Data",
      "✓ Agents",
      "Back",
    ]);
  });

  test("a guessed zone is one tap, from a language without a region too", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1");
    expect(labels((await ann.say("digest subscribe", {}, "de")).buttons)).toEqual(["Yes, Berlin time"]);
  });
});

describe("the digest of a place", () => {
  test("comes without a sound unless that is changed, and says so", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("discord", "1", "admin");
    await ann.say("digest here 09:00 Berlin", CHANNEL);
    expect(await ann.read("digest here", CHANNEL)).toContain("Posts: without a sound");
    const says = await ann.read("digest here silent:off role:<@&123456789012345678> crosspost:on last:pin", CHANNEL);
    expect(says).toContain(
      "with a sound; mentions the role 123456789012345678; published to followers; the newest is pinned",
    );
    expect(await ann.read("digest here role:none crosspost:off last:keep silent:on", CHANNEL)).toContain(
      "Posts: without a sound",
    );
  });

  test.each(["@everyone", "@here", "everyone", CHANNEL.chatId, `<@&${CHANNEL.chatId}>`, "<@123456789012345678>", "12"])(
    "the role %s is never mentioned",
    async (role) => {
      desk = await digestDesk(MONDAY);
      const ann = await desk.person("discord", "1", "admin");
      await ann.say("digest here 09:00 Berlin", CHANNEL);
      expect(await ann.read(`digest here role:${role}`, CHANNEL)).toContain("Mention one role");
    },
  );

  test("what only Discord has is refused elsewhere", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1", "admin");
    await ann.say("digest here 09:00 Berlin", GROUP);
    expect(await ann.read("digest here crosspost:on", GROUP)).toContain("on Discord alone");
    const posts = await ann.say("digest here posts", GROUP);
    expect(labels(posts.buttons)).not.toContain("Publish to followers");
    expect(await ann.press(posts, "Replace the last one", GROUP)).toContain("replaces the last one");
  });

  test("has its own why, with what keeps it from being posted", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1", "admin");
    const bob = await desk.person("telegram", "2");
    await ann.say("digest here 09:00 Berlin", GROUP);
    expect(await ann.read("digest here why", GROUP)).toContain("As far as I know I may post here.");
    await desk.runUntil(utc("2026-10-19T08:00"));
    expect(await ann.read("digest here why", GROUP)).toContain("I may post here: the last one went through");
    const [telegram] = desk.doors;
    if (telegram) telegram.answer = async () => ({ state: "gone", mendedBy: "admin", why: "not enough rights" });
    await desk.runUntil(utc("2026-10-20T08:00"));
    const why = await ann.read("digest here why", GROUP);
    expect(why).toContain("I may not post here: an admin has to let the desk write there (not enough rights)");
    expect(why).toContain("/digest here resume");
    expect(await bob.read("digest here why", GROUP)).toContain("Only an admin");
  });

  test("is not begun by looking at it", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1", "admin");
    for (const line of ["digest here", "digest here posts", "digest here why", "digest here resume"])
      expect(await ann.read(line, GROUP)).toContain("This place gets no digest.");
    expect(await desk.database.selectFrom("subscription").selectAll().execute()).toEqual([]);
  });

  test("knows no watchlist", async () => {
    desk = await digestDesk(MONDAY);
    const ann = await desk.person("telegram", "1", "admin");
    await ann.say("digest here 09:00 Berlin", GROUP);
    expect(await ann.read("digest here watchlist:on", GROUP)).toContain("no time zone");
    const here = desk.desk.commands.get("digest here");
    expect(here && fieldsOf(here).map(({ name }) => name)).not.toContain("watchlist");
    expect(labels((await ann.say("digest here stories", GROUP)).buttons)).not.toContain("My watchlist only");
  });
});

test("no command about digests has more options than a platform takes", async () => {
  desk = await digestDesk(MONDAY);
  for (const command of desk.desk.commands.values())
    if (command.name.startsWith("digest")) {
      expect(fieldsOf(command).length).toBeLessThanOrEqual(25);
      for (const { description } of fieldsOf(command)) expect(description.length).toBeLessThanOrEqual(100);
    }
});

describe("a code", () => {
  const codeIn = (said: string): string => /digest share (\S+)/.exec(said)?.[1] ?? "";

  test("holds nothing of its maker: no zone, quiet hours, watchlist or place", async () => {
    const ann = await subscribed();
    await ann.say("digest settings quiet:22:00-07:00 watchlist:on importance:high keywords:nvidia layers:agents");
    const held: unknown = JSON.parse(Buffer.from(codeIn(await ann.read("digest share")), "base64url").toString("utf8"));
    expect(held).toEqual({
      times: ["09:00"],
      days: [1, 2, 3, 4, 5, 6, 7],
      layers: ["agents"],
      sections: ["layers", "movers", "stories", "builders", "scores", "yours"],
      keywordsIn: ["nvidia"],
      keywordsOut: [],
      minimumImportance: "high",
    });
  });

  test("leaves whoever takes it their own zone, quiet hours and watchlist", async () => {
    const ann = await subscribed("digest subscribe 07:30 Berlin weekdays");
    const bob = await desk.person("telegram", "2");
    await bob.say("digest subscribe 20:00 Tokyo");
    await bob.say("digest settings quiet:22:00-07:00 watchlist:on importance:high");
    const said = await bob.read(`digest share ${codeIn(await ann.read("digest share"))}`);
    expect(said).toContain("on weekdays at 07:30, Tokyo time");
    expect(said).toContain("22:00 to 07:00");
    expect(said).toContain("Filters: your watchlist only\n");
  });

  const valid = {
    times: ["09:00"],
    days: [1],
    layers: [],
    sections: ["movers"],
    keywordsIn: [],
    keywordsOut: [],
  };
  test.each([
    ["another field", { ...valid, manner: { roleId: "1" } }],
    ["a watchlist", { ...valid, isWatchlistOnly: true }],
    ["no time", { ...valid, times: [] }],
    ["a time that is none", { ...valid, times: ["24:00"] }],
    ["a hundred times", { ...valid, times: Array.from({ length: 100 }, () => "09:00") }],
    ["an eighth day", { ...valid, days: [8] }],
    ["no layer of the map", { ...valid, layers: ["__proto__"] }],
    ["no section", { ...valid, sections: ["gossip"] }],
    ["a long word", { ...valid, keywordsIn: ["x".repeat(5_000)] }],
    ["a list", [valid]],
    ["nothing", null],
  ])("with %s is refused", async (_what, held) => {
    const ann = await subscribed();
    const before = await kept(ann.userId);
    const code = Buffer.from(JSON.stringify(held)).toString("base64url").slice(0, 4_000);
    expect(await ann.read(`digest share ${code}`)).toContain("no code of a digest");
    expect(await kept(ann.userId)).toEqual(before);
  });

  test("is tidied: what is twice in it counts once, and no word breaks a line", async () => {
    const ann = await subscribed();
    const held = {
      ...valid,
      times: ["18:00", "09:00", "18:00"],
      days: [3, 1, 3],
      keywordsIn: ["a\nb,c", "\u0000", "a b c"],
    };
    await ann.say(`digest share ${Buffer.from(JSON.stringify(held)).toString("base64url")}`);
    expect(await kept(ann.userId)).toMatchObject({ times: ["09:00", "18:00"], days: [1, 3], keywordsIn: ["a b c"] });
  });
});

test("subscribing again changes what is named and keeps the rest", async () => {
  const ann = await subscribed("digest subscribe 09:00 Berlin weekdays layers:agents");
  await ann.say("digest settings keywords:nvidia quiet:22:00-07:00");
  expect(await ann.read("digest subscribe 18:30")).toContain("on weekdays at 18:30, Berlin time");
  expect(await kept(ann.userId)).toMatchObject({
    times: ["18:30"],
    layers: ["agents"],
    keywordsIn: ["nvidia"],
    quiet: { from: "22:00", to: "07:00" },
  });
});

test("undoing a stop brings all of it back", async () => {
  const ann = await subscribed("digest subscribe 08:00,18:00 Tokyo weekdays");
  await ann.say(
    "digest settings quiet:22:00-07:00 silent watchlist:on importance:normal without:meme layers:agents,data",
  );
  await ann.say("digest settings sections:movers,stories");
  const before = await kept(ann.userId);
  const stopped = await ann.say("digest stop");
  expect(plainText(stopped)).toContain("has ended");
  await ann.press(stopped, "Undo");
  expect(await kept(ann.userId)).toEqual(before);
});

test("undoing the stop of a place brings its posts back", async () => {
  desk = await digestDesk(MONDAY);
  const ann = await desk.person("discord", "1", "admin");
  await ann.say("digest here 09:00 Berlin", CHANNEL);
  await ann.say("digest here silent:off role:<@&123456789012345678> last:replace", CHANNEL);
  await ann.press(await ann.say("digest here stop", CHANNEL), "Undo", CHANNEL);
  expect(await ann.read("digest here", CHANNEL)).toContain(
    "with a sound; mentions the role 123456789012345678; replaces the last one",
  );
});

test("a subscription from before there were builders and scores has them, one that left something out has not", async () => {
  const ann = await subscribed();
  const first = ["layers", "movers", "stories", "yours"];
  const put = async (settings: object): Promise<void> => {
    await desk.database
      .updateTable("subscription")
      .set({ settings: JSON.stringify(settings) })
      .execute();
  };
  const { sections: _all, ...rest } = (await kept(ann.userId)) ?? {};
  await put({ ...rest, sections: first });
  expect(await ann.read("digest settings")).toContain("Sections: all");
  await put({ ...rest, sections: ["layers", "movers"] });
  expect(await ann.read("digest settings")).toContain("Sections: layers, movers");
  await ann.say("digest settings sections:layers,movers,stories,yours");
  expect(await ann.read("digest settings")).toContain("Sections: layers, movers, stories, yours");
});

test("a typed line is read the same on every door", async () => {
  desk = await digestDesk(MONDAY);
  const settings = desk.desk.commands.get("digest settings");
  if (!settings) throw new Error("there is no such command");
  expect(parseArguments(settings, "09:00 New York weekdays quiet:22:00-07:00 silent")).toEqual({
    time: "09:00",
    zone: "New York",
    days: "weekdays",
    quiet: "22:00-07:00 silent",
  });
});
