import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { textOf, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { entropyToMnemonic } from "@scure/bip39";
import { evmAddress, type NodesStandIn, startNodes } from "../stand-ins/nodes.ts";
import { openAiStandIn, type OpenAiStandIn } from "../stand-ins/openai.ts";
import { backupsIn } from "../../src/store/backups.ts";
import { LATEST_SCHEMA } from "../../src/store/restore.ts";
import type { Person } from "../stand-ins/telegram-world.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { until } from "../support/telegram.ts";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { callTool } from "../support/mcp.ts";
import { standInVariables } from "../support/stand-in-variables.ts";

/** The desk as a process of its own on both platforms, with a model, at its most talkative. */
let telegram: TelegramStandIn;
let discord: Awaited<ReturnType<typeof startDiscord>>;
let market: MarketStandIn;
let openai: OpenAiStandIn;
let nodes: NodesStandIn;
let desk: DeskProcess;
let address: string;
let backups: string;
let [ann, ben]: (Person | undefined)[] = [];
const closing: (() => Promise<unknown>)[] = [];

const PHRASE = entropyToMnemonic(
  Uint8Array.from({ length: 16 }, (_, index) => index * 11 + 5),
  wordlist,
);
const WALLET = evmAddress(41);
const SOLANA = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
const MODEL_KEY = "sk-key-of-the-operator-4711";
const COINGECKO_KEY = "pro-key";
const MCP_TOKEN = "mcp-token-of-the-operator-2342";

const annOf = (): Person => ann!;

beforeAll(async () => {
  telegram = await TelegramStandIn.start();
  discord = await startDiscord();
  market = await startMarket();
  openai = await openAiStandIn();
  nodes = await startNodes();
  const folder = await temporaryFolder();
  backups = `${folder.path}/kept`;
  ann = telegram.person("Annabelindra");
  ben = telegram.person("Benvolindo");
  desk = startDesk({
    DATABASE_PATH: `${folder.path}/desk.sqlite`,
    BACKUP_DIR: backups,
    LOG_LEVEL: "debug",
    OWNER_IDS: `telegram:${ann.id}`,
    ACCESS: "open",
    ...standInVariables({ telegram, discord, openai }),
    OPENAI_API_KEY: MODEL_KEY,
    WEB: "on",
    MCP_TOKEN,
    COINGECKO_PLAN: "pro",
    COINGECKO_API_KEY: COINGECKO_KEY,
    COINGECKO_API_BASE: market.coingeckoProBase,
    COINPAPRIKA_API_BASE: market.coinpaprikaBase,
    DEFILLAMA_COINS_API_BASE: market.defillamaCoinsBase,
    FEAR_GREED_API_BASE: market.fearGreedBase,
    EVM_RPC_URLS: `base=${nodes.evmUrl}`,
    SOLANA_RPC_URL: nodes.solanaUrl,
    // Nobody is there.
    GITHUB_API_BASE: "http://127.0.0.1:9",
  });
  closing.push(
    () => folder.remove(),
    () => nodes.close(),
    () => openai.close(),
    () => market.close(),
    () => discord.close(),
    () => telegram.close(),
    async () => {
      desk.kill("SIGKILL");
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

const says = async (person: Person, words: string, answer: string): Promise<string> => {
  telegram.say(person, person, words);
  return (await telegram.shown(answer, person)).text;
};

const turn = async (words: string): Promise<string> => {
  const response = await fetch(`${address}/api/turn`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ key: crypto.randomUUID(), text: words }),
  });
  return await response.text();
};

test("the owner sees how the desk is and how to mend it; nobody else does", { timeout: 40_000 }, async () => {
  openai.next({ fault: "401" });
  const said = await says(annOf(), "/doctor", "to mend");
  expect(said).toContain("Its server does not accept the key");
  expect(said).not.toMatch(/Clock|Disk|Discord The door|Telegram The door/);
  const status = await says(annOf(), "/status", "Status");
  expect(status).toMatch(/Queue: 0 waiting/);
  expect(status).toContain("Faults: none in 24 h");
  expect(await says(ben!, "/doctor", "Only an admin")).not.toContain("key");
});

test("a backup is taken for the owner, and refused to everybody else on every door", { timeout: 40_000 }, async () => {
  const said = await says(annOf(), "/backup now", "Backup taken");
  expect(said).toContain(`npm run restore -- ${backups}`);
  const before = await backupsIn(backups);
  expect(before.map(({ schema }) => schema)).toContain(LATEST_SCHEMA);

  await says(ben!, "/backup now", "Only the owner");
  discord.slash("ada", "guild", "backup now");
  await until(() => discord.messages().some((message) => textOf(message).includes("Only the owner")));
  expect(await turn("/backup now")).toContain("Only the owner");
  expect(await backupsIn(backups)).toEqual(before);
});

/** What people say and what the desk must not write down; each is said somewhere below. */
const WORDS = {
  question: "periwinkle umbrella",
  failing: "tangerine accordion",
  echoed: "paprika glockenspiel",
  group: "marzipan lighthouse",
  overheard: "cinnamon gramophone",
  entry: "7.7712",
  price: "311.529",
  note: "rhubarbsubmarine",
  alertNote: "pistachio zeppelin",
  feedback: "saffron trombone",
  page: "hazelnut periscope",
  discord: "licorice sundial",
  file: "vanilla-harpsichord.csv",
  row: "4.19237",
  label: "nutmegvault",
  garbage: "blueberrycatapult",
  inline: "clementine windmill",
} as const;

test("nothing that people say, own or follow stands in the log, nor a key or token", { timeout: 120_000 }, async () => {
  const [owner, person] = [annOf(), ben!];
  openai.next({ text: "I do not know." });
  await says(person, `what do you think of my ${WORDS.question}?`, "I do not know.");
  openai.next({ fault: "400 echo" });
  await says(person, `does the ${WORDS.echoed} play "Greensleeves"?`, "model");
  openai.next({ fault: "500" }, { fault: "malformed json" }, { fault: "500" });
  await says(person, `is the ${WORDS.failing} any good?`, "model");

  await says(
    person,
    `/portfolio add buy ${WORDS.entry} TAO at ${WORDS.price} usd on 2025-12-01 note:${WORDS.note}`,
    "Bought",
  );
  await says(person, `/portfolio add buy ${WORDS.garbage} TAO`, WORDS.garbage.slice(0, 4)).catch(() => "");
  const bytes = `Date,Type,Asset,Quantity,Price\n2025-11-01,buy,TAO,${WORDS.row},300\n2025-11-02,nonsense,${WORDS.row}`;
  const before = telegram.ours(person).length;
  telegram.sendFile(person, person, { name: WORDS.file, bytes }, "/portfolio import");
  await until(() => telegram.ours(person).length > before);
  await says(person, `/wallet add ${WALLET} ${WORDS.label}`, "Following");
  await says(person, `/wallet add ${SOLANA}`, "Solana");
  nodes.fault("evm", { status: 500 });
  await says(person, "/wallet list", "wallet");
  await says(person, `/alert add tao above 4000 note ${WORDS.alertNote}`, "I tell you when");
  await says(person, `/price ${WORDS.garbage}`, WORDS.garbage);
  await says(person, `/feedback ${WORDS.feedback}`, "Thank you");
  expect((await telegram.shown(WORDS.feedback, owner)).text).toContain("Feedback from Benvolindo");
  await says(person, PHRASE, "seed phrase");
  telegram.typeInline(person, WORDS.inline);

  const group = telegram.group("Quincetown");
  telegram.say(group, person, WORDS.overheard);
  telegram.say(group, person, `@WestboundTestBot ${WORDS.group}?`);
  telegram.say(group, person, `/portfolio add buy ${WORDS.entry} TAO`);
  await telegram.shown("That is between us", group);

  discord.slash("ben", "guild", "portfolio add", {
    kind: "buy",
    quantity: WORDS.entry,
    coin: "TAO",
    note: WORDS.note,
  });
  discord.slash("ben", "guild", "wallet add", { address: WALLET, label: WORDS.label });
  discord.message("ben", "direct", `what is ${WORDS.discord}?`);
  discord.mishap("POST", /messages$/, { kind: "status", status: 500 });
  await until(() => discord.messages().some((message) => textOf(message).includes("Following")));

  await turn(`/alert add tao above 4000 note ${WORDS.alertNote}`);
  await turn(`tell me of the ${WORDS.page}`);
  await turn(PHRASE);
  await callTool(address, "price", { assets: [WORDS.garbage] }, MCP_TOKEN);
  await says(person, "/me export", "all that is kept about you");
  await says(person, "/me delete", "It cannot be taken back");

  desk.kill("SIGTERM");
  expect(await desk.ended).toBe(0);

  const log = desk.logged();
  expect(log.split("\n").length).toBeGreaterThan(10);
  const forbidden = {
    ...WORDS,
    wallet: WALLET,
    solana: SOLANA,
    phrase: PHRASE.split(" ").slice(0, 3).join(" "),
    nameOfAPerson: "Benvolindo",
    nameOfTheOwner: "Annabelindra",
    nameOfAGroup: "Quincetown",
    telegramToken: TELEGRAM_TOKEN,
    discordToken: DISCORD_TOKEN,
    modelKey: MODEL_KEY,
    coingeckoKey: COINGECKO_KEY,
    mcpToken: MCP_TOKEN,
    nodeKey: "a-key-in-the-address",
    interactionToken: "token-1",
  };
  const found = Object.entries(forbidden).filter(([, words]) => log.toLowerCase().includes(words.toLowerCase()));
  expect(found.map(([what]) => what)).toEqual([]);
  // Nothing of it was read by nobody.
  for (const outside of [telegram.violations, discord.violations, market.violations]) expect(outside).toEqual([]);
});
