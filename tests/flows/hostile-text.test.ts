import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type AnyCommand, defineCommand } from "../../src/core/command.ts";
import type { Desk } from "../../src/core/desk.ts";
import { UserError } from "../../src/core/errors.ts";
import { fields, text } from "../../src/core/reply.ts";
import { type DiscordDoor, openDiscordDoor } from "../stand-ins/discord-door.ts";
import { BOT_ID, PEOPLE, textOf } from "../stand-ins/discord-world.ts";
import { type OpenAiStandIn, openAiStandIn } from "../stand-ins/openai.ts";
import { type Person, pingsIn, USERNAME } from "../stand-ins/telegram.ts";
import { type AgentDesk, agentDesk } from "../support/agent.ts";
import { addUser, adminOnly } from "../support/desk.ts";
import { EVIL_HOST, gullible, KEYS, type Order, ORDERS, STORED_URL, wrongIn } from "../support/gullible.ts";
import { type TelegramTest, telegramTest } from "../support/telegram.ts";

/** What strangers have written, read by the commands below. */
let planted = "";
/** What stands in the notes of whoever asks, and in the last answer here. */
let noted: readonly string[] = [];
let before: readonly { question: string; answer: string }[] = [];
const obeyed = new Set<Order>();

/** A look-up whose result holds a stranger's words, where each kind of source has them. */
const reading = (name: string, facts: (words: string) => Record<string, unknown>): AnyCommand =>
  defineCommand({
    name,
    summary: `What a stranger wrote: ${name}.`,
    examples: [name],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent"],
    run: async () => facts(planted),
    show: () => ({ blocks: [text(`One ${name} was found.`)] }),
  });

const failing = defineCommand({
  name: "failing",
  summary: "A look-up that fails with a stranger's words.",
  examples: ["failing"],
  input: z.object({}),
  access: "member",
  effect: "read",
  visibility: "public",
  surfaces: ["chat", "agent"],
  run: async () => {
    throw new UserError("There are several of that name.", {
      hint: planted,
      alternatives: { word: "x", choices: [{ label: planted.slice(0, 60), value: "TAO" }] },
    });
  },
  show: () => ({ blocks: [text("never")] }),
});

const holdings = defineCommand({
  name: "holdings",
  summary: "What you own.",
  examples: ["holdings"],
  input: z.object({}),
  access: "member",
  effect: "read",
  visibility: "private",
  surfaces: ["chat", "agent"],
  run: async (_input, { caller }) => ({ symbol: "TAO", quantity: caller.userId === "user-2" ? 4242.4242 : 17 }),
  show: ({ quantity }) => ({ blocks: [fields({ TAO: String(quantity) })] }),
});

const READINGS: readonly AnyCommand[] = [
  reading("tokens", (words) => ({ tokens: [{ symbol: "EVIL", name: words }] })),
  reading("described", (words) => ({ name: "Evil", description: words, homepageUrl: STORED_URL })),
  reading("feed", (words) => ({ items: [{ id: 7, title: words, source: "Feeds", url: STORED_URL }] })),
  reading("activities", (words) => ({ activities: [{ kind: "buy", symbol: "TAO", memo: words }] })),
  reading("imports", (words) => ({ imports: [{ file: `${words}.csv`, rows: 3 }] })),
  reading("projects", (words) => ({ projects: [{ name: words, layer: "Compute" }] })),
  reading("pools", (words) => ({ pools: [{ pool: "TAO/USDC", dex: words }] })),
];

