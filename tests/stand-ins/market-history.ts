import { type Answer, type Asked, refused, type World } from "./market-rules.ts";
import type { StandInAsset } from "./market-assets.ts";

const HOUR = 3_600_000;
const PERIODS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR };

/** A price of the past in US dollars: the asset's own now, a little less each day before. */
const pastPrice = ({ price, change7d }: StandInAsset, agoMs: number): number =>
  (price ?? 0) / (1 + ((change7d ?? 0) / 100) * Math.min(1, agoMs / (7 * 24 * HOUR)) + (agoMs / HOUR) * 1e-5);

/** DefiLlama's `/chart/{coins}`: `span` counts points, more than 500 are refused, times are near the step and not on it. */
export function defillamaChart(asked: Asked, world: World, key: string): Answer {
  const { start, span = "0", period = "24h" } = asked.query;
  const problem = asked.only(["start", "end", "span", "period", "searchWidth"]);
  if (problem) return problem;
  const [, count = "", unit = ""] = /^(\d+)([hd])$/.exec(period) ?? [];
  const step = Number(count) * (PERIODS[unit] ?? NaN);
  if (!(step > 0)) return refused(`period ${period}`);
  if (!/^\d+$/.test(span) || Number(span) < 1) return refused(`span ${span}`);
  if (Number(span) > 500)
    return { ...refused("span"), body: { message: `Requested ${span} data points exceeds the maximum of 500.` } };
  if (start === undefined || !/^\d{9,11}$/.test(start)) return refused(`start ${start} is not in seconds`);
  const asset = world.assets.find((each) => `coingecko:${each.id}` === key && each.confidence !== undefined);
  if (!asset || asset.price === null) return { body: { coins: {} } };
  const now = world.now();
  const prices = Array.from({ length: Number(span) }, (_, index) => {
    const at = Number(start) * 1000 + index * step + ((index * 37) % 120) * 1000;
    return { timestamp: Math.round(at / 1000), price: pastPrice(asset, now - at) };
  }).filter(({ timestamp }) => timestamp * 1000 <= now && timestamp * 1000 >= (asset.since ?? 0));
  const body = { symbol: asset.symbol.toUpperCase(), decimals: 18, confidence: asset.confidence, prices };
  return { body: { coins: { [key]: body } } };
}

/** DefiLlama's `/prices/historical/{timestamp}/{coins}`: what it saw nearest to the instant, and when; left out where it saw nothing near it. */
export function defillamaPast(
  asked: Asked,
  world: World,
  seconds: string,
  priced: readonly { readonly key: string; readonly asset: StandInAsset }[],
): Answer {
  const problem = asked.only(["searchWidth"]);
  if (problem) return problem;
  if (!/^\d{9,10}$/.test(seconds)) return refused(`timestamp ${seconds} is not in seconds`);
  const { searchWidth = "6h" } = asked.query;
  if (!/^\d+[wdhm]?$/i.test(searchWidth)) return refused(`searchWidth ${searchWidth}`);
  const at = Number(seconds) * 1000 - 95_000;
  const coins = priced
    .filter(({ asset: { since = 0 } }) => at >= since && at <= world.now())
    .map(({ key, asset: { symbol, confidence, ...asset } }) => [
      key,
      {
        decimals: 18,
        symbol: symbol.toUpperCase(),
        price: pastPrice({ symbol, ...asset }, world.now() - at),
        timestamp: Math.round(at / 1000),
        confidence,
      },
    ]);
  return { body: { coins: Object.fromEntries(coins) } };
}

const INTERVALS: Readonly<Record<string, number>> = { "15m": HOUR / 4, "1h": HOUR, "4h": 4 * HOUR, "1d": 24 * HOUR };

/** Binance's `/api/v3/klines`: prices as text, the last kline still open; a pair that it does not have is refused with 400. */
export function binance(asked: Asked, world: World): Answer {
  if (asked.path !== "/api/v3/klines") return { ...refused(`path ${asked.path}`), status: 404 };
  const problem = asked.only(["symbol", "interval", "startTime", "endTime", "timeZone", "limit"]);
  if (problem) return problem;
  const { symbol = "", interval = "", limit = "500" } = asked.query;
  const step = INTERVALS[interval];
  if (step === undefined) return refused(`interval ${interval}`);
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > 1_000) return refused(`limit ${limit}`);
  const asset = world.assets.find(
    (each) => `${each.symbol.toUpperCase()}USDT` === symbol && (each.rank ?? 1e6) <= 100 && each.symbol !== "usdt",
  );
  if (!asset) return { status: 400, body: { code: -1121, msg: "Invalid symbol." } };
  const now = world.now();
  const open = Math.floor(now / step) * step;
  return {
    body: Array.from({ length: Number(limit) }, (_, index) => {
      const at = open - (Number(limit) - 1 - index) * step;
      const close = String(pastPrice(asset, Math.max(0, now - at - step)));
      return [at, close, close, close, close, "10.5", at + step - 1, "1000.25", 42, "5.1", "500.12", "0"];
    }),
  };
}
