import { afterEach, expect, test } from "vitest";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { textOf, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { startMarket } from "../stand-ins/market.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { until } from "../support/telegram.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Every outside that the desk has, on this machine. */
async function outside() {
  const telegram = await TelegramStandIn.start();
  const discord = await startDiscord();
  const market = await startMarket();
  const openai = await openAiStandIn();
  const folder = await temporaryFolder();
  closing.push(
    () => folder.remove(),
    () => openai.close(),
    () => market.close(),
    () => discord.close(),
    () => telegram.close(),
  );
  const environment = {
    DATABASE_PATH: `${folder.path}/desk.sqlite`,
    TELEGRAM_BOT_TOKEN: ` "${TELEGRAM_TOKEN}" `,
    TELEGRAM_API_ROOT: telegram.root,
    DISCORD_BOT_TOKEN: `Bot ${DISCORD_TOKEN}`,
    DISCORD_API_BASE: discord.apiBase,
    OPENAI_BASE_URL: openai.baseUrl,
    OPENAI_API_KEY: "stand-in-key",
    MODEL: "stand-in",
    ACCESS: "open",
    COINGECKO_API_BASE: market.coingeckoBase,
    COINPAPRIKA_API_BASE: market.coinpaprikaBase,
    DEFILLAMA_COINS_API_BASE: market.defillamaCoinsBase,
    FEAR_GREED_API_BASE: market.fearGreedBase,
    // The stand-ins are asked more than five times a minute.
    COINGECKO_API_KEY: "demo-key",
  };
  return { telegram, discord, market, openai, environment };
}

function start(environment: Readonly<Record<string, string>>): DeskProcess {
  const desk = startDesk(environment);
  closing.push(async () => {
    desk.kill("SIGKILL");
    await desk.ended;
  });
  return desk;
}

test(
  "one process answers on every door, tells how to reach it, and stops when it is told to",
  { timeout: 90_000 },
  async () => {
    const { telegram, discord, market, openai, environment } = await outside();
    const desk = start({ ...environment, WEB: "on" });
    const address = await desk.says(/open at (http:\S+)\//);
    expect(await desk.says(/(https:\/\/discord\.com\/oauth2\S+)/)).toContain("permissions=");
    expect(await desk.says(/Chat: (\S+)/)).toBe("https://t.me/WestboundTestBot");
    await desk.says(/assets refreshed/);

    const ann = telegram.person("Ann");
    telegram.say(ann, ann, "/price tao");
    const card = await telegram.shown("Bittensor (TAO) $");
    expect(card.text).toContain("Source: CoinGecko");
    expect(card.text.split("\n").length).toBeLessThanOrEqual(5);

    await until(() => discord.world.commands.length > 0);
    discord.slash("ann", "guild", "convert", { amount: "2.5", from: "TAO", to: "EUR" });
    await until(() => discord.messages().some((message) => textOf(message).includes("2.5 TAO = €")));

    const response = await fetch(`${address}/api/turn`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: "1", text: "/price near" }),
    });
    expect(await response.text()).toContain("NEAR Protocol");

    openai.next(
      { calls: [{ name: "price", arguments: { assets: ["bittensor"] } }] },
      { text: "TAO costs $1.23 today." },
      { text: "TAO costs $1.23 today." },
    );
    telegram.say(ann, ann, "how is TAO doing today?");
    const answer = await telegram.shown("left out");
    expect(answer.text).not.toContain("$1.23");
    expect(answer.text).toContain("Bittensor (TAO) $");

    const mcp = await fetch(`${address}/mcp`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
    });
    expect(await mcp.text()).toContain('"name":"price"');

    const metrics = await (await fetch(`${address}/metrics`)).text();
    expect(metrics).toMatch(/westbound_replies_total\{platform="telegram",command="price",outcome="answered"\} 1/);
    const ready = (await (await fetch(`${address}/readyz`)).json()) as {
      ready: boolean;
      parts: Record<string, { state: string }>;
    };
    expect(ready.ready).toBe(true);
    expect(ready.parts["telegram"]?.state).toBe("ok");
    expect(ready.parts["discord"]?.state).toBe("ok");

    desk.kill("SIGTERM");
    expect(await desk.ended).toBe(0);
    for (const secret of [TELEGRAM_TOKEN, DISCORD_TOKEN, "stand-in-key", "demo-key"])
      expect(desk.logged()).not.toContain(secret);
    expect(telegram.violations).toEqual([]);
    expect(discord.violations).toEqual([]);
    expect(market.violations).toEqual([]);
    expect(openai.problems).toEqual([]);
  },
);

