import { createTransport, type Wire } from "../../wire/transport.ts";
import type { Days, HistorySource, Points } from "../source.ts";
import { readNumber, readPositive, readTime } from "../../wire/figure.ts";
import type { Asset } from "../asset.ts";
import { z } from "zod";

const SOURCE = "Binance";
/** What its pairs are quoted in. A Tether is about a dollar and not a dollar, so it is never called one. */
const QUOTE = "USDT";
/** The most klines in one answer. */
const MOST_KLINES = 1_000;
const HOUR_MS = 3_600_000;

/** Intervals that it has, the finest first. */
const INTERVALS = [
  { name: "15m", ms: HOUR_MS / 4 },
  { name: "1h", ms: HOUR_MS },
  { name: "4h", ms: 4 * HOUR_MS },
  { name: "1d", ms: 24 * HOUR_MS },
] as const;

const klines = z.array(z.unknown());

/** Only the largest coins are taken to be the pair of their symbol. */
const MAJORS = 100;

/** Whether an asset's symbol can mean no other: it is among the hundred largest, and no other ranked asset is called so. */
export const isMajor = (asset: Asset, ranked: readonly Asset[]): boolean =>
  asset.rank !== undefined &&
  asset.rank <= MAJORS &&
  /^[A-Z0-9]{1,12}$/.test(asset.symbol) &&
  ranked.filter(({ symbol }) => symbol === asset.symbol).length === 1;

export interface BinanceParts extends Wire {
  readonly base: string;
  /** Whether the pair of an asset's symbol is certainly that asset. */
  readonly isCertain: (asset: Asset) => boolean;
}

/**
 * Binance's spot prices, `/api/v3/klines`: of majors only, in USDT. Its volumes are one exchange's and left out.
 * Klines weigh 2 of the 6,000 that an address has a minute: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits
 */
export function createBinance(parts: BinanceParts): HistorySource {
  const transport = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 60, perMs: 60_000 } });

  return {
    source: SOURCE,

    async history(asset, asked, patience) {
      if (asset.symbol === QUOTE || !parts.isCertain(asset)) return undefined;
      const { interval, limit, limited } = stretchOf(asked);
      const query = { symbol: `${asset.symbol}${QUOTE}`, interval, limit };
      const points = pointsIn(await transport.json("/api/v3/klines", query, klines, { patience }), parts.clock());
      const last = points.at(-1);
      return last && { points, volumes: [], currency: QUOTE, source: SOURCE, asOf: last[0], ...limited };
    },
  };
}

/** The finest interval whose klines fit into one answer. */
function stretchOf(asked: Days) {
  const isLimited = asked === "max" || asked > MOST_KLINES;
  const days = isLimited ? MOST_KLINES : asked;
  const count = (ms: number): number => Math.ceil((days * 24 * HOUR_MS) / ms);
  const { name, ms } = INTERVALS.find((each) => count(each.ms) <= MOST_KLINES) ?? INTERVALS[3];
  return { interval: name, limit: count(ms), limited: isLimited ? { limitedToDays: MOST_KLINES } : {} };
}

/** Rows of open time, open, high, low, close, volume, close time, …: the close at its time, that of the open kline now. */
function pointsIn(rows: readonly unknown[], now: number): Points {
  const points = rows.flatMap((row): [number, number][] => {
    const [, , , , close, , closeTime] = Array.isArray(row) ? (row as unknown[]) : [];
    const at = readNumber(closeTime) === undefined ? undefined : readTime(closeTime, now);
    const value = readPositive(close);
    return at === undefined || value === undefined ? [] : [[at, value]];
  });
  return [...new Map(points)].toSorted(([a], [b]) => a - b);
}
