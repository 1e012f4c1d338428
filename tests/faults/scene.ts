import { mkdirSync } from "node:fs";
import { selfSigned } from "../support/certificate.ts";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { aPool } from "../support/token-desk.ts";
import { startDiscord } from "../stand-ins/discord.ts";
import { directChannelOf, PEOPLE, textOf, TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { startPublisher } from "../stand-ins/feeds.ts";
import { startMarket } from "../stand-ins/market.ts";
import { openAiStandIn } from "../stand-ins/openai.ts";
import { TelegramStandIn, TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";
import { until } from "../support/telegram.ts";
import { DISCORD_SAYS, MARKET_SAYS, MODEL_SAYS, TELEGRAM_SAYS } from "./dialects.ts";
import { GatewayRoad } from "./gateway-road.ts";
import { onSmallDisk } from "./disk.ts";
import { createMachine, type Machine } from "./machine.ts";
import { type Dialect, Road } from "./road.ts";

/** Everybody that one desk talks to, each behind a road of its own, and the desk as a process. */
export interface Scene {
  readonly telegram: TelegramStandIn;
  readonly discord: Awaited<ReturnType<typeof startDiscord>>;
  readonly openai: Awaited<ReturnType<typeof openAiStandIn>>;
  readonly market: Awaited<ReturnType<typeof startMarket>>;
  /** Says a line to the desk as its owner, on Telegram. @returns what came of it so far */
  asOwner(line: string): () => readonly string[];
  /** Everything that the desk has written to its owner of its own accord. */
  toOwner(): readonly string[];
  /** Of one feed, that the desk does not read yet. */
  readonly feedAddress: string;
  readonly machine: Machine;
  readonly desk: DeskProcess;
  /** Of the page. */
  readonly address: string;
  /** The folder of the database. */
  readonly volume: string;
  road(name: string): Road | GatewayRoad;
  close(): Promise<void>;
}

/** The variable that leads to each provider, and the path below its stand-in. */
const PROVIDERS = {
  coingecko: ["COINGECKO_API_BASE", "coingeckoProBase"],
  coinpaprika: ["COINPAPRIKA_API_BASE", "coinpaprikaBase"],
  defillama: ["DEFILLAMA_API_BASE", "defillamaBase"],
  "defillama-coins": ["DEFILLAMA_COINS_API_BASE", "defillamaCoinsBase"],
  "alternative-me": ["FEAR_GREED_API_BASE", "fearGreedBase"],
  geckoterminal: ["GECKOTERMINAL_API_BASE", "geckoterminalBase"],
  dexscreener: ["DEXSCREENER_API_BASE", "dexscreenerBase"],
  binance: ["BINANCE_API_BASE", "binanceBase"],
  "binance-futures": ["BINANCE_FUTURES_API_BASE", "binanceFuturesBase"],
  bybit: ["BYBIT_API_BASE", "bybitBase"],
  okx: ["OKX_API_BASE", "okxBase"],
  bitget: ["BITGET_API_BASE", "bitgetBase"],
} as const;

export interface SceneOptions {
  /** `small`: the database has a disk of its own, that can be filled. */
  readonly disk?: "common" | "small";
  /** CoinGecko's; `pro`, by default, has limits that a test does not reach, `public` has pools come from GeckoTerminal. */
  readonly plan?: "pro" | "public";
  /** Of the owner: whose door is to be told what is due. */
  readonly owner?: "telegram" | "discord";
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts all of it. It is ready when each door is open and the list of coins is there. */
export async function openScene({
  owner: ownerOn = "telegram",
  plan = "pro",
  disk = "common",
  environment = {},
}: SceneOptions = {}): Promise<Scene> {
  const folder = await temporaryFolder();
  const name = "*.faults.test";
  const certificates = { good: selfSigned(name), expired: selfSigned(name, 2021) };
  const machine = createMachine(folder.path, certificates.good.cert + certificates.expired.cert);
  const closing: (() => Promise<unknown>)[] = [() => folder.remove()];
  const roads = new Map<string, Road | GatewayRoad>();

  async function build(name: string, address: string, dialect: Dialect): Promise<string> {
    const { origin, pathname } = new URL(address);
    const road = new Road({ upstream: origin, certificates, dialect });
    await road.open();
    closing.push(() => road.close());
    roads.set(name, road);
    return `https://${machine.hostOf(name)}:${road.port}${pathname.replace(/\/$/, "")}`;
  }

  const telegram = await TelegramStandIn.start();
  closing.push(() => telegram.close());
  // Short, so that a connection that has gone silent is found out within seconds.
  const discord = await startDiscord({
    heartbeatMs: 4_000,
    gatewayAt: () => `wss://${machine.hostOf("discord-gateway")}:${gateway.port}/gateway`,
  });
  closing.push(() => discord.close());
  const gateway = new GatewayRoad(discord.gatewayBase, certificates);
  await gateway.open();
  roads.set("discord-gateway", gateway);
  closing.push(() => gateway.close());
  const openai = await openAiStandIn();
  closing.push(() => openai.close());
  const market = await startMarket({ pools: [aPool()] });
  closing.push(() => market.close());

  const publisher = await startPublisher();
  closing.push(() => publisher.close());
  const feed = publisher.feed("/rss", [{ title: "Bittensor halves", at: Date.now() }], "The Frontier");
  const feedAddress = await build("feeds", feed.address, MARKET_SAYS);

  const owner = telegram.person("Olga");
  const bases: Record<string, string> = {
    TELEGRAM_API_ROOT: await build("telegram", telegram.root, TELEGRAM_SAYS),
    DISCORD_API_BASE: await build("discord", discord.apiBase, DISCORD_SAYS),
    OPENAI_BASE_URL: await build("model", openai.baseUrl, MODEL_SAYS),
  };
  for (const [provider, [variable, base]] of Object.entries(PROVIDERS))
    bases[variable] = await build(provider, market[base], MARKET_SAYS);
  if (plan === "public") bases["COINGECKO_API_BASE"] = await build("coingecko", market.coingeckoBase, MARKET_SAYS);

  const volume = `${folder.path}/disk`;
  mkdirSync(volume);
  const given = {
    DATABASE_PATH: `${volume}/desk.sqlite`,
    BACKUP_DIR: `${folder.path}/backups`,
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    DISCORD_BOT_TOKEN: DISCORD_TOKEN,
    OPENAI_API_KEY: "stand-in-key",
    MODEL: "stand-in",
    ACCESS: "open",
    WEB: "on",
    ...(plan === "pro" ? { COINGECKO_PLAN: "pro", COINGECKO_API_KEY: "pro-key" } : {}),
    OWNER_IDS: ownerOn === "telegram" ? `telegram:${owner.id}` : `discord:${PEOPLE.olga.id}`,
    FEED_PRIVATE_ADDRESSES: "allow",
    ...bases,
    ...machine.environment,
    ...environment,
  };
  const desk = startDesk(given, [], disk === "small" ? onSmallDisk(volume) : []);
  closing.push(async () => {
    desk.kill("SIGTERM");
    await desk.ended;
  });
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).toReversed()) await each();
  };
  try {
    const address = await desk.says(/open at (http:\S+)\//);
    // Without a key that takes minutes.
    if (plan === "pro") await desk.says(/assets refreshed/);
    await until(() => discord.world.commands.length > 0);
    return {
      telegram,
      discord,
      openai,
      market,
      asOwner: (line) => {
        const before = telegram.ours(owner).length;
        telegram.say(owner, owner, line);
        return () =>
          telegram
            .ours(owner)
            .slice(before)
            .map(({ text }) => text)
            // What others have written to the owner is no answer.
            .filter((text) => !text.startsWith("Feedback from"));
      },
      toOwner: () =>
        ownerOn === "telegram"
          ? telegram.ours(owner).map(({ text }) => text)
          : discord
              .messages()
              .flatMap((each) => (each.channelId === directChannelOf(PEOPLE.olga) ? [textOf(each)] : [])),
      feedAddress,
      machine,
      desk,
      address,
      volume: disk === "small" ? `/proc/${desk.pid}/root${volume}` : volume,
      road: (wanted) => {
        const road = roads.get(wanted);
        if (!road) throw new Error(`There is no road "${wanted}".`);
        return road;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
