import { byDepth, isDeep } from "../market/dex/pool-figures.ts";
import type { AssetHistory } from "./chart-facts.ts";
import type { Candle } from "../core/reply.ts";
import { closesOf, studied, type Study, type StudyFacts } from "./chart-studies.ts";
import { DAYS, type Kind, type Range } from "./chart-input.ts";
import { extentOf, joinCandles, lastOfEach, thinTo } from "../market/performance.ts";
import { findToken, type TokenParts } from "./token-find.ts";
import { MIN_POOL_LIQUIDITY_USD } from "../market/liquidity.ts";
import type { Interval, PoolCandles } from "../market/dex/source.ts";
import { known } from "../wire/figure.ts";
import { pairOf } from "./token-facts.ts";
import type { Points } from "../market/source.ts";

const DAY = 86_400_000;
/** What a picture of a phone's width can show; see chart-facts.ts. */
const POINTS = 200;
const BARS = 100;
const CANDLES = 100;
/** The most candles that the source gives at once. */
const MOST = 1_000;

/** What a token did in its deepest pool, or in the one that was asked for. Prices in US dollars. */
export interface PoolChartFacts {
  readonly contract: string;
  readonly chainId: string;
  readonly chainName: string;
  /** As given by whoever made the contract: untrusted. */
  readonly nameGivenByMaker: string;
  readonly symbolGivenByMaker: string;
  readonly currency: "USD";
  /** The currency that was asked for, which pools are not priced in. */
  readonly currencyNotSaid?: string;
  readonly range: Range;
  readonly kind: Kind;
  /** Whether the pool was asked for by its address. */
  readonly isPoolAsked: boolean;
  /** The pool that is drawn. */
  readonly pool: {
    readonly address: string;
    readonly dex: string;
    readonly pair: string;
    readonly isThin: boolean;
    readonly liquidityUsd?: number;
  };
  readonly liquidityFloorUsd: number;
  /** How far apart the prices are, as the source has them; of candles, how much time each stands for. */
  readonly intervalMs?: number;
  /** Intervals in the time shown, and those of them in which nobody traded. */
  readonly intervalsCount?: number;
  readonly emptyIntervalsCount?: number;
  /** Absent where the source has no prices of this pool. */
  readonly prices?: NonNullable<AssetHistory["prices"]>;
  /** At most 200. */
  readonly points?: Points;
  /** At most 100: what was traded in this pool in the 24 hours before each instant. */
  readonly volume24h?: Points;
  readonly candles?: readonly Candle[];
  /** What was traded in this pool in each candle's time. */
  readonly volumes?: Points;
  /** What was asked to be computed from its prices; an interval in which nobody traded has none. */
  readonly studies?: readonly StudyFacts[];
}

/** The interval of each range: as fine as a picture can show. */
const INTERVALS: Readonly<Record<Kind, Readonly<Record<Range, Interval>>>> = {
  line: { "1D": "15m", "7D": "1h", "30D": "4h", "90D": "1d", "1Y": "1d", MAX: "1d" },
  candles: { "1D": "15m", "7D": "4h", "30D": "4h", "90D": "1d", "1Y": "1d", MAX: "1d" },
};
const PER_DAY: Readonly<Record<Interval, number>> = { "15m": 96, "1h": 24, "4h": 6, "1d": 1 };

export interface PoolChartQuestion {
  /** Address or link. */
  readonly word: string;
  readonly range: Range;
  readonly kind: Kind;
  readonly studies: readonly Study[];
}

/**
 * The course of a token in its deepest pool.
 * @throws UserError for what is no token
 */