test(
  "killed while a question is worked on, the desk answers it once after the next start",
  { timeout: 90_000 },
  async () => {
    const { telegram, openai, environment } = await outside();
    const first = start({ ...environment, DISCORD_BOT_TOKEN: "" });
    await first.says(/Chat: /);
    openai.next({ fault: "hang before headers" });
    const ann = telegram.person("Ann");
    telegram.say(ann, ann, "what is new?");
    await until(() => openai.requests.length === 1);
    // The update is confirmed: Telegram will not send it again.
    await until(() => telegram.waiting === 0);
    first.kill("SIGKILL");
    await first.ended;

    openai.next({ text: "Nothing that I know of." });
    const second = start({ ...environment, DISCORD_BOT_TOKEN: "" });
    await second.says(/Chat: /);
    await telegram.shown("Nothing that I know of.");
    second.kill("SIGTERM");
    expect(await second.ended).toBe(0);

    const third = start({ ...environment, DISCORD_BOT_TOKEN: "" });
    await third.says(/Chat: /);
    third.kill("SIGTERM");
    expect(await third.ended).toBe(0);
    expect(telegram.ours(ann).filter(({ text }) => text.includes("Nothing that I know of"))).toHaveLength(1);
  },
);

test(
  "one bad token leaves the other door open, and with no door left the process ends with its own code",
  { timeout: 90_000 },
  async () => {
    const { telegram, environment } = await outside();
    const half = start({ ...environment, DISCORD_BOT_TOKEN: TELEGRAM_TOKEN });
    expect(await half.says(/"problem":"([^"]+)"/)).toContain("belongs into TELEGRAM_BOT_TOKEN");
    const ann = telegram.person("Ann");
    telegram.say(ann, ann, "/about");
    await telegram.shown("Westbound 0.");
    half.kill("SIGTERM");
    expect(await half.ended).toBe(0);

    telegram.fail("getMe", { kind: "error", code: 401, description: "Unauthorized" });
    const none = start({ ...environment, DISCORD_BOT_TOKEN: TELEGRAM_TOKEN });
    expect(await none.ended).toBe(4);
    expect(none.logged()).toContain("the token is refused");
  },
);

test("with the page off and no token it says what is open all the same", { timeout: 60_000 }, async () => {
  const { environment } = await outside();
  const desk = start({ DATABASE_PATH: environment.DATABASE_PATH, MARKET_DATA: "sample", WEB: "off" });
  const address = await desk.says(/No chat door is configured.* (http:\S+)\//);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  expect((await fetch(address)).status).toBe(404);
  desk.kill("SIGTERM");
  expect(await desk.ended).toBe(0);
});

test("a second desk on the same database is refused in one line", { timeout: 60_000 }, async () => {
  const { environment } = await outside();
  const only = { DATABASE_PATH: environment.DATABASE_PATH, MARKET_DATA: "sample" };
  const first = start(only);
  await first.says(/open at/);
  const second = start(only);
  expect(await second.ended).toBe(3);
  expect(second.logged().trim()).toBe(
    "Another desk is running on this database. Stop it, or set DATABASE_PATH to another file.",
  );
  first.kill("SIGKILL");
  await first.ended;
  const third = start(only);
  await third.says(/open at/);
});

test(
  "told to stop while a model hangs and a door does not answer, it is gone within ten seconds, and the question is not lost",
  { timeout: 90_000 },
  async () => {
    const { telegram, discord, openai, environment } = await outside();
    const first = start(environment);
    await first.says(/Chat: /);
    await until(() => discord.world.commands.length > 0);
    openai.next({ fault: "hang before headers" });
    const ann = telegram.person("Ann");
    telegram.say(ann, ann, "what is new?");
    await until(() => openai.requests.length === 1);
    await until(() => telegram.waiting === 0);
    discord.mishap("POST", /callback$/, { kind: "hang" }, 99);
    discord.slash("ann", "guild", "price", { assets: "TAO" });
    const toldAt = performance.now();
    first.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    // What service managers wait before they kill.
    expect(performance.now() - toldAt).toBeLessThan(10_000);

    openai.next({ text: "Nothing that I know of." });
    start({ ...environment, DISCORD_BOT_TOKEN: "" });
    await telegram.shown("Nothing that I know of.");
  },
);

test(
  "a crash leaves its cause in the log, without a secret that stood in it, and a code of its own",
  { timeout: 60_000 },
  async () => {
    const { environment } = await outside();
    const cause = `throw new Error("a wheel came off near ${TELEGRAM_TOKEN}", { cause: new Error("a nut was loose") })`;
    const desk = start({
      DATABASE_PATH: environment.DATABASE_PATH,
      MARKET_DATA: "sample",
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(`process.on("SIGUSR2", () => { ${cause}; })`)}`,
    });
    await desk.says(/open at/);
    desk.kill("SIGUSR2");
    expect(await desk.ended).toBe(1);
    const lines = desk.logged().trim().split("\n");
    const line = lines.find((each) => each.includes("fault outside of any call")) ?? "none";
    expect(JSON.parse(line)).toMatchObject({
      level: "error",
      error: { message: "a wheel came off near [secret]", cause: { message: "a nut was loose" } },
    });
    expect(desk.logged()).not.toContain(TELEGRAM_TOKEN);
    // The lease was given back: the next one starts at once.
    const next = start({ DATABASE_PATH: environment.DATABASE_PATH, MARKET_DATA: "sample" });
    await next.says(/open at/);
  },
);
