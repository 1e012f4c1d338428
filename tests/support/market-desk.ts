import { assetChoices, assetKeeper } from "../../src/compose/market-keepers.ts";
import { type Assets, createAssets } from "../../src/market/assets.ts";
import { convert } from "../../src/commands/convert.ts";
import type { Database } from "../../src/store/database.ts";
import type { ListedCoin, MarketRow } from "../../src/market/source.ts";
import { aCall, memoryLog, NOON } from "./calls.ts";
import type { Call } from "../../src/core/call.ts";
import { parseArguments } from "../../src/core/parse.ts";
import type { Reply } from "../../src/core/reply.ts";
import { openDatabase } from "../../src/store/database.ts";
import { price } from "../../src/commands/price.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { Quote } from "../../src/market/quote.ts";
import type { Quotes } from "../../src/market/quotes.ts";
import type { Rates } from "../../src/market/rates.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import type { Week } from "../../src/market/source.ts";

/** A coin of a stand-in list: id, symbol, name, and where it is among the largest: rank and cap in US dollars. */
export type Coin = readonly [
  id: string,
  symbol: string,
  name: string,
  rank?: number | undefined,
  capUsd?: number | undefined,
  contracts?: Readonly<Record<string, string>>,
];

/** Made up, but with the collisions that a list of all coins has: 4 × TAO, 3 × NEAR, 3 × ARC, 4 × AI, imitations of Bitcoin. */
export const COINS: readonly Coin[] = [
  ["bitcoin", "BTC", "Bitcoin", 1, 1_800_000_000_000],
  ["ethereum", "ETH", "Ethereum", 2, 400_000_000_000],
  ["tether", "USDT", "Tether", 3, 180_000_000_000],
  ["solana", "SOL", "Solana", 6, 90_000_000_000],
  ["bitcoin-cash", "BCH", "Bitcoin Cash", 15, 11_000_000_000],
  ["bittensor", "TAO", "Bittensor", 38, 3_200_000_000],
  ["near", "NEAR", "NEAR Protocol", 48, 1_700_000_000],
  ["internet-computer", "ICP", "Internet Computer", 56, 1_500_000_000],
  ["render-token", "RENDER", "Render", 73, 900_000_000, { solana: "rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof" }],
  ["fetch-ai", "FET", "Artificial Superintelligence Alliance", 99, 600_000_000],
  ["virtual-protocol", "VIRTUAL", "Virtuals Protocol", 102, 500_000_000],
  ["1inch", "1INCH", "1inch", 218, 200_000_000],
  ["terra-luna-2", "LUNA", "Terra", 420, 60_000_000],
  ["ai-rig-complex", "ARC", "AI Rig Complex", 512, 45_000_000],
  ["sleepless-ai", "AI", "Sleepless AI", 600, 30_000_000],
  ["gensyn", "AI", "Gensyn", 640, 25_000_000],
  ["giza", "GIZA", "Giza", 980, 12_000_000],
  [
    "weth-base",
    "WETH",
    "Bridged WETH (Base)",
    300,
    150_000_000,
    { base: "0x4200000000000000000000000000000000000006" },
  ],
  [
    "weth-op",
    "WETH",
    "Bridged WETH (Optimism)",
    310,
    140_000_000,
    {
      "optimistic-ethereum": "0x4200000000000000000000000000000000000006",
    },
  ],
  ["mira-3", "MIRA", "Mira"],
  ["mira-2", "MIRA", "Mira the cat"],
  ["elizaos", "ELIZAOS", "elizaOS", 700, 22_000_000],
  ["ai16z", "AI16Z", "ai16z"],
  ["singularitynet", "AGIX", "SingularityNET"],
  ["tao-inu", "TAO", "Tao Inu"],
  ["tao", "TAOSHI", "Taoshi"],
  ["friendly-tao", "TAO", "Friendly Tao"],
  ["wrapped-tao", "tao", "Wrapped TAO"],
  ["near-cat", "NEAR", "Near Cat"],
  ["nearer", "NEAR", "Nearer"],
  ["arc", "ARC", "Reactor"],
  ["arc-dog", "ARC", "Arc Dog"],
  ["ai", "AIX", "Any Intelligence"],
  ["chat-ai", "AI", "Chat AI"],
  ["fake-bitcoin", "BITCOIN", "Bitcoin"],
  ["wide-tao", "ＴＡＯ", "Wide Tao"],
  ["btc-near", "BTCNEAR", "BTC NEAR"],
  ["rtl-coin", "\u202ERTL", "\u202Eevil\u202C coin\u0007 <b>@everyone</b>"],
  ["fire-coin", "🔥", "🔥🔥 Fire"],
  ["grok-9", "GROK", "Grok"],
  ["exohood", "EXO", "Exohood"],
];

