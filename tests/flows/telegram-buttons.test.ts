import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineCommand } from "../../src/core/command.ts";
import { text } from "../../src/core/reply.ts";
import { type MessageRecord, USERNAME } from "../stand-ins/telegram.ts";
import { echo, tally } from "../support/desk.ts";
import { telegramDoor, until } from "../support/telegram.ts";

const open = telegramDoor();

const pageOf = (message: MessageRecord): string | undefined => /Page: (\d)/.exec(message.text)?.[1];

/** Takes as long as it is told, then says so. */
const wait = defineCommand({
  name: "wait",
  summary: "Waits.",
  examples: ["wait 10"],
  input: z.object({ ms: z.number().describe("Milliseconds") }),
  access: "member",
  effect: "read",
  visibility: "public",
  surfaces: ["chat"],
  run: async ({ ms }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { ms };
  },
  show: ({ ms }) => ({
    blocks: [text(`Waited ${ms} ms.`)],
    buttons: [{ label: "Longer", command: "wait", input: { ms: ms + 400 } }],
  }),
});

describe("the asker's press", () => {
  test("edits the message and keeps its buttons working", async () => {
    const { server } = await open();
    const group = server.group("Desk");
    const ann = server.person("Ann");
    server.say(group, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    for (const page of ["2", "3"]) {
      server.press(card, ann, "Next");
      await until(() => pageOf(card) === page);
    }
    expect(card.keyboard.flat()).toHaveLength(3);
    expect(server.ours()).toEqual([card]);
  });

  test("that changes nothing is silent", async () => {
    const { server, faults, log } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha page:9");
    const card = await server.shown("alpha was said");
    server.fail("editMessageText", {
      kind: "error",
      code: 400,
      description:
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
    });
    const press = server.press(card, ann, "Next");
    await until(() => press.answer !== undefined);
    await until(async () => server.callsOf("editMessageText").length === 1);
    expect(server.ours()).toEqual([card]);
    expect(faults).toEqual([]);
    expect(log.lines.filter(({ level }) => level === "warn")).toEqual([]);
  });

  test("is acknowledged before a long work is done", async () => {
    const { server } = await open({ commands: [wait] });
    const ann = server.person("Ann");
    server.say(ann, ann, "/wait 1");
    const card = await server.shown("Waited 1 ms.");
    const press = server.press(card, ann, "Longer");
    await until(() => press.answer !== undefined);
    expect(card.text).toBe("Waited 1 ms.");
    await until(() => card.text === "Waited 401 ms.");
    expect(press.answer).toEqual({ text: "", isAlert: false, url: undefined });
  });

  test("on a picture puts a new picture with new words in its place", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo chart");
    const card = await server.shown("chart was said");
    expect(card.shape).toBe("photo");
    server.press(card, ann, "Next");
    await until(() => pageOf(card) === "2");
    expect(server.callsOf("editMessageMedia")).toHaveLength(1);
    expect(card.keyboard.flat()).toHaveLength(3);
  });

  test("that turns words into a picture replaces the message", async () => {
    const picture = {
      ...echo,
      name: "echo",
      show: (facts: Parameters<typeof echo.show>[0], call: Parameters<typeof echo.show>[1]) => {
        const reply = echo.show(facts, call);
        return { ...reply, buttons: [{ label: "Draw", command: "echo", input: { words: ["chart"] } }] };
      },
    };
    const { server } = await open({ commands: [picture] });
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    server.press(card, ann, "Draw");
    await server.shown("chart was said");
    await until(() => card.isDeleted);
    expect(server.ours()).toHaveLength(1);
  });

  test("on a message that has been deleted gets a new one", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    card.isDeleted = true;
    server.press(card, ann, "Next");
    expect(pageOf(await server.shown("alpha was said"))).toBe("2");
  });

  test("of a number of a choice runs the command with what it stands for", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo which");
    const question = await server.shown("Which do you mean?");
    expect(question.text).toContain("2. beta: the word beta");
    expect(question.keyboard.flat().map(({ text: label }) => label)).toEqual(["1. alpha", "2. beta", "3. gamma"]);
    server.press(question, ann, "2. beta");
    await until(() => question.text.includes("beta was said"));
  });

  test("on a private write in a group leaves the group's message alone", async () => {
    const counts = new Map<string, number>();
    const offer = defineCommand({
      ...wait,
      name: "offer",
      show: () => ({ blocks: [text("Offer.")], buttons: [{ label: "Take", command: "tally add", input: {} }] }),
    });
    const { server } = await open({ commands: [offer, tally(counts)] });
    const group = server.group("Desk");
    const ann = server.person("Ann");
    server.say(group, ann, "/offer 1");
    const card = await server.shown("Offer.");
    server.press(card, ann, "Take");
    expect((await server.shown("Counted 1.")).chatId).toBe(ann.id);
    expect(server.ours(group).map((message) => message.text)).toEqual(["Offer."]);
  });
});

