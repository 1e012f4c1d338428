import { maybe, price, readNumber, readRows, readTime } from "../../wire/figure.ts";
import type { Days, History, HistorySource, Points } from "../source.ts";
import type { Transport } from "../../wire/transport.ts";
import { z } from "zod";

/** It refuses more points than this with 400 ("Requested 720 data points exceeds the maximum of 500"). */
const MOST_POINTS = 500;
/** Hours between two points, the finest first. */
const STEPS = [1, 2, 6, 24] as const;
const HOUR_MS = 3_600_000;
/** DefiLlama rates its own prices from 0 to 1; what it derives from thin pools lies low. */
const LEAST_CONFIDENCE = 0.5;

const answer = z.object({ coins: z.record(z.string(), z.unknown()) });
const coin = z.object({ prices: z.array(z.unknown()), confidence: maybe.anything });
const point = z.object({ price, timestamp: maybe.anything });

export interface DefiLlamaHistoryParts {
  readonly source: string;
  readonly transport: Transport;
  readonly clock: () => number;
}

/** `/chart/coingecko:{id}`: prices in US dollars without volumes. `span` is a number of points, not a time. */
export const createDefiLlamaHistory = ({
  source,
  transport,
  clock,
}: DefiLlamaHistoryParts): Pick<HistorySource, "history"> => ({
  async history({ id }, asked, patience): Promise<History | undefined> {
    const { start, span, hours, limit } = stretchOf(asked, clock());
    const key = `coingecko:${id}`;
    const query = { start: start / 1000, span, period: hours === 24 ? "1d" : `${hours}h` };
    const path = `/chart/coingecko:${encodeURIComponent(id)}`;
    const { coins } = await transport.json(path, query, answer, { patience });
    const [found] = readRows([coins[key]], coin);
    if (!found || (readNumber(found.confidence) ?? 1) < LEAST_CONFIDENCE) return undefined;
    const points = pointsIn(found.prices, clock());
    const last = points.at(-1);
    return last && { points, volumes: [], currency: "USD", source, asOf: last[0], ...limit };
  },
});

/** The finest steps whose points fit into one request; they end at full hours or days, so that days have their close. */
function stretchOf(asked: Days, now: number) {
  const most = MOST_POINTS - 1;
  const isLimited = asked === "max" || asked > most;
  const days = isLimited ? most : asked;
  const hours = STEPS.find((each) => (days * 24) / each <= most) ?? 24;
  const step = hours * HOUR_MS;
  const start = Math.ceil((now - days * 24 * HOUR_MS) / step) * step;
  const span = Math.floor((now - start) / step) + 1;
  return { start, span, hours, limit: isLimited ? { limitedToDays: most } : {} };
}

/** In order, each instant once. */
function pointsIn(rows: readonly unknown[], now: number): Points {
  const points = readRows(rows, point).flatMap(({ price: usd, timestamp }): [number, number][] => {
    const at = readTime(timestamp, now);
    return at === undefined ? [] : [[at, usd]];
  });
  return [...new Map(points)].toSorted(([a], [b]) => a - b);
}
