import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineCommand } from "../../src/core/command.ts";
import { text } from "../../src/core/reply.ts";
import { USERNAME } from "../stand-ins/telegram.ts";
import { adminOnly, echo, tally } from "../support/desk.ts";
import { telegramDoor, until } from "../support/telegram.ts";

const open = telegramDoor();

/** A command that says who asked. */
const who = defineCommand({
  name: "who",
  summary: "Says who asks.",
  examples: ["who"],
  input: z.object({}),
  access: "member",
  effect: "read",
  visibility: "public",
  surfaces: ["chat"],
  run: async (_input, { caller, place, locale, key }) => ({ caller, place, locale, key }),
  show: (facts) => ({ blocks: [text(JSON.stringify(facts))] }),
});

const secret = defineCommand({
  name: "secret",
  summary: "Says something private.",
  examples: ["secret alpha"],
  input: z.object({ word: z.string().describe("A word") }),
  access: "member",
  effect: "read",
  visibility: "private",
  surfaces: ["chat"],
  run: async ({ word }) => ({ word }),
  show: ({ word }) => ({ blocks: [text(`The secret is ${word}.`)] }),
});

describe("a command", () => {
  test("is answered in a direct chat with title, fields, footer and buttons, as text and entities", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha beta tone:loud");
    const card = await server.shown("ALPHA BETA");
    expect(card.text).toMatchInlineSnapshot(`
      "Echo
      ALPHA BETA was said
      Page: 1
      Words: 2
      test · just now"
    `);
    expect(card.entities).toEqual([
      { type: "bold", offset: 0, length: 4 },
      { type: "bold", offset: 5, length: 10 },
      { type: "italic", offset: 42, length: 15 },
    ]);
    expect(card.keyboard.flat().map(({ text: label }) => label)).toEqual(["Next", "Again", "Site"]);
    expect(server.callsOf("sendMessage")).toHaveLength(1);
  });

  test.each([
    ["/e alpha", "alpha was said"],
    ["/ECHO alpha", "alpha was said"],
    [`/echo@${USERNAME} alpha`, "alpha was said"],
    [`/echo@${USERNAME.toLowerCase()} alpha`, "alpha was said"],
    ["/echo\nalpha", "alpha was said"],
    ["/tally add", "Counted 1."],
    ["/tally_add", "Counted 1."],
    ["/Tally  Add", "Counted 1."],
  ])("typed as %j is understood", async (line, answer) => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, line);
    expect((await server.shown(answer)).chatId).toBe(ann.id);
  });

  test.each([
    ["/echo", "missing"],
    ["/echo fail", "That cannot be said. Try /echo alpha."],
    [`/echo ${"x".repeat(4_000)}`, "too long"],
    [`/echo ${"a ".repeat(100)}`, "at most 10"],
    ["/echo alpha page:NaN", "page"],
    ["/echo alpha page:1e308", "page"],
    ["/echo alpha page:-1", "at least 1"],
    ["/echo \u202Egnp.exe\u0000 🧪 <b>x</b> ' OR 1=1; -- @everyone", "was said"],
    ["/ecko alpha", "/echo"],
    ["/echo@", "You asked"],
    ["/", "You asked"],
    ["//echo", "You asked"],
    ["/écho", "You asked"],
  ])("that is wrong, %j, gets a sentence", async (line, answer) => {
    const { server, faults } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, line);
    await server.shown(answer);
    expect(faults).toEqual([]);
  });

  test("knows who asked, where and in which language", async () => {
    const { server } = await open({ commands: [who] });
    const group = server.group("Desk", { is_forum: true });
    const topic = server.topic(group);
    const ann = server.person("Ann\u202E", { last_name: "  Example ", language_code: "de" });
    server.say(group, ann, "/who", { topic });
    const facts = JSON.parse((await server.shown("caller")).text) as Record<string, unknown>;
    expect(facts).toEqual({
      caller: { userId: expect.any(String), accountId: String(ann.id), name: "Ann Example", role: "member" },
      place: { platform: "telegram", chatId: String(group.id), topicId: String(topic), isPublic: true },
      locale: "de",
      key: `telegram:${ann.id}:700000001`,
    });
  });

  test("comes from people without a name or a language, too", async () => {
    const { server } = await open({ commands: [who] });
    const ghost = server.person("");
    server.say(ghost, ghost, "/who", { more: { from: { id: ghost.id, is_bot: false, first_name: "" } } });
    const facts = JSON.parse((await server.shown("caller")).text) as { caller: object; locale: string };
    expect(facts.caller).not.toHaveProperty("name");
    expect(facts.locale).toBe("en");
  });
});

