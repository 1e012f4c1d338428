import { mkdir, readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BOT_ID, labelsOf, picturesOf, textOf as discordText } from "../stand-ins/discord-world.ts";
import { createAdaptorServer } from "@hono/node-server";
import { createMcpDoor } from "../../src/adapters/mcp/door.ts";
import type { AddressInfo } from "node:net";
import type { Incoming } from "../../src/core/arrival.ts";
import type { Server } from "node:http";
import { httpClient, textOf as toolText } from "../support/mcp.ts";
import { memoryLog } from "../support/calls.ts";
import { openDiscordWhole } from "../support/discord-whole.ts";
import { openTelegramWhole } from "../support/telegram-whole.ts";
import { openWeb, type TurnLine, Visitor, wordsOf } from "../support/web-door.ts";
import { openWholeDesk, type WholeDesk } from "../support/whole-desk.ts";
import { BEGINS, changed, converse, transcriptPage, type Turn, withButtons } from "../support/transcripts.ts";

/** `npm run docs` writes what these tests otherwise compare: conversations of twenty turns, as people see them at each door. */

beforeEach(() => {
  // The clock alone: whatever waits, waits for real.
  vi.useFakeTimers({ toFake: ["Date"], now: BEGINS });
});
afterEach(() => {
  vi.useRealTimers();
});

async function expectWritten(name: string, title: string, about: string, turns: readonly Turn[]): Promise<void> {
  expect(turns).toHaveLength(20);
  const page = transcriptPage(title, about, turns);
  const file = new URL(`../../docs/transcripts/${name}.md`, import.meta.url);
  if (process.env["UPDATE_DOCS"] !== "1") {
    const now = await readFile(file, "utf8").catch(() => "");
    expect(page, `docs/transcripts/${name}.md is not current; run: npm run docs`).toBe(now);
    return;
  }
  await mkdir(new URL(".", file), { recursive: true });
  await writeFile(file, page);
}

/** A line is said; `[Label]` presses the latest button of that label. */
const pressed = (line: string): string | undefined => /^\[(.+)\]$/.exec(line)?.[1];
const shownAs = (line: string): string => (pressed(line) === undefined ? line : `presses ${line}`);

/** Until everything that was asked is closed: then what there is to see is there. */
const untilClosed = (whole: WholeDesk): Promise<void> =>
  vi.waitFor(
    async () => {
      const open = await whole.database
        .selectFrom("incoming_request")
        .select("closed_at")
        .where("closed_at", "is", null)
        .execute();
      expect(open).toEqual([]);
    },
    { timeout: 20_000, interval: 10 },
  );

const DIRECT = [
  "hi",
  "what can you do?",
  "how is TAO doing?",
  "and its chart?",
  "what about near?",
  "compare TAO, FET and RENDER",
  "2.5 tao in euros",
  "what is render?",
  "how is the sector today?",
  "which AI coins moved most?",
  "how is the market?",
  "should I buy TAO now?",
  "alert me when TAO goes above 400",
  "[Confirm]",
  "/alert list",
  "I bought 2 TAO at 300",
  "[Confirm]",
  "/portfolio",
  "my seed phrase is lost, can you keep my new one?",
  "thanks!",
] as const;

test("a direct chat on Telegram reads as docs/transcripts/telegram.md", async () => {
  const door = await openTelegramWhole();
  const { whole, server } = door;
  try {
    const ann = server.person("Ann", { language_code: "en" });
    const seen = (): Map<string, string> =>
      new Map(
        server.ours(ann).map((message) => {
          const picture = message.shape === "photo" ? "(picture)\n" : "";
          const words = withButtons(
            `${picture}${message.text}`,
            message.keyboard.flat().map(({ text }) => text),
          );
          return [String(message.id), words];
        }),
      );
    const turns = await converse(DIRECT, async (line) => {
      const before = seen();
      const label = pressed(line);
      const from = server.ours(ann).findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === label));
      if (label !== undefined && from) {
        const press = server.press(from, ann, label);
        await server.until(() => press.answer);
      } else server.say(ann, ann, line);
      await vi.waitFor(() => expect(changed(before, seen())).not.toEqual([]), { timeout: 20_000, interval: 10 });
      await untilClosed(whole);
      return { who: "Ann", did: shownAs(line), seen: changed(before, seen()) };
    });
    await expectWritten("telegram", "A direct chat on Telegram", "Ann writes to the desk.", turns);
  } finally {
    await door.close();
  }
}, 120_000);

const IN_SERVER = [
  "how is bittensor doing?",
  "and near?",
  "TAO vs FET",
  "chart of TAO over a month",
  "what is an oracle?",
  "which layers of AI x crypto are up today?",
  "100 usd in NEAR",
  "what is the market cap of render?",
  "who are the biggest losers?",
  "fear and greed?",
  "tell me about Akash",
  "wie steht TAO?",
  "¿cuánto cuesta NEAR?",
  "Курс биткоина?",
  "will TAO reach 1000?",
  "price of notacoin",
  "show me Ben's portfolio",
  "what is my portfolio worth?",
  "what is a subnet?",
  "thank you",
] as const;

