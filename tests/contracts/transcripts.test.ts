import { readFile, writeFile } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { httpClient, serveDesk, textOf as toolText } from "../support/mcp.ts";
import { directChannelOf, labelsOf, PEOPLE, picturesOf, textOf } from "../stand-ins/discord-world.ts";
import { openAiStandIn, type OpenAiStandIn, type Step } from "../stand-ins/openai.ts";
import type { MessageRecord } from "../stand-ins/telegram.ts";
import { openWeb, Visitor, wordsOf } from "../support/web-door.ts";

/**
 * One conversation of twenty turns on each door, over the sample market, as people read it. The desk is whole; the model's part is
 * played by a script, whose figures are checked like any model's. `npm run docs` writes the pages.
 */

const NOON = Date.parse("2026-03-20T12:05Z");
const WAIT = { timeout: 8_000, interval: 10 };

interface Turn {
  readonly say: string;
  /** What the model does; nothing where it is not asked. */
  readonly model?: readonly Step[];
  /** A button that is pressed on the answer. */
  readonly press?: string;
}

const call = (name: string, given: Readonly<Record<string, unknown>>): Step => ({
  calls: [{ name, arguments: given }],
});

const TURNS: readonly Turn[] = [
  { say: "hi", model: [{ text: "Hello! Ask me about coins, the crypto-AI sector or your portfolio." }] },
  { say: "price of TAO" },
  { say: "and in euros?", model: [call("price", { assets: ["TAO"], currency: "EUR" }), { text: "" }] },
  {
    say: "how did it do this week compared to NEAR?",
    model: [
      call("compare", { assets: ["TAO", "NEAR"], range: "7D" }),
      { text: "TAO did better: it is up 23.6% in a week, NEAR 3.1%. Now they are at $287 and $1.35." },
    ],
  },
  {
    say: "what would 4 TAO be worth?",
    model: [
      call("price", { assets: ["TAO"] }),
      call("calculate", { operation: "product", operands: ["4 TAO", "$287.00"] }),
      { text: "At $287.00 each, 4 TAO would be worth $1,148.00." },
    ],
  },
  {
    say: "will it reach $500 this year?",
    model: [
      { text: "It will surely reach $650 by June." },
      { text: "Nobody knows, and I make no forecasts. I can show you how it has moved so far." },
    ],
  },
  { say: "chart TAO 7d" },
  { say: "fear and greed" },
  { say: "top gainers" },
  { say: "how is the AI stack?", model: [call("stack", {}), { text: "" }] },
  {
    say: "what is Bittensor doing that is its own?",
    model: [call("score", { project: "Bittensor" }), { text: "" }],
  },
  {
    say: "what did the podcast say about agents?",
    model: [call("source", { question: "agents" }), { text: "" }],
  },
  { say: "price of ARC" },
  { say: "price of wibblecoin", model: [call("price", { assets: ["wibblecoin"] }), { text: "" }] },
  {
    say: "I bought 2 TAO at 300 usd",
    model: [call("portfolio_add", { line: "buy 2 TAO at 300 usd" }), { text: "Done, I have added it." }],
    press: "Confirm",
  },
  { say: "how is my portfolio?", model: [call("portfolio", {}), { text: "" }] },
  {
    say: "tell me when TAO is above 400",
    model: [call("alert_add", { line: "tao above 400" }), { text: "I will." }],
    press: "Cancel",
  },
  {
    say: "remember that I only hold TAO",
    model: [call("note_add", { text: "I only hold TAO" }), { text: "Noted." }],
    press: "Confirm",
  },
  {
    say: "should I buy more?",
    model: [
      { text: "That is yours to decide; I give no advice. I can compare it with others or show what it earned." },
    ],
  },
  { say: "thanks", model: [{ text: "You are welcome." }] },
];

const ACCOUNT =
  "Made from the sample market by the desk as it is; `npm run docs` writes this page. The model's part is played by a script, and its figures are checked like any model's.";

const quoted = (text: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

const buttons = (labels: readonly string[]): string =>
  labels.length === 0 ? "" : `\n>\n> ${labels.map((label) => `\`[${label}]\``).join(" ")}`;

const labelsIn = (keyboard: MessageRecord["keyboard"]): readonly string[] => keyboard.flat().map(({ text }) => text);

const page = (title: string, turns: readonly string[]): string => `# ${title}\n\n${ACCOUNT}\n\n${turns.join("\n\n")}\n`;

async function expectCurrent(name: string, wanted: string): Promise<void> {
  const file = new URL(`../../docs/transcripts/${name}.md`, import.meta.url);
  const now = await readFile(file, "utf8").catch(() => "");
  if (process.env["UPDATE_DOCS"] === "1") await writeFile(file, wanted);
  else expect(now, `docs/transcripts/${name}.md is not current; run: npm run docs`).toBe(wanted);
}

let doors: BothDoors;
let model: OpenAiStandIn;
afterEach(async () => {
  await doors.close();
  await model.close();
});

async function open(): Promise<void> {
  model = await openAiStandIn();
  doors = await openBothDoors(NOON, { environment: { OPENAI_BASE_URL: model.baseUrl, MODEL: "m" } });
}

/** Everything that the script had to say was asked for, in a form that servers take. */
function expectPlayed(): void {
  expect(model.problems).toEqual([]);
  expect(model.requests).toHaveLength(TURNS.flatMap((turn) => turn.model ?? []).length);
}