export async function poolChart(parts: TokenParts, asked: PoolChartQuestion): Promise<PoolChartFacts> {
  const { word, range, kind } = asked;
  const view = await findToken(parts, word);
  const askedPool = view.pools.find(({ address }) => address === view.askedPool?.address);
  const pool = askedPool ?? byDepth(view.pools)[0];
  if (!pool) throw new RangeError("a token that was found has a pool");
  const interval = INTERVALS[kind][range];
  const days = DAYS[range];
  // One day more, so that the first bars know what was traded in the 24 hours before them.
  const count = days === "max" ? MOST : Math.min(MOST, (days + 1) * PER_DAY[interval]);
  const { chain, address, side } = pool;
  const answer = await parts.tokens.candles({ chain, pool: address, side, interval, count });
  const { liquidity } = pool;
  return {
    contract: view.token.address,
    chainId: chain.id,
    chainName: chain.name,
    nameGivenByMaker: view.token.name,
    symbolGivenByMaker: view.token.symbol,
    currency: "USD",
    range,
    kind,
    isPoolAsked: askedPool !== undefined,
    pool: {
      address,
      dex: pool.dex,
      pair: pairOf(pool),
      isThin: !isDeep(pool),
      ...known({ liquidityUsd: liquidity }),
    },
    liquidityFloorUsd: MIN_POOL_LIQUIDITY_USD,
    ...(answer === undefined ? {} : course(answer, days === "max" ? Number.POSITIVE_INFINITY : days * DAY, asked)),
  };
}

type Course = Partial<
  Pick<PoolChartFacts, "intervalMs" | "prices" | "points" | "volume24h" | "candles" | "volumes" | "studies">
>;

/** The last so many milliseconds before the newest candle, which may be long ago: then the footer says so. */
function course(
  answer: PoolCandles & { readonly isStale: boolean },
  spanMs: number,
  { kind, studies }: PoolChartQuestion,
): Course {
  const { intervalMs, source, asOf, isStale } = answer;
  const newest = answer.candles.at(-1)?.at ?? asOf;
  const shown = answer.candles.filter(({ at }) => at > newest - spanMs);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return {};
  const intervals = Math.round((last.at - first.at) / intervalMs) + 1;
  const gaps = { intervalsCount: intervals, emptyIntervalsCount: Math.max(0, intervals - shown.length) };
  const told = { source, asOf, isStale };
  if (kind === "candles") {
    const { candles, together } = joinCandles(shown, CANDLES);
    const prices = {
      fromAt: first.at,
      toAt: last.at,
      firstPrice: first.open,
      lastPrice: last.close,
      lowPrice: Math.min(...shown.map(({ low }) => low)),
      highPrice: Math.max(...shown.map(({ high }) => high)),
      changeFraction: last.close / first.open - 1,
    };
    const volumes = volumesOf(candles, answer.volumes, first.at);
    return {
      ...gaps,
      intervalMs: intervalMs * together,
      prices: { ...prices, ...told },
      candles,
      volumes,
      ...studied(studies, closesOf(candles)),
    };
  }
  // A close is the price at the end of its interval; the newest interval is not over.
  const endOf = (at: number): number => Math.min(at + intervalMs, Math.max(asOf, at));
  const closes = shown.map(({ at, close }) => [endOf(at), close] as const);
  const points: Points = [...new Map([[first.at, first.open] as const, ...closes])];
  const extent = extentOf(points);
  if (!extent) return {};
  const { first: firstPrice, last: lastPrice, low: lowPrice, high: highPrice, change: changeFraction } = extent;
  const prices = {
    fromAt: first.at,
    toAt: endOf(last.at),
    firstPrice,
    lastPrice,
    lowPrice,
    highPrice,
    changeFraction,
  };
  const traded = dailySums(answer.volumes, first.at, endOf);
  return {
    ...gaps,
    intervalMs,
    prices: { ...prices, ...told },
    points: thinTo(points, POINTS),
    volume24h: lastOfEach(traded, BARS),
    ...studied(studies, closes),
  };
}

/** What was traded in the time of each candle, which may stand for several intervals. */
function volumesOf(candles: readonly Candle[], volumes: Points, fromAt: number): Points {
  return candles.map(({ at }, index) => {
    const before = candles[index - 1]?.at ?? fromAt - 1;
    const inside = volumes.filter(([each]) => each > before && each <= at);
    return [at, inside.reduce((total, [, volume]) => total + volume, 0)] as const;
  });
}

/** What was traded in the 24 hours up to the end of each interval. An interval without a candle had no trade. */
function dailySums(volumes: Points, fromAt: number, endOf: (at: number) => number): Points {
  const sums = volumes.flatMap(([at], index) => {
    if (at < fromAt) return [];
    let total = 0;
    for (let each = index; each >= 0; each -= 1) {
      const [then, volume] = volumes[each] ?? [0, 0];
      if (then <= at - DAY) break;
      total += volume;
    }
    return [[endOf(at), total] as const];
  });
  return [...new Map(sums)];
}
