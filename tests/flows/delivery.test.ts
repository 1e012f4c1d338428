import { afterEach, describe, expect, test, vi } from "vitest";
import { directPlace } from "../../src/core/delivery.ts";
import type { Adapter } from "../../src/core/desk.ts";
import { firstWatch } from "../../src/alerts/watch.ts";
import { subjectOf } from "../../src/alerts/subject.ts";
import { AlertStore } from "../../src/store/alert-store.ts";
import { price } from "../support/alerts-desk.ts";
import { text } from "../../src/core/reply.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { movePlace } from "../../src/store/place-moves.ts";
import { SettingStore } from "../../src/store/setting-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import { BOT_ID, CHANNEL_ID, HIDDEN_CHANNEL_ID, PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";
import { echo, tally, testDesk } from "../support/desk.ts";
import { deliveryLoop } from "../support/delivery-loop.ts";
import { aDelivery, aPlace } from "../support/outbox.ts";
import { startDesk, temporaryFolder } from "../support/process.ts";
import { type TelegramTest, telegramTest } from "../support/telegram.ts";
import { openWeb, Visitor } from "../support/web-door.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const loopOver = (database: Database, adapters: () => readonly Adapter[]) =>
  deliveryLoop(database, adapters, (close) => closing.push(close));

describe("on Telegram", () => {
  async function open(change: Parameters<typeof telegramTest>[0] = {}) {
    const door: TelegramTest = await telegramTest({
      onMoved: (from, to) =>
        door.database.transaction().execute((on) => movePlace(on, { platform: "telegram", from, to })),
      ...change,
    });
    closing.push(() => door.close());
    await door.adapter.start(door.desk);
    let { adapter } = door;
    return {
      ...door,
      ...loopOver(door.database, () => [adapter]),
      /** The same server and database, as a new process sees them. */
      async restart() {
        await adapter.stop();
        ({ adapter } = door.again());
        await adapter.start(door.desk);
        return loopOver(door.database, () => [adapter]);
      },
    };
  }
  const chatOf = (chat: { readonly id: number }, change = {}) => aPlace(String(chat.id), change);

  test("a person who has blocked us pauses the source, and can mend it; a group that threw us out needs its admin", async () => {
    const desk = await open();
    const [ann, group] = [desk.server.person("Ann"), desk.server.group("Desk")];
    desk.server.shut(ann);
    desk.server.shut(group);
    await desk.enqueue(
      { place: chatOf(ann) },
      { sourceId: "8", place: chatOf(group, { isPublic: true }) },
      { sourceId: "9", place: aPlace("404", { isPublic: true }) },
    );
    expect(desk.gone.map(({ sourceId, gone }) => [sourceId, gone.mendedBy])).toEqual([
      ["7", "person"],
      ["8", "admin"],
      ["9", "admin"],
    ]);
    expect(await desk.states()).toEqual(["gone", "gone", "gone"]);
  });

  test("who writes to us alone, or lets us in again, can be reached; who blocks us or speaks in a group cannot be told to", async () => {
    const reached: string[] = [];
    const { server } = await open({
      onReached: async (platform, accountId) => void reached.push(`${platform}:${accountId}`),
    });
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    const membership = (status: string, who: typeof ben) => ({
      my_chat_member: {
        chat: { id: who.id, type: "private" },
        from: who,
        date: Math.floor(Date.now() / 1_000),
        new_chat_member: { status, user: who },
      },
    });
    server.push(membership("kicked", ann));
    server.say(server.group("Desk"), ann, "/echo here");
    await server.shown("here");
    server.push(membership("member", ben));
    await vi.waitFor(() => expect(reached).toEqual([`telegram:${ben.id}`]));
    server.say(ann, ann, "/echo alone");
    await vi.waitFor(() => expect(reached).toEqual([`telegram:${ben.id}`, `telegram:${ann.id}`]));
  });

  test("a deleted topic is gone: nothing is posted for all to see in its place", async () => {
    const desk = await open();
    const group = desk.server.group("Desk");
    await desk.enqueue({ place: chatOf(group, { isPublic: true, topicId: "4711" }) });
    expect(desk.gone).toMatchObject([{ gone: { mendedBy: "admin" } }]);
    expect(desk.server.ours()).toEqual([]);
  });

  test("a chat that is limited waits as long as it was told to; others go on, and it gets each once", async () => {
    const desk = await open();
    const [ann, ben] = [desk.server.person("Ann"), desk.server.person("Ben")];
    const limit = {
      kind: "error",
      code: 429,
      description: "Too Many Requests",
      parameters: { retry_after: 0.2 },
    } as const;
    desk.server.fail("sendMessage", limit, {
      matches: ({ chat_id: chat }) => String(chat as string) === String(ann.id),
    });
    await desk.enqueue(
      { place: chatOf(ann) },
      { occurrence: "x", place: chatOf(ann) },
      { place: chatOf(ben), occurrence: "b" },
    );
    expect(desk.server.ours().map(({ chatId }) => chatId)).toEqual([ben.id]);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await desk.pass(60_000);
    expect(desk.server.ours(ann).map((message) => message.text)).toEqual(["n0", "x"]);
    expect(desk.server.violations).toEqual([]);
  });

  test("two chats that are limited at a time stop the platform", async () => {
    const desk = await open();
    const people = ["Ann", "Ben", "Cat", "Dan"].map((name) => desk.server.person(name));
    const limit = {
      kind: "error",
      code: 429,
      description: "Too Many Requests",
      parameters: { retry_after: 0.2 },
    } as const;
    desk.server.fail("sendMessage", limit, { times: 2 });
    const [ann, ben, ...others] = people.map((person, index) => ({ place: chatOf(person), occurrence: `${index}` }));
    await desk.enqueue(ann!, ben!);
    await desk.enqueue(...others);
    expect(desk.server.callsOf("sendMessage")).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await desk.pass(60_000);
    expect(await desk.states()).toEqual(["sent", "sent", "sent", "sent"]);
  });

  test("a connection that breaks after the message was taken is tried once more, and no more", async () => {
    const desk = await open();
    const ann = desk.server.person("Ann");
    desk.server.fail("sendMessage", { kind: "drop", when: "after" }, { times: 3 });
    await desk.enqueue({ place: chatOf(ann) });
    await desk.pass(10_000);
    await desk.pass(10_000);
    expect(desk.server.ours()).toHaveLength(2);
    expect(await desk.rows()).toMatchObject([{ state: "dropped", reason: expect.stringContaining("not known") }]);
  });

  test("an outage keeps everything, and nothing comes twice after it", async () => {
    const desk = await open();
    const ann = desk.server.person("Ann");
    await desk.server.down();
    await desk.enqueue({ place: chatOf(ann) }, { place: chatOf(ann), occurrence: "2" });
    await desk.pass(30_000);
    await desk.server.up();
    await desk.pass(30_000);
    expect(desk.server.ours().map((message) => message.text)).toEqual(["n0", "2"]);
  });

  test("what was half sent goes on behind what is out, in a new process too", async () => {
    const desk = await open();
    const ann = desk.server.person("Ann");
    const long = { blocks: [text(`${"first ".repeat(650)}\n\n${"second ".repeat(500)}`)] };
    desk.server.fail(
      "sendMessage",
      { kind: "error", code: 500, description: "Internal Server Error" },
      { matches: ({ text: words }) => String(words as string).includes("second") },
    );
    await desk.enqueue({ place: chatOf(ann), reply: long });
    expect(await desk.states()).toEqual(["later"]);
    const next = await desk.restart();
    await next.pass(60_000);
    expect(await next.states()).toEqual(["sent"]);
    expect(desk.server.ours().map((message) => message.text.slice(0, 5))).toEqual(["first", "secon"]);
  });

  describe("a group that becomes a supergroup takes everything along", () => {
    async function movedDesk() {
      const desk = await open();
      const group = desk.server.group("Desk", { type: "group" });
      const place = chatOf(group, { isPublic: true });
      await new SettingStore().set(desk.database, place, "cashtags", true, Date.now());
      await desk.database
        .insertInto("alert_subject")
        .values({
          id: 1,
          subject: "price tao",
          user_id: null,
          next_at: 0,
          every_ms: null,
          looked_at: null,
          look: null,
          seen_at: null,
        })
        .execute();
      const chat = { of_platform: "telegram", of_chat_id: place.chatId, platform: "telegram", chat_id: place.chatId };
      await desk.database
        .insertInto("alert")
        .values({
          ...chat,
          is_public: 1,
          target: "place",
          subject_id: 1,
          condition: "{}",
          state: "armed",
          created_at: 0,
        })
        .execute();
      const settingsAt = (chatId: number) =>
        new SettingStore().of(desk.database, { platform: "telegram", chatId: String(chatId) });
      return { desk, group, place, settingsAt, moved: desk.server.migrate(group) };
    }

    test("when a message is answered with the new id", async () => {
      const { desk, group, place, settingsAt, moved } = await movedDesk();
      await desk.enqueue({ place }, { occurrence: "2", place, dueAt: Date.now() + 60_000 });
      expect(desk.server.ours(moved).map((message) => message.text)).toEqual(["n0"]);
      await vi.waitFor(async () => expect((await settingsAt(moved.id)).cashtags).toBe(true));
      expect((await settingsAt(group.id)).cashtags).toBe(false);
      expect((await desk.rows()).map((row) => row.chat_id)).toEqual([String(moved.id), String(moved.id)]);
      expect(await desk.database.selectFrom("alert").select(["of_chat_id", "chat_id"]).execute()).toEqual([
        { of_chat_id: String(moved.id), chat_id: String(moved.id) },
      ]);
      await desk.pass(61_000);
      expect(await desk.states()).toEqual(["sent", "sent"]);
    });

    test("and no table with a chat in it is forgotten", async () => {
      const { desk } = await movedDesk();
      const tables = await desk.database.introspection.getTables();
      const chats = tables.flatMap(({ name, columns }) =>
        columns.filter((column) => column.name.endsWith("chat_id")).map((column) => `${name}.${column.name}`),
      );
      expect(chats.toSorted()).toEqual([
        "alert.chat_id",
        "alert.of_chat_id",
        "audit.chat_id",
        "exchange.chat_id",
        "greeting.chat_id",
        "incoming_request.chat_id",
        "last_post.chat_id",
        "model_spend.chat_id",
        "model_told.chat_id",
        "outbox.chat_id",
        "passing_answer.chat_id",
        "place.chat_id",
        "place_use.chat_id",
        "proposal.chat_id",
        "recent_asset.chat_id",
        "setting.chat_id",
        "subscription.chat_id",
        "subscription.of_chat_id",
      ]);
    });

    test("when Telegram tells of it, before anything is sent", async () => {
      const { desk, group, place, settingsAt, moved } = await movedDesk();
      await desk.enqueue({ place, dueAt: Date.now() + 60_000 });
      desk.server.push({
        message: {
          message_id: 9_000,
          date: Math.floor(Date.now() / 1_000),
          chat: { id: group.id, type: "group", title: "Desk" },
          migrate_to_chat_id: moved.id,
        },
      });
      await vi.waitFor(async () => expect((await desk.rows())[0]?.chat_id).toBe(String(moved.id)));
      expect((await settingsAt(moved.id)).cashtags).toBe(true);
      const tries = desk.server.callsOf("sendMessage").length;
      await desk.pass(61_000);
      expect(desk.server.callsOf("sendMessage")).toHaveLength(tries + 1);
      expect(await desk.states()).toEqual(["sent"]);
    });

    test("and what was set in the new one meanwhile counts", async () => {
      const { desk, group, settingsAt, moved } = await movedDesk();
      await new SettingStore().set(desk.database, chatOf(moved), "cashtags", false, Date.now());
      const move = { platform: "telegram", from: String(group.id), to: String(moved.id) } as const;
      for (let time = 0; time < 2; time += 1) await desk.database.transaction().execute((on) => movePlace(on, move));
      expect((await settingsAt(moved.id)).cashtags).toBe(false);
    });
  });

  test("the buttons of an alert are its owner's, also in a group", async () => {
    const counts = new Map<string, number>();
    const desk = await open({ commands: [echo, tally(counts)] });
    const [ann, ben, group] = [desk.server.person("Ann"), desk.server.person("Ben"), desk.server.group("Desk")];
    const { userId } = await new UserStore().identify(desk.database, "telegram", String(ann.id), "Ann", Date.now());
    const reply = {
      blocks: [text("TAO is above $400.")],
      buttons: [{ label: "Stop", command: "tally add", input: {} }],
    };
    await desk.enqueue({ place: chatOf(group, { isPublic: true }), ownerId: userId, reply });
    const message = await desk.server.shown("TAO is above");
    desk.server.press(message, ben, "Stop");
    await desk.server.shown("Only the person who asked can press this.", ben);
    expect(counts.size).toBe(0);
    desk.server.press(message, ann, "Stop");
    await vi.waitFor(() => expect([...counts.values()]).toEqual([1]));
  });
});

