import { afterEach, expect, test, vi } from "vitest";
import type { Call, Progress } from "../../src/core/call.ts";
import { type Reply, text } from "../../src/core/reply.ts";
import { echo } from "../support/desk.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import { BOT_ID, directChannelOf, PEOPLE, textOf } from "../stand-ins/discord-world.ts";

const doors: DiscordDoor[] = [];
const open = async (...given: Parameters<typeof openDiscordDoor>): Promise<DiscordDoor> => {
  const door = await openDiscordDoor(...given);
  doors.push(door);
  return door;
};

afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

const ME = `<@${BOT_ID}>`;

/** An agent that answers when the test says so; it keeps what it was asked. */
function agent(reply: (question: string) => Reply = (question) => ({ blocks: [text(`You asked: ${question}`)] })) {
  const asked: { question: string; call: Call; progress: Progress; finish: () => void }[] = [];
  let isPatient = false;
  return {
    asked,
    /** From now on each answer waits for its `finish`. */
    waits: (): void => {
      isPatient = true;
    },
    hurries: (): void => {
      isPatient = false;
      for (const { finish } of asked) finish();
    },
    answer: async (question: string, call: Call, progress: Progress): Promise<Reply> => {
      await new Promise<void>((resolve) => {
        asked.push({ question, call, progress, finish: resolve });
        if (!isPatient) resolve();
      });
      return reply(question);
    },
  };
}

test("a mention is a question without the mention, answered as a reply that pings nobody", async () => {
  const { asked, answer } = agent();
  const door = await open([echo], { answer });
  const id = door.discord.message("ann", "guild", `${ME} what does <@${PEOPLE.ben.id}> hold?`, { mentions: ["ben"] });
  const shown = await door.untilText("You asked: what does @Ben hold?");
  expect(shown).toMatchObject({ reference: id, pings: [] });
  const key = `discord:${PEOPLE.ann.id}:${id}`;
  expect(asked[0]?.call).toMatchObject({ caller: { role: "member", name: "Ann" }, key, place: { isPublic: true } });
  expect(door.discord.world.typing).toBeGreaterThan(0);
  await vi.waitFor(async () => expect(await door.rows()).toMatchObject([{ key: id, payload: "" }]));
});

test("in the direct chat every message is a question, and its answer refers to nothing", async () => {
  const door = await open([echo], { answer: agent().answer });
  door.discord.message("ann", "direct", "hello");
  expect((await door.untilText("You asked: hello")).reference).toBeUndefined();
});

test("an answer to one of our messages is a question; talk among people is not", async () => {
  const { asked, answer } = agent();
  const door = await open([echo], { answer });
  door.discord.message("ann", "guild", `${ME} hi`);
  const ours = await door.untilText("You asked: hi");
  door.discord.message("ben", "guild", "I bought some TAO");
  door.discord.message("ben", "guild", "and since when?", { repliesTo: ours.id });
  await door.untilText("You asked: and since when?");
  expect(asked.map(({ question }) => question)).toEqual(["hi", "and since when?"]);
});

test("a mention without a question is told what to ask", async () => {
  const door = await open([echo], { answer: agent().answer });
  door.discord.message("ann", "guild", ME);
  await door.untilText("There was no question.");
});

test("while a question takes long its progress is one line, whose place the answer takes", async () => {
  const { asked, answer, waits, hurries } = agent();
  waits();
  const door = await open([echo], { answer, times: { progressMs: 20 } });
  door.discord.message("ann", "direct", "how is AI doing?");
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.progress("Reading 3 articles");
  const line = await door.untilText("Reading 3 articles");
  asked[0]?.progress("Comparing @everyone");
  await door.untilText("Comparing @everyone");
  hurries();
  const shown = await door.untilText("You asked: how is AI doing?");
  expect(shown).toBe(line);
  expect(door.discord.messages()).toHaveLength(1);
});

test("in a server progress is typing alone: what is posted and edited there counts against what may be sent", async () => {
  const { asked, answer, waits, hurries } = agent();
  waits();
  const door = await open([echo], { answer, times: { progressMs: 5 } });
  door.discord.message("ann", "guild", `${ME} how is AI doing?`);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.progress("Reading 3 articles");
  await vi.waitFor(() => expect(door.discord.writes().some(({ path }) => path.endsWith("/typing"))).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 40));
  hurries();
  const shown = await door.untilText("You asked: how is AI doing?");
  expect(shown.edits).toBe(0);
  expect(door.discord.messages()).toHaveLength(1);
});

test("progress of a quick answer is never shown", async () => {
  const door = await open([echo], {
    answer: async (_question, _call, progress) => {
      progress("Thinking");
      return { blocks: [text("Done.")] };
    },
  });
  door.discord.message("ann", "guild", `${ME} quick?`);
  expect((await door.untilText("Done.")).edits).toBe(0);
});

