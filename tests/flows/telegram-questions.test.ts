import { describe, expect, test } from "vitest";
import type { Answer } from "../../src/desk.ts";
import { SILENCE, text } from "../../src/core/reply.ts";
import { USERNAME } from "../stand-ins/telegram.ts";
import { telegramDoor, until } from "../support/telegram.ts";

const open = telegramDoor();

/** A model whose answers come when the test lets them. */
function slowModel(): { answer: Answer; asked: string[]; release: () => void } {
  const asked: string[] = [];
  let open_: (() => void)[] = [];
  return {
    asked,
    answer: async (question, _call, progress) => {
      asked.push(question);
      if (question.startsWith("slow")) {
        progress("Looking up prices");
        await new Promise<void>((resolve) => open_.push(resolve));
      }
      return { blocks: [text(`Answer to ${question}`)] };
    },
    release: () => {
      for (const each of open_) each();
      open_ = [];
    },
  };
}

const textsOf = (calls: readonly { readonly values: Readonly<Record<string, unknown>> }[]): unknown[] =>
  calls.map(({ values }) => values["text"]);

describe("while a question is worked on", () => {
  test("a direct chat sees typing and a draft, and then one new message", async () => {
    const model = slowModel();
    const { server } = await open(model);
    const ann = server.person("Ann");
    server.say(ann, ann, "slow one");
    await server.until(() => server.callsOf("sendChatAction").length > 0);
    await server.until(() => server.callsOf("sendMessageDraft").length > 0);
    expect(server.ours()).toEqual([]);
    model.release();
    await server.shown("Answer to slow one");
    expect(textsOf(server.callsOf("sendMessageDraft"))).toEqual(["Looking up prices"]);
    expect(server.ours()).toHaveLength(1);
    expect(server.callsOf("editMessageText")).toHaveLength(0);
  });

  test.each([
    { kind: "error", code: 404, description: "Not Found: method not found" } as const,
    { kind: "error", code: 400, description: "Bad Request: TEXTDRAFT_PEER_INVALID" } as const,
  ])("a server without drafts ($description) gets a message that becomes the answer", async (fault) => {
    const model = slowModel();
    const { server, closings } = await open(model);
    const ann = server.person("Ann");
    server.fail("sendMessageDraft", fault, { times: Infinity });
    server.say(ann, ann, "slow one");
    const status = await server.shown("Looking up prices");
    model.release();
    await until(() => status.text === "Answer to slow one");
    server.say(ann, ann, "slow two");
    await server.shown("Looking up prices");
    model.release();
    await server.shown("Answer to slow two");
    expect(server.callsOf("sendMessageDraft")).toHaveLength(1);
    expect(server.ours()).toHaveLength(2);
    expect(closings).toEqual([]);
  });

  test("a group sees typing and then the answer, as a reply in its topic: no message of progress, no edit", async () => {
    const model = slowModel();
    const { server } = await open(model);
    const group = server.group("Desk", { is_forum: true });
    const topic = server.topic(group);
    const ann = server.person("Ann");
    const asked = server.say(group, ann, `@${USERNAME} slow one`, { topic });
    await until(() => server.callsOf("sendChatAction").length > 0);
    model.release();
    const answer = await server.shown("Answer to slow one");
    expect(answer).toMatchObject({ replyTo: asked.id, topicId: topic, edits: 0 });
    expect(server.ours()).toEqual([answer]);
    expect(server.callsOf("sendMessageDraft")).toEqual([]);
    expect(server.callsOf("sendChatAction").every(({ values }) => values["message_thread_id"] === topic)).toBe(true);
  });

  test("progress that cannot be shown costs no answer", async () => {
    const model = slowModel();
    const { server } = await open(model);
    const ann = server.person("Ann");
    server.fail("sendMessageDraft", { kind: "drop", when: "before" }, { times: Infinity });
    server.fail("sendChatAction", { kind: "hang" }, { times: Infinity });
    server.say(ann, ann, "slow one");
    await server.until(() => server.callsOf("sendChatAction").length > 0);
    model.release();
    await server.shown("Answer to slow one");
  });

  test("an answer that is ready while typing is being sent does not wait for the next time", async () => {
    const model = slowModel();
    const { server } = await open({ ...model, timings: { typingEveryMs: 60_000 } });
    const ann = server.person("Ann");
    server.fail("sendChatAction", { kind: "hang" }, { times: Infinity });
    server.say(ann, ann, "slow one");
    await server.until(() => server.callsOf("sendChatAction").length > 0);
    model.release();
    await server.shown("Answer to slow one");
  });

  test("with nothing to say in the end, nothing is left", async () => {
    const { server } = await open({
      answer: async (_question, _call, progress) => {
        progress("Thinking");
        await new Promise((resolve) => setTimeout(resolve, 400));
        return SILENCE;
      },
    });
    // As servers without drafts do.
    const description = "Not Found: method not found";
    server.fail("sendMessageDraft", { kind: "error", code: 404, description }, { times: Infinity });
    const ann = server.person("Ann");
    server.say(ann, ann, "hm");
    const status = await server.shown("Thinking");
    await until(() => status.isDeleted);
    expect(server.ours()).toEqual([]);
  });
});

