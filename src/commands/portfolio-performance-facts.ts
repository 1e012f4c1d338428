import { BENCHMARK_COINS, benchmarkFigures, type BenchmarkFigures } from "./portfolio-benchmark.ts";
import type { CloseNeed } from "../portfolio/closes-needed.ts";
import { closesNeeded, gapsIn, tellableSpan } from "../portfolio/closes-needed.ts";
import { dayOf } from "../portfolio/day-track.ts";
import { figure, heldIn, quotesNow, standingAt, type ValueParts } from "./portfolio-value.ts";
import { grouped } from "../portfolio/grouped.ts";
import type { IndexBook } from "../sector/indices.ts";
import type { Ledger } from "../portfolio/ledger.ts";
import { layerNames, returnFigures, type ReturnFigures } from "./portfolio-facts.ts";
import type { OpenPortfolio } from "./portfolio-book.ts";
import { type Period, spanOf } from "../portfolio/periods.ts";
import { performanceOf } from "../portfolio/performance.ts";
import { type CloseParts, type KnownCloses, readCloses } from "./portfolio-history-closes.ts";
import type { Quote } from "../market/quote.ts";
import type { SectorMap } from "../sector/map.ts";
import { thinTo } from "../market/performance.ts";
import { utcDay } from "../core/format.ts";
import { valueSeries } from "../portfolio/value-series.ts";
import { watchedAsset, type WatchedAsset } from "./watchlist-facts.ts";

export interface PerformanceParts extends CloseParts, ValueParts {
  readonly indices: Pick<IndexBook, "between">;
  readonly sector: { readonly map: Pick<SectorMap, "projectOf" | "layer"> };
}

/** What a coin or a layer had to do with the whole's gain. */
interface ContributionFigures {
  readonly name: string;
  readonly gain?: number;
  /** Its part of the whole's simple return, in points of it: they add up to it, but for fees of no coin. */
  readonly contributionFraction: number;
}

/** How a portfolio did over a time. Amounts in its currency; days are UTC. */
export interface PerformanceFacts {
  readonly currency: string;
  readonly range: Period;
  /** Absent where there is no entry yet. */
  readonly told?: {
    /** Of the end of the day before its first, and of now. */
    readonly startValue: number;
    readonly endValue: number;
    readonly paidIn: number;
    readonly takenOut: number;
    readonly gain: number;
    readonly returns: ReturnFigures;
    /** Set where closes of the coins begin later than what was asked for. */
    readonly askedFromDay?: string;
    readonly benchmarks: readonly BenchmarkFigures[];
    readonly coins: readonly ContributionFigures[];
    readonly layers: readonly ContributionFigures[];
    /** Coins that are in none of this, for want of prices of the past. */
    readonly leftOut: readonly WatchedAsset[];
    /** Those of them that were not asked for this time. */
    readonly notAsked: readonly WatchedAsset[];
    readonly unanswered: readonly WatchedAsset[];
    /** For which the last price known stands in on many a day, or on the newest. */
    readonly withGaps: readonly WatchedAsset[];
    readonly daysWithoutRate: number;
    /** Coins of which a part came in at a cost that nobody said: that part is not in `costOverTime`. */
    readonly costNotKnown: readonly WatchedAsset[];
    /** At each day's end, and what was paid for it as far as that is known; at most 200 points. */
    readonly valueOverTime: readonly (readonly [at: number, value: number])[];
    readonly costOverTime: readonly (readonly [at: number, value: number])[];
    readonly source: string;
    readonly asOf: number;
    readonly isStale: boolean;
  };
}

/** As many coins as may be asked of a provider for one card. */
const ASKED_AT_MOST = 12;
const POINTS = 200;
const DAY_MS = 86_400_000;

