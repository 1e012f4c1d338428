import { BASE, type Close, type Level, nextLevel } from "./index-level.ts";
import { type LayerFigures, MIN_MEMBERS, type Move, moveOf, type Window } from "./layer-figures.ts";
import { MIN_MEMBER_VOLUME_24H_USD } from "../market/liquidity.ts";

/** The index of the whole sector; every other index has its layer's id. */
export const SECTOR_INDEX = "sector";

/** What an index did on one UTC day, as it is kept. */
export interface IndexDay {
  readonly indexId: string;
  /** Counted since 1970 in UTC. */
  readonly day: number;
  /** CoinGecko ids of those that belonged to it that day. */
  readonly assetIds: readonly string[];
  /** The day on which that list was written down; later than `day` where history was filled in. */
  readonly listedOnDay: number;
  /** Absent where too few members had a close: the next level is chained over the day. */
  readonly level?: Level;
  /** Of the day's close against that of 1, 7 and 30 days before. */
  readonly moves: LayerFigures["moves"];
}

/** Where the days of indices are kept. `store/index-level-store.ts` implements it. */
export interface IndexBook {
  /** What was kept of the same index and day is replaced. */
  keep(days: readonly IndexDay[]): Promise<void>;
  /** In order of index and day. @param fromDay  and `toDay` belong to it */
  between(fromDay: number, toDay: number): Promise<readonly IndexDay[]>;
  /** The last day with a level up to that day, and the first of all. */
  levels(indexId: string, untilDay: number): Promise<{ readonly first: IndexDay; readonly last: IndexDay } | undefined>;
}

/** For sample data: figures of nobody's market are not kept. */
export const NO_INDICES: IndexBook = {
  keep: async () => undefined,
  between: async () => [],
  levels: async () => undefined,
};

/** A member's close with what was traded that day. */
export interface MemberClose extends Close {
  readonly volumeUsd?: number;
}

/** Closes by day and CoinGecko id. */
type ClosesByDay = ReadonlyMap<number, ReadonlyMap<string, MemberClose>>;

export interface IndexParts {
  readonly indexId: string;
  readonly closes: ClosesByDay;
  /** The days to tell; both belong to it. */
  readonly fromDay: number;
  readonly toDay: number;
  /** The last day before that has a level, to chain on; without one the first day that can have a level is the base. */
  readonly before?: IndexDay;
  /** Who belonged to it that day, and when that was written down. */
  readonly membersOn: (day: number) => Pick<IndexDay, "assetIds" | "listedOnDay">;
  /** Whether a token is priced inside another's economy: it has no weight by cap. */
  readonly isChild: (assetId: string) => boolean;
}

/**
 * The days of an index, told from the closes alone: telling them again gives the same. A day on which fewer than five members
 * have a close there and on the last day with a level has no level of its own, and the next is chained over it.
 */
export function indexDays({ indexId, closes, fromDay, toDay, before, membersOn, isChild }: IndexParts): IndexDay[] {
  const days: IndexDay[] = [];
  let last = before?.level && { day: before.day, level: before.level };
  for (let day = fromDay; day <= toDay; day += 1) {
    const now = closes.get(day) ?? NONE;
    const { assetIds, listedOnDay } = membersOn(day);
    const level = last
      ? nextLevel(last.level, assetIds, closes.get(last.day) ?? NONE, now, (id) => !isChild(id))
      : firstLevel(assetIds, now);
    const isLevel = level !== undefined && level.used >= MIN_MEMBERS;
    const moves = movesOn(day, assetIds, closes);
    if (!last && !isLevel && Object.keys(moves).length === 0) continue; // Before there was anything to tell.
    days.push({ indexId, day, assetIds, listedOnDay, ...(isLevel ? { level } : {}), moves });
    if (isLevel) last = { day, level };
  }
  return days;
}

const NONE: ReadonlyMap<string, MemberClose> = new Map();

function firstLevel(assetIds: readonly string[], now: ReadonlyMap<string, MemberClose>): Level {
  return { byCap: BASE, equal: BASE, used: assetIds.filter((id) => now.has(id)).length, of: assetIds.length };
}

/** The days over which a change is told, as they are kept. */
const SINCE = { "24h": 1, "7d": 7, "30d": 30 } as const satisfies Record<Window, number>;

function movesOn(day: number, assetIds: readonly string[], closes: ClosesByDay): IndexDay["moves"] {
  const now = closes.get(day) ?? NONE;
  const counted = assetIds.filter((id) => (now.get(id)?.volumeUsd ?? 0) >= MIN_MEMBER_VOLUME_24H_USD);
  const moves: Partial<Record<Window, Move>> = {};
  for (const window of Object.keys(SINCE) as Window[]) {
    const then = closes.get(day - SINCE[window]) ?? NONE;
    const changes = counted.flatMap((id) => {
      const [from, to] = [then.get(id), now.get(id)];
      return from && to ? [to.priceUsd / from.priceUsd - 1] : [];
    });
    const move = moveOf(changes);
    if (move) moves[window] = move;
  }
  return moves;
}