describe("a slow answer holds up nobody", () => {
  test("neither another chat, nor another person in the group, nor the asker's own commands and buttons", async () => {
    const model = slowModel();
    const { server } = await open(model);
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.say(ann, ann, "slow one");
    server.say(group, ann, `@${USERNAME} slow two`);
    await until(() => model.asked.length === 2);
    server.say(ben, ben, "quick");
    server.say(group, ben, `@${USERNAME} quicker`);
    server.say(ann, ann, "/echo alpha");
    await server.shown("Answer to quick", ben);
    await server.shown("Answer to quicker", group);
    const card = await server.shown("alpha was said", ann);
    server.press(card, ann, "Next");
    await until(() => card.text.includes("Page: 2"));
    expect(server.ours(ann).some((message) => message.text.startsWith("Answer"))).toBe(false);
    model.release();
    await server.shown("Answer to slow two", group);
  });

  test("nor does a call to Telegram that hangs", async () => {
    const { server } = await open();
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.fail("sendMessage", { kind: "hang" }, { matches: ({ chat_id: chat }) => chat === String(ann.id) });
    server.say(ann, ann, "first");
    await until(() => server.callsOf("sendMessage").length === 1);
    server.say(ben, ben, "hello");
    await server.shown("You asked: hello", ben);
  });

  test("64 people at once are all answered", async () => {
    const { server } = await open();
    const people = Array.from({ length: 64 }, (_, index) => server.person(`P${index}`));
    for (const each of people) server.say(each, each, `hello from ${each.first_name}`);
    await until(() => server.ours().length === 64);
    for (const each of people) expect(server.ours(each)).toHaveLength(1);
  });
});

describe("what is not a question", () => {
  test("a voice message or picture in a direct chat is told so; in a group it is nobody's business", async () => {
    const { server } = await open();
    const group = server.group("Desk");
    const ann = server.person("Ann");
    const more = { text: undefined, entities: undefined, voice: { file_id: "v" } };
    server.say(group, ann, "", { more });
    server.say(ann, ann, "", { more });
    await server.shown("There was no question.");
    expect(server.ours()).toHaveLength(1);
  });

  test("service messages, other kinds of update and nonsense are passed over", async () => {
    const { server, closings } = await open();
    const group = server.group("Desk");
    const ann = server.person("Ann");
    const member = { status: "member", user: ann };
    const date = Math.floor(Date.now() / 1_000);
    const left = {
      chat: group,
      from: ann,
      date,
      old_chat_member: member,
      new_chat_member: { status: "kicked", user: ann },
    };
    server.say(ann, ann, "", { more: { text: undefined, new_chat_title: "x" } });
    server.push({ my_chat_member: left });
    server.push({ my_chat_member: { chat: null } });
    server.push({ edited_message: server.toMessage(server.say(group, ann, "no")) });
    server.push({ message: 7 });
    server.push({ callback_query: { id: "1", from: ann, chat_instance: "1", game_short_name: "x" } });
    server.push({});
    server.say(ann, ann, "still there?");
    await server.shown("You asked: still there?");
    expect(server.ours()).toHaveLength(1);
    expect(closings).toEqual([]);
  });
});