const toListed = ([id, symbol, name, , , contracts]: Coin): ListedCoin => ({
  id,
  symbol,
  name,
  contracts: contracts ?? {},
});

const toRow = ([id, symbol, name, rank, marketCap]: Coin): readonly MarketRow[] =>
  rank === undefined || marketCap === undefined ? [] : [{ id, symbol, name, price: 1, rank, marketCap, asOf: NOON }];

/** A market list that a test can break: an answer in `broken` is what is thrown instead. */
function coinSource(coins: readonly Coin[] = COINS) {
  const state = { coins, asked: [] as string[], broken: new Map<string, Error>() };
  const answer = async <Value>(what: string, value: () => Value): Promise<Value> => {
    state.asked.push(what);
    const error = state.broken.get(what);
    if (error) throw error;
    return value();
  };
  return {
    state,
    source: "CoinGecko",
    coinList: () => answer("list", () => state.coins.map(toListed)),
    topMarkets: (page: number) => answer(`page ${page}`, () => (page === 1 ? state.coins.flatMap(toRow) : [])),
  };
}

/** Makes the users that choices are remembered for. */
async function addUsers(database: Database, ...ids: readonly string[]): Promise<void> {
  await database
    .insertInto("user")
    .values(ids.map((id) => ({ id, is_owner: 0, created_at: NOON })))
    .execute();
}

/** A database in memory, a list of coins, and searches of assets over both, each as a new process would make it. */
export async function assetsOver(coins: readonly Coin[] = COINS) {
  const database = await openDatabase(":memory:");
  await addUsers(database, "user-1", "user-2");
  const source = coinSource(coins);
  const log = memoryLog();
  const make = (): Assets =>
    createAssets({ source, store: assetKeeper(database), choices: assetChoices(database), log, clock: () => NOON });
  return { database, source, log, make };
}

export interface TestAssets {
  readonly assets: Assets;
  readonly source: ReturnType<typeof coinSource>;
  readonly log: ReturnType<typeof memoryLog>;
}

/** The search of assets with `coins` listed; the users "user-1" and "user-2" exist. */
export async function testAssets(coins?: readonly Coin[]): Promise<TestAssets> {
  const { make, source, log } = await assetsOver(coins);
  const assets = make();
  await assets.refresh();
  return { assets, source, log };
}

/** What a stand-in market says of an asset; a missing entry has no price. US dollars. */
type Prices = Readonly<Record<string, Partial<Omit<Quote, "asset" | "currency">> & { readonly price: number }>>;

const PRICES: Prices = {
  bitcoin: { price: 91_234.5, change24h: 0.0123, change7d: -0.034, marketCap: 1.8e12, volume24h: 3.1e10, rank: 1 },
  bittensor: { price: 324.94, change24h: 0.0412, change7d: -0.0821, marketCap: 3.2e9, volume24h: 1.5e8, rank: 38 },
  near: { price: 1.35, change24h: -0.0286, change7d: 0.011, marketCap: 1.7e9, volume24h: 1.7e8, rank: 48 },
  "near-cat": { price: 0.00001234 },
  "render-token": { price: 1.76, change24h: 0, marketCap: 9e8, rank: 73 },
  "fetch-ai": { price: 0.24, change24h: 0.01 },
  "ai-rig-complex": { price: 0.0456, change24h: -0.1 },
  "virtual-protocol": { price: 0.7 },
  elizaos: { price: 0.003 },
  giza: { price: 0.05, source: "DefiLlama" },
  solana: { price: 160, asOf: NOON - 3 * 3_600_000, isStale: true },
};

