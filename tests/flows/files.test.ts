import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { problemsInRegistrations, toRegistrations } from "../../src/adapters/discord/register.ts";
import { createTools } from "../../src/adapters/mcp/tools.ts";
import { ChatFile, fileField } from "../../src/core/chat-file.ts";
import { textOf } from "../../src/core/file-text.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import { echo, testDesk } from "../support/desk.ts";
import { letters, TAKEN_BYTES } from "../support/file-command.ts";
import { telegramDoor } from "../support/telegram.ts";
import { openWeb, send, Visitor, type WebDoor, wordsOf } from "../support/web-door.ts";

const doors: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

describe("a file field", () => {
  test("is for chat alone, and once in a command", () => {
    expect(problemsIn([letters])).toEqual([]);
    expect(problemsIn([{ ...letters, surfaces: ["chat", "mcp"] }])).toEqual([
      "letters: a command with a file is for chat alone",
    ]);
    const input = z.object({ one: fileField("One"), two: fileField("Two") });
    expect(problemsIn([{ ...letters, input }])).toEqual(["letters: it has more than one file"]);
  });

  test("is never filled by words", () => {
    expect(parseArguments(letters, "skip")).toEqual({ how: "skip" });
    expect(parseArguments(letters, "file:skip")).toEqual({ how: "file:skip" });
  });

  test("never becomes JSON", () => {
    const file = new ChatFile({ name: "a.csv", size: 1, load: async () => new Uint8Array(1) });
    expect(JSON.stringify({ input: { file, how: "all" } })).toBe('{"input":{"how":"all"}}');
  });

  test("does not reach programs and models", async () => {
    const { desk } = await testDesk([echo, letters]);
    const tools = createTools({
      commands: desk.commands,
      identify: async () => ({ userId: "u1", isOwner: false }),
      notice: () => undefined,
      report: () => "ref",
      clock: Date.now,
    });
    expect(tools.list.map(({ name }) => name)).toEqual(["echo"]);
  });

  test("gives text of any usual encoding, and says what else it is", () => {
    expect(textOf(Buffer.from("\uFEFFa;é", "utf8"))).toBe("a;é");
    expect(textOf(Buffer.from("\uFEFFaé", "utf16le"))).toBe("aé");
    expect(textOf(Buffer.from([0x61, 0xe9, 0x80]))).toBe("aé€");
    expect(() => textOf(Buffer.from("PK\u0003\u0004rest"))).toThrow("a spreadsheet (.xlsx) or an archive");
    expect(() => textOf(Buffer.from("%PDF-1.7"))).toThrow("a PDF");
    expect(() => textOf(Buffer.from("a\0b"))).toThrow("binary data");
  });
});

describe("on Telegram", () => {
  const open = telegramDoor();

  test("a command is the caption of the file, or answers it", async () => {
    const { server } = await open({ commands: [letters] });
    const ann = server.person("Ann");
    server.sendFile(ann, ann, { name: "trades.csv", bytes: "four" }, "/letters");
    await server.shown("trades.csv has 4 letters.", ann);
    const sent = server.sendFile(ann, ann, { name: "more.csv", bytes: "seventh" });
    await server.shown("send it together with /letters", ann);
    const document = { file_id: [...server.files.keys()][1], file_name: "more.csv", file_size: 7 };
    server.say(ann, ann, "/letters", { more: { reply_to_message: { ...server.toMessage(sent), document } } });
    await server.shown("more.csv has 7 letters.", ann);
  });

  test("nothing is fetched that no command opens", async () => {
    const { server } = await open({ commands: [letters, echo] });
    const ann = server.person("Ann");
    server.sendFile(ann, ann, { name: "a.csv", bytes: "four" }, "/letters skip");
    await server.shown("a.csv has unknown letters.", ann);
    server.sendFile(ann, ann, { name: "a.csv", bytes: "four" }, "/echo alpha");
    await server.shown("alpha was said", ann);
    expect(server.calls.filter(({ method }) => method === "getFile")).toEqual([]);
    expect(server.fetched).toEqual([]);
  });

  test("without a file it says to attach one", async () => {
    const { server } = await open({ commands: [letters] });
    const ann = server.person("Ann");
    server.say(ann, ann, "/letters");
    await server.shown("Attach the file to the command itself.", ann);
  });

  test("a file that is too large is refused before it is fetched, and while it is when its size was a lie", async () => {
    const { server } = await open({ commands: [letters] });
    const ann = server.person("Ann");
    server.sendFile(ann, ann, { name: "huge.csv", bytes: "x", claimed: 2 ** 30 }, "/letters");
    await server.shown("The file is too large: at most 1 MB.", ann);
    expect(server.fetched).toEqual([]);
    const bytes = Buffer.alloc(TAKEN_BYTES + 1, "x");
    server.sendFile(ann, ann, { name: "liar.csv", bytes, claimed: 10 }, "/letters");
    await server.until(() => server.ours(ann).filter(({ text }) => text.includes("too large"))[1]);
  });

  test("what Telegram no longer has is said, and no token is told", async () => {
    const { server, faults } = await open({ commands: [letters] });
    const ann = server.person("Ann");
    server.fail("getFile", { kind: "error", code: 400, description: "Bad Request: wrong file_id" });
    server.sendFile(ann, ann, { name: "a.csv", bytes: "x" }, "/letters");
    await server.shown("Telegram does not have this file any more.", ann);
    server.sendFile(ann, ann, { name: "b.csv", bytes: "x" }, "/letters");
    await server.shown("b.csv has 1 letters.", ann);
    expect(faults).toEqual([]);
  });

  test("a file whose process died is taken up by the next one", async () => {
    const first = await open({ commands: [letters] });
    const { server, inbox } = first;
    const ann = server.person("Ann");
    await first.adapter.stop();
    server.files.set("kept", { path: "documents/file.csv", bytes: Buffer.from("nine here") });
    await inbox.accept({
      key: "1",
      platform: "telegram",
      place: { platform: "telegram", chatId: String(ann.id), isPublic: false },
      askedAt: Date.now(),
      payload: JSON.stringify({
        from: { accountId: String(ann.id), as: "person" },
        what: {
          kind: "command",
          name: "letters",
          line: "",
          messageId: 1,
          file: { id: "kept", name: "kept.csv", size: 9 },
        },
      }),
    });
    const next = first.again();
    await next.adapter.start(next.desk);
    await server.shown("kept.csv has 9 letters.", ann);
  });
});

