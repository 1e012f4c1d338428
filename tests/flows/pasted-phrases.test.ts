import { afterEach, describe, expect, test } from "vitest";
import { BOT_ID, textOf } from "../stand-ins/discord-world.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import { openWeb, Visitor, type WebDoor, wordsOf } from "../support/web-door.ts";
import type { Answer } from "../../src/desk.ts";
import { echo, testDesk } from "../support/desk.ts";
import { entropyToMnemonic } from "@scure/bip39";
import { secretIn } from "../../src/core/pasted-secret.ts";
import { telegramDoor } from "../support/telegram.ts";
import { text } from "../../src/core/reply.ts";
import { USERNAME } from "../stand-ins/telegram.ts";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";

const ENTROPY = Uint8Array.from({ length: 16 }, (_, index) => index * 13 + 7);
const PHRASE = entropyToMnemonic(ENTROPY, wordlist);
const SPANISH = entropyToMnemonic(ENTROPY, spanish);
const KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

/** A model that must never hear of it. */
function model(): { readonly asked: string[]; readonly answer: Answer } {
  const asked: string[] = [];
  return {
    asked,
    answer: async (question) => {
      asked.push(question);
      return { blocks: [text(`You asked: ${question}`)] };
    },
  };
}

describe("on Telegram", () => {
  const open = telegramDoor();

  test.each([
    ["English", PHRASE],
    ["Spanish", SPANISH],
    [
      "numbered lines",
      PHRASE.split(" ")
        .map((word, index) => `${index + 1}. ${word}`)
        .join("\n"),
    ],
    ["capitals inside a sentence", `my wallet: ${PHRASE.toUpperCase()} is that safe?`],
    ["a command", `/echo ${PHRASE}`],
  ])("a phrase in %s is deleted from the direct chat, warned of, and written down nowhere", async (_name, said) => {
    const { asked, answer } = model();
    const { server, database, log } = await open({ answer });
    const ann = server.person("Ann");
    const message = server.say(ann, ann, said);
    const warning = await server.shown("That is a seed phrase. I have deleted your message.");
    expect(message.isDeleted).toBe(true);
    expect(warning.chatId).toBe(ann.id);
    const rows = await database.selectFrom("incoming_request").selectAll().execute();
    const word = PHRASE.split(" ")[3] ?? "";
    expect(rows).toEqual([]);
    expect(JSON.stringify([log.lines, server.ours()])).not.toContain(` ${word} `);
    expect(asked).toEqual([]);
  });

  test("in a group it goes where we are an admin, said to us or not; elsewhere its writer is told to delete it", async () => {
    const { asked, answer } = model();
    const { server } = await open({ answer });
    const ann = server.person("Ann");
    const group = server.group("Desk");
    const first = server.say(group, ann, PHRASE);
    await server.shown("Delete your message: I may not do it here.");
    expect(first.isDeleted).toBe(false);
    server.promote(group);
    const second = server.say(group, ann, `@${USERNAME} ${PHRASE}`);
    await server.shown("I have deleted your message.");
    expect(second.isDeleted).toBe(true);
    expect(asked).toEqual([]);
  });

  test("who writes as the group is a person, too", async () => {
    const { asked, answer } = model();
    const { server, database } = await open({ answer });
    const group = server.group("Desk");
    server.promote(group);
    const service = server.person("Group", { is_bot: true });
    const message = server.say(group, service, `@${USERNAME} ${PHRASE}`, { more: { sender_chat: group } });
    await server.shown("That is a seed phrase. I have deleted your message.");
    expect(message.isDeleted).toBe(true);
    expect(await database.selectFrom("incoming_request").selectAll().execute()).toEqual([]);
    expect(asked).toEqual([]);
  });

  test("a phrase as the name of a file is one, too", async () => {
    const { server, database } = await open({ answer: model().answer });
    const ann = server.person("Ann");
    const document = { file_id: "f1", file_unique_id: "u1", file_name: `${PHRASE}.txt`, file_size: 3 };
    const message = server.say(ann, ann, "", { more: { text: undefined, document } });
    await server.shown("That is a seed phrase. I have deleted your message.");
    expect(message.isDeleted).toBe(true);
    expect(await database.selectFrom("incoming_request").selectAll().execute()).toEqual([]);
  });

  test("what only may be a key is warned of where we were spoken to, never deleted, and never kept", async () => {
    const { asked, answer } = model();
    const { server, database } = await open({ answer });
    const ann = server.person("Ann");
    const group = server.group("Desk");
    server.promote(group);
    const overheard = server.say(group, ann, `tx ${KEY}`);
    const told = server.say(ann, ann, KEY);
    await server.shown("That may be a private key or a seed phrase.");
    expect([overheard.isDeleted, told.isDeleted]).toEqual([false, false]);
    expect(server.ours()).toHaveLength(1);
    expect(await database.selectFrom("incoming_request").selectAll().execute()).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("on Discord", () => {
  const doors: DiscordDoor[] = [];
  afterEach(async () => {
    for (const door of doors.splice(0)) await door.close();
  });

  test("a phrase is warned of and written down nowhere; it is deleted where somebody gave us the right", async () => {
    const { asked, answer } = model();
    const door = await openDiscordDoor([echo], { answer });
    doors.push(door);
    door.discord.message("ann", "direct", PHRASE);
    await door.untilText("Delete your message: I may not do it here.");
    door.discord.world.mayManageMessages = true;
    const id = door.discord.message("ann", "guild", `<@${BOT_ID}> ${PHRASE}`);
    await door.untilText("I have deleted your message.");
    expect(door.discord.world.heard.find((each) => each.id === id)?.isDeleted).toBe(true);
    expect(await door.rows()).toEqual([]);
    expect(asked).toEqual([]);
    const word = ` ${PHRASE.split(" ")[3]} `;
    expect(JSON.stringify([door.log.lines, door.discord.messages().map(textOf)])).not.toContain(word);
  });

  test("a phrase as the name of an attachment is one, too", async () => {
    const door = await openDiscordDoor([echo], { answer: model().answer });
    doors.push(door);
    const filename = `${PHRASE.replaceAll(" ", "_")}.txt`;
    const attachments = [{ id: "1", filename, size: 4, url: "https://cdn.discordapp.com/a/1/x.txt" }];
    door.discord.message("ann", "direct", "", { more: { attachments } });
    await door.untilText("That is a seed phrase. Delete your message");
    expect(await door.rows()).toEqual([]);
  });

  test("a phrase in a slash command that arrives late is refused and not written down", async () => {
    const { answer } = model();
    const door = await openDiscordDoor([echo], { answer, times: { deferMs: 0 } });
    doors.push(door);
    door.discord.slash("ann", "guild", "echo", { words: PHRASE });
    await door.untilText("That may be a private key or a seed phrase");
    expect(await door.rows()).toEqual([]);
  });
});

describe("on the page", () => {
  let door: WebDoor | undefined;
  afterEach(async () => {
    await door?.close();
  });

  test("a phrase is warned of, and the page is told to forget what was typed", async () => {
    const { asked, answer } = model();
    const made = await testDesk([echo], { clock: Date.now, answer });
    door = await openWeb(made);
    const answered = await new Visitor(door.address).ask(PHRASE);
    expect(wordsOf(answered)).toContain("That is a seed phrase. I have deleted your message.");
    expect(answered).toMatchObject({ forget: true });
    expect(asked).toEqual([]);
    expect(wordsOf(await new Visitor(door.address).ask(KEY))).toContain("That may be a private key");
    await made.database.destroy();
  });
});

test("eleven words, twelve words of no phrase and a sound phrase of an everyday sentence are told apart", () => {
  expect(secretIn(PHRASE)).toBe("phrase");
  expect(secretIn(PHRASE.split(" ").slice(1).join(" "))).toBeUndefined();
  const swapped = PHRASE.split(" ").toReversed().join(" ");
  expect(["maybe", "phrase"]).toContain(secretIn(swapped));
  expect(secretIn("how did the market do this week and what about the agents layer today")).toBeUndefined();
});
