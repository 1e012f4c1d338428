import { type Answer, type Asked, refused, type World } from "./market-rules.ts";
import { defillamaChart, defillamaPast } from "./market-history.ts";
import { paprikaProfile } from "./market-profile.ts";
import type { StandInAsset } from "./market-assets.ts";

/** CoinPaprika v1: tickers by its own ids, zero where it knows nothing. */
export function coinpaprika(asked: Asked, world: World): Answer {
  const { path, only } = asked;
  const one = /^\/tickers\/([^/]+)$/.exec(path);
  if (path === "/global") return only([]) ?? { body: paprikaGlobal(world) };
  const profile = paprikaProfile(asked, world);
  if (profile) return profile;
  if (path !== "/tickers" && !one) return { status: 404, body: { error: "not found" } };
  const quotes = (asked.query["quotes"] ?? "USD").split(",");
  if (quotes.length > 3) return refused("up to 3 quotes at once");
  const problem = only(["quotes"]);
  if (problem) return problem;
  const listed = world.assets.filter((asset) => asset.paprikaId !== undefined);
  if (!one) return { body: listed.map((asset) => ticker(asset, world)) };
  const asset = listed.find((each) => each.paprikaId === one[1]);
  return asset ? { body: ticker(asset, world) } : { status: 404, body: { error: "id not found" } };
}

const paprikaGlobal = (world: World): unknown => ({
  market_cap_usd: 2_400_000_000_000,
  volume_24h_usd: 90_000_000_000,
  bitcoin_dominance_percentage: 57.3,
  cryptocurrencies_number: 9_845,
  market_cap_ath_value: 4_200_000_000_000,
  market_cap_ath_date: "2025-10-06T12:00:00Z",
  volume_24h_ath_value: 0,
  market_cap_change_24h: -1.4,
  volume_24h_change_24h: 0,
  last_updated: Math.floor(world.now() / 1000) - 90,
});

function ticker(asset: StandInAsset, world: World): unknown {
  return {
    id: asset.paprikaId,
    name: asset.name,
    symbol: asset.symbol.toUpperCase(),
    rank: asset.rank ?? 0,
    total_supply: 0,
    max_supply: 0,
    beta_value: 0,
    first_data_at: "2017-01-01T00:00:00Z",
    last_updated: new Date(world.now() - 120_000).toISOString(),
    quotes: {
      USD: {
        price: asset.price ?? 0,
        volume_24h: asset.volume ?? 0,
        market_cap: asset.cap ?? 0,
        percent_change_24h: asset.change24h ?? 0,
        percent_change_7d: asset.change7d ?? 0,
        ath_price: null,
        ath_date: null,
      },
    },
  };
}

/** DefiLlama's prices (coins.llama.fi): keys repeat the question, what is unknown is left out. */
export function defillamaCoins(asked: Asked, world: World): Answer {
  const chart = /^\/chart\/([^/,]+)$/.exec(asked.path);
  if (chart) return defillamaChart(asked, world, decodeURIComponent(chart[1] ?? ""));
  const match = /^\/(prices\/current|prices\/historical\/\d+|percentage)\/(.+)$/.exec(asked.path);
  const keys = (match?.[2] ?? "").split(",").map((key) => decodeURIComponent(key));
  if (!match) return { status: 404, body: { message: "not found" } };
  if (keys.some((key) => key !== key.trim() || !/^[\w-]+:.+$/.test(key)))
    return refused("coins are chain:address, no blanks");
  const priced = keys.flatMap((key) => {
    const asset = world.assets.find((each) => `coingecko:${each.id}` === key && each.confidence !== undefined);
    return asset && asset.price !== null ? [{ key, asset }] : [];
  });
  if (match[1] === "percentage")
    return (
      asked.only(["period", "timestamp", "lookForward"]) ?? {
        body: { coins: Object.fromEntries(priced.map(({ key, asset }) => [key, asset.change24h])) },
      }
    );
  const [, seconds] = /^prices\/historical\/(\d+)$/.exec(match[1] ?? "") ?? [];
  if (seconds !== undefined) return defillamaPast(asked, world, seconds, priced);
  const rows = priced.map(({ key, asset }) => [
    key,
    {
      decimals: 18,
      symbol: asset.symbol.toUpperCase(),
      price: asset.price,
      timestamp: Math.floor(world.now() / 1000) - 60,
      confidence: asset.confidence,
    },
  ]);
  return asked.only(["searchWidth"]) ?? { body: { coins: Object.fromEntries(rows) } };
}

/** DefiLlama's other figures (api.llama.fi): only what a probe needs. */
export const defillama = ({ path }: Asked): Answer =>
  path === "/v2/chains"
    ? { body: [{ gecko_id: "ethereum", tvl: 5e10, tokenSymbol: "ETH", name: "Ethereum" }] }
    : { status: 404, body: { message: "Protocol not found" } };