test("what is for the asker alone goes to the direct chat, and the server hears only that", async () => {
  const { answer } = agent(() => ({ blocks: [text("You own 3 TAO.")], audience: "caller" }));
  const door = await open([echo], { answer });
  door.discord.message("ann", "guild", `${ME} what do I own?`);
  await door.untilText("answered in our direct chat");
  expect((await door.untilText("You own 3 TAO.")).channelId).toBe(directChannelOf(PEOPLE.ann));
  expect(door.discord.messages()).toHaveLength(2);

  door.discord.message("tom", "guild", `${ME} what do I own?`);
  await door.untilText("you take no direct messages from me");
  expect(door.discord.messages()).toHaveLength(3);
});

test("an answer whose acknowledgement was lost, or that Discord could not take at once, arrives once", async () => {
  const door = await open([echo], { answer: agent().answer });
  door.discord.mishap("POST", /messages$/, { kind: "drop" });
  door.discord.message("ann", "guild", `${ME} one`);
  await vi.waitFor(async () => expect(await door.open()).toEqual([]));
  door.discord.mishap("POST", /messages$/, { kind: "status", status: 502 }, 6);
  door.discord.message("ann", "guild", `${ME} two`);
  await door.untilText("You asked: two");
  expect(door.discord.messages().map(textOf)).toEqual(["You asked: one", "You asked: two"]);
});

test("where we may not speak the question is closed, with a line in the log", async () => {
  const door = await open([echo], { answer: agent().answer });
  door.discord.mishap("POST", /messages$/, {
    kind: "status",
    status: 403,
    body: { code: 50_013, message: "Missing Permissions" },
  });
  const id = door.discord.message("ann", "guild", `${ME} hello`);
  await vi.waitFor(async () => expect(await door.rows()).toMatchObject([{ key: id, payload: "" }]));
  expect(door.faults).toEqual([]);
  expect(door.log.lines.map(({ event }) => event)).toContain("a question on discord could not be answered");
});

test("a fault between Discord and the desk is answered with a reference", async () => {
  const door = await open([echo], {
    answer: async () => ({ blocks: [text("x")], buttons: [{ label: "x", command: "echo", input: { big: 1n } }] }),
  });
  door.discord.message("ann", "direct", "hello");
  await door.untilText("quote reference ref456");
  expect(door.faults).toHaveLength(1);
});

test("a question that was open when the process was killed is answered by the next one, once", async () => {
  const { asked, answer, waits, hurries } = agent();
  waits();
  const door = await open([echo], { answer });
  door.discord.message("ann", "guild", `${ME} still there?`);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  await door.adapter().stop();
  hurries();
  expect(door.discord.messages()).toEqual([]);
  await door.startAnother();
  await door.untilText("You asked: still there?");
  await vi.waitFor(async () => expect(await door.open()).toEqual([]));
  expect(door.discord.messages()).toHaveLength(1);
});

test("questions older than ten minutes get one apology in a direct chat and none in a server", async () => {
  const { asked, answer, waits, hurries } = agent();
  waits();
  const door = await open([echo], { answer });
  const madeAt = Date.now() - 11 * 60_000;
  door.discord.message("ann", "direct", "one", { madeAt });
  door.discord.message("ann", "direct", "two", { madeAt: madeAt + 1_000 });
  door.discord.message("ben", "guild", `${ME} three`, { madeAt });
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  await door.adapter().stop();
  hurries();
  await door.startAnother();
  const apology = await door.untilText("I was away when you asked");
  await vi.waitFor(async () => expect(await door.open()).toEqual([]));
  expect(door.discord.messages()).toEqual([apology]);
  expect(apology.channelId).toBe(directChannelOf(PEOPLE.ann));
});

test("an event that the gateway delivers twice is handled once", async () => {
  const { asked, answer } = agent();
  const door = await open([echo], { answer });
  door.discord.message("ann", "guild", `${ME} once`);
  await door.untilText("You asked: once");
  // The stand-in delivers the last event again when the session is resumed.
  door.discord.gateway.drop();
  await vi.waitFor(() => expect(door.discord.gateway.resumed()).toBe(1), { timeout: 5_000 });
  door.discord.message("ann", "guild", `${ME} twice`);
  await door.untilText("You asked: twice");
  expect(asked.map(({ question }) => question)).toEqual(["once", "twice"]);
});

test("webhooks and system messages are not answered", async () => {
  const server = await startDiscord();
  const { asked, answer } = agent();
  const door = await openDiscordDoor([echo], { answer, server });
  const message = {
    id: "1574191778054013079",
    channel_id: directChannelOf(PEOPLE.ann),
    author: { id: PEOPLE.ann.id, username: "ann", discriminator: "0", avatar: null },
    content: "hello",
    mentions: [],
    type: 0,
  };
  server.gateway.dispatch("MESSAGE_CREATE", { ...message, webhook_id: "1" });
  server.gateway.dispatch("MESSAGE_CREATE", { ...message, id: "1574191778054013080", type: 7 });
  server.message("ann", "direct", "and me?");
  await door.untilText("You asked: and me?");
  expect(asked).toHaveLength(1);
  await door.close();
  await server.close();
});
