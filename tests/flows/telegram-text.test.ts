import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { defineCommand } from "../../src/core/command.ts";
import { bold, code, italic, link, type Reply, rich, type Span, text } from "../../src/core/reply.ts";
import { z } from "zod";
import { createApi } from "../../src/adapters/telegram/api.ts";
import { TIMINGS } from "../../src/adapters/telegram/limits.ts";
import { createSpeaker } from "../../src/adapters/telegram/speaker.ts";
import { type MessageRecord, pingsIn, TOKEN } from "../stand-ins/telegram.ts";
import { memoryLog } from "../support/calls.ts";
import { PIXEL, telegramDoor, until } from "../support/telegram.ts";

const open = telegramDoor();

/** Says the reply that the test made. */
const saying = (reply: Reply) =>
  defineCommand({
    name: "say",
    summary: "Says it.",
    examples: ["say"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat"],
    run: async () => ({}),
    show: () => reply,
  });

/** The messages that a group sees when a command's reply is this one. */
async function messagesOf(reply: Reply): Promise<MessageRecord[]> {
  const { server, database } = await open({ commands: [saying(reply)] });
  const group = server.group("Desk");
  const ann = server.person("Ann");
  server.say(group, ann, "/say");
  await until(async () => {
    const closed = await database.selectFrom("incoming_request").select("closed_at").executeTakeFirst();
    return closed !== undefined && closed.closed_at !== null;
  });
  return server.ours(group);
}

describe("hostile text", () => {
  test.each([
    ["MarkdownV2", "_*[]()~`>#+-=|{}.! \\\\ **b** __u__ ||s|| [x](tg://user?id=1)"],
    ["HTML", "<b>bold</b> <script>alert(1)</script> &amp; &lt; <a href='tg://user?id=1'>x</a>"],
    ["right-to-left", "\u202Egnp.exe \u2066x\u2069 \u05D0\u05D1\u05D2"],
    ["emoji", "👩‍👩‍👧‍👦 🧪 🇩🇪 e\u0301 𝔘𝔫𝔦"],
    ["SQL", "'; DROP TABLE user; --"],
    ["half a character", "a\uD83D b"],
  ])("(%s) arrives to the letter, with its looks in place", async (_name, words) => {
    const [message] = await messagesOf({
      title: words,
      blocks: [rich(bold(words), " ", italic(words), " ", code(words), " ", { text: words, style: "quote" })],
    });
    const shown = words.replace(/\p{Cs}/gu, "\uFFFD");
    expect(message?.text).toBe(`${shown}\n${[shown, shown, shown, shown].join(" ")}`);
    const looks = (message?.entities ?? []).map(({ type, offset, length }) => [
      type,
      message?.text.slice(offset, offset + length),
    ]);
    expect(looks).toEqual([
      ["bold", shown],
      ["bold", shown],
      ["italic", shown],
      ["code", shown],
      ["blockquote", shown],
    ]);
  });

  test("with names in it notifies nobody, wherever they stand", async () => {
    const names = "@everyone and @ann_example, (@ben_example) mail@example.com";
    const [message] = await messagesOf({
      title: names,
      blocks: [
        rich(
          names,
          " ",
          bold(names),
          " ",
          code(names),
          " ",
          { text: names, style: "quote" },
          " ",
          link(names, "https://example.com/"),
        ),
        { kind: "fields", fields: [{ label: names, value: names }] },
      ],
      footer: names,
    });
    expect(message?.text.split("@everyone")).toHaveLength(10);
    expect(message && pingsIn(message)).toEqual([]);
  });

  test("with a name that begins in one look and ends in another notifies nobody", async () => {
    const [message] = await messagesOf({
      blocks: [
        rich(
          "@",
          bold("ann"),
          "_example ",
          { text: "@be", style: "quote" },
          "n_example ",
          code("@ca"),
          link("rl_example", "https://example.com/"),
        ),
      ],
    });
    expect(message?.text).toBe("@ann_example @ben_example @carl_example");
    expect(message && pingsIn(message)).toEqual([]);
  });

  test("with more names than Telegram takes entities notifies nobody, either", async () => {
    const names = Array.from({ length: 150 }, (_, index) => `@somebody_${index}`).join(" ");
    const [message] = await messagesOf({ title: "Names", blocks: [text(names)] });
    expect(message?.text).toBe(`Names\n${names}`);
    expect(message && pingsIn(message)).toEqual([]);
  });

  test("in links: only http and https with a real host become links", async () => {
    const [message] = await messagesOf({
      blocks: [
        rich(
          link("a", "javascript:alert(1)"),
          link("b", "tg://user?id=1"),
          link("c", "http://localhost:8080/"),
          link("d", "not an address"),
          link("e", "https://example.com/x"),
        ),
      ],
      buttons: [
        { label: "bad", url: "tg://resolve?domain=x" },
        { label: "local", url: "http://localhost:8080" },
        { label: "good", url: "https://example.com/" },
        { label: "\u200B", command: "say", input: {} },
      ],
    });
    expect(message?.text).toBe("abcde");
    expect(message?.entities).toEqual([{ type: "text_link", offset: 4, length: 1, url: "https://example.com/x" }]);
    expect(message?.keyboard.flat().map((button) => button.text)).toEqual(["good", "…"]);
  });

  test("of nothing to see is still an answer", async () => {
    const [message] = await messagesOf({ blocks: [text(" \n\u200B ")] });
    expect(message?.text).toBe("…");
  });
});

describe("a long reply", () => {
  test("of three messages' length is three messages, with the buttons on the last", async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index} ${"x".repeat(40)}`).join("\n");
    const messages = await messagesOf({
      blocks: [text(lines)],
      buttons: [{ label: "More", command: "say", input: {} }],
    });
    expect(messages.map(({ text: words }) => words).join("\n")).toBe(lines);
    expect(messages.map(({ keyboard }) => keyboard.length)).toEqual([0, 0, 1]);
    expect(messages.map(({ replyTo }) => replyTo !== undefined)).toEqual([true, false, false]);
  });

  test("beyond that is two messages and a file with the rest, tables fenced", async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `line ${index} ${"x".repeat(40)}`).join("\n");
    const table = {
      kind: "table" as const,
      columns: [
        { label: "Name", align: "left" as const },
        { label: "Price", align: "right" as const },
      ],
      rows: [["TAO", "$1.00"]],
    };
    const messages = await messagesOf({
      blocks: [text(lines), table],
      buttons: [{ label: "More", command: "say", input: {} }],
    });
    expect(messages.map(({ shape }) => shape)).toEqual(["text", "text", "document"]);
    const file = messages[2]?.file;
    expect(file?.filename).toBe("answer.md");
    const all = [messages[0]?.text, messages[1]?.text, file?.bytes.toString("utf8")].join("\n");
    expect(all.startsWith(lines)).toBe(true);
    expect(all.endsWith("```\nName Price\nTAO  $1.00\n```")).toBe(true);
    expect(messages[2]?.keyboard).toHaveLength(1);
  });

  test("with a picture keeps words and picture apart when the caption is too small", async () => {
    const chart = {
      kind: "chart" as const,
      alt: "A line going up",
      chart: { kind: "line" as const, title: "Up", unit: "USD", series: [], source: "test", asOf: 0 },
    };
    const messages = await messagesOf({ title: "Chart", blocks: [text("word ".repeat(400)), chart] });
    expect(messages.map(({ shape }) => shape)).toEqual(["text", "photo"]);
    expect(messages[1]?.text).toBe("A line going up");
  });

  test("with files sends them behind the words", async () => {
    const messages = await messagesOf({
      blocks: [
        text("Two files."),
        { kind: "file", name: '../a"b.csv', text: "a,b" },
        { kind: "file", name: "", text: "" },
      ],
    });
    expect(messages.map(({ shape, file }) => [shape, file?.filename])).toEqual([
      ["text", undefined],
      ["document", ".._a_b.csv"],
      ["document", "file.txt"],
    ]);
  });
});

test("whatever a reply says, no message breaks a rule of Telegram", async () => {
  const { server, desk } = await open();
  const ann = server.person("Ann");
  const api = createApi({ token: TOKEN, apiRoot: server.root, log: memoryLog(), timings: TIMINGS });
  const speaker = createSpeaker({
    api,
    desk,
    draw: async () => PIXEL,
    report: () => "ref",
    self: { id: 1, username: "x" },
  });

  const words = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(" ", "\n\n", "@someone", "@everyone ", "👩‍👩‍👧‍👦".repeat(300), "x".repeat(5_000), "a b\n".repeat(1_500)),
  );
  const span: fc.Arbitrary<Span> = fc.record(
    {
      text: words,
      style: fc.constantFrom("bold", "italic", "code", "quote"),
      link: fc.constantFrom("https://example.com/", "javascript:x", "http://x", "https://[::1]/"),
    },
    { requiredKeys: ["text"] },
  );
  const block = fc.oneof(
    fc.array(span, { maxLength: 6 }).map((spans) => ({ kind: "text", spans }) as const),
    fc
      .array(fc.tuple(words, words), { maxLength: 4 })
      .map((pairs) => ({ kind: "fields", fields: pairs.map(([label, value]) => ({ label, value })) }) as const),
    fc.array(fc.tuple(words, words), { maxLength: 4 }).map(
      (rows) =>
        ({
          kind: "table",
          columns: [
            { label: "a", align: "left" },
            { label: "b", align: "right" },
          ],
          rows,
        }) as const,
    ),
    words.map((name) => ({ kind: "file", name, text: name }) as const),
    words.map(
      (alt) =>
        ({
          kind: "chart",
          alt,
          chart: { kind: "line", title: alt, unit: "USD", series: [], source: "x", asOf: 0 },
        }) as const,
    ),
  );
  const reply: fc.Arbitrary<Reply> = fc.record(
    {
      title: words,
      footer: words,
      blocks: fc.array(block, { maxLength: 4 }),
      buttons: fc.array(
        fc.oneof(
          words.map((label) => ({ label, command: "echo", input: {} })),
          fc.record({ label: words, url: fc.constantFrom("https://example.com/", "ftp://x.y", "http://nohost") }),
        ),
        { maxLength: 6 },
      ),
    },
    { requiredKeys: ["blocks"] },
  );
  await fc.assert(
    fc.asyncProperty(reply, async (each) => {
      await speaker.say({ chatId: String(ann.id) }, await speaker.rendered(each, undefined));
      expect(server.violations).toEqual([]);
    }),
    { numRuns: 60 },
  );
  for (const message of server.ours()) expect(pingsIn(message)).toEqual([]);
  api.stop();
});
