import { afterEach, describe, expect, test } from "vitest";
import type { Call, Place, Role } from "../../src/core/call.ts";
import { CHANNEL_ID } from "../stand-ins/discord-world.ts";
import { directPlace } from "../../src/core/delivery.ts";
import { Health } from "../../src/core/health.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { openBothDoors } from "../support/both-doors.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openDesk } from "../../src/compose/desk.ts";
import { openOutbox } from "../../src/compose/outbox.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { plainText } from "../../src/core/plain.ts";
import { readConfig } from "../../src/config.ts";
import type { Reply } from "../../src/core/reply.ts";

const DAY_MS = 86_400_000;
const GROUP: Place = { platform: "telegram", chatId: "-100200", isPublic: true };
/** Only a model can answer it. */
const QUESTION = "tell me a story about bananas";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The desk as main puts it together, with a model server that says "Modelled." to everything, and an outbox that nobody empties. */
async function open(access: "owner" | "approved" | "open" = "approved", owners = "telegram:7") {
  const openai = await openAiStandIn();
  openai.brain(() => ({ text: "Modelled." }));
  const database = await openDatabase(":memory:");
  closing.push(
    () => openai.close(),
    () => database.destroy(),
  );
  const config = readConfig({ OPENAI_BASE_URL: openai.baseUrl, MODEL: "m", ACCESS: access, OWNER_IDS: owners });
  const log = memoryLog();
  const left: Place[] = [];
  const common = { database, log, report: () => "ref", clock: () => NOON, health: new Health() };
  const outbox = openOutbox(common);
  const delivery = {
    ...outbox,
    leave: async (place: Place) => {
      left.push(place);
      return "left" as const;
    },
  };
  const parts = { ...common, config, version: "0", jobs: () => [], delivery };
  const services = openDesk({ ...parts, served: () => undefined });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, market.asOf);

  const callOf = async (accountId: string, role: Role, place = GROUP, now = NOON): Promise<Call> => {
    const { userId } = await services.identify("telegram", accountId);
    return { caller: { userId, accountId, name: "Ann", role }, place, surface: "chat", locale: "en", now };
  };
  const direct = (accountId: string): Place => {
    const place = directPlace("telegram", accountId);
    if (!place) throw new Error("no direct chat");
    return place;
  };
  return {
    database,
    services,
    openai,
    left,
    callOf,
    direct,
    ask: async (accountId: string, place = GROUP, now = NOON): Promise<string> =>
      plainText(await services.desk.ask(QUESTION, await callOf(accountId, "member", place, now), () => undefined)),
    run: async (name: string, input: unknown, call: Call): Promise<string> =>
      plainText(await services.desk.run(name, input, call)),
    /** What the owner is asked, and where. */
    asked: async () =>
      (await database.selectFrom("outbox").select(["chat_id", "source_id", "reply"]).execute()).map(
        ({ chat_id: chatId, source_id: sourceId, reply }) => ({
          chatId,
          sourceId,
          reply: JSON.parse(reply ?? "{}") as Reply,
        }),
      ),
  };
}

