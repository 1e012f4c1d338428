import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { textOf, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { ALPHA, aPool } from "../support/token-desk.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { until } from "../support/telegram.ts";
import { callTool } from "../support/mcp.ts";

const CONTRACT = ALPHA.address;
const NOBODY = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/** What is asked on every door: as typed, as fields, and what the answer has to say. */
const ROWS: readonly (readonly [
  name: string,
  typed: string,
  fields: Readonly<Record<string, string>>,
  says: string,
])[] = [
  ["price", "TAO, NEAR", { assets: "TAO, NEAR" }, "NEAR Protocol"],
  ["convert", "2.5 TAO to EUR", { amount: "2.5", from: "TAO", to: "EUR" }, "2.5 TAO = €"],
  ["coin", "TAO", { assets: "TAO" }, "All-time high"],
  ["chart", "TAO 7d ema", { assets: "TAO", range: "7D", studies: "ema" }, "EMA 20"],
  ["compare", "TAO NEAR", { assets: "TAO NEAR" }, "cap would be"],
  ["movers", "7d", { window: "7d" }, "Movers"],
  ["market", "", {}, "Crypto market"],
  ["trending", "", {}, "CoinGecko"],
  ["token", CONTRACT, { token: CONTRACT }, "Liquidity"],
  ["price", CONTRACT, { assets: CONTRACT }, "Liquidity"],
  ["chart", `${CONTRACT} 7d`, { assets: CONTRACT, range: "7D" }, "ALPHA/WETH"],
  ["funding", "TAO", { asset: "TAO" }, "a year"],
  ["fees", "virtuals protocol", { protocol: "virtuals protocol" }, "a year"],
  ["stack", "7d", { window: "7d" }, "Crypto-AI stack"],
  ["layer", "data", { layer: "data" }, "Data"],
  ["rotation", "", {}, "Rotation"],
  ["project", "Nous Research", { name: "Nous Research" }, "No token that we know of"],
  ["score", "Bittensor", { project: "Bittensor" }, "Own model"],
  ["news", "", {}, "feed"],
  ["digest now", "", {}, "Crypto-AI digest"],
  ["digest archive", "", {}, "Crypto-AI digest"],
  ["glossary", "FDV", { term: "FDV" }, "fully diluted"],
  ["source", "Billy Bets", { question: "Billy Bets" }, "12:35"],
];

type Row = (typeof ROWS)[number];

/** What is for its asker alone, and so is nothing that other programs can ask. On Discord one person asks all of it in turn. */
const PRIVATE_ROWS: readonly Row[] = [
  // Before there is anything to pause.
  ["pause", "", {}, "nothing to pause"],
  ["resume", "", {}, "nothing of yours that is paused"],
  ["alert add", "tao above 4000", { kind: "price", coin: "tao", is: "above", value: "4000" }, "I tell you when"],
  ["alert list", "", {}, "alert"],
  ["alert edit", "999999 above 5", { number: "999999", is: "above", value: "5" }, "You have no alert 999999"],
  ["alert pause", "999999", { number: "999999" }, "You have no alert 999999"],
  ["alert resume", "999999", { number: "999999" }, "You have no alert 999999"],
  ["alert snooze", "999999 1h", { number: "999999", time: "1h" }, "You have no alert 999999"],
  ["alert why", "999999", { number: "999999" }, "You have no alert 999999"],
  ["alert remove", "999999", { numbers: "999999" }, "You have no alert 999999"],
  ["alert here", "999999 pause", { number: "999999", action: "pause" }, "Only an admin"],
  ["digest settings", "", {}, "You get no digest."],
  ["digest here", "", {}, "Only an admin"],
  ["digest why", "", {}, "You get no digest."],
  ["digest share", "", {}, "You get no digest."],
  ["digest pause", "", {}, "You get no digest."],
  ["digest resume", "", {}, "You get no digest."],
  ["digest stop", "", {}, "You get no digest."],
  ["digest subscribe", "09:00 Berlin", { time: "09:00", zone: "Berlin" }, "The digest is on"],
  ["setup", "", {}, "Only an admin"],
  ["settings", "who", { page: "who" }, "settings"],
  ["settings get", "currency", { name: "currency" }, "settings"],
  ["settings set", "currency EUR", { name: "currency", value: "EUR" }, "settings"],
  ["settings reset", "all", { name: "all" }, "settings"],
  ["settings export", "", {}, "settings"],
  ["settings import", "", {}, "settings"],
  ["places", "", {}, "Only the owner"],
  ["places allow", "telegram:-1", { place: "telegram:-1" }, "Only the owner"],
  ["places block", "telegram:1", { account: "telegram:1" }, "Only the owner"],
  ["places leave", "telegram:-1", { place: "telegram:-1" }, "Only the owner"],
  ["wallet list", "", {}, "You follow no address."],
  ["wallet add", "somebody.eth", { address: "somebody.eth" }, "That is no public address"],
  ["wallet remove", "savings", { address: "savings" }, "You follow no such address."],
  ["portfolio", "", {}, "portfolio is empty"],
  ["portfolio holdings", "", {}, "portfolio is empty"],
  ["portfolio export", "json", { as: "json" }, "nothing to export"],
  ["portfolio import", "", {}, "Attach the CSV file"],
  ["portfolio performance", "1Y", { range: "1Y" }, "portfolio is empty"],
  ["portfolio allocation", "layer", { by: "layer" }, "portfolio is empty"],
  ["portfolio activities", "", {}, "portfolio is empty"],
  ["portfolio settings", "", {}, "oldest first"],
  ["portfolio undo", "", {}, "nothing to take back"],
  ["portfolio edit", "12 price:320", { number: "12", price: "320" }, "There is no #12"],
  ["portfolio remove", "12", { numbers: "12" }, "There is no #12"],
  [
    "portfolio add",
    "buy 2.5 TAO at 310 usd on 2026-03-01",
    { kind: "buy", quantity: "2.5", coin: "TAO", price: "310", currency: "USD", date: "2026-03-01" },
    "Bought 2.5 TAO",
  ],
  ["me", "", {}, "What is kept about you"],
  ["me export", "", {}, "all that is kept about you"],
  ["stop", "", {}, "not working on anything"],
  ["note add", "I only hold TAO", { text: "I only hold TAO" }, "number 1"],
  ["note list", "", {}, "What I remember"],
  ["trace on", "", {}, "/trace off ends it"],
  ["trace last", "", {}, "trace"],
  ["trace off", "", {}, "No words are kept"],
  ["note remove", "1", { number: "1" }, "ote 1"],
  ["me forget", "", {}, "org"],
  ["me delete", "", {}, "It cannot be taken back"],
  ["link", "", {}, "Your code"],
  ["link confirm", NOBODY, { request: NOBODY }, "nothing to confirm"],
  ["link agree", `${NOBODY} no`, { request: NOBODY, answer: "no" }, "nothing to confirm"],
  ["unlink", "", {}, "linked with no other"],
  ["audit", "", {}, "Only an admin"],
  ["budget", "", {}, "Only an admin"],
  ["doctor", "", {}, "Only an admin"],
  ["backup now", "", {}, "Only the owner"],
  ["feedback", "more layers", { words: "more layers" }, "this desk"],
  ["portfolio add", "fee 5 usd", { kind: "fee", quantity: "5", coin: "usd" }, "Paid a fee of $5.00"],
];

const closing: (() => Promise<void>)[] = [];
let telegram: TelegramStandIn;
let discord: Awaited<ReturnType<typeof startDiscord>>;
let market: MarketStandIn;
let desk: DeskProcess;
let address: string;

beforeAll(async () => {
  telegram = await TelegramStandIn.start();
  discord = await startDiscord();
  market = await startMarket({ pools: [aPool()] });
  const folder = await temporaryFolder();
  desk = startDesk({
    DATABASE_PATH: `${folder.path}/desk.sqlite`,
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
    DISCORD_BOT_TOKEN: DISCORD_TOKEN,
    DISCORD_API_BASE: discord.apiBase,
    WEB: "on",
    ...market.variables,
  });
  closing.push(
    () => folder.remove(),
    () => market.close(),
    () => discord.close(),
    () => telegram.close(),
    async () => {
      desk.kill("SIGTERM");
      await desk.ended;
    },
  );
  address = await desk.says(/open at (http:\S+)\//);
  await desk.says(/assets refreshed/);
  await until(() => discord.world.commands.length > 0);
}, 90_000);

afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

describe.each([...ROWS, ...PRIVATE_ROWS])("/%s %s", (name, typed, fields, says) => {
  test("on Telegram", { timeout: 30_000 }, async () => {
    const person = telegram.person(`Ann ${name} ${typed}`);
    telegram.say(person, person, `/${name} ${typed}`.trim());
    expect((await telegram.shown(says)).text).toContain(says);
  });

  test("on Discord", { timeout: 30_000 }, async () => {
    const before = discord.messages().length;
    discord.slash("ann", "guild", name, fields);
    await until(() =>
      discord
        .messages()
        .slice(before)
        .some((message) => JSON.stringify(message).includes(says) || textOf(message).includes(says)),
    );
  });

  test("on the page", { timeout: 30_000 }, async () => {
    const response = await fetch(`${address}/api/turn`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: crypto.randomUUID(), text: `/${name} ${typed}`.trim() }),
    });
    expect(await response.text()).toContain(says);
  });

  const isPrivate = PRIVATE_ROWS.some(([each]) => each === name);
  test(isPrivate ? "not over MCP" : "over MCP", { timeout: 30_000 }, async () => {
    const body = await callTool(address, name, fields);
    if (isPrivate) {
      // There is no such tool for programs.
      expect(body).toMatch(/"isError":true|"error":/);
      return;
    }
    expect(body).not.toContain('"isError":true');
    expect(body).toContain('"content"');
  });
});

