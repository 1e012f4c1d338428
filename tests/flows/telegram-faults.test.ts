import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { FRESH_POST, type Inbox } from "../../src/core/desk.ts";
import { describe, expect, test } from "vitest";
import { text } from "../../src/core/reply.ts";
import { TelegramStandIn, TOKEN, USERNAME } from "../stand-ins/telegram.ts";
import { telegramDoor, telegramTest, until } from "../support/telegram.ts";

const open = telegramDoor();

const PHRASE = entropyToMnemonic(new Uint8Array(16).fill(77), wordlist);

const conflict = {
  kind: "error",
  code: 409,
  description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
} as const;

/** An inbox of which the first so many writes fail. */
function lockedAtFirst(inbox: Inbox, times: number): Inbox {
  let left = times;
  return {
    ...inbox,
    accept: async (request) => {
      if (left === 0) return await inbox.accept(request);
      left -= 1;
      throw new Error("SQLITE_BUSY: database is locked");
    },
  };
}

const openRows = async (database: Awaited<ReturnType<typeof telegramTest>>["database"]): Promise<number> =>
  (await database.selectFrom("incoming_request").select("key").where("closed_at", "is", null).execute()).length;

describe("another poller", () => {
  test("that goes away in time is waited out", async () => {
    const { server, closings, log } = await open();
    server.fail("getUpdates", conflict, { times: 3 });
    const ann = server.person("Ann");
    server.say(ann, ann, "hello");
    await server.shown("You asked: hello");
    expect(closings).toEqual([]);
    expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("that stays closes the door, with one line in the log", async () => {
    const { server, closings, log, health, adapter } = await open();
    server.fail("getUpdates", conflict, { times: Infinity });
    server.push({});
    await until(() => closings.length > 0);
    expect(closings).toEqual(["conflict"]);
    expect(log.lines.filter(({ level }) => level === "error").map(({ event }) => event)).toEqual([
      "telegram: another process keeps polling with this token; stop it, then start again. The Telegram door is closed",
    ]);
    expect(health.isReady()).toBe(false);
    expect(
      await adapter.send({ platform: "telegram", chatId: "1", isPublic: false }, { blocks: [text("x")] }, "k"),
    ).toMatchObject({ state: "later" });
  });

  test("that comes back again and again is noticed although polls succeed in between", async () => {
    const { server, closings } = await open({ timings: { pollSeconds: 0.02 } });
    const rival = setInterval(() => server.fail("getUpdates", conflict), 40);
    await until(() => closings.length > 0);
    clearInterval(rival);
    server.heal();
    expect(closings).toEqual(["conflict"]);
  });
});

describe("a token that is refused", () => {
  test("at the start closes the door with one clear line", async () => {
    const door = await telegramTest();
    door.server.isTokenGood = false;
    await door.adapter.start(door.desk);
    expect(door.closings).toEqual(["unauthorized"]);
    const errors = door.log.lines.filter(({ level }) => level === "error");
    expect(errors.map(({ event }) => event)).toEqual([
      "telegram: the token is refused; get a valid one from @BotFather. The Telegram door is closed",
    ]);
    expect(door.health.isReady()).toBe(false);
    await door.close();
  });

  test("while it runs does the same", async () => {
    const { server, closings } = await open();
    server.isTokenGood = false;
    server.push({});
    await until(() => closings.length > 0);
    expect(closings).toEqual(["unauthorized"]);
  });
});

describe("retry_after", () => {
  test("is waited for and the answer arrives once", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.fail("sendMessage", {
      kind: "error",
      code: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    server.say(ann, ann, "one");
    await server.until(() => server.callsOf("sendMessage").length === 1);
    server.say(ann, ann, "/echo alpha");
    await server.shown("You asked: one");
    await server.shown("alpha was said");
    expect(server.ours()).toHaveLength(2);
    const [first, second] = server.callsOf("sendMessage");
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(995);
  });

  test("of a poll is waited for", async () => {
    const { server } = await open();
    server.fail("getUpdates", {
      kind: "error",
      code: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    const ann = server.person("Ann");
    server.say(ann, ann, "one");
    await server.shown("You asked: one");
  });
});

describe("an outage", () => {
  test("is over soon after it ends; nothing is lost or doubled", async () => {
    const { server, log, health } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "before");
    await server.shown("You asked: before");
    await server.down();
    server.say(ann, ann, "during");
    await until(() => health.all().get("telegram")?.state === "late");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.up();
    await server.shown("You asked: during");
    expect(server.ours()).toHaveLength(2);
    expect(health.all().get("telegram")?.state).toBe("ok");
    expect(log.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
  });

  test("of one second is over in two, by the waits of production", async () => {
    const { firstPauseMs, longestPauseMs } = (await import("../../src/adapters/telegram/limits.ts")).TIMINGS;
    // Tries at 0, then after each pause; the first that falls behind the outage ends it.
    let at = 0;
    for (let tries = 0; at < 1_000; tries += 1) at += Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
    expect(at).toBeLessThan(2_000);
  });

  test("when the answer is ready only delays it", async () => {
    let answer = (): void => undefined;
    const ready = new Promise<void>((resolve) => (answer = resolve));
    const { server } = await open({
      answer: async () => {
        await ready;
        return { blocks: [text("At last.")] };
      },
    });
    const ann = server.person("Ann");
    server.say(ann, ann, "hello");
    await server.until(() => server.callsOf("sendChatAction").length > 0);
    await server.down();
    // Until the client has seen its connections end: what is written into one that has just ended has an unknown outcome.
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await server.up();
    await server.shown("At last.");
    expect(server.ours()).toHaveLength(1);
  });

  test("at the start: the door opens when Telegram is back", async () => {
    const links: string[] = [];
    const door = await telegramTest({ onReady: ({ link }) => links.push(link) });
    await door.server.down();
    await door.adapter.start(door.desk);
    expect(door.closings).toEqual([]);
    expect(links).toEqual([]);
    const ann = door.server.person("Ann");
    door.server.say(ann, ann, "hello");
    await door.server.up();
    await door.server.shown("You asked: hello");
    expect(links).toEqual([`https://t.me/${USERNAME}`]);
    await door.close();
  });

  test.each([
    { kind: "html", code: 502 } as const,
    { kind: "html", code: 200 } as const,
    { kind: "html", code: 404 } as const,
    { kind: "text", body: "null" } as const,
    { kind: "text", body: '{"ok":true,"result":"nonsense"}' } as const,
    { kind: "text", body: '{"ok":true,"result":[{"nothing":1}]}' } as const,
    { kind: "text", body: '{"ok":false}' } as const,
    { kind: "drop", when: "before" } as const,
    { kind: "drop", when: "after" } as const,
    { kind: "error", code: 500, description: "Internal Server Error" } as const,
    { kind: "error", code: 400, description: "Bad Request: something new" } as const,
  ])("in which polls get %o is survived", async (fault) => {
    const { server, closings, faults } = await open();
    server.fail("getUpdates", fault, { times: 2 });
    const ann = server.person("Ann");
    server.say(ann, ann, "hello");
    await server.shown("You asked: hello");
    expect(server.ours()).toHaveLength(1);
    expect(closings).toEqual([]);
    expect(faults).toEqual([]);
  });
});

test("a poll that hangs is given up", async () => {
  const { server } = await open({ timings: { pollSeconds: 1, pollGraceMs: 20 } });
  server.fail("getUpdates", { kind: "hang" });
  const ann = server.person("Ann");
  server.say(ann, ann, "one");
  await server.shown("You asked: one");
  server.say(ann, ann, "two");
  await server.shown("You asked: two");
});

describe("an answer whose sending breaks off", () => {
  test.each([
    ["after Telegram took it", { kind: "drop", when: "after" } as const, 1],
    ["before Telegram took it", { kind: "drop", when: "before" } as const, 0],
    ["with a server error", { kind: "html", code: 502 } as const, 0],
  ])("%s is not sent again, and the person is told", async (_name, fault, arrived) => {
    const { server, database } = await open();
    const ann = server.person("Ann");
    server.fail("sendMessage", fault);
    server.say(ann, ann, "/echo alpha");
    await server.shown("The connection broke while I was answering.");
    expect(server.ours().filter((message) => message.text.includes("alpha was said"))).toHaveLength(arrived);
    await until(async () => (await openRows(database)) === 0);
  });

  test("is spoken of when Telegram answers again, and not into its outage", async () => {
    const { server, database } = await open();
    const ann = server.person("Ann");
    for (const method of ["sendMessage", "getMe"] as const)
      server.fail(method, { kind: "error", code: 500, description: "Internal Server Error" }, { times: 1_000 });
    server.say(ann, ann, "/echo alpha");
    await server.until(() => server.callsOf("getMe").length > 3);
    expect(server.callsOf("sendMessage")).toHaveLength(1);
    server.heal();
    await server.shown("The connection broke while I was answering.");
    await until(async () => (await openRows(database)) === 0);
  });

  test("in an edit is tried again, since twice does no harm", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    server.fail("editMessageText", { kind: "drop", when: "after" });
    server.press(card, ann, "Next");
    await until(() => server.callsOf("editMessageText").length === 2);
    expect(card.edits).toBe(1);
    expect(server.ours()).toEqual([card]);
  });

  test("for its looks is sent in plain words", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.fail("sendMessage", { kind: "error", code: 400, description: "Bad Request: can't parse entities: strange" });
    server.say(ann, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    expect(card.entities).toEqual([]);
    expect(card.keyboard.flat().map((button) => button.text)).toEqual(["Next", "Again"]);
  });

  test("for its picture is sent without it", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.fail("sendPhoto", { kind: "error", code: 400, description: "Bad Request: PHOTO_INVALID_DIMENSIONS" });
    server.say(ann, ann, "/echo chart");
    expect((await server.shown("chart was said")).shape).toBe("text");
  });

  test("because a chart cannot be drawn is sent without it", async () => {
    const { server, faults } = await open({ draw: () => Promise.reject(new Error("no font")) });
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo chart");
    expect((await server.shown("Letters of each word")).shape).toBe("text");
    expect(faults).toHaveLength(1);
  });

  test("because the person has blocked us is given up without fuss", async () => {
    const { server, faults, database } = await open();
    const ann = server.person("Ann");
    server.fail("sendMessage", { kind: "error", code: 403, description: "Forbidden: bot was blocked by the user" });
    server.say(ann, ann, "hello");
    await until(() => server.callsOf("sendMessage").length === 1);
    await until(async () => (await openRows(database)) === 0);
    expect(faults).toEqual([]);
  });
});

describe("an upload", () => {
  test("keeps its reply, its topic, its buttons and its looks", async () => {
    const { server } = await open();
    const group = server.group("Desk", { is_forum: true });
    const topic = server.topic(group);
    const ann = server.person("Ann");
    const asked = server.say(group, ann, "/echo chart", { topic });
    const card = await server.shown("chart was said");
    expect(card).toMatchObject({ shape: "photo", replyTo: asked.id, topicId: topic });
    expect(card.keyboard.flat()).toHaveLength(3);
    expect(card.entities[0]).toEqual({ type: "bold", offset: 0, length: 4 });
    expect(card.file?.filename).toBe("chart.png");
  });
});

describe("a picture that many get", () => {
  const photosOf = (server: TelegramStandIn) => server.callsOf("sendPhoto").map(({ values }) => values["photo"]);

  test("goes up once, and to all others by its id", async () => {
    const { server } = await open();
    const people = ["Ann", "Ben", "Cem"].map((name) => server.person(name));
    for (const person of people) {
      server.say(person, person, "/echo chart");
      await until(() => server.ours(person).some(({ shape }) => shape === "photo"));
    }
    const [first, ...others] = photosOf(server);
    expect(first).toBeUndefined(); // As bytes.
    expect(others).toEqual([server.ours(people[0])[0]?.fileId, server.ours(people[0])[0]?.fileId]);
    for (const person of people) expect(server.ours(person)[0]?.file?.bytes.length).toBeGreaterThan(60);
  });

  test("goes up again when Telegram has forgotten it", async () => {
    const { server, faults } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo chart");
    await until(() => server.ours(ann).length === 1);
    server.photos.clear();
    server.say(ann, ann, "/echo chart");
    await until(() => server.ours(ann).length === 2);
    const [, byId, again] = photosOf(server);
    expect([typeof byId, again]).toEqual(["string", undefined]);
    server.say(ann, ann, "/echo chart");
    await until(() => server.ours(ann).length === 3);
    expect(photosOf(server).at(-1)).toBe(server.ours(ann)[1]?.fileId);
    expect(faults).toEqual([]);
  });
});

describe("nothing asked is lost", () => {
  test("what was accepted and not answered when the process died is answered by the next one, once", async () => {
    const door = await open({ answer: () => new Promise(() => undefined), timings: { stopMs: 20 } });
    const { server, database } = door;
    const ann = server.person("Ann");
    const group = server.group("Desk");
    server.say(ann, ann, "lost?");
    server.say(group, ann, `@${USERNAME} lost, too?`);
    await until(async () => (await openRows(database)) === 2);
    await door.adapter.stop();
    expect(await openRows(database)).toBe(2);

    const next = await telegramTest();
    const again = door.again();
    await again.adapter.start(next.desk);
    await server.shown("You asked: lost?");
    await server.shown("You asked: lost, too?");
    await until(async () => (await openRows(database)) === 0);
    expect(server.ours()).toHaveLength(2);
    await again.adapter.stop();
    await next.close();
  });

  test("an update that comes twice is answered once", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    const message = server.toMessage(server.say(ann, ann, "once"));
    await server.shown("You asked: once");
    server.pushAgain(700_000_001, { message });
    server.say(ann, ann, "then");
    await server.shown("You asked: then");
    expect(server.ours()).toHaveLength(2);
  });

  test("an update is confirmed only when it is safe: a database that fails for a moment costs nothing", async () => {
    const door = await telegramTest();
    const again = door.again({ inbox: lockedAtFirst(door.inbox, 2) });
    await again.adapter.start(door.desk);
    const ann = door.server.person("Ann");
    door.server.say(ann, ann, "hello");
    await door.server.shown("You asked: hello");
    expect(door.server.ours()).toHaveLength(1);
    await door.close();
  });

  test("what comes again only since one before it could not be kept happens once, and grows no younger", async () => {
    const door = await telegramTest();
    const { server } = door;
    const [ann, ben, group] = [server.person("Ann"), server.person("Ben"), server.group("Desk")];
    server.say(ann, ann, "hello");
    server.say(ben, ben, PHRASE);
    server.say(group, ben, `@${USERNAME} long ago`, { secondsAgo: 125 });
    await door.again({ inbox: lockedAtFirst(door.inbox, 2) }).adapter.start(door.desk);
    await server.shown("You asked: hello");
    server.say(group, ben, `@${USERNAME} now`);
    await server.shown("You asked: now");
    expect(server.ours(ben)).toHaveLength(1);
    expect(server.ours(group)).toHaveLength(1);
    await door.close();
  });

  test("what one person sends is answered in its order, though its first could not be kept at once", async () => {
    const door = await telegramTest();
    const { server } = door;
    const ann = server.person("Ann");
    for (const word of ["first", "second", "third"]) server.say(ann, ann, word);
    await door.again({ inbox: lockedAtFirst(door.inbox, 1) }).adapter.start(door.desk);
    await server.shown("You asked: third");
    expect(server.ours(ann).map(({ text }) => text)).toEqual(
      ["first", "second", "third"].map((word) => expect.stringContaining(word)),
    );
    await door.close();
  });

  test("with a disk that stays full people are told, and later ones are heard", async () => {
    const door = await telegramTest();
    let isFull = true;
    const inbox = {
      ...door.inbox,
      accept: async (request: Parameters<typeof door.inbox.accept>[0]) => {
        if (isFull) throw new Error("SQLITE_FULL: disk full");
        return await door.inbox.accept(request);
      },
    };
    const again = door.again({ inbox });
    await again.adapter.start(door.desk);
    const ann = door.server.person("Ann");
    door.server.say(ann, ann, "hello");
    await door.server.shown("I cannot write anything down at present");
    isFull = false;
    door.server.say(ann, ann, "and now?");
    await door.server.shown("You asked: and now?");
    await door.close();
  });

  test("stop finishes what is open and confirms what was taken", async () => {
    const { server, adapter, database } = await open({
      answer: async () => {
        await new Promise((resolve) => setTimeout(resolve, 80));
        return { blocks: [text("Done.")] };
      },
    });
    const ann = server.person("Ann");
    server.say(ann, ann, "hello");
    await until(async () => (await openRows(database)) === 1);
    await adapter.stop();
    expect(server.ours().map((message) => message.text)).toEqual(["Done."]);
    expect(await openRows(database)).toBe(0);
    expect(server.waiting).toBe(0);
  });

  test("a fault of ours is told with its reference", async () => {
    const { server, faults } = await open({ identify: () => Promise.reject(new Error("no such table")) });
    const ann = server.person("Ann");
    server.say(ann, ann, "hello");
    expect((await server.shown("ref456")).text).not.toContain("table");
    expect(faults).toHaveLength(1);
  });

  test("a database that cannot be written is told as what it is", async () => {
    const readOnly = Object.assign(new Error("attempt to write"), { code: "SQLITE_READONLY" });
    const { server } = await open({ identify: () => Promise.reject(readOnly) });
    const ann = server.person("Ann");
    server.say(ann, ann, "hello");
    expect((await server.shown("ref456")).text).toContain("its database cannot be written");
  });
});

describe("a backlog", () => {
  test("in a group nothing older than two minutes is answered; in a direct chat up to ten, older ones get one apology", async () => {
    const door = await telegramTest();
    const { server, database } = door;
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.say(group, ann, `@${USERNAME} old in a group`, { secondsAgo: 125 });
    server.say(group, ann, `@${USERNAME} young in a group`, { secondsAgo: 100 });
    server.say(ann, ann, "five minutes old", { secondsAgo: 300 });
    for (const minutes of [60, 50, 11]) server.say(ben, ben, `${minutes} minutes old`, { secondsAgo: minutes * 60 });
    await door.adapter.start(door.desk);
    await server.shown("young in a group");
    await server.shown("five minutes old");
    await server.shown("I was away");
    server.say(ben, ben, "now");
    await server.shown("You asked: now");
    expect(server.ours(group)).toHaveLength(1);
    expect(server.ours(ben)).toHaveLength(2);
    await until(async () => (await openRows(database)) === 0);
    await door.close();
  });

  test("what comes while we listen is new, though our clock be a day ahead", async () => {
    const { server } = await open({ clock: () => Date.now() + 86_400_000 });
    const [ann, group] = [server.person("Ann"), server.group("Desk")];
    // What the first poll finds may have waited.
    server.push({});
    await server.until(() => server.callsOf("getUpdates").length > 1);
    server.say(ann, ann, "one");
    server.say(group, ann, `@${USERNAME} two`);
    await server.shown("You asked: one");
    await server.shown("You asked: two");
  });

  test("the same limits hold for what was open when the last process ended", async () => {
    const door = await telegramTest();
    const { server, database, inbox } = door;
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    const row = (key: string, chatId: number, minutes: number, payload: object) =>
      inbox.accept({
        key,
        platform: "telegram",
        place: { platform: "telegram", chatId: String(chatId), isPublic: chatId < 0 },
        askedAt: Date.now() - minutes * 60_000,
        payload: JSON.stringify(payload),
      });
    const asks = (id: number, words: string) => ({
      from: { accountId: String(id), as: "person" },
      what: { kind: "question", words, messageId: 1 },
    });
    await row("1", group.id, 5, asks(ann.id, "old in a group"));
    await row("2", ann.id, 5, asks(ann.id, "young"));
    await row("3", ben.id, 11, asks(ben.id, "old"));
    await row("4", ben.id, 12, asks(ben.id, "older"));
    await row("5", ann.id, 1, { from: "another version wrote this" });
    await row("6", ann.id, 11, {
      from: { accountId: String(ann.id), as: "person" },
      what: { kind: "press", buttonId: "x", queryId: "1" },
    });
    await door.adapter.start(door.desk);
    await server.shown("You asked: young");
    await server.shown("I was away");
    await until(async () => (await openRows(database)) === 0);
    expect(server.ours()).toHaveLength(2);
    await door.close();
  });
});

describe("an unasked message", () => {
  const reply = { blocks: [text("Good morning.")] };

  test.each([
    [403, "Forbidden: bot was blocked by the user", "gone"],
    [403, "Forbidden: bot was kicked from the supergroup chat", "gone"],
    [403, "Forbidden: user is deactivated", "gone"],
    [403, "Forbidden: bot can't initiate conversation with a user", "gone"],
    [400, "Bad Request: chat not found", "gone"],
    [400, "Bad Request: TOPIC_DELETED", "gone"],
    [400, "Bad Request: TOPIC_CLOSED", "later"],
    [400, "Bad Request: something new", "refused"],
    [400, "Bad Request: not enough rights to send text messages to the chat", "gone"],
    [401, "Unauthorized", "later"],
    [500, "Internal Server Error", "unknown"],
  ])("that is answered %i %s is %s", async (code, description, state) => {
    const { server, adapter } = await open();
    const ann = server.person("Ann");
    server.fail("sendMessage", { kind: "error", code, description });
    const place = { platform: "telegram", chatId: String(ann.id), isPublic: false } as const;
    expect((await adapter.send(place, reply, "k")).state).toBe(state);
    expect(server.callsOf("sendMessage")).toHaveLength(1);
  });

  test("waits for nothing: 429 is for the sender to come back, an outage too", async () => {
    const { server, adapter } = await open();
    const ann = server.person("Ann");
    const place = { platform: "telegram", chatId: String(ann.id), isPublic: false } as const;
    server.fail("sendMessage", {
      kind: "error",
      code: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
    expect(await adapter.send(place, reply, "k")).toEqual({
      state: "later",
      afterMs: 7_000,
      scope: "place",
      why: expect.any(String),
    });
    expect((await adapter.send(place, reply, "k")).state).toBe("later");
    expect(server.callsOf("sendMessage")).toHaveLength(1);
    await server.down();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const other = server.person("Ben");
    expect((await adapter.send({ ...place, chatId: String(other.id) }, reply, "k2")).state).toBe("later");
    await server.up();
  });

  test("that breaks off is unknown and never sent again by itself", async () => {
    const { server, adapter } = await open();
    const ann = server.person("Ann");
    const place = { platform: "telegram", chatId: String(ann.id), isPublic: false } as const;
    server.fail("sendMessage", { kind: "drop", when: "after" });
    expect((await adapter.send(place, reply, "k")).state).toBe("unknown");
    expect(server.ours()).toHaveLength(1);
  });

  test("of several parts goes on where it was stopped", async () => {
    const { server, adapter } = await open();
    const ann = server.person("Ann");
    const place = { platform: "telegram", chatId: String(ann.id), isPublic: false } as const;
    const long = { blocks: [text(`${"first ".repeat(650)}\n\n${"second ".repeat(500)}`)] };
    server.fail(
      "sendMessage",
      { kind: "error", code: 400, description: "Bad Request: TOPIC_CLOSED" },
      { matches: ({ text: words }) => String(words as string).includes("second") },
    );
    const sentIds: string[] = [];
    const sending = { ...FRESH_POST, sentIds, onPart: async (messageId: string) => void sentIds.push(messageId) };
    expect((await adapter.send(place, long, "k", sending)).state).toBe("later");
    const result = await adapter.send(place, long, "k", { ...sending, sentIds: [...sentIds] });
    expect(result).toEqual({ state: "sent", messageIds: sentIds });
    expect(sentIds).toHaveLength(2);
    expect(server.ours()).toHaveLength(2);
  });

  test("follows a group that has moved, and so do answers", async () => {
    const { server, adapter } = await open();
    const group = server.group("Desk", { type: "group" });
    const ann = server.person("Ann");
    const moved = server.migrate(group);
    const result = await adapter.send({ platform: "telegram", chatId: String(group.id), isPublic: true }, reply, "k");
    expect(result.state).toBe("sent");
    server.say(group, ann, "/echo alpha");
    await server.shown("alpha was said", moved);
    expect(server.ours(moved)).toHaveLength(2);
  });

  test("for one person alone never goes into a group", async () => {
    const { server, adapter } = await open();
    const group = server.group("Desk");
    const place = { platform: "telegram", chatId: String(group.id), isPublic: true } as const;
    expect((await adapter.send(place, { ...reply, audience: "caller" }, "k")).state).toBe("gone");
    expect(server.ours()).toEqual([]);
  });

  test("before the door is open has to come later", async () => {
    const door = await telegramTest();
    const place = { platform: "telegram", chatId: "1", isPublic: false } as const;
    expect((await door.adapter.send(place, reply, "k")).state).toBe("later");
    await door.close();
  });
});

test("no secret gets into the log, whatever fails", async () => {
  const server = await TelegramStandIn.start();
  await server.close();
  const door = await telegramTest({ apiRoot: server.root });
  await door.adapter.start(door.desk);
  expect(JSON.stringify([door.log.lines, [...door.health.all()]])).not.toContain(TOKEN);
  expect(door.log.lines.map(({ fields }) => fields["why"])).toEqual(["getMe: unsent (ECONNREFUSED)"]);
  await door.close();
});
