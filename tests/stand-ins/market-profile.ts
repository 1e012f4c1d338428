import { type Answer, type Asked, refused, type World } from "./market-rules.ts";
import { QUOTED_IN, RATES, type StandInAsset } from "./market-assets.ts";

/** All currencies at once, lower case. */
const inEach = (usd: number | null): Record<string, number> =>
  usd === null
    ? {}
    : Object.fromEntries(
        [...QUOTED_IN].map((code) => [code, (usd * (RATES[code]?.value ?? NaN)) / (RATES["usd"]?.value ?? NaN)]),
      );

const forEach = <Value>(value: Value): Record<string, Value> =>
  Object.fromEntries([...QUOTED_IN].map((code) => [code, value]));

const FLAGS = ["localization", "tickers", "market_data", "community_data", "developer_data", "sparkline"];

/** CoinGecko's `/coins/{id}`: refuses to be asked for what a card never shows. */
export function coinDetail({ path, query, only }: Asked, world: World): Answer | undefined {
  const id = /^\/coins\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) return undefined;
  const problem = only(FLAGS);
  if (problem) return problem;
  if (["localization", "tickers", "community_data", "sparkline"].some((flag) => query[flag] !== "false"))
    return refused("a card needs no translations, tickers, community or sparkline");
  const asset = world.assets.find((each) => each.id === decodeURIComponent(id));
  return asset ? { body: coinBody(asset, world) } : { status: 404, body: { error: "coin not found" } };
}

/** Half of the coins are out; the high was twice the price, the low a tenth of it. */
function coinBody(asset: StandInAsset, world: World): unknown {
  const { id, symbol, name, price, cap, volume, rank, platforms, change24h, change7d } = asset;
  const asOf = new Date(world.now() - 60_000).toISOString();
  const coins = price === null || cap === null ? null : cap / price;
  const times = (factor: number) => (price === null ? null : price * factor);
  return {
    id,
    symbol,
    name,
    web_slug: id,
    asset_platform_id: Object.keys(platforms)[0] ?? null,
    platforms: Object.keys(platforms).length === 0 ? { "": "" } : platforms,
    detail_platforms: { "": { decimal_place: null, contract_address: "" } },
    block_time_in_minutes: 0,
    hashing_algorithm: null,
    categories: ["Artificial Intelligence (AI)", "Layer 1 (L1)", null],
    preview_listing: false,
    public_notice: null,
    additional_notices: [],
    description: {
      en: `${name} is a network of <a href="https://evil.example/">machines</a> &amp; people.\r\n\r\nIt says more at https://${id}.example/about than is shown. `,
    },
    links: {
      homepage: [`https://${id}.example/`, "", ""],
      whitepaper: `https://${id}.example/paper.pdf`,
      blockchain_site: [`https://explorer.example/${id}`, "", ""],
      official_forum_url: [""],
      chat_url: ["", ""],
      announcement_url: ["", ""],
      snapshot_url: null,
      twitter_screen_name: id.replaceAll("-", "_").slice(0, 15),
      facebook_username: "",
      bitcointalk_thread_identifier: null,
      telegram_channel_identifier: "",
      subreddit_url: "https://www.reddit.com",
      repos_url: { github: [`https://github.com/${id}/${id}`], bitbucket: [] },
    },
    image: { thumb: `https://images.example/${id}.png` },
    country_origin: "",
    genesis_date: "2021-01-03",
    sentiment_votes_up_percentage: null,
    market_cap_rank: rank,
    market_data: {
      current_price: inEach(price),
      total_value_locked: null,
      roi: null,
      ath: inEach(times(2)),
      ath_change_percentage: forEach(-50),
      ath_date: forEach("2024-04-11T12:00:00.000Z"),
      atl: inEach(times(0.1)),
      atl_change_percentage: forEach(900),
      atl_date: forEach("2023-05-14T00:00:00.000Z"),
      market_cap: inEach(cap),
      market_cap_rank: rank,
      fully_diluted_valuation: inEach(cap === null ? null : cap * 2),
      total_volume: inEach(volume),
      high_24h: inEach(times(1.02)),
      low_24h: inEach(times(0.94)),
      price_change_24h: null,
      price_change_percentage_24h: change24h,
      price_change_percentage_7d: change7d,
      price_change_percentage_24h_in_currency: change24h === null ? {} : forEach(change24h),
      price_change_percentage_7d_in_currency: change7d === null ? {} : forEach(change7d),
      price_change_percentage_30d_in_currency: forEach(12),
      price_change_percentage_1y_in_currency: {},
      circulating_supply: coins,
      total_supply: coins && coins * 1.5,
      max_supply: coins && coins * 2,
      max_supply_infinite: false,
      last_updated: asOf,
    },
    community_data: null,
    developer_data: { forks: 10, stars: 20, commit_count_4_weeks: 108, code_additions_deletions_4_weeks: null },
    status_updates: [],
    last_updated: asOf,
  };
}

/** CoinPaprika's `/search` and `/coins/{id}`. */
export function paprikaProfile({ path, query, only }: Asked, world: World): Answer | undefined {
  const listed = world.assets.filter((asset) => asset.paprikaId !== undefined);
  if (path === "/search") {
    const problem = only(["q", "c", "modifier", "limit"]);
    if (problem) return problem;
    if (query["q"] === undefined) return refused("a search without words");
    if (query["c"] !== "currencies") return refused("only coins are searched for");
    if (Number(query["limit"] ?? 6) > 250) return refused("limit is at most 250");
    const wanted = query["q"].toLowerCase();
    const hits = listed.filter(({ symbol }) => symbol === wanted);
    return {
      body: {
        currencies: hits.map(({ paprikaId, name, symbol, rank }) => ({
          id: paprikaId,
          name,
          symbol: symbol.toUpperCase(),
          rank: rank ?? 0,
          is_new: false,
          is_active: true,
          type: "coin",
        })),
      },
    };
  }
  const id = /^\/coins\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) return undefined;
  const asset = listed.find((each) => each.paprikaId === id);
  return only([]) ?? (asset ? { body: paprikaCoin(asset) } : { status: 404, body: { error: "id not found" } });
}

const paprikaCoin = ({ paprikaId, id, name, symbol, rank }: StandInAsset): unknown => ({
  id: paprikaId,
  name,
  symbol: symbol.toUpperCase(),
  rank: rank ?? 0,
  is_new: false,
  is_active: true,
  type: "coin",
  logo: `https://images.example/${id}.png`,
  tags: [{ id: "ai", name: "Artificial Intelligence", coin_counter: 1, ico_counter: 0 }],
  team: [],
  description: `${name}, as the second provider tells it.`,
  message: "",
  open_source: true,
  started_at: "2021-01-03T00:00:00Z",
  development_status: "Working product",
  hardware_wallet: true,
  proof_type: "",
  org_structure: "",
  hash_algorithm: "",
  links: {
    explorer: [`https://explorer.example/${id}`],
    source_code: [`https://github.com/${id}/${id}`],
    website: [`https://${id}.example/`],
    medium: null,
  },
  links_extended: [{ url: `https://twitter.com/${id}`, type: "twitter", stats: { followers: 1 } }],
  whitepaper: { link: null, thumbnail: null },
  first_data_at: "2021-01-03T00:00:00Z",
  last_data_at: "2026-03-01T12:00:00Z",
});
