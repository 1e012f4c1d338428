import { assetsOf, childrenIn, countedIn } from "../sector/members.ts";
import { type Closes, DAY_MS, dayOf } from "../market/closes.ts";
import { type IndexBook, type IndexDay, indexDays, type MemberClose, SECTOR_INDEX } from "../sector/indices.ts";
import { known } from "../wire/figure.ts";
import { utcDay } from "../core/format.ts";
import type { Log } from "../core/log.ts";
import { setImmediate as pause } from "node:timers/promises";
import type { SectorMap } from "../sector/map.ts";
import type { Step } from "./tick.ts";

export interface KeepIndicesParts {
  readonly map: SectorMap;
  readonly closes: Closes;
  readonly indices: IndexBook;
  readonly log: Log;
}

/** As far back as closes are filled in. */
const DAYS = 365;
/** The longest change that is told of a day. */
const LONGEST_DAYS = 30;
/** How often it is asked whether a day that has ended has its closes. */
const LOOK_MS = 10 * 60_000;
/** Closes that were missing are filled in through the day, and change what has been told. */
const AGAIN_MS = 6 * 60 * 60_000;
/** Assets whose closes are read between two breaths of the event loop. */
const ASSETS_AT_ONCE = 10;

/**
 * Tells the days of every index from the kept closes: when a UTC day has ended and half of the tokens have its close, at the
 * start of the desk, and some times a day because closes are filled in late. All of the last year is told again each time, so that a day
 * the desk missed is made up for as soon as its closes are there; who belonged to an index on a day stays as it was written
 * down then. A pass that was cut short is taken up by the next.
 */
export function keepIndices({ map, closes, indices, log }: KeepIndicesParts): Step {
  const all = assetsOf(countedIn(map));
  const children = childrenIn(map);
  const lists = [
    ...map.layers
      .filter(({ isInSector }) => isInSector)
      .map(({ id }) => ({ indexId: id, assetIds: assetsOf(map.priced(id)) })),
    { indexId: SECTOR_INDEX, assetIds: all }, // Last: while it lacks a day, the pass is not over.
  ];
  let next = Number.NEGATIVE_INFINITY;
  let told: { readonly day: number; readonly at: number } | undefined;

  return {
    name: "keep indices",
    async run(now) {
      // A clock that was set back must not keep it waiting.
      if (now < next && next - now <= LOOK_MS) return "idle";
      next = now + LOOK_MS;
      const yesterday = dayOf(now) - 1;
      if (told?.day === yesterday ? Math.abs(now - told.at) < AGAIN_MS : !(await isThere(yesterday))) return "idle";
      await tell(yesterday, dayOf(now));
      told = { day: yesterday, at: now };
      return undefined;
    },
  };

  async function isThere(day: number): Promise<boolean> {
    return (await closes.of(all, day, day)).length >= all.length / 2;
  }

  async function tell(toDay: number, today: number): Promise<void> {
    const fromDay = toDay - DAYS + 1;
    const earlier = new Map<string, IndexDay>();
    for (const { indexId } of lists) {
      const before = await indices.levels(indexId, fromDay - 1);
      if (before) earlier.set(indexId, before.last);
    }
    const firstDay = Math.min(fromDay - LONGEST_DAYS, ...[...earlier.values()].map(({ day }) => day));
    const kept = await indices.between(fromDay, toDay);
    const written = new Map(kept.map((each) => [`${each.indexId} ${each.day}`, each] as const));
    // Also those that belonged to an index on one of its days and do so no longer.
    const belonged = new Set([...all, ...kept.flatMap((each) => each.assetIds)]);
    const byDay = await read([...belonged], firstDay, toDay);
    for (const { indexId, assetIds } of lists) {
      const days = indexDays({
        indexId,
        closes: byDay,
        fromDay,
        toDay,
        ...known({ before: earlier.get(indexId) }),
        membersOn: (day) => written.get(`${indexId} ${day}`) ?? { assetIds, listedOnDay: today },
        isChild: (assetId) => children.has(assetId),
      });
      await indices.keep(days);
      await pause();
    }
    log.info({ day: utcDay(toDay * DAY_MS), days: byDay.size }, "indices kept");
  }

  async function read(
    assetIds: readonly string[],
    fromDay: number,
    toDay: number,
  ): Promise<Map<number, Map<string, MemberClose>>> {
    const byDay = new Map<number, Map<string, MemberClose>>();
    for (let start = 0; start < assetIds.length; start += ASSETS_AT_ONCE) {
      for (const each of await closes.of(assetIds.slice(start, start + ASSETS_AT_ONCE), fromDay, toDay)) {
        const day = byDay.get(each.day) ?? new Map<string, MemberClose>();
        const { close: priceUsd, marketCap: capUsd, volume: volumeUsd } = each;
        byDay.set(each.day, day.set(each.assetId, { priceUsd, ...known({ capUsd, volumeUsd }) }));
      }
      await pause();
    }
    return byDay;
  }
}
