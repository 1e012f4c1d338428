import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
import { environment, type Environment } from "./environment.ts";
import { type EvmServer, evmServersIn } from "./wallet-servers.ts";
import { type ModelPrice, type ModelServer, modelPricesIn, modelsIn } from "./model-servers.ts";

/** A door's token, or why it cannot be used; a bad token closes its own door only. */
type DoorToken = { readonly token: string } | { readonly problem: string };

export interface Config {
  readonly telegram:
    | (DoorToken & { readonly apiRoot: string; readonly webhook?: { url: string; secret: string } })
    | undefined;
  readonly discord: (DoorToken & { readonly apiBase: string; readonly messageContent: "on" | "off" }) | undefined;
  /** In the order in which they are tried; empty: the offline rules answer. */
  readonly models: readonly ModelServer[];
  /** Asked first about small questions. */
  readonly smallModel?: ModelServer;
  /** By the name of the model; over what the desk knows itself. */
  readonly modelPrices: ReadonlyMap<string, ModelPrice>;
  /** For one message. */
  readonly messageLimits: {
    readonly modelCalls: number;
    readonly toolCalls: number;
    readonly messageMs: number;
    readonly messageTokens: number;
  };
  /** Past one of them no model is asked. Days and months are those of UTC. */
  readonly budget: {
    readonly personDayTokens: number;
    readonly placeDayTokens: number;
    readonly deskDayTokens: number;
    readonly dayUsd: number;
    readonly monthUsd: number;
  };
  readonly access: "owner" | "approved" | "open";
  readonly market: {
    readonly data: "live" | "sample";
    readonly coingecko: { readonly plan: "public" | "demo" | "pro"; readonly apiKey?: string; readonly base?: string };
    readonly coinpaprikaBase: string;
    readonly defillamaCoinsBase: string;
    readonly defillamaBase: string;
    readonly fearGreedBase: string;
    readonly geckoterminalBase: string;
    readonly dexscreenerBase: string;
    /** Spot prices. */
    readonly binanceBase: string;
    /** Perpetuals of the exchanges. */
    readonly binanceFuturesBase: string;
    readonly bybitBase: string;
    readonly okxBase: string;
    readonly bitgetBase: string;
  };
  /** Where public addresses are looked up; the addresses of nodes may hold keys. */
  readonly wallets: { readonly evm: readonly EvmServer[]; readonly solana: string };
  /** Whether feeds may lie on private or loopback addresses. */
  readonly feedPrivateAddresses: "deny" | "allow";
  /** Whether people may have their alerts posted to https addresses. */
  readonly alertWebhooks: "deny" | "allow";
  /** Where repositories are looked at. */
  readonly github: { readonly base: string; readonly token?: string };
  readonly databasePath: string;
  readonly backupFolder: string;
  /** `discord:ID` and `telegram:ID`. */
  readonly ownerIds: ReadonlySet<string>;
  readonly web: { readonly page: boolean; readonly host: string; readonly port: number; readonly publicUrl?: string };
  readonly mcpToken?: string;
  readonly currency: string;
  /** IANA name: of those who set none. */
  readonly timezone: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** What the operator should know, though the desk starts. */
  readonly warnings: readonly string[];
}

/** Everything that is wrong with the environment, one line each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["The configuration cannot be used:", ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.problems = problems;
  }
}

const looksLikeTelegram = (token: string): boolean => /^\d{5,}:[\w-]{30,}$/.test(token);
const looksLikeDiscord = (token: string): boolean => /^[\w-]{17,}\.[\w-]{4,}\.[\w-]{20,}$/.test(token);

/** What people paste: quotes, blanks, a leading "Bot ". An empty value is no value. */
function tidy(raw: string | undefined): string | undefined {
  const bare = raw
    ?.trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
  return bare === undefined || bare === "" ? undefined : bare;
}

