import { type Answer, type Asked, refused, type World } from "./market-rules.ts";
import type { StandInAsset } from "./market-assets.ts";

/** `/global`: sums of a market that is larger than the stand-in's list; the clock is in seconds. */
export const globalBody = (world: World): unknown => ({
  data: {
    active_cryptocurrencies: 17_397,
    upcoming_icos: 0,
    ongoing_icos: 49,
    ended_icos: 3_376,
    markets: 1_476,
    total_market_cap: { btc: 35_714_285.7, eth: 1.25e9, usd: 2.5e12 },
    total_volume: { btc: 1_357_142.9, eth: 47_500_000, usd: 9.5e10 },
    market_cap_percentage: { btc: 56, eth: 9.6, usdt: 7.2 },
    market_cap_change_percentage_24h_usd: -1.6081983639177684,
    volume_change_percentage_24h_usd: 33.06,
    updated_at: Math.floor(world.now() / 1000) - 40,
  },
});

/** `/coins/categories`: all in one answer, some without figures. */
export const categoriesBody = (world: World): unknown => [
  category("layer-1", "Layer 1 (L1)", 2e12, world),
  { ...category("alleged-sec-securities", "Alleged SEC Securities", 1, world), market_cap: null, updated_at: null },
  category("artificial-intelligence", "Artificial Intelligence (AI)", 2e10, world),
  { ...category("empty", "Empty", 1, world), market_cap: null, content: null },
];

/** What crypto AI is sorted into, and what it is not. */
export const CATEGORIES: readonly string[] = [
  ..."layer-1 artificial-intelligence ai-agents ai-agent-launchpad ai-framework ai-applications defai depin".split(" "),
  ..."bittensor-ecosystem bittensor-subnets virtuals-protocol-ecosystem x402-ecosystem infofi big-data storage".split(
    " ",
  ),
  "privacy-infrastructure",
];

/** `/coins/categories/list`: more than have figures. */
export const categoryList = (world: World): unknown =>
  world.categories.map((id) => ({ category_id: id, name: id.replaceAll("-", " ") }));

const category = (id: string, name: string, cap: number, world: World) => ({
  id,
  name,
  market_cap: cap,
  market_cap_change_24h: -0.49,
  content: `About ${name}.`,
  top_3_coins_id: ["chainlink", "near", "bittensor"],
  top_3_coins: ["https://images.example/1.png"],
  volume_24h: cap / 20,
  updated_at: new Date(world.now() - 60_000).toISOString(),
});

/** `/search/trending`: fifteen coins, NFTs and categories besides. */
export const trendingBody = ({ assets }: World): unknown => ({
  coins: TRENDING.flatMap((id, score) => {
    const asset = assets.find((each) => each.id === id);
    return asset ? [trendingCoin(asset, score)] : [];
  }),
  nfts: [{ id: "some-apes", name: "Some Apes", symbol: "APE", nft_contract_id: 1, data: { floor_price: "6.98 ETH" } }],
  categories: [{ id: 7, name: "AI", slug: "artificial-intelligence", data: { market_cap: 2e10 } }],
});

const TRENDING = [
  "bittensor",
  "bitcoin",
  "render-token",
  "solana",
  "any-inu",
  "virtual-protocol",
  "ethereum",
  "near",
  "akash-network",
  "fetch-ai",
  "tether",
  "no-market",
];

const trendingCoin = ({ id, symbol, name, rank, price, cap, change24h }: StandInAsset, score: number) => ({
  item: {
    id,
    coin_id: 1_000 + score,
    name,
    symbol: symbol.toUpperCase(),
    market_cap_rank: rank,
    thumb: `https://images.example/${id}.png`,
    slug: id,
    price_btc: (price ?? 0) / 70_000,
    score,
    data: {
      price,
      price_btc: String((price ?? 0) / 70_000),
      price_change_percentage_24h: { eur: change24h, usd: change24h, btc: 1 },
      market_cap: `$${(cap ?? 0).toLocaleString("en")}`,
      content: null,
    },
  },
});

/** api.alternative.me: text where one expects figures, one row a day, the time to the next on the first. */
export function fearAndGreed({ path, query, only }: Asked, world: World): Answer {
  if (path !== "/fng/") return { status: 404, body: { error: "not found" } };
  const limit = Number(query["limit"] ?? 1);
  if (!Number.isInteger(limit) || limit < 1) return refused("the whole history is not for a card");
  const today = Math.floor(world.now() / DAY_MS) * DAY_MS;
  const data = Array.from({ length: limit }, (_, day) => ({
    value: String(12 + day),
    value_classification: "Extreme Fear",
    timestamp: String((today - day * DAY_MS) / 1000),
    ...(day === 0 ? { time_until_update: String((today + DAY_MS - world.now()) / 1000) } : {}),
  }));
  return (
    only(["limit", "format", "date_format"]) ?? {
      body: { name: "Fear and Greed Index", data, metadata: { error: null } },
    }
  );
}

const DAY_MS = 86_400_000;
