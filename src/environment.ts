import { IANAZone } from "luxon";
import { z } from "zod";

const url = z
  .url({ protocol: /^https?$/, error: "is not an http(s) address" })
  .transform((each) => each.replace(/\/+$/, ""));
const amount = z.coerce.number("is not a number");
const oneOf = <const Options extends readonly [string, ...string[]]>(options: Options) =>
  z.enum(options, { error: `has to be ${options.join(", ")}` });

/** Every variable by itself: its form, and what it is where nobody says it. */
export const environment = z.object({
  TELEGRAM_BOT_TOKEN: z.string().optional(),
  TELEGRAM_API_ROOT: url.default("https://api.telegram.org"),
  TELEGRAM_WEBHOOK_URL: z.url({ protocol: /^https$/, error: "is not an https address" }).optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, "has to be 16 to 256 characters of A-Z a-z 0-9 _ -")
    .optional(),
  DISCORD_BOT_TOKEN: z.string().optional(),
  DISCORD_API_BASE: url.default("https://discord.com/api"),
  DISCORD_MESSAGE_CONTENT: oneOf(["on", "off"]).default("off"),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.optional(),
  MODEL: z.string().default("gpt-5-mini"),
  MODEL_FALLBACKS: z.string().default(""),
  MODEL_SMALL: z.string().default(""),
  MODEL_PRICES: z.string().default(""),
  MODEL_MESSAGE_CALLS: amount.int().min(1, "has to be 1 to 10").max(10, "has to be 1 to 10").default(4),
  MODEL_MESSAGE_TOOLS: amount.int().min(1, "has to be 1 to 20").max(20, "has to be 1 to 20").default(8),
  MODEL_MESSAGE_SECONDS: amount.min(10, "has to be 10 to 300").max(300, "has to be 10 to 300").default(45),
  MODEL_MESSAGE_TOKENS: amount.int().min(0, "is negative").default(12_000),
  MODEL_DAY_TOKENS_PERSON: amount.int().min(0, "is negative").default(200_000),
  MODEL_DAY_TOKENS_PLACE: amount.int().min(0, "is negative").default(500_000),
  MODEL_DAY_TOKENS: amount.int().min(0, "is negative").default(2_000_000),
  MODEL_DAY_USD: amount.min(0, "is negative").default(5),
  MODEL_MONTH_USD: amount.min(0, "is negative").default(50),
  ACCESS: oneOf(["owner", "approved", "open"]).default("approved"),
  MARKET_DATA: oneOf(["live", "sample"]).default("live"),
  COINGECKO_API_KEY: z.string().optional(),
  COINGECKO_PLAN: oneOf(["public", "demo", "pro"]).optional(),
  COINGECKO_API_BASE: url.optional(),
  COINPAPRIKA_API_BASE: url.default("https://api.coinpaprika.com/v1"),
  DEFILLAMA_COINS_API_BASE: url.default("https://coins.llama.fi"),
  DEFILLAMA_API_BASE: url.default("https://api.llama.fi"),
  FEAR_GREED_API_BASE: url.default("https://api.alternative.me"),
  GECKOTERMINAL_API_BASE: url.default("https://api.geckoterminal.com/api/v2"),
  DEXSCREENER_API_BASE: url.default("https://api.dexscreener.com"),
  BINANCE_API_BASE: url.default("https://data-api.binance.vision"),
  BINANCE_FUTURES_API_BASE: url.default("https://fapi.binance.com"),
  BYBIT_API_BASE: url.default("https://api.bybit.com"),
  OKX_API_BASE: url.default("https://www.okx.com"),
  BITGET_API_BASE: url.default("https://api.bitget.com"),
  GITHUB_API_BASE: url.default("https://api.github.com"),
  GITHUB_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "holds characters that no token has")
    .optional(),
  EVM_RPC_URLS: z.string().default("ethereum=https://ethereum-rpc.publicnode.com,base=https://mainnet.base.org"),
  SOLANA_RPC_URL: url.default("https://api.mainnet-beta.solana.com"),
  FEED_PRIVATE_ADDRESSES: oneOf(["deny", "allow"]).default("deny"),
  ALERT_WEBHOOKS: oneOf(["deny", "allow"]).default("deny"),
  DATABASE_PATH: z.string().default("data/westbound.sqlite"),
  BACKUP_DIR: z.string().optional(),
  OWNER_IDS: z.string().default(""),
  WEB: oneOf(["on", "off"]).optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number("is not a number").int().min(0, "is not a port").max(65_535, "is not a port").default(8080),
  PUBLIC_URL: url.optional(),
  MCP_TOKEN: z.string().min(16, "has to be at least 16 characters").optional(),
  DEFAULT_CURRENCY: z
    .string()
    .regex(/^[A-Za-z]{3}$/, "is not a currency code such as USD")
    .transform((code) => code.toUpperCase())
    .refine((code) => Intl.supportedValuesOf("currency").includes(code), "is not a currency code such as USD")
    .default("USD"),
  DEFAULT_TIMEZONE: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), "is not a time zone such as Europe/Berlin")
    .default("UTC"),
  LOG_LEVEL: oneOf(["debug", "info", "warn", "error"]).default("info"),
});

/** The names of all that is read; a key that MODEL_FALLBACKS names comes on top. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(environment.shape);

export type Environment = z.output<typeof environment>;
