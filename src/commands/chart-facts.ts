import type { Answered } from "./histories-of.ts";
import type { Assumed } from "./usual-assets.ts";
import type { Candle } from "../core/reply.ts";
import type { Candles, History, Points } from "../market/source.ts";
import { extentOf, joinCandles, lastOfEach, rebase, thinTo } from "../market/performance.ts";
import type { Kind, Range } from "./chart-input.ts";
import { closesOf, studied, type Study, type StudyFacts } from "./chart-studies.ts";
import type { ProviderError } from "../core/errors.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import type { ResolvedWords } from "./resolve-each.ts";

/** Points that a picture of a phone's width can show; more would only fill the model's memory. */
const POINTS = 200;
const BARS = 100;
/** Candles that are wide enough on a phone. */
const CANDLES = 100;

/** How an asset did in the time shown. Prices are in the answer's currency. */
export interface AssetHistory {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  readonly note?: string;
  /** The provider that did not say anything, so that nobody knows whether there is a history. */
  readonly unansweredBy?: string;
  /** What is known of it; absent where there is no history. */
  readonly prices?: {
    /** UTC epoch milliseconds of the first and the last price. */
    readonly fromAt: number;
    readonly toAt: number;
    readonly firstPrice: number;
    readonly lastPrice: number;
    readonly lowPrice: number;
    readonly highPrice: number;
    readonly changeFraction: number;
    readonly source: string;
    readonly asOf: number;
    readonly isStale: boolean;
  };
  /** At most 200; of one asset alone. */
  readonly points?: Points;
  /** At most 100: what was traded in the 24 hours before each instant. */
  readonly volume24h?: Points;
  /** At most 200, of several assets: 100 at the first instant that all of them have. */
  readonly rebased?: Points;
  readonly candles?: readonly Candle[];
  /** What was asked to be computed from its prices; of one asset alone. */
  readonly studies?: readonly StudyFacts[];
}

/** What a chart question found. */
export interface ChartFacts {
  /** ISO 4217 code, or BTC or ETH; all prices are in it. */
  readonly currency: string;
  readonly range: Range;
  readonly kind: Kind;
  readonly assets: readonly AssetHistory[];
  /** How far apart candles are, as the source has them. */
  readonly intervalMs?: number;
  /** The source gives no more than so many days. */
  readonly limitedToDays?: number;
  /** When all of several assets stood at 100, in UTC epoch milliseconds. */
  readonly rebasedAt?: number;
  /** Set where studies were asked for several assets, which have none. */
  readonly studiesLeftOut?: true;
  readonly notFound: ResolvedWords["notFound"];
  readonly unclear: ResolvedWords["unclear"];
  /** Set where no coin was named. */
  readonly assumed?: Assumed;
}

type Stand = { readonly isStale: boolean };

const head = ({ asset, note }: Resolved, failure?: ProviderError): AssetHistory => ({
  assetId: asset.id,
  symbol: asset.symbol,
  name: asset.name,
  ...(note === undefined ? {} : { note }),
  ...(failure === undefined ? {} : { unansweredBy: failure.provider }),
});

interface Told {
  readonly source: string;
  readonly asOf: number;
  readonly isStale: boolean;
}

function pricesOf(points: Points, { source, asOf, isStale }: Told): Pick<AssetHistory, "prices"> {
  const extent = extentOf(points);
  const [first, last] = [points[0], points.at(-1)];
  if (!extent || !first || !last) return {};
  return {
    prices: {
      fromAt: first[0],
      toAt: last[0],
      firstPrice: extent.first,
      lastPrice: extent.last,
      lowPrice: extent.low,
      highPrice: extent.high,
      changeFraction: extent.change,
      source,
      asOf,
      isStale,
    },
  };
}

/** One asset as a line with its volume; several beside each other from their first common instant on. */
export function lineFacts(
  found: readonly Answered<History & Stand>[],
  studies: readonly Study[] = [],
): readonly AssetHistory[] {
  const [only, another] = found;
  if (only && !another) {
    const { resolved, answer } = only;
    if (!answer) return [head(resolved)];
    return [
      {
        ...head(resolved),
        ...pricesOf(answer.points, answer),
        points: thinTo(answer.points, POINTS),
        volume24h: lastOfEach(answer.volumes, BARS),
        ...studied(studies, answer.points),
      },
    ];
  }
  // One price alone is no course, and would be the start of all the others.
  const rebased = rebase(found.map(({ answer }) => (answer && answer.points.length > 1 ? answer.points : [])));
  return found.map(({ resolved, answer, failure }, index) => {
    const own = rebased[index] ?? [];
    if (!answer) return head(resolved, failure);
    const since = own[0]?.[0];
    if (since === undefined) return { ...head(resolved), ...pricesOf(answer.points.slice(-1), answer) };
    const points = answer.points.filter(([at]) => at >= since);
    return { ...head(resolved), ...pricesOf(points, answer), rebased: thinTo(own, POINTS) };
  });
}

/** One asset as candles, few enough to tell hollow from filled: its first price is where the first opened. */
export function candleFacts(
  resolved: Resolved,
  answer: (Candles & Stand) | undefined,
  studies: readonly Study[],
): { readonly asset: AssetHistory; readonly intervalMs?: number } {
  const { candles, together } = joinCandles(answer?.candles ?? [], CANDLES);
  const [first, last] = [candles[0], candles.at(-1)];
  if (!answer || !first || !last) return { asset: head(resolved) };
  const { source, asOf, isStale } = answer;
  const prices = {
    fromAt: first.at,
    toAt: last.at,
    firstPrice: first.open,
    lastPrice: last.close,
    lowPrice: Math.min(...candles.map(({ low }) => low)),
    highPrice: Math.max(...candles.map(({ high }) => high)),
    changeFraction: last.close / first.open - 1,
    source,
    asOf,
    isStale,
  };
  return {
    asset: { ...head(resolved), prices, candles, ...studied(studies, closesOf(candles)) },
    intervalMs: answer.intervalMs * together,
  };
}
