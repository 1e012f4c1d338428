import { entryNumberOf } from "../portfolio/activities-of.ts";
import { figure, type ValueFigures } from "./portfolio-value.ts";
import { grouped } from "../portfolio/grouped.ts";
import type { OpenPortfolio } from "./portfolio-book.ts";
import type { Performance } from "../portfolio/performance.ts";
import { quantityText } from "../portfolio/amount.ts";
import type { SectorMap } from "../sector/map.ts";
import { watchedAsset, type WatchedAsset } from "./watchlist-facts.ts";

/** What is not known of a portfolio, so that its figures can be read for what they are. */
export interface UnknownFigures {
  /** Coins that left without having been held: counted as sold at no cost, the newest first. */
  readonly missing: readonly (WatchedAsset & {
    readonly entryNumber: number;
    readonly at: number;
    /** Decimal text. */
    readonly quantity: `${number}`;
  })[];
  /** Numbers of entries whose worth nobody said. */
  readonly unvaluedEntries: readonly number[];
  /** Numbers of entries with money of which there is no exchange rate of the day. */
  readonly unconvertedEntries: readonly number[];
}

/** Gains of all time, before anything that is unknown. */
export interface GainFigures {
  /** Realised, unrealised and income, less fees that belong to no coin's cost. */
  readonly totalGain: number;
  readonly realisedGain: number;
  readonly unrealisedGain: number;
  readonly income: number;
  readonly separateFees: number;
  /** What coins had cost that left without a gain or a loss: gifts, losses, fees paid in coins, transfers to elsewhere. In no sum. */
  readonly costLeft: number;
}

/** Rates over a time; fractions. */
export interface ReturnFigures {
  /** The end of this UTC day's predecessor is where it begins: the first day told. */
  readonly fromDay: string;
  readonly days: number;
  /** Gain over what was there and was put in. */
  readonly simpleFraction?: number;
  readonly timeWeightedFraction?: number;
  /** The XIRR for the time told, where that is less than a year; nobody earns for a year what came in a week. */
  readonly moneyWeightedFraction?: number;
  /** The XIRR, for one year. */
  readonly moneyWeightedAYearFraction?: number;
  /** Why there is no XIRR, or that several fit and the one next to 10 % is told. */
  readonly moneyWeightedNote?: "no_sign_change" | "out_of_range" | "several";
}

/** A group's part of a whole. */
export interface ShareFigures {
  readonly name: string;
  readonly value: number;
  readonly shareFraction: number;
}

const OUTSIDE = "Outside the sector";

/** The name of the layer that a coin belongs to, by the sector's map. */
export const layerNames =
  (map: Pick<SectorMap, "projectOf" | "layer">) =>
  (assetId: string): string => {
    const project = map.projectOf(assetId);
    return (project && map.layer(project.layer)?.name) ?? OUTSIDE;
  };

/** What each layer has of the value, the most first. */
export function layerShares(
  { holdings, value }: ValueFigures,
  layerOf: (assetId: string) => string,
): readonly ShareFigures[] {
  if (value <= 0) return [];
  const rows = holdings.map((each) => ({ asset: each.assetId, value: each.worth?.value }));
  return [...grouped(rows, layerOf, (row) => row.value)]
    .map(([name, sum]) => ({ name, value: sum, shareFraction: sum / value }))
    .toSorted((a, b) => b.value - a.value);
}

/** So many are named; the number of all is told. */
const MISSING_SHOWN = 50;

export function unknownFigures(
  { ledger, unconverted }: Pick<OpenPortfolio, "ledger" | "unconverted">,
  assets: Parameters<typeof watchedAsset>[1],
): UnknownFigures {
  // What is without a rate is without a value for that reason.
  const known = new Set(unconverted);
  const unvalued = new Set(ledger.unpriced.map(({ activityId }) => entryNumberOf(activityId)));
  return {
    missing: ledger.missing
      .toReversed()
      .slice(0, MISSING_SHOWN)
      .map(({ id, at, asset, missing }) => ({
        ...watchedAsset(asset, assets),
        entryNumber: entryNumberOf(id),
        at,
        quantity: quantityText(missing) as `${number}`,
      })),
    unvaluedEntries: [...unvalued].filter((number) => !known.has(number)).toSorted((a, b) => a - b),
    unconvertedEntries: unconverted,
  };
}

export function gainFigures({ ledger }: Pick<OpenPortfolio, "ledger">, unrealisedGain: number): GainFigures {
  const { gain, income, expenses, costLeft } = ledger.sums;
  const [realisedGain, earned, separateFees] = [figure(gain), figure(income), figure(expenses)];
  return {
    totalGain: realisedGain + unrealisedGain + earned - separateFees,
    realisedGain,
    unrealisedGain,
    income: earned,
    separateFees,
    costLeft: figure(costLeft),
  };
}

const DAYS_A_YEAR = 365;
/** Below what a rate for a year says more about the calendar than about the money. */
const LONG_DAYS = DAYS_A_YEAR;

/** The three rates of a performance, each by its name. @param fromDay  its first day, counted since 1970 in UTC */
export function returnFigures(
  { simple, timeWeighted, moneyWeighted, moneyWeightedOfTime }: Performance,
  { fromDay, toDay }: { readonly fromDay: number; readonly toDay: number },
): ReturnFigures {
  const days = toDay - fromDay + 1;
  const aYear = moneyWeighted.kind === "none" ? undefined : moneyWeighted.rate;
  const ofTime = moneyWeightedOfTime.kind === "none" ? undefined : moneyWeightedOfTime.rate;
  return {
    fromDay: new Date(fromDay * 86_400_000).toISOString().slice(0, 10),
    days,
    ...(simple !== undefined && { simpleFraction: simple }),
    ...(simple !== undefined && { timeWeightedFraction: timeWeighted }),
    ...(ofTime !== undefined && days < LONG_DAYS && { moneyWeightedFraction: ofTime }),
    ...(aYear !== undefined && { moneyWeightedAYearFraction: aYear }),
    ...(moneyWeighted.kind === "none" &&
      (ofTime === undefined || days >= LONG_DAYS) && { moneyWeightedNote: moneyWeighted.reason }),
    ...(moneyWeighted.kind === "several" && { moneyWeightedNote: "several" as const }),
  };
}
