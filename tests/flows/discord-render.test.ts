import fc from "fast-check";
import { expect, test } from "vitest";
import { toMarkdown } from "../../src/adapters/discord/markdown.ts";
import { render } from "../../src/adapters/discord/render.ts";
import { bold, code, italic, link, type Reply, rich, type Span, text } from "../../src/core/reply.ts";
import { memoryLog } from "../support/calls.ts";
import { readMarkdown } from "../stand-ins/discord-markdown.ts";
import { type Component, type MessageBody, messageProblems, schemaProblems } from "../stand-ins/discord-rules.ts";
import { isEphemeral, labelsOf, picturesOf, type StandInMessage, textOf } from "../stand-ins/discord-world.ts";

const parts = () => {
  let kept = 0;
  return {
    draw: async () => new Uint8Array([1]),
    keep: async () => `button-${kept++}`,
    log: memoryLog(),
  };
};

const asShown = (message: Awaited<ReturnType<typeof render>>[number]): StandInMessage => ({
  id: "1",
  channelId: "1",
  flags: 0,
  onlyFor: undefined,
  components: message.components as unknown as Component[],
  files: message.files.map(({ name, data }) => ({ name, bytes: Buffer.from(data as Uint8Array) })),
  attachments: [],
  reference: undefined,
  nonce: undefined,
  pings: [],
  edits: 0,
  isLoading: false,
  isDeleted: false,
});

/** What Discord would have to say to the messages, and what people read of them. */
async function rendered(reply: Reply) {
  const messages = await render(reply, parts());
  const problems = messages.flatMap(({ components, files, attachments }) => {
    const body = { components, attachments, flags: 1 << 15 } as unknown as MessageBody;
    return [
      ...schemaProblems("message", body),
      ...messageProblems(
        body,
        files.map(({ name }) => name),
      ),
    ];
  });
  const shown = messages.map(asShown);
  expect(shown.some(isEphemeral)).toBe(false);
  return { problems, messages, texts: shown.map(textOf), labels: shown.map(labelsOf), pictures: shown.map(picturesOf) };
}

