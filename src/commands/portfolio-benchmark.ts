import { type Benchmark, benchmarkOf, type FlowsOf } from "../portfolio/benchmark.ts";
import { closesOf } from "../portfolio/closes.ts";
import { type IndexBook, SECTOR_INDEX } from "../sector/indices.ts";
import type { KnownCloses } from "./portfolio-history-closes.ts";
import type { Span } from "../portfolio/value-series.ts";
import { utcDay } from "../core/format.ts";

/** What a portfolio is told beside. */
export const BENCHMARK_COINS = [
  { assetId: "bitcoin", name: "Bitcoin" },
  { assetId: "ethereum", name: "Ethereum" },
] as const;

/** Its level, which is weighted by cap. */
const SECTOR_NAME = "AI sector";

/** A benchmark over the time told, in the portfolio's currency. */
export interface BenchmarkFigures {
  readonly name: string;
  /** Of its price from before the first day to the last; absent where it is not known of either. */
  readonly priceReturnFraction?: number;
  /** What would be there now, had the same money gone into it and out of it on the same days, at their closes. */
  readonly sameMoneyValue?: number;
  /** UTC day of its last level, where that is not today. */
  readonly untilDay?: string;
}

/** Bitcoin, Ethereum and the basket of the sector beside a portfolio's own flows. */
export async function benchmarkFigures(
  flows: FlowsOf,
  span: Span,
  known: KnownCloses,
  indices: Pick<IndexBook, "between">,
): Promise<readonly BenchmarkFigures[]> {
  const coins = BENCHMARK_COINS.map(({ assetId, name }): BenchmarkFigures => {
    const close = closesOf(known.closes, assetId);
    return { name, ...told(benchmarkOf(flows, (day) => numberOf(close(day)))) };
  });
  return [...coins, await sectorFigures(flows, span, known, indices)];
}

const numberOf = (price: bigint | undefined): number | undefined => (price === undefined ? undefined : Number(price));

const told = (benchmark: Benchmark | undefined): Omit<BenchmarkFigures, "name"> => ({
  ...(benchmark && { priceReturnFraction: benchmark.priceReturn }),
  ...(benchmark?.sameMoney !== undefined && { sameMoneyValue: benchmark.sameMoney }),
});

/** A level is of a day that is over, so the newest is yesterday's; one that is older says too little of today. */
const OLDEST_DAYS = 3;
/** A day without a level goes by one of so many days before. */
const GAP_DAYS = 3;

async function sectorFigures(
  flows: FlowsOf,
  { fromDay, toDay }: Span,
  { perUsdOn }: KnownCloses,
  indices: Pick<IndexBook, "between">,
): Promise<BenchmarkFigures> {
  const levels = new Map<number, number>();
  for (const { indexId, day, level } of await indices.between(fromDay - 1 - GAP_DAYS, toDay)) {
    const perUsd = indexId === SECTOR_INDEX && level ? perUsdOn(day) : undefined;
    if (level && perUsd !== undefined) levels.set(day, level.byCap * Number(perUsd));
  }
  const newest = Math.max(...levels.keys());
  if (!(newest >= toDay - OLDEST_DAYS)) return { name: SECTOR_NAME };
  const levelOn = (day: number): number | undefined => {
    for (let back = 0; back <= GAP_DAYS; back += 1) {
      const level = levels.get(day - back);
      if (level !== undefined) return level;
    }
    return undefined;
  };
  const figures = told(benchmarkOf(flows, levelOn));
  const untilDay = newest < toDay && figures.priceReturnFraction !== undefined ? { untilDay: dayText(newest) } : {};
  return { name: SECTOR_NAME, ...figures, ...untilDay };
}

const dayText = (day: number): string => utcDay(day * 86_400_000);
