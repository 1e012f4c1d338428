import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";
import { VARIABLE_NAMES } from "./environment.ts";
import { VARIABLES } from "./variables.ts";

const TELEGRAM = "1234567890:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";
const DISCORD = "MTE4NjQ3NTUyNzY4ODk4NDY4OA.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB";

const problems = (raw: Record<string, string>): readonly string[] => {
  try {
    readConfig(raw);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

test("with nothing set the web page is on, the offline rules answer and the market is public", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    telegram: undefined,
    discord: undefined,
    models: [],
    access: "approved",
    market: { data: "live", coingecko: { plan: "public" } },
    databasePath: "data/westbound.sqlite",
    web: { page: true, host: "127.0.0.1", port: 8080 },
    currency: "USD",
  });
});

test.each([
  ["quotes", `"${TELEGRAM}"`],
  ["single quotes", `'${TELEGRAM}'`],
  ["spaces and a line break", `  ${TELEGRAM}\r\n`],
  ["spaces inside quotes", `" ${TELEGRAM} "`],
])("%s around a token are trimmed", (_, token) => {
  expect(readConfig({ TELEGRAM_BOT_TOKEN: token }).telegram).toMatchObject({ token: TELEGRAM });
});

test("a leading Bot in front of a Discord token is trimmed", () => {
  expect(readConfig({ DISCORD_BOT_TOKEN: `Bot ${DISCORD}` }).discord).toMatchObject({ token: DISCORD });
});

test("swapped tokens are told apart, and each names where it belongs", () => {
  const config = readConfig({ TELEGRAM_BOT_TOKEN: DISCORD, DISCORD_BOT_TOKEN: TELEGRAM });
  expect(config.telegram).toMatchObject({ problem: expect.stringContaining("belongs into DISCORD_BOT_TOKEN") });
  expect(config.discord).toMatchObject({ problem: expect.stringContaining("belongs into TELEGRAM_BOT_TOKEN") });
});

test("one bad token leaves the other door alone, and no token stands in a problem", () => {
  const config = readConfig({ TELEGRAM_BOT_TOKEN: "hunter2hunter2", DISCORD_BOT_TOKEN: DISCORD });
  expect(config.discord).toMatchObject({ token: DISCORD });
  expect(JSON.stringify(config.telegram)).not.toContain("hunter2");
});

test("the web page is off when a platform is on, unless it is asked for", () => {
  expect(readConfig({ TELEGRAM_BOT_TOKEN: TELEGRAM }).web.page).toBe(false);
  expect(readConfig({ TELEGRAM_BOT_TOKEN: TELEGRAM, WEB: "on" }).web.page).toBe(true);
  expect(readConfig({ WEB: "off" }).web.page).toBe(false);
});

test("everything wrong is listed at once", () => {
  expect(problems({ PORT: "eighty", ACCESS: "all", COINGECKO_API_BASE: "ftp://x", LOG_LEVEL: "loud" })).toHaveLength(4);
  expect(problems({ OWNER_IDS: "telegram:abc, discord:1", COINGECKO_PLAN: "pro", MODEL_FALLBACKS: "a b" })).toEqual([
    expect.stringContaining("MODEL_FALLBACKS"),
    expect.stringContaining('"telegram:abc"'),
    expect.stringContaining("COINGECKO_API_KEY is not set"),
  ]);
  expect(problems({ PORT: "eighty", COINGECKO_PLAN: "pro", OWNER_IDS: "me" })).toHaveLength(3);
  expect(problems({ TELEGRAM_WEBHOOK_URL: "http://a.example", TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef" })).toEqual([
    expect.stringContaining("is not an https address"),
  ]);
  expect(problems({ TELEGRAM_WEBHOOK_URL: "https://a.example/hook" })).toEqual([
    expect.stringContaining("needed together"),
  ]);
});

test("the usual currency has to be one", () => {
  expect(readConfig({ DEFAULT_CURRENCY: "eur" }).currency).toBe("EUR");
  for (const currency of ["ZZZ", "euro", "€"])
    expect(problems({ DEFAULT_CURRENCY: currency })).toEqual(["DEFAULT_CURRENCY is not a currency code such as USD."]);
});

test("fallback models are tried in order, and a key goes to its own server only", () => {
  const { models } = readConfig({
    OPENAI_API_KEY: "first-key",
    MODEL: "main",
    MODEL_FALLBACKS: "small, other@https://b.example/v1/#OTHER_KEY, local@http://localhost:11434/v1",
    OTHER_KEY: "second-key",
  });
  expect(models).toEqual([
    { name: "main", baseUrl: "https://api.openai.com/v1", apiKey: "first-key" },
    { name: "small", baseUrl: "https://api.openai.com/v1", apiKey: "first-key" },
    { name: "other", baseUrl: "https://b.example/v1", apiKey: "second-key" },
    { name: "local", baseUrl: "http://localhost:11434/v1" },
  ]);
});

test("the small model, what models cost, and where they stop", () => {
  const config = readConfig({
    OPENAI_API_KEY: "first-key",
    MODEL_SMALL: "tiny@http://localhost:11434/v1",
    MODEL_PRICES: "gpt-5-mini=0.2/1.5, qwen3:8b=0/0",
    MODEL_MONTH_USD: "12.5",
  });
  expect(config.smallModel).toEqual({ name: "tiny", baseUrl: "http://localhost:11434/v1" });
  expect(config.modelPrices.get("qwen3:8b")).toEqual({ inputUsd: 0, outputUsd: 0 });
  expect(config.budget).toEqual({
    personDayTokens: 200_000,
    placeDayTokens: 500_000,
    deskDayTokens: 2_000_000,
    dayUsd: 5,
    monthUsd: 12.5,
  });
  expect(
    problems({
      OPENAI_API_KEY: "k",
      MODEL_SMALL: "a,b",
      MODEL_PRICES: "m=cheap",
      MODEL_DAY_USD: "-1",
      MODEL_DAY_TOKENS: "x",
    }),
  ).toHaveLength(4);
});

test("a base address alone is a model without a key", () => {
  expect(readConfig({ OPENAI_BASE_URL: "http://localhost:11434/v1/" }).models).toEqual([
    { name: "gpt-5-mini", baseUrl: "http://localhost:11434/v1" },
  ]);
});

test("a CoinGecko key without a plan is a demo key, and no key is sent on the public plan", () => {
  expect(readConfig({ COINGECKO_API_KEY: "k" }).market.coingecko).toEqual({ plan: "demo", apiKey: "k" });
  expect(readConfig({ COINGECKO_API_KEY: "k", COINGECKO_PLAN: "public" }).market.coingecko).toEqual({ plan: "public" });
});

test("tracing that the environment asks for is named as ignored", () => {
  expect(readConfig({ LANGSMITH_TRACING: "true" }).warnings).toEqual([
    expect.stringContaining("LANGSMITH_TRACING is ignored"),
  ]);
});

test("every variable that is read is documented, and no other", () => {
  const documented = Object.values(VARIABLES).flatMap((variables) => variables.map(({ name }) => name));
  expect(documented.toSorted()).toEqual(VARIABLE_NAMES.toSorted());
});
