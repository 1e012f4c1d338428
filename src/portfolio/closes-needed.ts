import { type Closes, heldOn } from "./closes.ts";
import { dayOf } from "./day-track.ts";
import type { Ledger } from "./ledger.ts";
import type { Span } from "./value-series.ts";

/** A coin and the days for which its value has to be known; both belong to it, counted since 1970 in UTC. */
export interface CloseNeed {
  readonly asset: string;
  readonly fromDay: number;
  readonly toDay: number;
}

/** Which closes the value of each day of a span, and of the day before it, takes. */
export function closesNeeded({ holdings, migrations }: Ledger, { fromDay, toDay }: Span): readonly CloseNeed[] {
  const moved = new Map<string, number[]>();
  for (const { at, asset, toAsset } of migrations) {
    const day = dayOf(at);
    if (day < fromDay || day > toDay) continue;
    for (const each of [asset, toAsset]) moved.set(each, [...(moved.get(each) ?? []), day]);
  }
  return [...holdings.values()].flatMap(({ asset, days }): CloseNeed[] => {
    const needed = [...(moved.get(asset) ?? [])];
    let last = heldOn(days)(fromDay - 1).quantity;
    if (last !== 0n) needed.push(fromDay - 1);
    for (const { day, quantity, arrived, left } of days) {
      if (day < fromDay || day > toDay) continue;
      // What was held until a day with activities is valued up to the day before.
      if (last !== 0n) needed.push(day - 1);
      if (quantity !== 0n || arrived !== 0n || left !== 0n) needed.push(day);
      last = quantity;
    }
    if (last !== 0n) needed.push(toDay);
    if (needed.length === 0) return [];
    return [{ asset, fromDay: Math.min(...needed), toDay: Math.max(...needed) }];
  });
}

/** How much of a span a coin's closes must cover for the span to be cut to them; one with fewer is left out in its stead. */
const COVERED = 0.5;

/**
 * The span that closes can tell. It begins where any close does; then a coin that has closes for the most of it moves its
 * beginning to where they begin, while one with fewer does not, and is left out by whoever computes.
 */
export function tellableSpan(needs: readonly CloseNeed[], closes: Closes, { fromDay, toDay }: Span): Span {
  const known = needs.map(({ asset, fromDay: needed }) => {
    const first = [...(closes.get(asset)?.keys() ?? [])].reduce((least, day) => Math.min(least, day), Infinity);
    // Where it is short of any, its first close is what its first day begins with.
    return first > needed ? { isShort: true, begin: first + 1 } : { isShort: false, begin: needed };
  });
  const earliest = known.reduce((least, { begin }) => Math.min(least, begin), Infinity);
  const begin = earliest === Infinity ? fromDay : Math.min(toDay, Math.max(fromDay, earliest));
  const latest = toDay - (toDay - begin) * COVERED;
  const moving = known.filter((each) => each.isShort && each.begin <= latest);
  return { fromDay: Math.max(begin, ...moving.map((each) => each.begin)), toDay };
}

/** A coin whose last close is so much older than the last day has not been priced since, as far as is known. */
const OLDEST_DAYS = 3;
/** How many of the days must have a close of their own. */
const KNOWN_SHARE = 0.9;

/** Coins of which the last close known stands in for many a day, or for the newest. @param today  for which there must be one */
export function gapsIn(needs: readonly CloseNeed[], closes: Closes, today: number): readonly string[] {
  return needs.flatMap(({ asset, fromDay, toDay }) => {
    if (toDay === today && closes.get(asset)?.has(today) !== true) return [asset];
    let [known, last] = [0, -Infinity];
    for (const day of closes.get(asset)?.keys() ?? []) {
      if (day < fromDay || day > toDay) continue;
      known += 1;
      last = Math.max(last, day);
    }
    return known >= KNOWN_SHARE * (toDay - fromDay + 1) && last >= toDay - OLDEST_DAYS ? [] : [asset];
  });
}