test("on Telegram", { timeout: 60_000 }, async () => {
  await open();
  const { telegram } = doors;
  const ann = telegram.person("Ann");
  /** All of an answer is there once its request is closed. */
  const answered = async (requests: number): Promise<void> =>
    await vi.waitFor(async () => {
      const rows = await doors.database.selectFrom("incoming_request").select("closed_at").execute();
      expect(rows.filter((row) => row.closed_at !== null)).toHaveLength(requests);
    }, WAIT);
  const shown = (messages: readonly MessageRecord[]): string =>
    messages
      .map(({ text, shape, keyboard }) =>
        [quoted(`${shape === "photo" ? "(picture)\n" : ""}${text}`), buttons(labelsIn(keyboard))].join(""),
      )
      .join("\n>\n");
  const turns: string[] = [];
  let requests = 0;
  for (const { say, model: steps = [], press } of TURNS) {
    const before = telegram.ours(ann).length;
    model.next(...steps);
    telegram.say(ann, ann, say);
    await answered((requests += 1));
    const cards = telegram.ours(ann).slice(before);
    turns.push(`**Ann:** ${say}\n\n${shown(cards)}`);
    const card = cards.find(({ keyboard }) => press !== undefined && labelsIn(keyboard).includes(press));
    if (press === undefined || !card) continue;
    const was = card.text;
    telegram.press(card, ann, press);
    await telegram.until(() => card.text !== was || undefined);
    await answered((requests += 1));
    turns.push(`*Ann presses ${press}.*\n\n${shown([card])}`);
  }
  expect(turns).toHaveLength(TURNS.length + TURNS.filter(({ press }) => press !== undefined).length);
  expectPlayed();
  await expectCurrent("telegram", page("Twenty turns on Telegram", turns));
});

test("on Discord", { timeout: 60_000 }, async () => {
  await open();
  const { discord } = doors;
  const ours = () =>
    discord.messages().filter(({ channelId, isLoading }) => channelId === directChannelOf(PEOPLE.ann) && !isLoading);
  const turns: string[] = [];
  for (const { say, model: steps = [], press } of TURNS) {
    const before = ours().length;
    model.next(...steps);
    discord.message("ann", "direct", say);
    const card = await vi.waitFor(() => {
      const found = ours()
        .slice(before)
        .find((each) => !textOf(each).endsWith("…"));
      if (!found) throw new Error(`no answer to ${say}`);
      return found;
    }, WAIT);
    const picture = picturesOf(card)
      .map(() => "(picture)\n")
      .join("");
    turns.push(`**Ann:** ${say}\n\n${quoted(picture + textOf(card))}${buttons(labelsOf(card))}`);
    if (press === undefined) continue;
    const was = textOf(card);
    discord.press("ann", card.id, press);
    await vi.waitFor(() => expect(textOf(card)).not.toBe(was), WAIT);
    turns.push(`*Ann presses ${press}.*\n\n${quoted(textOf(card))}${buttons(labelsOf(card))}`);
  }
  await expectCurrent("discord", page("Twenty turns on Discord", turns));
});

test("on the page", { timeout: 60_000 }, async () => {
  await open();
  const web = await openWeb({ desk: doors.services.desk, database: doors.database }, { clock: doors.clock });
  try {
    const ann = new Visitor(web.address);
    const turns: string[] = [];
    for (const { say, model: steps = [], press } of TURNS) {
      model.next(...steps);
      const answer = await ann.ask(say);
      const shown = answer.reply?.buttons ?? [];
      turns.push(`**Ann:** ${say}\n\n${quoted(wordsOf(answer))}${buttons(shown.map(({ label }) => label))}`);
      const button = shown.find(({ label }) => label === press);
      if (press === undefined || !button) continue;
      const after = (await ann.turn({ press: button.id })).at(-1);
      if (after) turns.push(`*Ann presses ${press}.*\n\n${quoted(wordsOf(after))}`);
    }
    expectPlayed();
    await expectCurrent("page", page("Twenty turns on the web page", turns));
  } finally {
    await web.close();
  }
});

/** What another program's model may ask one after the other. */
const TOOL_CALLS: readonly (readonly [name: string, given: Readonly<Record<string, unknown>>])[] = [
  ["about", {}],
  ["price", { assets: ["TAO"] }],
  ["price", { assets: ["TAO", "NEAR"], currency: "EUR" }],
  ["price", { assets: ["ARC"] }],
  ["price", { assets: ["wibblecoin"] }],
  ["convert", { amount: 4, from: "TAO", to: "USD" }],
  ["compare", { assets: ["TAO", "NEAR"], range: "7D" }],
  ["coin", { asset: "TAO" }],
  ["market", {}],
  ["movers", { window: "7d" }],
  ["trending", {}],
  ["funding", { asset: "TAO" }],
  ["stack", {}],
  ["layer", { layer: "agents" }],
  ["rotation", {}],
  ["project", { name: "Nous Research" }],
  ["score", { project: "Bittensor" }],
  ["news", {}],
  ["glossary", { term: "FDV" }],
  ["source", { question: "agents" }],
];

test("over MCP", { timeout: 60_000 }, async () => {
  await open();
  const serving = await serveDesk(doors.services.desk, { clock: doors.clock, identify: doors.services.identify });
  try {
    const client = await httpClient(serving.url);
    const turns: string[] = [];
    for (const [name, given] of TOOL_CALLS) {
      const result = await client.callTool({ name, arguments: { ...given } });
      turns.push(`**A program:** \`${name} ${JSON.stringify(given)}\`\n\n${quoted(toolText(result))}`);
    }
    await client.close();
    expect(serving.faults).toEqual([]);
    await expectCurrent("mcp", page("Twenty calls over MCP", turns));
  } finally {
    await serving.close();
  }
});