describe("on Discord", () => {
  const open = async (): Promise<DiscordDoor> => {
    const door = await openDiscordDoor([letters]);
    doors.push(door);
    return door;
  };

  test("the file is an option of the command", async () => {
    expect(problemsInRegistrations(toRegistrations([letters]))).toEqual([]);
    const door = await open();
    const { discord } = door;
    expect(discord.world.commands[0]?.["options"]).toMatchObject([
      { type: 11, name: "file", required: true },
      { type: 3, name: "how", required: false },
    ]);
    discord.slash("ann", "guild", "letters", { file: { filename: "trades.csv", bytes: "four" } });
    const message = await door.untilText("trades.csv has 4 letters.");
    expect(message.onlyFor).toBeDefined();
  });

  test("a file without a word is not opened; what takes files is named", async () => {
    const door = await openDiscordDoor([letters]);
    doors.push(door);
    const attachments = [
      { id: "1", filename: "trades.csv", size: 4, url: "https://cdn.discordapp.com/a/1/trades.csv" },
    ];
    door.discord.message("ann", "direct", "", { more: { attachments } });
    await door.untilText("I have not opened this file. To say what it is for, send it together with");
  });

  test("only what lies at Discord is fetched", async () => {
    const door = await open();
    const { discord, faults } = door;
    for (const [index, url] of [
      "http://127.0.0.1:1/secret",
      "https://cdn.discordapp.com.evil.example/x",
      "file:///etc/passwd",
      "x",
    ].entries()) {
      discord.slash("ann", "direct", "letters", { file: { filename: `${index}.csv`, bytes: "x", url } });
      await door.untilText("Discord does not answer right now");
      expect(faults.length).toBeLessThanOrEqual(index + 1);
    }
    expect(discord.world.fetched).toEqual([]);
  });

  test("a file that is too large is not fetched, nor one that no command opens", async () => {
    const door = await open();
    const { discord } = door;
    discord.slash("ann", "direct", "letters", { file: { filename: "a.csv", bytes: "x", size: 2 ** 30 } });
    await door.untilText("The file is too large");
    discord.slash("ann", "direct", "letters", { file: { filename: "b.csv", bytes: "x" }, how: "skip" });
    await door.untilText("b.csv has unknown letters.");
    expect(discord.world.fetched).toEqual([]);
  });

  test("what Discord no longer has is said", async () => {
    const door = await open();
    const { discord } = door;
    const url = `${new URL(discord.apiBase).origin}/ephemeral-attachments/none`;
    discord.slash("ann", "direct", "letters", { file: { filename: "a.csv", bytes: "x", url } });
    await door.untilText("Discord does not have this file any more.");
  });
});

describe("on the page", () => {
  const open = async (): Promise<WebDoor> => {
    const { desk, database } = await testDesk([letters, echo], { clock: Date.now });
    const web = await openWeb({ desk, database });
    doors.push({
      close: async () => {
        await web.close();
        await database.destroy();
      },
    });
    return web;
  };
  const BYTES = { "content-type": "application/octet-stream" };

  async function upload(visitor: Visitor, body: string, headers: Readonly<Record<string, string>> = {}) {
    const { status, text } = await visitor.sendFile(body, headers);
    return { status, ...(JSON.parse(text) as { file?: string; error?: string }) };
  }

  test("a file goes ahead of the line that uses it", async () => {
    const { address } = await open();
    const ann = new Visitor(address);
    const { file } = await upload(ann, "four", { "x-file-name": encodeURIComponent("été.csv") });
    expect(wordsOf((await ann.turn({ text: "/letters", file })).at(-1)!)).toBe("été.csv has 4 letters.");
    expect(wordsOf((await ann.turn({ text: "", file })).at(-1)!)).toContain("send it together with /letters");
    expect(wordsOf(await ann.ask("/letters"))).toContain("Attach the file");
  });

  test("it is nobody else's, and not there for ever", async () => {
    const { address } = await open();
    const [ann, bob] = [new Visitor(address), new Visitor(address)];
    const { file } = await upload(ann, "four");
    await bob.post("/api/visit", {});
    expect(wordsOf((await bob.turn({ text: "/letters", file })).at(-1)!)).toContain("I do not have this file any more");
  });

  test("another page cannot send one, nor can a form", async () => {
    const { address } = await open();
    const ann = new Visitor(address);
    await ann.post("/api/visit", {});
    expect((await upload(ann, "x", { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status).toBe(
      403,
    );
    for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
      expect((await upload(ann, "x", { "content-type": type })).status).toBe(415);
  });

  test("what is too large is not read", async () => {
    const { address } = await open();
    const headers = { host: new URL(address).host, origin: address, ...BYTES, "content-length": String(2 ** 30) };
    const { status, text } = await send(address, { path: "/api/file", headers });
    expect(status).toBe(413);
    expect(text).toContain("too large");
  });
});