describe("in a group", () => {
  test("only what is addressed to us is answered", async () => {
    const { server } = await open({ answer: async (question) => ({ blocks: [text(`Heard: ${question}`)] }) });
    const group = server.group("Desk");
    const ann = server.person("Ann");
    for (const ignored of [
      "good morning",
      "/echo@SomeOtherBot alpha",
      "/unknown thing",
      `mail me at x@${USERNAME}`,
      `@${USERNAME}2 hello`,
      "hello @someone_else",
    ])
      server.say(group, ann, ignored);
    server.say(group, ann, `what about @${USERNAME}, TAO?`);
    server.say(group, ann, `@${USERNAME} /echo gamma`);
    server.say(group, ann, `/unknown@${USERNAME}`);
    const card = await server.shown("gamma was said");
    server.say(group, ann, "and this?", { replyTo: card });
    await server.shown("Heard: and this?");
    await server.shown('There is no command "unknown"');
    const firstLines = server.ours().map((message) => message.text.split("\n")[0]);
    expect(new Set(firstLines)).toEqual(
      new Set([
        "Echo",
        "Heard: and this?",
        "Heard: what about , TAO?",
        'There is no command "unknown". /help lists them all.',
      ]),
    );
    expect(firstLines).toHaveLength(4);
  });

  test("the answer is a reply and stays in its topic; General has none", async () => {
    const { server } = await open();
    const group = server.group("Desk", { is_forum: true });
    const topic = server.topic(group);
    const ann = server.person("Ann");
    const asked = server.say(group, ann, "/echo alpha", { topic });
    expect(await server.shown("alpha was said")).toMatchObject({ topicId: topic, replyTo: asked.id });
    const general = server.say(group, ann, "/echo beta");
    const answer = await server.shown("beta was said");
    expect(answer.replyTo).toBe(general.id);
    expect(answer).not.toHaveProperty("topicId");
  });

  test("a chain of replies in a group without topics is no topic, and a topic's first message is no reply to us", async () => {
    const { server } = await open();
    const group = server.group("Desk");
    const ann = server.person("Ann");
    server.say(group, ann, "/echo alpha", { more: { message_thread_id: 77 } });
    const card = await server.shown("alpha was said");
    server.say(group, ann, "only among us", {
      more: {
        message_thread_id: 5,
        is_topic_message: true,
        reply_to_message: {
          message_id: 5,
          date: 1,
          chat: group,
          from: card.from,
          forum_topic_created: { name: "x", icon_color: 1 },
        },
      },
    });
    server.say(ann, ann, "last");
    await server.shown("You asked: last");
    expect(server.ours(group)).toHaveLength(1);
  });

  test("an anonymous admin is the group itself and an admin; a channel is a member; a linked channel's post is nobody's question", async () => {
    const { server } = await open({ commands: [who] });
    const group = server.group("Desk");
    const channel = server.group("News", { type: "channel" });
    const service = server.person("Group", { is_bot: true, username: "GroupAnonymousBot" });
    const post = server.person("Telegram");
    server.say(group, service, "/who", { more: { sender_chat: group } });
    await server.shown('"role":"admin"');
    server.say(group, service, "/who", { more: { sender_chat: channel } });
    const byChannel = await server.shown(`"accountId":"${channel.id}"`);
    expect(byChannel.text).toContain('"role":"member"');
    server.say(group, post, "/who", { more: { sender_chat: channel, is_automatic_forward: true } });
    server.say(post, post, "/who");
    await until(() => server.ours(post).length === 1);
    expect(server.ours(group)).toHaveLength(2);
  });

  test("an admin's right ends with the news that it has ended", async () => {
    const { server } = await open({ commands: [who] });
    const group = server.group("Desk");
    const ann = server.person("Ann");
    server.setStatus(group, ann, "administrator");
    server.say(group, ann, "/who");
    await server.shown('"role":"admin"');
    server.setStatus(group, ann, "member");
    server.say(group, ann, "/who");
    await server.shown('"role":"member"');
    server.say(group, ann, "/who");
    await until(() => server.ours(group).length === 3);
    expect(server.callsOf("getChatMember")).toHaveLength(2);
  });

  test("somebody whose rights cannot be learned is a member", async () => {
    const { server } = await open({ commands: [who] });
    const group = server.group("Desk");
    const ann = server.person("Ann");
    server.setStatus(group, ann, "administrator");
    server.fail("getChatMember", { kind: "error", code: 400, description: "Bad Request: CHAT_ADMIN_REQUIRED" });
    server.say(group, ann, "/who");
    await server.shown('"role":"member"');
  });

  test("forwarded words are never a command", async () => {
    const { server, counts } = await open();
    const group = server.group("Desk");
    const ann = server.person("Ann");
    const more = { forward_origin: { type: "hidden_user", date: 1, sender_user_name: "Mallory" } };
    server.say(group, ann, "/tally add", { more });
    server.say(ann, ann, "/tally add", { more });
    await server.shown("You asked: /tally add");
    expect(counts.size).toBe(0);
  });
});