/** Text made of what Discord reads as markup, and of what it does not. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."*_~|`[]()<>@#:!\\-+.=/ \n".split(""),
        "```",
        "**",
        "||",
        "@everyone",
        "<@1>",
        "https://a.example/b_c",
        ":smile:",
        "# ",
        "- ",
        "> ",
        "1. ",
        "-# ",
        "[a](https://b.c)",
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  .map((all) => all.join(""));

const squeezed = (shown: string): string => shown.replaceAll(/[\s\u200B]/g, "").replaceAll("\u0000", "");

test("any text is shown to the letter, in any style", () => {
  fc.assert(
    fc.property(hostile, (words) => {
      expect(readMarkdown(toMarkdown([{ text: words }]))).toBe(words.replace("\u0000", "").replaceAll("\u200B", ""));
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.array(fc.record({ text: hostile, style: fc.constantFrom("bold", "italic", "code") })), (spans) => {
      const words = spans.map((span) => span.text).join("");
      expect(squeezed(readMarkdown(toMarkdown(spans as Span[])))).toBe(squeezed(words));
    }),
    { numRuns: 2_000 },
  );
});

test("styles, links and quotes become Discord's own", () => {
  expect(toMarkdown(rich(bold("TAO"), " is ", italic("up"), " by ", code("3%")).spans)).toBe("**TAO** is *up* by `3%`");
  expect(toMarkdown([link("the site", "https://a.example/x_(y)")])).toBe("[the site](https://a.example/x_%28y%29)");
  expect(toMarkdown([link("https://a.example/", "https://a.example/")])).toBe("<https://a.example/>");
  expect(toMarkdown([link("https://a.example/", "https://b.example/")])).toBe(
    "https\\://a.example/ (<https://b.example/>)",
  );
  expect(toMarkdown([{ text: "one\ntwo", style: "quote" }, { text: "three" }])).toBe("> one\n> two\nthree");
});

test.each(["javascript:alert(1)", "data:text/html,x", "not an address", "file:///etc/passwd"])(
  "the link %s is shown as text",
  (url) => {
    expect(toMarkdown([link("here", url)])).toBe("here");
  },
);

test("a reply with a title is a card; one without is plain text", async () => {
  const card = await rendered({ title: "TAO", blocks: [text("$300")], footer: "CoinGecko" });
  expect(card.messages[0]?.components).toEqual([
    { type: 17, components: [{ type: 10, content: "### TAO\n$300\n-# CoinGecko" }] },
  ]);
  const plain = await rendered({ blocks: [text("Hello.")] });
  expect(plain.messages[0]?.components).toEqual([{ type: 10, content: "Hello." }]);
});

test("a reply that says nothing is no message", async () => {
  expect((await rendered({ blocks: [] })).messages).toEqual([]);
  expect((await rendered({ blocks: [text(" \n")] })).messages).toEqual([]);
});

test("buttons stand in rows of five, links only to the web, and a proposal's is marked", async () => {
  const buttons = [
    ...Array.from({ length: 30 }, (_, index) => ({ label: `b${index}`, command: "x", input: {} })),
    { label: "never reached", url: "https://a.example/" },
  ];
  const many = await rendered({ blocks: [text("x")], buttons });
  expect(many.problems).toEqual([]);
  expect(many.labels[0]).toHaveLength(25);

  const few = await rendered({
    blocks: [text("x")],
    buttons: [
      { label: "", command: "x", input: {} },
      { label: "Confirm", command: "x", input: {}, proposalId: "p" },
      { label: "Bad", url: "javascript:alert(1)" },
    ],
  });
  expect(few.problems).toEqual([]);
  expect(few.messages[0]?.components[1]).toMatchObject({
    components: [
      { label: "…", style: 2 },
      { label: "Confirm", style: 3 },
    ],
  });
});

test("a table of any width fits, and what looks like the end of its block is not", async () => {
  const table = {
    kind: "table" as const,
    columns: [
      { label: "Name", align: "left" as const },
      { label: "Price", align: "right" as const },
    ],
    rows: [["a ``` b", "$1"], ...Array.from({ length: 400 }, (_, index) => [`coin ${index}`, `$${index}`])],
  };
  const { problems, texts } = await rendered({ title: "Prices", blocks: [table] });
  expect(problems).toEqual([]);
  expect(texts.join("\n")).toContain("a ``` b");
  for (const index of [0, 200, 399]) expect(texts.join("\n")).toMatch(new RegExp(`coin ${index} +\\$${index}`));
});

test("files of one name are told apart, and too large ones are named", async () => {
  const { problems, texts } = await rendered({
    blocks: [
      { kind: "file", name: "report é.csv", text: "a,b" },
      { kind: "file", name: "report é.csv", text: "c,d" },
      { kind: "file", name: "big.txt", text: "x".repeat(11 * 1024 * 1024) },
    ],
  });
  expect(problems).toEqual([]);
  expect(texts.join("\n")).toMatch(/a,b[^]*c,d[^]*big\.txt is too large/);
});

const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    title: fc.string({ maxLength: 300 }),
    blocks: fc.array(
      fc.oneof(
        hostile.map((words) => text(words)),
        fc
          .record({ size: fc.integer({ min: 1, max: 6_000 }), mark: fc.constantFrom("*", "a ", "\n", "😀", "`") })
          .map(({ size, mark }) => text(mark.repeat(size))),
        fc.array(fc.record({ label: hostile, value: hostile }), { maxLength: 5 }).map((fields) => ({
          kind: "fields" as const,
          fields,
        })),
        fc.record({ kind: fc.constant("file" as const), name: fc.string({ maxLength: 20 }), text: fc.string() }),
        fc.constant({
          kind: "chart" as const,
          alt: "A chart",
          chart: { kind: "line" as const, title: "t", unit: "u", series: [], source: "s", asOf: 0 },
        }),
      ),
      { maxLength: 14 },
    ),
    footer: hostile,
    buttons: fc.array(
      fc.oneof(
        fc.record({ label: fc.string({ maxLength: 100 }), command: fc.constant("x"), input: fc.constant({}) }),
        fc.record({ label: fc.string(), url: fc.webUrl() }),
      ),
      { maxLength: 8 },
    ),
    choices: fc.record({
      prompt: fc.string({ maxLength: 200 }),
      options: fc.array(
        fc.record({
          label: fc.string({ maxLength: 150 }),
          description: fc.string({ maxLength: 150 }),
          command: fc.constant("x"),
          input: fc.constant({}),
        }),
        { minLength: 1, maxLength: 30 },
      ),
    }),
  },
  { requiredKeys: ["blocks"] },
) as fc.Arbitrary<Reply>;

test("no reply breaks a rule of Discord's, and none takes more than three messages", async () => {
  await fc.assert(
    fc.asyncProperty(anyReply, async (reply) => {
      const { problems, messages } = await rendered(reply);
      expect(problems).toEqual([]);
      expect(messages.length).toBeLessThanOrEqual(3);
    }),
    { numRuns: 300 },
  );
});