function doorToken(
  token: string,
  own: (token: string) => boolean,
  other: (token: string) => boolean,
  names: { own: string; other: string },
): DoorToken {
  const bare = token.replace(/^Bot\s+/i, "");
  if (own(bare)) return { token: bare };
  if (other(bare))
    return { problem: `${names.own} holds a token of the other platform; it belongs into ${names.other}.` };
  return { problem: `${names.own} does not look like a token; copy it again, whole.` };
}

function ownersIn(list: string, problems: string[]): ReadonlySet<string> {
  const owners = list.split(/[\s,]+/).filter((each) => each !== "");
  for (const owner of owners)
    if (!/^(discord|telegram):\d{1,20}$/.test(owner))
      problems.push(`OWNER_IDS: "${owner}" is not of the form discord:ID or telegram:ID.`);
  return new Set(owners);
}

/** Each variable by itself. One that cannot be read counts as not set, so that all the rest is still checked. */
function checkEach(given: Readonly<Record<string, string | undefined>>): { env: Environment; problems: string[] } {
  const parsed = environment.safeParse(given);
  if (parsed.success) return { env: parsed.data, problems: [] };
  const { issues } = parsed.error;
  const unread = new Set(issues.map(({ path }) => String(path[0])));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !unread.has(name)));
  return {
    env: environment.parse(rest),
    problems: issues.map(({ path, message }) => `${String(path[0])} ${message}.`),
  };
}

/**
 * The configuration, checked as a whole.
 * @throws ConfigError that lists everything wrong at once
 */
