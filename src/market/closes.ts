import type { History, HistorySource, Points } from "./source.ts";
import { known } from "../wire/figure.ts";

export const DAY_MS = 86_400_000;

/** How far from midnight a price may be taken and still be a day's close. */
export const CLOSE_WITHIN_MS = 60 * 60_000;

/** The last price of a UTC day, in US dollars. */
export interface DailyClose {
  readonly assetId: string;
  /** Of the day, counted since 1970 in UTC: `Math.floor(at / 86_400_000)`. */
  readonly day: number;
  readonly close: number;
  /** What was traded in the 24 hours before; absent from sources that do not say it of the whole market. */
  readonly volume?: number;
  readonly marketCap?: number;
  /** As shown: "CoinGecko". */
  readonly source: string;
}

/** Daily closes that were kept. A day that nobody kept is absent: gaps are never filled with a guess. */
export interface Closes {
  /** In order of asset and day. @param fromDay  and `toDay` belong to it, counted since 1970 in UTC */
  of(assetIds: readonly string[], fromDay: number, toDay: number): Promise<readonly DailyClose[]>;
}

/** Where closes are kept. `store/daily-close-store.ts` implements it. */
export interface CloseBook extends Closes {
  /** A close from the same source is corrected; one without a volume gives way to one that has it; others stay as they were. */
  keep(closes: readonly DailyClose[]): Promise<void>;
}

/** The UTC day that an instant is in. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** The day that an instant is the close of: it is within an hour of that day's end. */
export function dayClosedAt(at: number): number | undefined {
  const midnight = Math.round(at / DAY_MS) * DAY_MS;
  return Math.abs(at - midnight) <= CLOSE_WITHIN_MS ? dayOf(midnight) - 1 : undefined;
}

/** The closes among a history's prices, of days that are over: of each day the price nearest to its end. */
export function closesIn(assetId: string, history: History, now: number): readonly DailyClose[] {
  if (history.currency !== "USD") return [];
  const volumes = new Map(history.volumes);
  const caps = new Map(history.caps);
  const nearest = new Map<number, Points[number]>();
  for (const point of history.points) {
    const day = dayClosedAt(point[0]);
    if (day === undefined || day >= dayOf(now)) continue;
    const other = nearest.get(day);
    const end = (day + 1) * DAY_MS;
    if (!other || Math.abs(point[0] - end) < Math.abs(other[0] - end)) nearest.set(day, point);
  }
  return [...nearest].map(([day, [at, close]]) => ({
    assetId,
    day,
    close,
    ...known({ volume: volumes.get(at), marketCap: caps.get(at) }),
    source: history.source,
  }));
}

/** Of the days asked for, how many may be missing, and how many in a row, for the rest still to be the history of the time. */
const MISSING_SHARE = 0.05;
const LONGEST_GAP_DAYS = 3;

/**
 * Whether closes tell a stretch of days without asking anybody: the first and the last day are there, nowhere more than three
 * days in a row are missing, and no more than one in twenty altogether.
 * @param closes  of one asset, in order of days
 */
export function isComplete(closes: readonly DailyClose[], fromDay: number, toDay: number): boolean {
  if (closes[0]?.day !== fromDay || closes.at(-1)?.day !== toDay) return false;
  const missing = toDay - fromDay + 1 - closes.length;
  if (missing > MISSING_SHARE * (toDay - fromDay + 1)) return false;
  return closes.every(({ day }, index) => day - (closes[index - 1]?.day ?? day) <= LONGEST_GAP_DAYS + 1);
}

/** Fewer days are better told by whoever has hours. */
const SHORTEST_DAYS = 30;

/**
 * Kept closes as a source of histories, for when the market does not answer or no longer has a coin: as far as they tell the time
 * asked for from its beginning, and at least half of it.
 */
export const closeHistory = (closes: Closes, clock: () => number): HistorySource => ({
  source: "daily closes",

  async history(asset, days) {
    if (days === "max" || days < SHORTEST_DAYS) return undefined;
    const today = dayOf(clock());
    const kept = await closes.of([asset.id], today - days, today - 1);
    const isWhole = kept.length >= days / 2 && isComplete(kept, today - days, kept.at(-1)?.day ?? today);
    return isWhole ? historyOf(kept) : undefined;
  },
});

/** Closes of one asset as a history, each at the end of its day. @returns undefined for none */
export function historyOf(closes: readonly DailyClose[]): History | undefined {
  const last = closes.at(-1);
  if (!last) return undefined;
  const at = ({ day }: DailyClose): number => (day + 1) * DAY_MS;
  return {
    points: closes.map((each) => [at(each), each.close] as const),
    volumes: closes.flatMap((each) => (each.volume === undefined ? [] : [[at(each), each.volume] as const])),
    currency: "USD",
    source: [...new Set(closes.map(({ source }) => source))].join(", "),
    asOf: at(last),
  };
}
