import { BASE } from "../sector/index-level.ts";
import { DAY_MS, dayOf } from "../market/closes.ts";
import type { IndexBook } from "../sector/indices.ts";
import { utcDay } from "../core/format.ts";

/** The level of an index at the end of a UTC day. */
export interface IndexFacts {
  readonly levelByCap: number;
  readonly levelEqualWeighted: number;
  /** UTC day of the level. */
  readonly levelOnDay: string;
  /** UTC day on which both were 100. */
  readonly baseOnDay: string;
  readonly usedCount: number;
  readonly memberCount: number;
  /** Set where the first days were filled in later, with those who belonged to it on this UTC day. */
  readonly filledInOnDay?: string;
}

const dayText = (day: number): string => utcDay(day * DAY_MS);

/** The newest level that is kept. */
export async function indexFacts(
  indices: Pick<IndexBook, "levels">,
  indexId: string,
  now: number,
): Promise<IndexFacts | undefined> {
  const { first, last } = (await indices.levels(indexId, dayOf(now) - 1)) ?? {};
  if (!first || !last?.level) return undefined;
  const { byCap, equal, used, of } = last.level;
  return {
    levelByCap: byCap,
    levelEqualWeighted: equal,
    levelOnDay: dayText(last.day),
    baseOnDay: dayText(first.day),
    usedCount: used,
    memberCount: of,
    // A day is told on the day after it.
    ...(first.listedOnDay > first.day + 1 ? { filledInOnDay: dayText(first.listedOnDay) } : {}),
  };
}

/** "Index 104.2 by cap, 98.7 equal-weighted on 2026-03-01 (100 on 2025-03-01; 9 of 9 tokens)." */
export function indexLine(name: string, facts: IndexFacts, locale: string): string {
  const { levelByCap, levelEqualWeighted, levelOnDay, baseOnDay, usedCount, memberCount, filledInOnDay } = facts;
  const level = (value: number): string =>
    new Intl.NumberFormat(Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? "en", {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(value);
  const filledIn = filledInOnDay === undefined ? "" : `; days before ${filledInOnDay} filled in with its members`;
  return `${name} index ${level(levelByCap)} by cap, ${level(levelEqualWeighted)} equal-weighted on ${levelOnDay} (${BASE} on ${baseOnDay}; ${usedCount} of ${memberCount} tokens${filledIn}).`;
}