describe("ACCESS=approved", () => {
  test("strangers cost nothing, and the owner is asked once for each place", async () => {
    const desk = await open();
    expect(await desk.ask("21")).toContain("The owner can switch it on");
    await desk.ask("22");
    await desk.ask("21", { ...GROUP, topicId: "5" });
    await desk.ask("23", desk.direct("23"));
    await desk.ask("23", desk.direct("23"));
    expect(desk.openai.requests).toHaveLength(0);
    const asked = await desk.asked();
    expect(asked.map(({ chatId }) => chatId)).toEqual(["7", "7"]);
    expect(asked.map(({ reply }) => plainText(reply).includes("telegram:-100200"))).toEqual([true, false]);
    // What names a person stands in no row that outlives them.
    expect(asked[1]?.sourceId).toMatch(/^model for [0-9a-f-]{36}$/);
    expect(await desk.run("price", { assets: ["TAO"] }, await desk.callOf("21", "member"))).toContain("Bittensor");
  });

  test("the owner's tap on Allow is enough, and nobody else's does anything", async () => {
    const desk = await open();
    await desk.ask("21");
    const [{ reply } = { reply: undefined }] = await desk.asked();
    const [allow, leaveIt] = reply?.buttons ?? [];
    if (!allow || !leaveIt || "url" in allow || "url" in leaveIt) throw new Error("no buttons");
    const press = async (button: typeof allow, call: Call): Promise<string> =>
      plainText((await desk.services.desk.press(await desk.services.desk.keep(button, undefined), call)).reply);

    expect(await press(allow, await desk.callOf("21", "member"))).toContain("Only the owner");
    expect(await press(allow, await desk.callOf("11", "admin"))).toContain("Only the owner");
    const owner = await desk.callOf("7", "owner", desk.direct("7"));
    expect(await press(leaveIt, owner)).toContain("do not use the model");
    await desk.ask("21");
    expect(desk.openai.requests).toHaveLength(0);
    expect(await press(allow, owner)).toContain("answered by the model from now on");
    expect(await desk.ask("21")).toContain("Modelled.");
    expect(await desk.ask("21", { ...GROUP, chatId: "-100201" })).not.toContain("Modelled.");
    expect(await desk.run("audit", {}, owner)).toContain("model");
  });

  test("a direct chat is allowed by its button, too", async () => {
    const desk = await open();
    const place: Place = { platform: "discord", chatId: "900100200300400500", isPublic: false };
    await desk.ask("21", place);
    const [{ reply } = { reply: undefined }] = await desk.asked();
    const [allow] = reply?.buttons ?? [];
    if (!allow || "url" in allow) throw new Error("no button");
    await desk.services.desk.run(allow.command, allow.input, await desk.callOf("7", "owner", desk.direct("7")));
    expect(await desk.ask("21", place)).toContain("Modelled.");
    expect(
      await desk.database.selectFrom("place").select("is_public").where("chat_id", "=", place.chatId).execute(),
    ).toEqual([{ is_public: 0 }]);
  });

  test("where nobody owns the desk yet, whoever claims it later is asked", async () => {
    const desk = await open("approved", "");
    await desk.ask("21");
    expect(await desk.asked()).toEqual([]);
    const { userId } = await desk.services.identify("telegram", "7");
    await desk.services.makeOwner(userId);
    await desk.ask("21");
    expect((await desk.asked()).map(({ chatId }) => chatId)).toEqual(["7"]);
  });

  test("with ACCESS=owner and ACCESS=open nobody is asked", async () => {
    for (const access of ["owner", "open"] as const) {
      const desk = await open(access);
      expect((await desk.ask("21")).includes("Modelled.")).toBe(access === "open");
      expect(await desk.asked()).toEqual([]);
    }
  });
});

describe("a place's own settings of the model", () => {
  test("off: questions are not answered by it, and it is said", async () => {
    const desk = await open("open");
    const admin = await desk.callOf("11", "admin");
    expect(await desk.ask("21")).toContain("Modelled.");
    await desk.run("settings set", { name: "model", value: "off" }, admin);
    expect(await desk.ask("21")).toContain("admins have switched the language model off here");
    expect(await desk.ask("21", desk.direct("21"))).toContain("Modelled.");
    await desk.run("settings set", { name: "model", value: "on" }, admin);
    expect(await desk.ask("21")).toContain("Modelled.");
  });

  test("a day's questions: those beyond are not asked of it, however many come at once, until the next day", async () => {
    const desk = await open("open");
    const admin = await desk.callOf("11", "admin");
    await desk.run("settings set", { name: "model_questions_a_day", value: "3" }, admin);
    const said = await Promise.all(["21", "22", "23", "24", "25", "26"].map((id) => desk.ask(id)));
    expect(said.filter((each) => each.includes("Modelled."))).toHaveLength(3);
    expect(said.some((each) => each.includes("as often as it may"))).toBe(true);
    expect(await desk.ask("21", { ...GROUP, chatId: "-100201" })).toContain("Modelled.");
    expect(await desk.ask("21", GROUP, NOON + DAY_MS)).toContain("Modelled.");
  });
});