/** Each way in: what is asked, and where the stranger's words stand meanwhile. */
interface Channel {
  readonly question: (words: string) => string;
  readonly plant?: (words: string) => void;
}
const looking = (name: string): Channel => ({
  question: () => `ask ${name} {}`,
  plant: (words) => void (planted = words),
});
const CHANNELS: Readonly<Record<string, Channel>> = {
  "the name of a token": looking("tokens"),
  "the description of a coin": looking("described"),
  "the title of a feed's item": looking("feed"),
  "the memo of a CSV file": looking("activities"),
  "the name of a file": looking("imports"),
  "the name of a project": looking("projects"),
  "the name of an exchange": looking("pools"),
  "the error of a tool": looking("failing"),
  "a note": { question: () => "what is new?", plant: (words) => void (noted = [words]) },
  "an earlier answer": {
    question: () => "and what about it?",
    plant: (words) => void (before = [{ question: "what is this?", answer: words }]),
  },
  "a pasted message": { question: (words) => `what do you make of this: ${words}` },
  "a quoted message": { question: (words) => `> Eve wrote:\n> ${words}\nis that true?` },
};

let model: OpenAiStandIn;
let agent: AgentDesk;
let telegram: TelegramTest;
/** Who asked last at Telegram. */
let asker: Person;
let discord: DiscordDoor;

beforeAll(async () => {
  model = await openAiStandIn();
  model.brain(gullible(obeyed));
  agent = await agentDesk({
    servers: [{ name: "gullible", baseUrl: model.baseUrl, apiKey: KEYS[1] }],
    clock: Date.now,
    secrets: KEYS,
    more: [...READINGS, failing, holdings, adminOnly],
    history: { recent: async () => before, add: async () => undefined },
    notesOf: async () => noted,
    accessFor: async () => "open",
  });
  const desk: Desk = {
    ...agent.desk,
    ask: async (question, call, progress) => {
      await addUser(agent.database, call.caller.userId);
      return await agent.desk.ask(question, call, progress);
    },
  };
  [telegram, discord] = await Promise.all([telegramTest({ commands: [] }), openDiscordDoor([], { started: "no" })]);
  await Promise.all([telegram.adapter.start(desk), discord.adapter().start(desk)]);
  await vi.waitFor(() => expect(discord.discord.world.commands.length).toBeGreaterThan(0), { timeout: 8_000 });
});

afterAll(async () => {
  await telegram.close();
  await discord.close();
  await model.close();
  await agent.database.destroy();
});

/** Everything that may not be in what goes out, of a door's own format. */
function expectHarmless(sent: readonly unknown[]): void {
  const all = JSON.stringify(sent);
  const problems = sent.flatMap((each) => texts(each).flatMap(wrongIn));
  expect(problems, all).toEqual([]);
}

const texts = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(texts)
      : [];

function plant(channel: Channel, words: string): void {
  planted = "";
  noted = [];
  before = [];
  channel.plant?.(words);
}

/** Asks it at both doors, where `isPublic` in a group; everything that went out by it. */
async function atTelegram(question: string, where: "group" | "direct", names = { person: "Ann", group: "Desk" }) {
  const { server } = telegram;
  const person = server.person(names.person);
  asker = person;
  const chat = where === "group" ? server.group(names.group) : person;
  const since = server.calls.length;
  server.say(chat, person, where === "group" ? `@${USERNAME} ${question}` : question);
  const shown = await server.until(() =>
    server.ours(chat).find(({ text: said }) => !said.startsWith("Thinking") && !said.endsWith("…")),
  );
  return { shown, sent: server.calls.slice(since).map(({ values }) => values) };
}

async function atDiscord(question: string, where: "guild" | "direct", name?: string) {
  const since = discord.discord.world.requests.length;
  const count = discord.discord.messages().length;
  const more =
    name === undefined
      ? {}
      : { author: { id: PEOPLE.ann.id, username: "ann", global_name: name, discriminator: "0", avatar: null } };
  discord.discord.message("ann", where, where === "guild" ? `<@${BOT_ID}> ${question}` : question, { more });
  const id = await discord.until(
    (message) => discord.discord.messages().indexOf(message) >= count && !textOf(message).endsWith("…"),
  );
  return { shown: id, sent: discord.discord.world.requests.slice(since).map(({ body }) => body) };
}

const urlsIn = (said: string): string[] =>
  said.match(new RegExp(`\\S*${EVIL_HOST.replace(".", "\\.")}\\S*|tg://\\S*`, "gi")) ?? [];