describe("on Discord", () => {
  async function open(change: Parameters<typeof openDiscordDoor>[1] = {}) {
    const door: DiscordDoor = await openDiscordDoor([echo], change);
    const database = await openDatabase(":memory:");
    closing.push(
      () => database.destroy(),
      () => door.close(),
    );
    return { door, ...loopOver(database, () => [door.adapter()]) };
  }
  const channel = (chatId: string) => aPlace(chatId, { platform: "discord", isPublic: true });
  const status = (code: number, body: object) => ({ kind: "status", status: code, body }) as const;

  test("a person's channel is opened by their id; one who takes no messages from us can mend that", async () => {
    const { door, ...desk } = await open();
    await desk.enqueue({ place: directPlace("discord", PEOPLE.ann.id)! });
    expect(door.discord.messages().map(textOf)).toEqual(["n0"]);
    const result = await desk.deliverer.sendNow(
      aDelivery("hello", {
        kind: "notice",
        place: directPlace("discord", PEOPLE.tom.id)!,
        dueAt: Date.now(),
        staleAt: Date.now() + 60_000,
      }),
    );
    expect(result).toMatchObject({ state: "gone", mendedBy: "person", why: expect.stringContaining("50007") });
    door.discord.mishap(
      "POST",
      /messages$/,
      status(403, { code: 50_278, message: "Cannot send messages to this user" }),
    );
    await desk.enqueue({ place: directPlace("discord", PEOPLE.ann.id)!, occurrence: "2" });
    expect(desk.gone).toMatchObject([{ gone: { mendedBy: "person" } }]);
  });

  test("who writes to us alone, or uses a command there, can be reached; in a server nobody is asked", async () => {
    const reached: string[] = [];
    const door = await openDiscordDoor([echo], {
      onReached: async (platform, accountId) => void reached.push(`${platform}:${accountId}`),
    });
    closing.push(() => door.close());
    door.discord.message("tom", "guild", `<@${BOT_ID}> hello`);
    await vi.waitFor(() => expect(door.discord.messages()).toHaveLength(1));
    door.discord.message("ann", "direct", "hello");
    await vi.waitFor(() => expect(reached).toEqual([`discord:${PEOPLE.ann.id}`]));
    door.discord.slash("tom", "direct", "echo", { words: "hi" });
    await vi.waitFor(() => expect(reached).toEqual([`discord:${PEOPLE.ann.id}`, `discord:${PEOPLE.tom.id}`]));
  });

  test("a channel that we may not see needs an admin; one that was deleted nobody brings back", async () => {
    const { door, ...desk } = await open();
    door.discord.mishap("POST", /messages$/, status(404, { code: 10_003, message: "Unknown Channel" }));
    await desk.enqueue({ place: channel(CHANNEL_ID) });
    await desk.enqueue({ sourceId: "8", place: channel(HIDDEN_CHANNEL_ID) });
    expect(desk.gone.map(({ gone }) => gone.mendedBy)).toEqual(["nobody", "admin"]);
  });

  test("an answer that never comes leads to one more try, and to no second message", async () => {
    const { door, ...desk } = await open({ times: { requestMs: 50 } });
    door.discord.mishap("POST", /messages$/, { kind: "drop" });
    await desk.enqueue({ place: channel(CHANNEL_ID) });
    expect(await desk.states()).toEqual(["later"]);
    await desk.pass(10_000);
    expect(await desk.states()).toEqual(["sent"]);
    expect(door.discord.messages()).toHaveLength(1);
  });

  test("a thread that somebody has locked is left alone for an hour", async () => {
    const { door, ...desk } = await open();
    door.discord.mishap("POST", /messages$/, status(403, { code: 160_005, message: "Thread is locked" }));
    await desk.enqueue({ place: channel(CHANNEL_ID), staleAt: Date.now() + 9_000_000 });
    await desk.pass(50 * 60_000);
    expect(await desk.states()).toEqual(["later"]);
    await desk.pass(20 * 60_000);
    expect(await desk.states()).toEqual(["sent"]);
    expect(desk.gone).toEqual([]);
  });

  test("the limit over everything stops the platform for as long as it says", async () => {
    const { door, ...desk } = await open();
    door.discord.mishap("POST", /messages$/, {
      ...status(429, { message: "You are being rate limited.", retry_after: 60, global: true }),
      headers: { "retry-after": "60", "x-ratelimit-global": "true", "x-ratelimit-scope": "global" },
    });
    await desk.enqueue({ place: channel(CHANNEL_ID) });
    const asked = door.discord.world.requests.length;
    await desk.enqueue({ place: directPlace("discord", PEOPLE.ann.id)!, occurrence: "2" });
    await desk.pass(50_000);
    expect(door.discord.world.requests).toHaveLength(asked);
    expect(await desk.states()).toEqual(["later", "waiting"]);
  });
});