test("the owner sees where the desk is used and how much, and has it leave", async () => {
  const desk = await open();
  const owner = await desk.callOf("7", "owner", desk.direct("7"));
  await desk.run("allow", {}, await desk.callOf("7", "owner"));
  await desk.ask("21");
  for (const id of ["21", "22", "23"]) await desk.run("price", { assets: ["TAO"] }, await desk.callOf(id, "member"));
  await desk.run("price", { assets: ["TAO"] }, await desk.callOf("24", "member", desk.direct("24")));
  await desk.services.bookkeeping[0]?.run(NOON);
  const places = await desk.services.desk.run("places", {}, owner);
  expect(places.blocks[0]).toMatchObject({ rows: [["telegram:-100200", "5", "1", "just now"]] });
  await desk.services.bookkeeping[0]?.run(NOON + 40 * DAY_MS);
  expect(await desk.database.selectFrom("place_use").selectAll().execute()).toEqual([]);

  expect(await desk.run("places leave", { place: "telegram:-100200" }, owner)).toContain("I have left");
  expect(desk.left).toEqual([GROUP]);
  for (const place of ["nowhere", "telegram:", "web:12", "telegram:1 OR 1", "mcp:1"])
    expect(await desk.run("places leave", { place }, owner)).toContain("names no place");
  expect(desk.left).toHaveLength(1);
});

test("whom the owner blocks is answered nowhere, is told once, and again when the owner thinks better of it", async () => {
  const desk = await open();
  const owner = await desk.callOf("7", "owner", desk.direct("7"));
  const price = async (id: string, place = desk.direct(id), now = NOON) =>
    await desk.run("price", { assets: ["TAO"] }, await desk.callOf(id, "member", place, now));
  expect(await price("21")).toContain("TAO");
  expect(await desk.run("places block", { account: "telegram:21" }, owner)).toContain("answered nowhere");
  expect(await desk.run("places", {}, owner)).toContain("telegram:21");
  expect(await price("21")).toContain("has blocked you");
  expect(await price("21", desk.direct("21"), NOON + 1)).toBe("");
  expect(await price("21", GROUP, NOON + 2)).toBe("");
  expect(await desk.services.cashtagsOn(GROUP, { accountId: "21" })).toBe(false);
  expect(await price("22")).toContain("TAO");
  // Nobody gets out of it by having all that is kept about them deleted.
  const deleted = await desk.run(
    "me delete",
    { sure: "yes" },
    await desk.callOf("21", "member", desk.direct("21"), NOON + DAY_MS),
  );
  expect(deleted).toContain("Deleted");
  expect(await price("21", desk.direct("21"), NOON + DAY_MS + 1)).toContain("has blocked you");
  expect(await desk.run("places block", { account: "telegram:7" }, owner)).toContain("That is you");
  await desk.run("places block", { account: "telegram:21", state: "off" }, { ...owner, now: NOON + 3 });
  expect(await price("21")).toContain("TAO");
});

test("the doors leave a group and a server, and cannot leave what they are not in", async () => {
  const doors = await openBothDoors();
  try {
    const group = doors.telegram.group("Desk");
    const place: Place = { platform: "telegram", chatId: String(group.id), isPublic: true };
    expect(await doors.delivery.leave(place)).toBe("left");
    expect(await doors.delivery.leave(place)).toBe("cannot");
    expect(await doors.delivery.leave({ platform: "telegram", chatId: "77", isPublic: false })).toBe("cannot");
    expect(await doors.delivery.leave({ platform: "discord", chatId: CHANNEL_ID, isPublic: true })).toBe("left");
    expect(doors.discord.world.left).toHaveLength(1);
    expect(await doors.delivery.leave({ platform: "web", chatId: "x", isPublic: false })).toBe("cannot");
  } finally {
    await doors.close();
  }
});