/** How an opened portfolio did. */
export async function performanceFacts(
  { settings: { currency }, entries, ledger }: OpenPortfolio,
  range: Period,
  now: number,
  parts: PerformanceParts,
): Promise<PerformanceFacts> {
  const [first] = entries;
  if (!first) return { currency, range };
  const today = dayOf(now);
  const span = spanOf(range, today, dayOf(first.at));
  const ids = [...new Set([...heldIn(ledger), ...BENCHMARK_COINS.map(({ assetId }) => assetId)])];
  const { quotes } = await quotesNow(ids, currency, parts, "person");
  const own = byWeight(closesNeeded(ledger, span), ledger, quotes);
  const beside = BENCHMARK_COINS.map(({ assetId }) => ({
    asset: assetId,
    fromDay: span.fromDay - 1,
    toDay: span.toDay,
  }));
  const needs = [...beside, ...own.filter(({ asset }) => beside.every((each) => each.asset !== asset))];
  const known = await readCloses({ needs, currency, quotes, askAtMost: ASKED_AT_MOST, now }, parts);
  const told = tellableSpan(own, known.closes, span);
  const { whole, holdings, leftOut, days } = performanceOf(ledger, known.closes, told);
  const shown = (ids: readonly string[]): readonly WatchedAsset[] => ids.map((id) => watchedAsset(id, parts.assets));
  const isOwn = (id: string): boolean => own.some(({ asset }) => asset === id);

  const included = { holdings: new Map([...ledger.holdings].filter(([id]) => !leftOut.includes(id))) };
  const series = valueSeries(included, known.closes, { ...told, fromDay: told.fromDay - 1 });
  const endOf = (day: number): number => Math.min((day + 1) * DAY_MS, now);
  const contributions = [...holdings].flatMap(([asset, { gain, contribution }]) =>
    contribution === undefined || (gain === 0n && contribution === 0) ? [] : [{ asset, gain, contribution }],
  );
  const layerOf = layerNames(parts.sector.map);
  return {
    currency,
    range,
    told: {
      startValue: figure(whole.startValue),
      endValue: figure(whole.endValue),
      paidIn: figure(whole.paid),
      takenOut: figure(whole.received),
      gain: figure(whole.gain),
      returns: returnFigures(whole, told),
      ...(told.fromDay > span.fromDay && { askedFromDay: utcDay(span.fromDay * DAY_MS) }),
      benchmarks: await benchmarkFigures({ startValue: whole.startValue, days }, told, known, parts.indices),
      coins: contributions
        .map(({ asset, gain, contribution }) => ({
          name: watchedAsset(asset, parts.assets).symbol,
          gain: figure(gain),
          contributionFraction: contribution,
        }))
        .toSorted(bySize),
      layers: [...grouped(contributions, layerOf, ({ contribution }) => contribution)]
        .map(([name, contributionFraction]) => ({ name, contributionFraction }))
        .toSorted(bySize),
      leftOut: shown(leftOut),
      notAsked: shown(known.notAsked.filter(isOwn)),
      unanswered: shown(known.unanswered.filter(isOwn)),
      withGaps: shown(gapsIn(closesNeeded(ledger, told), known.closes, today).filter((id) => !leftOut.includes(id))),
      daysWithoutRate: known.daysWithoutRate,
      costNotKnown: shown([...costNotKnownIn(ledger)].filter((id) => included.holdings.has(id))),
      valueOverTime: thinTo(
        series.map(({ day, value }) => [endOf(day), figure(value)] as const),
        POINTS,
      ),
      costOverTime: thinTo(
        series.map(({ day, cost }) => [endOf(day), figure(cost)] as const),
        POINTS,
      ),
      ...originOf(known, quotes, now),
    },
  };
}

/** Coins that are or were held at a cost that nobody said. */
function costNotKnownIn({ holdings, disposals }: Pick<Ledger, "holdings" | "disposals">): ReadonlySet<string> {
  const unknown = new Set<string>();
  for (const { asset, lots } of [...holdings.values(), ...disposals])
    if (!unknown.has(asset) && lots.some(({ isCostKnown }) => !isCostKnown)) unknown.add(asset);
  return unknown;
}

const bySize = (a: ContributionFigures, b: ContributionFigures): number =>
  b.contributionFraction - a.contributionFraction;

/** What is worth most first, then what cost most: of these closes are asked for. */
function byWeight(
  needs: readonly CloseNeed[],
  ledger: Ledger,
  quotes: ReadonlyMap<string, Quote>,
): readonly CloseNeed[] {
  const place = new Map(standingAt(ledger, quotes).holdings.map(({ asset }, index) => [asset, index]));
  const rank = ({ asset }: CloseNeed): number => place.get(asset) ?? place.size;
  return needs.toSorted((a, b) => rank(a) - rank(b));
}

/** Whose figures they are, and how old the oldest price of now is. */
function originOf(
  { sources }: KnownCloses,
  quotes: ReadonlyMap<string, Quote>,
  now: number,
): { readonly source: string; readonly asOf: number; readonly isStale: boolean } {
  const all = [...quotes.values()];
  return {
    source: [...new Set([...all.map(({ source }) => source), ...sources])].join(", "),
    asOf: all.reduce((oldest, { asOf }) => Math.min(oldest, asOf), now),
    isStale: all.some(({ isStale }) => isStale),
  };
}