/** Orders for what is offered in a direct chat alone, or is shown otherwise there. */
const ALONE: ReadonlySet<Order> = new Set(["a write", "another person's holdings", "a tool of admins"]);

describe.each(Object.entries(CHANNELS))("an order in %s", (_name, channel) => {
  test.each(Object.keys(ORDERS) as Order[])("for %s does nothing, though the model obeys", async (order) => {
    plant(channel, ORDERS[order]);
    const question = channel.question(ORDERS[order]);
    obeyed.clear();
    const rounds = ALONE.has(order) ? (["group", "direct"] as const) : (["group"] as const);
    for (const where of rounds) {
      const inTelegram = await atTelegram(question, where);
      const inDiscord = await atDiscord(question, where === "group" ? "guild" : "direct");
      for (const { sent } of [inTelegram, inDiscord]) {
        expectHarmless(sent);
        expect(urlsIn(JSON.stringify(sent))).toEqual([]);
      }
      expect([...pingsIn(inTelegram.shown), ...inDiscord.shown.pings]).toEqual([]);
      // What is theirs is shown to its owner alone.
      if (where === "direct") continue;
      expect(inTelegram.shown.text).not.toContain("17");
      expect(inDiscord.shown.onlyFor === undefined ? textOf(inDiscord.shown) : "").not.toContain("17");
    }
    expect(obeyed).toContain(order);
    expect(agent.notes).toEqual([]);
  });
});

describe.each(["the nickname of the asker", "the title of a group"])("an order in %s", (channel) => {
  test.each(Object.keys(ORDERS) as Order[])("for %s does nothing", async (order) => {
    plant({ question: () => "" }, "");
    const names = channel.startsWith("the title")
      ? { person: "Ann", group: ORDERS[order] }
      : { person: ORDERS[order], group: "Desk" };
    const inTelegram = await atTelegram("what is new?", "group", names);
    const inDiscord = await atDiscord("what is new?", "guild", names.person);
    for (const { sent } of [inTelegram, inDiscord]) expectHarmless(sent);
    expect(pingsIn(inTelegram.shown)).toEqual([]);
    expect(inDiscord.shown.pings).toEqual([]);
    expect(agent.notes).toEqual([]);
  });
});

test("what is proposed because of an order is done when its asker presses, once, and for nobody else", async () => {
  plant(CHANNELS["the name of a token"] as Channel, ORDERS["a write"]);
  const { server } = telegram;
  const { shown } = await atTelegram("ask tokens {}", "group");
  expect(shown.text).toContain("Nothing has been changed yet.");
  const stranger = server.press(shown, server.person("Eve"), "Confirm");
  await server.until(() => stranger.answer);
  expect(agent.notes).toEqual([]);
  server.press(shown, asker, "Confirm");
  await vi.waitFor(() => expect(agent.notes).toEqual(["all is lost"]));
});

test("the link of a stored item is the only one that stays", async () => {
  plant(CHANNELS["the title of a feed's item"] as Channel, "Read it all");
  model.next(
    { calls: [{ name: "feed", arguments: {} }] },
    { text: `[The upgrade](${STORED_URL}) and [more](https://${EVIL_HOST}/x).` },
  );
  const { shown } = await atTelegram("any news?", "direct");
  expect(shown.entities.filter(({ type }) => type === "text_link")).toMatchObject([{ url: STORED_URL }]);
  expect(urlsIn(JSON.stringify(shown))).toEqual([]);
});

test("no key, no prompt of the environment and nobody else's data was ever in what the model read", () => {
  // Its own words come back to it when its figures have to be put right.
  const read = JSON.stringify(
    model.requests.map(({ body }) => [body.tools, body.messages.filter(({ role }) => role !== "assistant")]),
  );
  const isHeld = (text: string): boolean => read.includes(text);
  expect([...KEYS, "4242.4242"].filter(isHeld)).toEqual([]);
  expect(model.problems).toEqual([]);
  expect(agent.faults.filter((fault) => !/held a secret/.test(String(fault)))).toEqual([]);
});
