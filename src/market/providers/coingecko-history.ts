import type { Candles, Days, History, MarketSource, Points } from "../source.ts";
import { readNumber, readPositive, readTime } from "../../wire/figure.ts";
import type { Candle } from "../../core/reply.ts";
import { ProviderError } from "../../core/errors.ts";
import type { Transport } from "../../wire/transport.ts";
import { z } from "zod";

/** Without a paid plan it refuses more (code 10012). */
const FREE_DAYS = 365;
/** A year of days, twice, has 100 kB; all of Bitcoin's days half a megabyte. */
const HISTORY_BYTES = 4 * 1024 * 1024;

const optional = z.array(z.unknown()).catch([]);
const historyBody = z.object({ prices: z.array(z.unknown()), total_volumes: optional, market_caps: optional });
const candlesBody = z.array(z.unknown());

export interface CoinGeckoHistoryParts {
  readonly source: string;
  readonly transport: Transport;
  readonly isPaid: boolean;
  readonly clock: () => number;
}

/** `/coins/{id}/market_chart` and `/coins/{id}/ohlc`. */
export function createCoinGeckoHistory({
  source,
  transport,
  isPaid,
  clock,
}: CoinGeckoHistoryParts): Pick<MarketSource, "history" | "candles"> {
  /** What can be asked for instead of `days`, and that it is less. */
  const within = (days: Days): { readonly days: Days; readonly limit: { readonly limitedToDays?: number } } =>
    isPaid || (days !== "max" && days <= FREE_DAYS)
      ? { days, limit: {} }
      : { days: FREE_DAYS, limit: { limitedToDays: FREE_DAYS } };

  return {
    async history(id, currency, asked, patience): Promise<History | undefined> {
      const { days, limit } = within(asked);
      const query = { vs_currency: currency.toLowerCase(), days };
      const path = `/coins/${encodeURIComponent(id)}/market_chart`;
      const ask = { patience, maxBytes: HISTORY_BYTES };
      const body = await unlessMissing(transport.json(path, query, historyBody, ask));
      const points = body ? pointsIn(body.prices, clock()) : [];
      const last = points.at(-1);
      if (!body || !last) return undefined;
      const volumes = pointsIn(body.total_volumes, clock());
      const caps = pointsIn(body.market_caps, clock());
      return { points, volumes, caps, currency: currency.toUpperCase(), source, asOf: last[0], ...limit };
    },

    async candles(id, currency, asked, patience): Promise<Candles | undefined> {
      const { days, limit } = within(asked);
      const query = { vs_currency: currency.toLowerCase(), days };
      const path = `/coins/${encodeURIComponent(id)}/ohlc`;
      const body = await unlessMissing(transport.json(path, query, candlesBody, { patience, maxBytes: HISTORY_BYTES }));
      const candles = candlesIn(body ?? [], clock());
      const last = candles.at(-1);
      if (!last) return undefined;
      const intervalMs = usualGap(candles);
      return { candles, intervalMs, currency: currency.toUpperCase(), source, asOf: last.at, ...limit };
    },
  };
}

/** A coin that it does not know has no history. */
async function unlessMissing<Body>(asked: Promise<Body>): Promise<Body | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProviderError && error.failure === "missing") return undefined;
    throw error;
  }
}

const timeIn = (at: unknown, now: number): number | undefined =>
  readNumber(at) === undefined ? undefined : readTime(at, now);

/** In order, each instant once: the last of equal ones is the newest. What is null or no price is a gap. */
const inOrder = <Each>(each: readonly Each[], at: (one: Each) => number): readonly Each[] =>
  [...new Map(each.map((one) => [at(one), one])).values()].toSorted((a, b) => at(a) - at(b));

function pointsIn(pairs: readonly unknown[], now: number): Points {
  const points = pairs.flatMap((pair): [number, number][] => {
    const [at, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const [time, read] = [timeIn(at, now), readPositive(value)];
    return time === undefined || read === undefined ? [] : [[time, read]];
  });
  return inOrder(points, ([at]) => at);
}

/** Rows of time, open, high, low, close; one that contradicts itself is no row. */
function candlesIn(rows: readonly unknown[], now: number): readonly Candle[] {
  const candles = rows.flatMap((row): Candle[] => {
    const [at, ...rest] = Array.isArray(row) ? (row as unknown[]) : [];
    const time = timeIn(at, now);
    const [open, high, low, close] = rest.map(readPositive);
    if (time === undefined || open === undefined || high === undefined || low === undefined || close === undefined)
      return [];
    return high >= Math.max(open, close) && low <= Math.min(open, close) ? [{ at: time, open, high, low, close }] : [];
  });
  return inOrder(candles, ({ at }) => at);
}

/** The middle of the times between candles: a gap or the open last candle does not change it. One alone says nothing: 0. */
function usualGap(candles: readonly Candle[]): number {
  const gaps = candles.slice(1).map(({ at }, index) => at - (candles[index]?.at ?? at));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
}
