import { type Answer, type Asked, refused, type World } from "./market-rules.ts";
import { categoriesBody, categoryList, globalBody, trendingBody } from "./market-overview.ts";
import { geckoterminal } from "./market-dex.ts";
import { coinDetail } from "./market-profile.ts";
import { QUOTED_IN, RATES } from "./market-assets.ts";
import type { StandInAsset } from "./market-assets.ts";

const HOUR = 3_600_000;

const missing = (name: string): Answer => ({ status: 422, body: { error: `Missing parameter ${name}` } });
const notFound: Answer = { status: 404, body: { error: "coin not found" } };
const coded = (status: number, code: number, message: string): Answer => ({
  status,
  body: { status: { timestamp: "2026-03-01T12:00:00.000+00:00", error_code: code, error_message: message } },
});

const tooLong: Answer = {
  status: 401,
  body: { error: { status: { error_code: 10012, error_message: "Your request exceeds the allowed time range." } } },
};

/** CoinGecko v3: which key goes to which root, and the paths that the desk uses. */
export function coingecko(asked: Asked, world: World, root: "coingecko" | "coingecko-pro"): Answer {
  return keyProblem(asked, world, root) ?? route(asked, world, root);
}

function keyProblem({ headers, query }: Asked, world: World, root: string): Answer | undefined {
  if ("x_cg_demo_api_key" in query || "x_cg_pro_api_key" in query) return refused("a key belongs into a header");
  const demo = headers["x-cg-demo-api-key"];
  const pro = headers["x-cg-pro-api-key"];
  if (demo !== undefined && pro !== undefined) return refused("one key at a time");
  if (root === "coingecko" && pro !== undefined)
    return coded(400, 10010, "If you are using Pro API key, please change your root URL.");
  if (root === "coingecko-pro" && demo !== undefined)
    return coded(400, 10011, "If you are using Demo API key, please change your root URL.");
  const key = demo ?? pro;
  const isKeyless = key === undefined && root === "coingecko";
  return isKeyless || (key !== undefined && world.keys.has(String(key)))
    ? undefined
    : coded(401, 10002, "API Key Missing");
}

function route(asked: Asked, world: World, root: string): Answer {
  const { path, only } = asked;
  if (path.startsWith("/onchain/"))
    return (asked.headers["x-cg-demo-api-key"] ?? asked.headers["x-cg-pro-api-key"])
      ? geckoterminal(asked, world, path.slice("/onchain".length))
      : coded(401, 10002, "API Key Missing");
  if (path === "/ping") return only([]) ?? { body: { gecko_says: "(V3) To the Moon!" } };
  if (path === "/exchange_rates") return only([]) ?? { body: { rates: RATES } };
  if (path === "/global") return only([]) ?? { body: globalBody(world) };
  if (path === "/coins/categories") return only(["order"]) ?? { body: categoriesBody(world) };
  if (path === "/coins/categories/list") return only([]) ?? { body: categoryList(world) };
  if (path === "/search/trending") return only(["show_max"]) ?? { body: trendingBody(world) };
  if (path === "/coins/list") return only(["include_platform", "status"]) ?? { body: list(asked, world) };
  if (path === "/coins/markets")
    return (
      only([
        "vs_currency",
        "ids",
        "category",
        "order",
        "per_page",
        "page",
        "sparkline",
        "price_change_percentage",
        "locale",
        "precision",
      ]) ?? markets(asked, world)
    );
  const chart = /^\/coins\/([^/]+)\/market_chart$/.exec(path);
  if (chart) return only(["vs_currency", "days", "interval", "precision"]) ?? marketChart(asked, world, root, chart[1]);
  const candles = /^\/coins\/([^/]+)\/ohlc$/.exec(path);
  if (candles) return only(["vs_currency", "days", "precision"]) ?? ohlc(asked, world, root, candles[1]);
  const contract = /^\/coins\/([^/]+)\/contract\/([^/]+)$/.exec(path);
  if (contract) return only([]) ?? byContract(world, contract[1], contract[2]);
  const detail = coinDetail(asked, world);
  if (detail) return detail;
  return { status: 404, body: { error: "Incorrect path. Please check https://www.coingecko.com/api/" } };
}

const list = ({ query }: Asked, world: World): unknown => {
  const all = [...world.assets, ...world.filler];
  return all.map(({ id, symbol, name, platforms }) => ({
    id,
    symbol,
    name,
    ...(query["include_platform"] === "true" ? { platforms } : {}),
  }));
};

function markets({ query }: Asked, world: World): Answer {
  const currency = query["vs_currency"];
  if (currency === undefined) return missing("vs_currency");
  if (!QUOTED_IN.has(currency)) return { status: 422, body: { error: "invalid vs_currency" } };
  const perPage = Number(query["per_page"] ?? 100);
  const page = Number(query["page"] ?? 1);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 250) return refused("per_page has to be 1 to 250");
  if (!Number.isInteger(page) || page < 1) return refused("page has to be 1 or more");
  const spans = (query["price_change_percentage"] ?? "").split(",").filter((span) => span !== "");
  if (spans.some((span) => !/^(1h|24h|7d|14d|30d|200d|1y)$/.test(span))) return refused("unknown span of change");
  const ids = query["ids"]?.split(",");
  const category = query["category"];
  if (category !== undefined && !world.categories.includes(category))
    return { status: 404, body: { error: "category not found" } };
  const members = category === undefined ? undefined : (world.categoryMembers.get(category) ?? []);
  // By cap, not in the order of the question; what is unknown is left out without a word.
  const rows = world.assets
    .filter((asset) => (ids === undefined || ids.includes(asset.id)) && (members?.includes(asset.id) ?? true))
    .toSorted((a, b) => (b.cap ?? 0) - (a.cap ?? 0))
    .slice((page - 1) * perPage, page * perPage);
  return {
    body: rows.map((asset) => marketRow(asset, { currency, spans, sparkline: query["sparkline"] === "true" }, world)),
  };
}

