import type { Candles, Days, History, Week } from "./source.ts";
import { type Closes, closesIn } from "./closes.ts";

const DAY = 86_400_000;
/** All the history that sample data has. */
const SAMPLE_DAYS = 7;

/** The last days of a sample week; more than it has is answered with all of it, and said. */
export function sampleHistory({ points, ...origin }: Week, days: Days): History {
  const isLimited = days === "max" || days > SAMPLE_DAYS;
  const since = isLimited ? Number.NEGATIVE_INFINITY : origin.asOf - days * DAY;
  return {
    ...origin,
    points: points.filter(([at]) => at >= since),
    volumes: [],
    ...(isLimited ? { limitedToDays: SAMPLE_DAYS } : {}),
  };
}

/** Candles of three prices each, the last of one being the first of the next. @param stepMs  between two prices */
export function sampleCandles({ points, volumes: _none, ...origin }: History, stepMs: number): Candles {
  const candles = points.flatMap(([, open], index) => {
    const [middle, last] = points.slice(index + 1, index + 3);
    if (index % 2 === 1 || !middle || !last) return [];
    const [at, close] = last;
    return [{ at, open, high: Math.max(open, middle[1], close), low: Math.min(open, middle[1], close), close }];
  });
  return { ...origin, candles, intervalMs: 2 * stepMs };
}

/** The closes of a sample week's days. @param weekOf  the week of an asset in US dollars, by its id */
export const sampleCloses = (weekOf: (assetId: string) => Promise<Week | undefined>): Closes => ({
  async of(assetIds, fromDay, toDay) {
    const each = assetIds.toSorted().map(async (id) => {
      const week = await weekOf(id);
      return week ? closesIn(id, sampleHistory(week, SAMPLE_DAYS), week.asOf) : [];
    });
    return (await Promise.all(each)).flat().filter(({ day }) => day >= fromDay && day <= toDay);
  },
});