/** Units of each per US dollar. */
const PER_USD: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 0.5,
  GBP: 0.4,
  JPY: 150,
  BTC: 1 / 91_234.5,
  ETH: 1 / 3_000,
};

/** A market of given prices. `failure` is what asking it ends in. */
function stubQuotes(prices: Prices = PRICES): Quotes & { failure: ProviderError | undefined; asked: string[][] } {
  return {
    failure: undefined,
    asked: [],
    async of(assets, currency) {
      this.asked.push(assets.map(({ id }) => id));
      if (this.failure) throw this.failure;
      const each = PER_USD[currency] ?? 1;
      return new Map(
        assets.flatMap((asset): [string, Quote][] => {
          const known = prices[asset.id];
          if (!known) return [];
          const { marketCap } = known;
          const quote = { source: "CoinGecko", asOf: NOON - 40_000, isStale: false, ...known, asset, currency };
          return [
            [
              asset.id,
              {
                ...quote,
                price: known.price * each,
                ...(marketCap === undefined ? {} : { marketCap: marketCap * each }),
              },
            ],
          ];
        }),
      );
    },
    async week(asset, currency): Promise<Week | undefined> {
      const known = prices[asset.id];
      if (!known || this.failure) return undefined;
      const points = Array.from(
        { length: 168 },
        (_, hour) => [NOON - (167 - hour) * 3_600_000, known.price + hour] as const,
      );
      return { points, currency, source: "CoinGecko", asOf: NOON };
    },
  };
}

const stubRates = (): Rates => ({
  isCurrency: (code) => ["USD", "EUR", "GBP", "JPY"].includes(code.toUpperCase()),
  currencies: () => ["USD", "EUR", "GBP", "JPY"],
  async rate(from, to) {
    const [source, target] = [PER_USD[from], PER_USD[to]];
    if (source === undefined || target === undefined) return undefined;
    return { value: target / source, source: "CoinGecko", asOf: NOON - 120_000, isStale: false };
  },
});

export interface MarketDesk extends TestDesk, TestAssets {
  readonly quotes: ReturnType<typeof stubQuotes>;
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, from?: Call) => Promise<Reply>;
  /** Presses the button or picks the option with this label, which was shown to its first presser. */
  readonly press: (reply: Reply, label: string, from?: Call) => Promise<Reply>;
}

/** A real desk with /price and /convert over the stand-in market. */
export async function marketDesk(coins?: readonly Coin[]): Promise<MarketDesk> {
  const market = await testAssets(coins);
  const quotes = stubQuotes();
  const parts = { assets: market.assets, quotes, rates: stubRates(), currency: "USD" };
  const desk = await testDesk([price(parts), convert(parts)]);
  await addUsers(desk.database, "user-1", "user-2");
  return {
    ...desk,
    ...market,
    quotes,
    async say(line, from = aCall()) {
      const [name = "", ...rest] = line.split(" ");
      const command = desk.desk.commands.get(name);
      if (!command) throw new Error(`no command ${name}`);
      return await desk.desk.run(name, parseArguments(command, rest.join(" ")), from);
    },
    async press(reply, label, from = aCall()) {
      const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
      const button = shown.find((each) => each.label === label);
      if (!button || "url" in button)
        throw new Error(`no button ${label} among ${shown.map((each) => each.label).join(", ")}`);
      return (await desk.desk.press(await desk.desk.keep(button, from.caller.userId), from)).reply;
    },
  };
}