test(
  "any admin of a Telegram group works its alerts, whoever made them, until they are no admin any more",
  { timeout: 60_000 },
  async () => {
    const [ann, bob] = [telegram.person("Ann of the alerts"), telegram.person("Bob of the alerts")];
    const [group, elsewhere] = [telegram.group("Watchers"), telegram.group("Elsewhere")];
    telegram.setStatus(group, ann, "administrator");
    telegram.setStatus(group, bob, "administrator");
    telegram.setStatus(elsewhere, bob, "administrator");
    telegram.say(group, ann, "/alert here tao above 4000");
    const made = await telegram.shown("I tell everybody here", group);
    const number = /Alert (\d+) is on/.exec(made.text)?.[1] ?? "";
    telegram.say(group, ann, `/alert here ${number}`);
    const card = await telegram.shown("Last checked", group);
    telegram.press(card, bob, "Pause");
    await telegram.shown("is paused", group);
    telegram.say(group, bob, `/alert here ${number} snooze 2h`);
    await telegram.shown("is quiet until", group);
    telegram.say(elsewhere, bob, `/alert here ${number} remove`);
    await telegram.shown(`This place has no alert ${number}`, elsewhere);
    telegram.setStatus(group, bob, "member");
    telegram.say(group, bob, `/alert here ${number} remove`);
    await telegram.shown("Only an admin");
    telegram.say(group, ann, `/alert here ${number} edit above 4200`);
    await telegram.shown("is changed", group);
  },
);

test("whoever takes no direct messages on Discord is told at once how to open them", { timeout: 60_000 }, async () => {
  const asksTom = async (name: string, fields: Record<string, string>): Promise<void> => {
    const before = discord.messages().length;
    discord.slash("tom", "guild", name, fields);
    await until(() =>
      discord
        .messages()
        .slice(before)
        .some((message) => textOf(message).includes("Discord does not let me write to you")),
    );
  };
  await asksTom("alert add", { kind: "price", coin: "tao", is: "above", value: "4000" });
  await asksTom("digest subscribe", { time: "09:00", zone: "Berlin" });
});

test("nothing was asked of anybody against their rules", () => {
  expect(telegram.violations).toEqual([]);
  expect(discord.violations).toEqual([]);
  expect(market.violations).toEqual([]);
});