describe("another's press", () => {
  test("is answered in that person's direct chat and changes nothing in the group", async () => {
    const { server } = await open();
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.say(group, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    const press = server.press(card, ben, "Next");
    const answer = await server.shown("alpha was said", ben);
    expect(pageOf(answer)).toBe("2");
    expect(pageOf(card)).toBe("1");
    await until(() => press.answer !== undefined);
    expect(press.answer?.text).toBe("I have answered in our direct chat.");
    expect(server.ours(group)).toEqual([card]);
  });

  test("by somebody who never started us opens our chat, where Start shows the answer", async () => {
    const { server } = await open();
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.shut(ben);
    server.say(group, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    const press = server.press(card, ben, "Next");
    await until(() => press.answer !== undefined);
    const payload = press.answer?.url?.replace(`https://t.me/${USERNAME}?start=`, "");
    server.unshut(ben);
    server.say(ben, ben, `/start ${payload}`);
    expect(pageOf(await server.shown("alpha was said", ben))).toBe("2");
    expect(server.ours(group)).toEqual([card]);
    expect(pageOf(card)).toBe("1");
  });

  test("by somebody who never started us, answered too late to open anything, leaves one line with a link", async () => {
    const { server } = await open({ commands: [wait] });
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.shut(ben);
    server.say(group, ann, "/wait 1");
    const card = await server.shown("Waited 1 ms.");
    server.press(card, ben, "Longer");
    const line = await server.shown("That is between us.");
    expect(line.chatId).toBe(group.id);
    expect(line.text).not.toContain("401");
    expect(line.keyboard[0]?.[0]?.url).toContain("?start=");
  });

  test("on a write is refused in an alert", async () => {
    const counts = new Map<string, number>();
    const offer = defineCommand({
      ...wait,
      name: "offer",
      show: () => ({ blocks: [text("Offer.")], buttons: [{ label: "Take", command: "tally add", input: {} }] }),
    });
    const { server } = await open({ commands: [offer, tally(counts)] });
    const group = server.group("Desk");
    const [ann, ben] = [server.person("Ann"), server.person("Ben")];
    server.say(group, ann, "/offer 1");
    const card = await server.shown("Offer.");
    const press = server.press(card, ben, "Take");
    await until(() => press.answer !== undefined);
    expect(press.answer).toEqual({ text: "Only the person who asked can press this.", isAlert: true, url: undefined });
    expect(counts.size).toBe(0);
    expect(server.ours()).toEqual([card]);
  });
});

describe("an old press", () => {
  test("whose query is dead after an outage is dropped without a word", async () => {
    const door = await open();
    const { server, desk } = door;
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    await door.adapter.stop();
    server.press(card, ann, "Next", { isDead: true });
    const next = door.again();
    await next.adapter.start(desk);
    server.say(ann, ann, "/echo beta");
    await server.shown("beta was said");
    expect(pageOf(card)).toBe("1");
    expect(next.log.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
  });

  test("of a button that nobody knows any more says so", async () => {
    const { server, database } = await open();
    const ann = server.person("Ann");
    server.say(ann, ann, "/echo alpha");
    const card = await server.shown("alpha was said");
    await database.deleteFrom("button").execute();
    const press = server.press(card, ann, "Next");
    await until(() => press.answer !== undefined);
    expect(press.answer?.text).toBe("This button is too old. Run the command again to get a fresh one.");
  });

  test("of what no button of ours ever was is answered, too", async () => {
    const { server } = await open();
    const ann = server.person("Ann");
    const card = server.say(ann, ann, "hello");
    await server.shown("You asked: hello");
    card.keyboard = [[{ text: "x", callback_data: "'; DROP TABLE button; --" }]];
    const press = server.press(card, ann, "x");
    await until(() => press.answer !== undefined);
    expect(press.answer?.isAlert).toBe(true);
  });
});