function marketRow(
  asset: StandInAsset,
  { currency, spans, sparkline }: { currency: string; spans: readonly string[]; sparkline: boolean },
  world: World,
): unknown {
  const inCurrency = (usd: number | null) => (usd === null ? null : (usd * rateOf(currency)) / rateOf("usd"));
  const changes = { "24h": asset.change24h, "7d": asset.change7d, "30d": asset.change30d ?? null };
  return {
    id: asset.id,
    symbol: asset.symbol,
    name: asset.name,
    image: `https://images.example/${asset.id}.png`,
    current_price: inCurrency(asset.price),
    market_cap: inCurrency(asset.cap),
    market_cap_rank: asset.rank,
    fully_diluted_valuation: null,
    total_volume: inCurrency(asset.volume),
    high_24h: inCurrency(asset.price),
    low_24h: inCurrency(asset.price),
    price_change_24h: null,
    price_change_percentage_24h: asset.change24h,
    max_supply: null,
    roi: null,
    last_updated: new Date(world.now() - 30_000).toISOString(),
    ...(sparkline ? { sparkline_in_7d: { price: Array.from({ length: 168 }, () => asset.price) } } : {}),
    ...Object.fromEntries(
      spans.map((span) => [
        `price_change_percentage_${span}_in_currency`,
        span === "24h" || span === "7d" || span === "30d" ? changes[span] : null,
      ]),
    ),
  };
}

function marketChart({ query }: Asked, world: World, root: string, id = ""): Answer {
  const asset = world.assets.find((each) => each.id === decodeURIComponent(id));
  const currency = query["vs_currency"];
  if (currency === undefined) return missing("vs_currency");
  if (query["days"] === undefined) return missing("days");
  const days = query["days"] === "max" ? 2_000 : Number(query["days"]);
  if (root === "coingecko" && (days > 365 || query["days"] === "max")) return tooLong;
  if (!asset) return notFound;
  if (!QUOTED_IN.has(currency)) return { status: 422, body: { error: "invalid vs_currency" } };
  const price = asset.price;
  if (price === null) return { body: { prices: [], market_caps: [], total_volumes: [] } };
  const now = (price * rateOf(currency)) / rateOf("usd");
  const before = now / (1 + (asset.change7d ?? 0) / 100);
  // Five minutes apart within a day, an hour within ninety, a day above.
  const step = days <= 1 ? HOUR / 12 : days <= 90 ? HOUR : 24 * HOUR;
  const count = Math.round((days * 24 * HOUR) / step);
  // Days are told at midnight, and now.
  const last = step === 24 * HOUR ? (Math.floor(world.now() / step) + 1) * step : world.now();
  const prices = Array.from({ length: count + 1 }, (_, index) => [
    Math.min(last - (count - index) * step, world.now()),
    before + ((now - before) * index) / count,
  ]);
  return {
    body: {
      prices,
      market_caps: prices.map(([at]) => [at, asset.cap]),
      total_volumes: prices.map(([at]) => [at, asset.volume]),
    },
  };
}

/** Widths of candles are fixed by the days asked for; no other numbers of days are taken. */
const OHLC_HOURS: Readonly<Record<string, number>> = { 1: 0.5, 7: 4, 14: 4, 30: 4, 90: 96, 180: 96, 365: 96 };

function ohlc({ query }: Asked, world: World, root: string, id = ""): Answer {
  const { vs_currency: currency, days = "" } = query;
  if (currency === undefined) return missing("vs_currency");
  if (root === "coingecko" && (Number(days) > 365 || days === "max")) return tooLong;
  const hours = days === "max" ? 96 : OHLC_HOURS[days];
  if (hours === undefined) return refused(`candles of ${days} days`);
  const asset = world.assets.find((each) => each.id === decodeURIComponent(id));
  if (!asset) return notFound;
  if (!QUOTED_IN.has(currency)) return { status: 422, body: { error: "invalid vs_currency" } };
  if (asset.price === null) return { body: [] };
  const price = (asset.price * rateOf(currency)) / rateOf("usd");
  const count = Math.round(((days === "max" ? 2_000 : Number(days)) * 24) / hours);
  return {
    body: Array.from({ length: count }, (_, index) => {
      const open = price * (1 + Math.sin(index) / 20);
      const close = price * (1 + Math.sin(index + 1) / 20);
      const at = world.now() - (count - 1 - index) * hours * HOUR;
      return [at, open, Math.max(open, close) * 1.01, Math.min(open, close) * 0.99, close];
    }),
  };
}

function byContract(world: World, platform = "", address = ""): Answer {
  const asset = world.assets.find(
    (each) => each.platforms[platform]?.toLowerCase() === decodeURIComponent(address).toLowerCase(),
  );
  if (!asset) return notFound;
  const { id, symbol, name, platforms, rank, price } = asset;
  return {
    body: { id, symbol, name, platforms, market_cap_rank: rank, market_data: { current_price: { usd: price } } },
  };
}

const rateOf = (currency: string): number => RATES[currency]?.value ?? NaN;