describe("a private command in a group", () => {
  const linkIn = (line: { readonly keyboard: readonly (readonly { readonly url?: string }[])[] }): string => {
    const url = line.keyboard[0]?.[0]?.url ?? "";
    return new RegExp(`^https://t\\.me/${USERNAME}\\?start=([\\w-]{1,64})$`).exec(url)?.[1] ?? "no link";
  };

  test("is not run there: one line without data and a link, which carries what was typed into the direct chat", async () => {
    const { server } = await open({ commands: [secret] });
    const group = server.group("Desk");
    const ann = server.person("Ann");
    const asked = server.say(group, ann, "/secret alpha");
    const line = await server.shown("That is between us. Open our chat and press Start there.");
    expect(line).toMatchObject({ chatId: group.id, replyTo: asked.id });
    expect(JSON.stringify([line.text, line.keyboard])).not.toContain("alpha");
    expect(server.ours()).toEqual([line]);
    expect(asked.isDeleted).toBe(false);
    server.say(ann, ann, `/start ${linkIn(line)}`);
    expect((await server.shown("The secret is alpha.")).chatId).toBe(ann.id);
    expect(server.ours(group)).toEqual([line]);
  });

  test("is deleted where we are an admin, if it says anything; anybody else's Start gets nothing of it", async () => {
    const { server } = await open({ commands: [secret] });
    const group = server.group("Desk");
    server.promote(group);
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    const asked = server.say(group, ann, "/secret alpha");
    const line = await server.shown("That is between us.");
    expect(asked.isDeleted).toBe(true);
    server.say(ben, ben, `/start ${linkIn(line)}`);
    await until(() => server.ours(ben).length > 0);
    expect(JSON.stringify(server.ours(ben))).not.toContain("Ann");
  });

  test("of somebody who never started us waits for them behind the link", async () => {
    const { server } = await open({ commands: [secret] });
    const group = server.group("Desk");
    const ann = server.person("Ann");
    server.shut(ann);
    server.say(group, ann, "/secret alpha");
    const line = await server.shown("press Start");
    expect(line.chatId).toBe(group.id);
    server.unshut(ann);
    server.say(ann, ann, `/start ${linkIn(line)}`);
    expect((await server.shown("The secret is alpha.")).chatId).toBe(ann.id);
  });

  test("that changes something is carried out once by its asker's Start, and by nobody else's", async () => {
    const counts = new Map<string, number>();
    const { server } = await open({ commands: [tally(counts)] });
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.say(group, ann, "/tally add");
    const link = linkIn(await server.shown("That is between us."));
    expect(counts.size).toBe(0);
    server.say(ben, ben, `/start ${link}`);
    await server.shown("Only the person who asked can press this.");
    server.say(ann, ann, `/start ${link}`);
    await server.shown("Counted 1.");
    server.say(ann, ann, `/start ${link}`);
    await server.shown("confirmed already");
    expect([...counts.values()]).toEqual([1]);
  });

  test("of an anonymous admin is deleted, too, where we are an admin", async () => {
    const { server } = await open({ commands: [secret] });
    const group = server.group("Desk");
    server.promote(group);
    const service = server.person("Group", { is_bot: true });
    const asked = server.say(group, service, "/secret alpha", { more: { sender_chat: group } });
    await server.shown("I cannot tell who you are");
    expect(asked.isDeleted).toBe(true);
    expect(JSON.stringify(server.ours())).not.toContain("alpha");
  });

  test("of an anonymous admin is not answered anywhere", async () => {
    const { server } = await open({ commands: [adminOnly] });
    const group = server.group("Desk");
    const service = server.person("Group", { is_bot: true });
    server.say(group, service, "/locked", { more: { sender_chat: group } });
    await server.shown("I cannot tell who you are");
    expect(server.ours()).toHaveLength(1);
  });
});

describe("menus", () => {
  test("list members' commands to all, admins' to admins, and are written only when they differ", async () => {
    const door = await open();
    const { server } = door;
    await until(() => server.callsOf("setMyCommands").length === 3);
    const namesOf = (type: string): string[] =>
      (server.menus.get(JSON.stringify({ type })) as { command: string }[]).map(({ command }) => command);
    expect(namesOf("all_private_chats")).toEqual(["echo", "tally_add"]);
    expect(namesOf("all_group_chats")).toEqual(["echo", "tally_add"]);
    expect(namesOf("all_chat_administrators")).toEqual(["echo", "tally_add", "locked"]);

    await door.adapter.stop();
    const again = door.again();
    await again.adapter.start(door.desk);
    await until(() => server.callsOf("getMyCommands").length === 6);
    expect(server.callsOf("setMyCommands")).toHaveLength(3);
  });

  test("hold at most 16 commands of members; an owner's own chat has the operator's", async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...echo, name: `echo${index}`, aliases: [] }));
    const operator = { ...adminOnly, name: "backup", access: "owner" } as const;
    const door = await open({ commands: [...many, operator] });
    const { server, desk } = door;
    const owner = server.person("Olga");
    const next = door.again({ owners: [String(owner.id), "999"] });
    await next.adapter.start(desk);
    await until(() => server.callsOf("setMyCommands").length === 5);
    expect(server.menus.get(JSON.stringify({ type: "all_group_chats" }))).toHaveLength(16);
    const menu = server.menus.get(JSON.stringify({ type: "chat", chat_id: owner.id })) as { command: string }[];
    expect(menu.map(({ command }) => command)).toContain("backup");
    expect(next.closings).toEqual([]);
  });
});