test("on the page what waited is shown as soon as it is opened, with its owner's buttons", async () => {
  const { desk, database } = await testDesk([echo], { clock: Date.now });
  let opened: () => void = () => undefined;
  const door = await openWeb({ desk, database }, { onOpened: () => opened() });
  closing.push(
    () => database.destroy(),
    () => door.close(),
  );
  const loop = loopOver(database, () => [door.adapter]);
  const ann = new Visitor(door.address);
  await ann.post("/api/turn", { key: "1", text: "/help" });
  const account = /=([\w-]{22})/.exec(ann.cookie ?? "")?.[1] ?? "";
  const place = directPlace("web", account)!;
  opened = () => loop.deliverer.reachable(place);
  const { userId } = await new UserStore().identify(database, "web", account, undefined, Date.now());
  const reply = {
    blocks: [text("TAO is above $400.")],
    buttons: [{ label: "Stop", command: "echo", input: { words: ["a"] } }],
  };
  // Nothing of how posts of places are made matters there.
  const manner = { isSilent: true, roleId: "999", isCrossposted: true, last: "replace" } as const;
  await loop.enqueue({ place, reply, ownerId: userId, manner });
  expect(await loop.rows()).toMatchObject([{ state: "later", reason: "the page is not open" }]);
  // Nothing was drawn and no button kept for a page that is not there.
  const buttons = () => database.selectFrom("button").select("owner_id").execute();
  expect(await buttons()).toEqual([]);

  const away = new AbortController();
  closing.push(async () => away.abort());
  const page = await fetch(`${door.address}/api/events`, {
    method: "POST",
    body: "{}",
    headers: { "Content-Type": "application/json", Cookie: ann.cookie ?? "" },
    signal: away.signal,
  });
  const read = (async () => {
    for await (const part of page.body!.pipeThrough(new TextDecoderStream()))
      for (const line of part.split("\n").filter((each) => each.includes('"key"')))
        await ann.post("/api/received", { key: (JSON.parse(line) as { key: string }).key });
  })().catch(() => undefined);
  await vi.waitFor(async () => expect(await loop.states()).toEqual(["sent"]), { timeout: 5_000 });
  expect(await buttons()).toEqual([{ owner_id: userId }]);
  away.abort();
  await read;
});

