import { DAY_MS, dayOf } from "../market/closes.ts";
import { type IndexBook, SECTOR_INDEX } from "./indices.ts";
import { ranks, type Window } from "./layer-figures.ts";

/** How the layers stood in order at the end of a day. */
export interface EarlierRanks {
  /** Counted since 1970 in UTC. */
  readonly day: number;
  /** By layer id, 1 for the highest median. */
  readonly ranks: ReadonlyMap<string, number>;
}

/** So many days earlier may stand in for a day that was not kept. */
const STANDS_IN_DAYS = 3;

/**
 * The ranks by the median change over a window, as they were kept that many days before an instant or up to three days earlier.
 * Undefined when none were kept then.
 */
export async function ranksBefore(
  indices: Pick<IndexBook, "between">,
  window: Window,
  daysBefore: number,
  now: number,
): Promise<EarlierRanks | undefined> {
  // The last day that had ended by then.
  const wanted = dayOf(now - daysBefore * DAY_MS) - 1;
  const kept = await indices.between(wanted - STANDS_IN_DAYS, wanted);
  for (let day = wanted; day >= wanted - STANDS_IN_DAYS; day -= 1) {
    const layers = kept.filter((each) => each.day === day && each.indexId !== SECTOR_INDEX);
    const placed = ranks(new Map(layers.map((each) => [each.indexId, each])), window);
    if (placed.size > 1) return { day, ranks: placed };
  }
  return undefined;
}