test("a server on Discord reads as docs/transcripts/discord.md", async () => {
  const door = await openDiscordWhole();
  const { whole, discord } = door;
  let asked = 0;
  try {
    const seen = (): Map<string, string> =>
      new Map(
        discord
          .messages()
          .filter(({ isLoading }) => !isLoading)
          .map((message) => {
            const pictures = picturesOf(message).map((each) => `(picture: ${each})`);
            return [message.id, withButtons([discordText(message), ...pictures].join("\n"), labelsOf(message))];
          }),
      );
    const turns = await converse(IN_SERVER, async (line) => {
      const before = seen();
      discord.message("ann", "guild", `<@${BOT_ID}> ${line}`);
      asked += 1;
      await vi.waitFor(async () => expect(await whole.rows("incoming_request")).toBe(asked), { timeout: 20_000 });
      await untilClosed(whole);
      return { who: "Ann", did: `@Westbound ${line}`, seen: changed(before, seen()) };
    });
    await expectWritten(
      "discord",
      "A server on Discord",
      "Ann mentions the desk in a channel that all can read.",
      turns,
    );
  } finally {
    await door.close();
  }
}, 120_000);

const ON_PAGE = [
  "hello",
  "price btc eth tao",
  "[Details]",
  "chart of bitcoin",
  "is TAO stronger than NEAR?",
  "0.5 btc in gbp",
  "what does staking mean?",
  "how is the sector?",
  "layers",
  "tell me about Render",
  "trending coins?",
  "btc dominance?",
  "funding of BTC",
  "fees of uniswap",
  "news about bittensor",
  "is FET up?",
  "prix du bitcoin ?",
  "price of ARC",
  "what is dTAO?",
  "bye",
] as const;

const pageText = (line: TurnLine): string =>
  withButtons(wordsOf(line), [
    ...(line.reply?.buttons.map(({ label }) => label) ?? []),
    ...(line.reply?.choices?.options.map(({ label }) => label) ?? []),
  ]);

test("the local page reads as docs/transcripts/page.md", async () => {
  const whole = await openWholeDesk();
  const door = await openWeb(whole, { clock: whole.clock });
  try {
    const visitor = new Visitor(door.address);
    let last: TurnLine | undefined;
    const turns = await converse(ON_PAGE, async (line) => {
      const label = pressed(line);
      const id = last?.reply?.buttons.find((each) => each.label === label)?.id;
      const lines = await visitor.turn(id === undefined ? { text: line } : { press: id });
      last = lines.at(-1);
      const progress = lines.flatMap(({ progress: step }) => (step === undefined ? [] : [`(meanwhile: ${step})`]));
      return { who: "Ann", did: shownAs(line), seen: last ? [[...progress, pageText(last)].join("\n")] : [] };
    });
    await expectWritten(
      "page",
      "The page of the desk",
      "Ann asks on this machine's page; steps are named meanwhile.",
      turns,
    );
  } finally {
    await door.close();
    await whole.database.destroy();
  }
}, 120_000);

const CALLS = [
  ["price", { assets: ["TAO"] }],
  ["price", { assets: ["BTC", "ETH", "NEAR"], currency: "EUR" }],
  ["convert", { amount: 2.5, from: "TAO", to: "USD" }],
  ["compare", { assets: ["TAO", "FET"] }],
  ["coin", { assets: ["RENDER"] }],
  ["market", {}],
  ["stack", {}],
  ["movers", {}],
  ["trending", {}],
  ["layer", { layer: ["compute"] }],
  ["project", { name: ["bittensor"] }],
  ["glossary", { term: "oracle" }],
  ["funding", { asset: "BTC" }],
  ["fees", { protocol: "uniswap" }],
  ["news", {}],
  ["price", { assets: ["notacoin"] }],
  ["price", {}],
  ["portfolio", {}],
  ["glossary", { term: "dTAO" }],
  ["help", {}],
] as const;

test("a client of MCP reads as docs/transcripts/mcp.md", async () => {
  const whole = await openWholeDesk();
  const { identify, notice, clock, faults, desk } = whole;
  const door = createMcpDoor({
    loopbackOnly: true,
    identify,
    notice,
    log: memoryLog(),
    report: (error) => `ref${faults.push(error)}`,
    clock,
    version: "0.1.0",
  });
  await door.start(desk);
  const fetch = (request: Request, { incoming }: { incoming: Incoming }) => door.handle(request, incoming);
  const server = createAdaptorServer({ fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = await httpClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  try {
    const turns = await converse(CALLS, async ([name, input]) => {
      const said = await client.callTool({ name, arguments: input }).then(toolText, (error: Error) => error.message);
      return { who: "Client", did: `\`${name}\` \`${JSON.stringify(input)}\``, seen: [said] };
    });
    expect(faults).toEqual([]);
    await expectWritten("mcp", "Another agent over MCP", "A client calls tools; it gets facts, not words.", turns);
  } finally {
    await client.close();
    await door.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await whole.database.destroy();
  }
}, 120_000);