test(
  "a desk that is killed in the middle of thirty deliveries loses none and repeats only what was under way",
  { timeout: 90_000 },
  async () => {
    const telegram = await TelegramStandIn.start();
    const folder = await temporaryFolder();
    closing.push(
      () => folder.remove(),
      () => telegram.close(),
    );
    const path = `${folder.path}/desk.sqlite`;
    const people = Array.from({ length: 30 }, (_, index) => telegram.person(`P${index}`));
    const database = await openDatabase(path);
    for (const person of people)
      await new OutboxStore().enqueue(
        database,
        aDelivery(String(person.id), {
          place: aPlace(String(person.id)),
          reply: { blocks: [text(`alert for ${person.id}`)] },
          dueAt: Date.now(),
          staleAt: Date.now() + 3_600_000,
        }),
      );
    await database.destroy();
    const environment = {
      DATABASE_PATH: path,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: telegram.root,
      WEB: "off",
    };
    const alerts = () => telegram.ours().filter((message) => message.text.startsWith("alert for"));
    const begin = () => {
      const desk = startDesk(environment);
      closing.push(async () => {
        desk.kill("SIGKILL");
        await desk.ended;
      });
      return desk;
    };

    // Each message is there at once; the word that it is takes a while.
    telegram.fail("sendMessage", { kind: "slow", ms: 150 }, { times: 1_000 });
    const first = begin();
    await telegram.until(() => (alerts().length >= 5 ? true : undefined), 60_000);
    first.kill("SIGKILL");
    await first.ended;
    telegram.heal();
    expect(alerts().length).toBeLessThan(30);

    // As if the lease of the dead had run out meanwhile.
    const again = await openDatabase(path);
    await again.updateTable("outbox").set({ lease_until: 0 }).where("state", "=", "sending").execute();
    await again.destroy();
    const second = begin();
    await telegram.until(() => (new Set(alerts().map(({ chatId }) => chatId)).size === 30 ? true : undefined), 60_000);
    second.kill("SIGTERM");
    expect(await second.ended).toBe(0);
    const counts = people.map((person) => alerts().filter(({ chatId }) => chatId === person.id).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(counts.filter((count) => count === 2).length).toBeLessThanOrEqual(8);
    const after = await openDatabase(path);
    const left = await after.selectFrom("outbox").select(["state", "reply"]).execute();
    await after.destroy();
    expect(new Set(left.map(({ state, reply }) => `${state}${reply}`))).toEqual(new Set(["sent"]));
  },
);

test("who unblocks the desk has their alerts on again, and is told", { timeout: 60_000 }, async () => {
  const telegram = await TelegramStandIn.start();
  const folder = await temporaryFolder();
  closing.push(
    () => folder.remove(),
    () => telegram.close(),
  );
  const path = `${folder.path}/desk.sqlite`;
  const ann = telegram.person("Ann");
  const database = await openDatabase(path);
  const { userId } = await new UserStore().identify(database, "telegram", String(ann.id), "Ann", Date.now());
  const alerts = new AlertStore();
  const condition = price("bittensor", "above", 400);
  const { number } = await alerts.add(
    database,
    {
      condition,
      repetition: { kind: "once" },
      target: { kind: "owner" },
      ownerId: userId,
      place: directPlace("telegram", String(ann.id))!,
      createdAt: Date.now(),
    },
    { subject: subjectOf(condition, userId), watch: firstWatch(condition, undefined, 0) },
  );
  await alerts.close(database, [number], "bot was blocked");
  await database.destroy();
  const desk = startDesk({
    DATABASE_PATH: path,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
    WEB: "off",
    MARKET_DATA: "sample",
  });
  closing.push(async () => {
    desk.kill("SIGKILL");
    await desk.ended;
  });
  telegram.push({
    my_chat_member: {
      chat: { id: ann.id, type: "private" },
      from: ann,
      date: Math.floor(Date.now() / 1_000),
      new_chat_member: { status: "member", user: ann },
    },
  });
  const said = () =>
    telegram.ours(ann).find((message) => message.text.includes(`I can reach you again: alert ${number} is on`));
  await telegram.until(said, 40_000);
  desk.kill("SIGTERM");
  expect(await desk.ended).toBe(0);
  const after = await openDatabase(path);
  expect((await alerts.one(after, number))?.state).toBe("armed");
  await after.destroy();
});