export function readConfig(raw: Readonly<Record<string, string | undefined>>): Config {
  const keyOf = (name: string): string | undefined => tidy(raw[name]);
  const given = Object.fromEntries(
    Object.keys(environment.shape).flatMap((name) => (keyOf(name) === undefined ? [] : [[name, keyOf(name)]])),
  );
  const { env, problems } = checkEach(given);
  const { models, small } = modelsIn(env, keyOf, problems);
  const modelPrices = modelPricesIn(env.MODEL_PRICES, problems);
  const ownerIds = ownersIn(env.OWNER_IDS, problems);
  const evm = evmServersIn(env.EVM_RPC_URLS, problems);
  if ((given["TELEGRAM_WEBHOOK_URL"] === undefined) !== (given["TELEGRAM_WEBHOOK_SECRET"] === undefined))
    problems.push("TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET are needed together.");
  const plan = env.COINGECKO_PLAN ?? (env.COINGECKO_API_KEY === undefined ? "public" : "demo");
  if (plan !== "public" && env.COINGECKO_API_KEY === undefined)
    problems.push(`COINGECKO_PLAN is ${plan}, but COINGECKO_API_KEY is not set.`);
  if (problems.length > 0) throw new ConfigError(problems);

  const telegramToken = env.TELEGRAM_BOT_TOKEN;
  const discordToken = env.DISCORD_BOT_TOKEN;
  const webhook =
    env.TELEGRAM_WEBHOOK_URL !== undefined && env.TELEGRAM_WEBHOOK_SECRET !== undefined
      ? { webhook: { url: env.TELEGRAM_WEBHOOK_URL, secret: env.TELEGRAM_WEBHOOK_SECRET } }
      : {};
  return {
    telegram:
      telegramToken === undefined
        ? undefined
        : {
            ...doorToken(telegramToken, looksLikeTelegram, looksLikeDiscord, {
              own: "TELEGRAM_BOT_TOKEN",
              other: "DISCORD_BOT_TOKEN",
            }),
            apiRoot: env.TELEGRAM_API_ROOT,
            ...webhook,
          },
    discord:
      discordToken === undefined
        ? undefined
        : {
            ...doorToken(discordToken, looksLikeDiscord, looksLikeTelegram, {
              own: "DISCORD_BOT_TOKEN",
              other: "TELEGRAM_BOT_TOKEN",
            }),
            apiBase: env.DISCORD_API_BASE,
            messageContent: env.DISCORD_MESSAGE_CONTENT,
          },
    models,
    ...(small && { smallModel: small }),
    modelPrices,
    messageLimits: {
      modelCalls: env.MODEL_MESSAGE_CALLS,
      toolCalls: env.MODEL_MESSAGE_TOOLS,
      messageMs: env.MODEL_MESSAGE_SECONDS * 1_000,
      messageTokens: env.MODEL_MESSAGE_TOKENS,
    },
    budget: {
      personDayTokens: env.MODEL_DAY_TOKENS_PERSON,
      placeDayTokens: env.MODEL_DAY_TOKENS_PLACE,
      deskDayTokens: env.MODEL_DAY_TOKENS,
      dayUsd: env.MODEL_DAY_USD,
      monthUsd: env.MODEL_MONTH_USD,
    },
    access: env.ACCESS,
    market: {
      data: env.MARKET_DATA,
      coingecko: {
        plan,
        ...(env.COINGECKO_API_KEY === undefined || plan === "public" ? {} : { apiKey: env.COINGECKO_API_KEY }),
        ...(env.COINGECKO_API_BASE === undefined ? {} : { base: env.COINGECKO_API_BASE }),
      },
      coinpaprikaBase: env.COINPAPRIKA_API_BASE,
      defillamaCoinsBase: env.DEFILLAMA_COINS_API_BASE,
      defillamaBase: env.DEFILLAMA_API_BASE,
      fearGreedBase: env.FEAR_GREED_API_BASE,
      geckoterminalBase: env.GECKOTERMINAL_API_BASE,
      dexscreenerBase: env.DEXSCREENER_API_BASE,
      binanceBase: env.BINANCE_API_BASE,
      binanceFuturesBase: env.BINANCE_FUTURES_API_BASE,
      bybitBase: env.BYBIT_API_BASE,
      okxBase: env.OKX_API_BASE,
      bitgetBase: env.BITGET_API_BASE,
    },
    wallets: { evm, solana: env.SOLANA_RPC_URL },
    feedPrivateAddresses: env.FEED_PRIVATE_ADDRESSES,
    alertWebhooks: env.ALERT_WEBHOOKS,
    github: {
      base: env.GITHUB_API_BASE,
      ...(env.GITHUB_TOKEN === undefined ? {} : { token: env.GITHUB_TOKEN }),
    },
    databasePath: env.DATABASE_PATH,
    backupFolder: env.BACKUP_DIR ?? join(dirname(env.DATABASE_PATH), "backups"),
    ownerIds,
    web: {
      page: env.WEB === undefined ? telegramToken === undefined && discordToken === undefined : env.WEB === "on",
      host: env.HOST,
      port: env.PORT,
      ...(env.PUBLIC_URL === undefined ? {} : { publicUrl: env.PUBLIC_URL }),
    },
    ...(env.MCP_TOKEN === undefined ? {} : { mcpToken: env.MCP_TOKEN }),
    currency: env.DEFAULT_CURRENCY,
    timezone: env.DEFAULT_TIMEZONE,
    logLevel: env.LOG_LEVEL,
    warnings: warningsFor(raw),
  };
}

/** Variables of the libraries below us that would send prompts elsewhere or print them. */
const LEAKS = [
  "LANGSMITH_TRACING",
  "LANGSMITH_TRACING_V2",
  "LANGSMITH_GATEWAY",
  "LANGCHAIN_TRACING",
  "LANGCHAIN_TRACING_V2",
  "LANGCHAIN_VERBOSE",
] as const;

const warningsFor = (raw: Readonly<Record<string, string | undefined>>): string[] =>
  LEAKS.filter((name) => tidy(raw[name]) !== undefined && raw[name] !== "false").map(
    (name) => `${name} is ignored: questions are neither sent to a tracing service nor printed.`,
  );

/** `.env` beside the process, if there is one, below what the environment says already; then `readConfig`. */
export function loadConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = readConfig(process.env);
  for (const name of LEAKS) delete process.env[name];
  return config;
}
