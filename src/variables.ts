/** One environment variable, as `.env.example` and README show it. */
export interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** What holds when it is not set; empty where nothing does. */
  readonly fallback: string;
}

const variable = (name: string, fallback: string, meaning: string): Variable => ({ name, fallback, meaning });

/** Every variable that the desk reads, by topic. `config.ts` reads these and no other. */
export const VARIABLES: Readonly<Record<string, readonly Variable[]>> = {
  "Chat platforms": [
    variable(
      "TELEGRAM_BOT_TOKEN",
      "",
      "Token of the Telegram bot, from @BotFather. Without it there is no Telegram door.",
    ),
    variable(
      "TELEGRAM_API_ROOT",
      "https://api.telegram.org",
      "Address of the Bot API; also for a local Bot API server.",
    ),
    variable("TELEGRAM_WEBHOOK_URL", "", "Public https address that Telegram calls instead of being polled."),
    variable(
      "TELEGRAM_WEBHOOK_SECRET",
      "",
      "Secret that Telegram sends along with each webhook call; needed with the address.",
    ),
    variable("DISCORD_BOT_TOKEN", "", "Token of the Discord application's bot. Without it there is no Discord door."),
    variable(
      "DISCORD_API_BASE",
      "https://discord.com/api",
      "Base of Discord's REST API; the gateway's address comes from it.",
    ),
    variable(
      "DISCORD_MESSAGE_CONTENT",
      "off",
      "on asks Discord for the text of messages that are not addressed to the desk; only /cashtags needs it.",
    ),
  ],
  "The model": [
    variable(
      "OPENAI_API_KEY",
      "",
      "Key of an OpenAI-compatible model server. Without a key and a base address the offline rules answer.",
    ),
    variable(
      "OPENAI_BASE_URL",
      "https://api.openai.com/v1",
      "Base address of the model server; Ollama: http://localhost:11434/v1 (no key needed).",
    ),
    variable("MODEL", "gpt-5-mini", "Name of the model."),
    variable(
      "MODEL_FALLBACKS",
      "",
      "Models tried in order when it fails: name or name@base-address#KEY_VARIABLE, with commas between.",
    ),
    variable("MODEL_SMALL", "", "A model asked first about small questions: name or name@base-address#KEY_VARIABLE."),
    variable("MODEL_MESSAGE_CALLS", "4", "Model calls for one message at most."),
    variable("MODEL_MESSAGE_TOOLS", "8", "Look-ups for one message at most."),
    variable("MODEL_MESSAGE_SECONDS", "45", "Seconds for one message at most."),
    variable("MODEL_MESSAGE_TOKENS", "12000", "Tokens for one message; past them the next call has to answer."),
    variable("MODEL_DAY_TOKENS_PERSON", "200000", "Tokens a person may use a day; past any limit look-ups go on."),
    variable("MODEL_DAY_TOKENS_PLACE", "500000", "Tokens a group may use a day."),
    variable("MODEL_DAY_TOKENS", "2000000", "Tokens of the whole desk a day, digests included."),
    variable("MODEL_DAY_USD", "5", "US dollars of the whole desk a day, by prices that are known; the hard stop."),
    variable("MODEL_MONTH_USD", "50", "US dollars of the whole desk a calendar month in UTC; the hard stop."),
    variable(
      "MODEL_PRICES",
      "data/model-prices.json",
      "US dollars per million tokens in and out, over the list: name=0.25/2, with commas between.",
    ),
    variable(
      "ACCESS",
      "approved",
      "Who may use the model: owner, approved (places the owner allowed), open. Look-ups work for everybody.",
    ),
  ],
  "Market data": [
    variable("MARKET_DATA", "live", "live, or sample: figures from data/, marked as such on every reply."),
    variable("COINGECKO_API_KEY", "", "CoinGecko key; a free Demo key makes look-ups faster."),
    variable(
      "COINGECKO_PLAN",
      "public, or demo with a key",
      "public, demo or pro: which address and limits belong to the key.",
    ),
    variable("COINGECKO_API_BASE", "by plan", "Another address for CoinGecko's API."),
    variable("COINPAPRIKA_API_BASE", "https://api.coinpaprika.com/v1", "Another address for CoinPaprika's API."),
    variable("DEFILLAMA_COINS_API_BASE", "https://coins.llama.fi", "Another address for DefiLlama's prices."),
    variable("DEFILLAMA_API_BASE", "https://api.llama.fi", "Another address for DefiLlama's fees and TVL."),
    variable("GECKOTERMINAL_API_BASE", "https://api.geckoterminal.com/api/v2", "Another address for GeckoTerminal."),
    variable("DEXSCREENER_API_BASE", "https://api.dexscreener.com", "Another address for DexScreener."),
    variable("BINANCE_API_BASE", "https://data-api.binance.vision", "Another address for Binance's spot prices."),
    variable("BINANCE_FUTURES_API_BASE", "https://fapi.binance.com", "Another address for Binance's perpetuals."),
    variable("BYBIT_API_BASE", "https://api.bybit.com", "Another address for Bybit's perpetuals."),
    variable("OKX_API_BASE", "https://www.okx.com", "Another address for OKX's perpetuals."),
    variable("BITGET_API_BASE", "https://api.bitget.com", "Another address for Bitget's perpetuals."),
    variable("FEAR_GREED_API_BASE", "https://api.alternative.me", "Another address for the Fear & Greed index."),
  ],
  "Developer activity": [
    variable("GITHUB_API_BASE", "https://api.github.com", "Another address for GitHub's API."),
    variable("GITHUB_TOKEN", "", "A GitHub token without any rights; repositories are looked at sooner with one."),
  ],
  Wallets: [
    variable(
      "EVM_RPC_URLS",
      "ethereum=https://ethereum-rpc.publicnode.com,base=https://mainnet.base.org",
      "Nodes that public addresses are looked up at: chain=address with commas between, for ethereum, base, arbitrum, optimism, polygon, bnb, avalanche.",
    ),
    variable("SOLANA_RPC_URL", "https://api.mainnet-beta.solana.com", "The node for Solana addresses."),
  ],
  "The desk": [
    variable(
      "FEED_PRIVATE_ADDRESSES",
      "deny",
      "deny, or allow: whether feeds may lie on private or loopback addresses, for those who run their own.",
    ),
    variable(
      "ALERT_WEBHOOKS",
      "deny",
      "deny, or allow: whether people may have their own alerts posted to public https addresses that they name.",
    ),
    variable("DATABASE_PATH", "data/westbound.sqlite", "The file that holds all state."),
    variable(
      "BACKUP_DIR",
      "backups beside the database",
      "Folder of the daily backups, each readable by the desk's own user alone and kept for a week.",
    ),
    variable(
      "OWNER_IDS",
      "",
      "Who runs the desk, as discord:ID,telegram:ID. Discord's application owner is one anyway.",
    ),
    variable(
      "WEB",
      "on without a platform token, else off",
      "on or off: the local web page. Health and metrics are served either way.",
    ),
    variable("HOST", "127.0.0.1", "Address that the web server listens on."),
    variable("PORT", "8080", "Port of the web server."),
    variable("PUBLIC_URL", "", "Where the web page is reached from outside, if it is."),
    variable("MCP_TOKEN", "", "Token that MCP clients must send when they do not come from this machine."),
    variable("DEFAULT_CURRENCY", "USD", "Currency of prices where nobody chose another."),
    variable("DEFAULT_TIMEZONE", "UTC", "Time zone of those who set none, such as Europe/Berlin."),
    variable("LOG_LEVEL", "info", "debug, info, warn or error."),
  ],
};

/** `.env.example` as it has to be. */
export const envExample = (): string =>
  [
    "# Every variable that Westbound reads. Copy this file to .env and fill in what you need; all of it is optional.",
    ...Object.entries(VARIABLES).flatMap(([topic, variables]) => [
      "",
      `# ${topic}`,
      ...variables.flatMap(({ name, meaning, fallback }) => [
        `# ${meaning}${fallback === "" ? "" : ` Default: ${fallback}.`}`,
        `${name}=`,
      ]),
    ]),
    "",
  ].join("\n");
