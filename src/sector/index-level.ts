/** What a member was worth at the close of a day. */
export interface Close {
  readonly priceUsd: number;
  /** Absent where nobody knows: then it has no weight by cap. */
  readonly capUsd?: number;
}

/** The levels of an index at the end of a day; both are 100 on its first day. */
export interface Level {
  /** By market cap of the day before. */
  readonly byCap: number;
  /** Each member alike. */
  readonly equal: number;
  /** Members that had a close on both days, of those that belonged to it. */
  readonly used: number;
  readonly of: number;
}

/** Levels on the first day. */
export const BASE = 100;

/**
 * The next day's level, chained on the last: only members with a close on both days count, weighted by the day before. So a
 * token that joins, leaves or is exchanged for another moves nothing on that day, and one that nobody has a price of is not
 * counted as unchanged.
 * @param members  CoinGecko ids of those that belong to it on the new day
 * @param weighs   whether a member has weight by cap; a token inside another's economy has none
 * @returns undefined when no member has both closes: there is no level that day
 */
export function nextLevel(
  last: Pick<Level, "byCap" | "equal">,
  members: readonly string[],
  before: ReadonlyMap<string, Close>,
  after: ReadonlyMap<string, Close>,
  weighs: (assetId: string) => boolean = () => true,
): Level | undefined {
  const both = members.flatMap((id) => {
    const [from, to] = [before.get(id), after.get(id)];
    return from === undefined || to === undefined
      ? []
      : [{ ratio: to.priceUsd / from.priceUsd, capUsd: weighs(id) ? (from.capUsd ?? 0) : 0 }];
  });
  if (both.length === 0) return undefined;
  const equal = both.reduce((sum, { ratio }) => sum + ratio, 0) / both.length;
  const capUsd = both.reduce((sum, each) => sum + each.capUsd, 0);
  // Without a single cap there is no other weight than that of all alike.
  const byCap = capUsd === 0 ? equal : both.reduce((sum, each) => sum + each.ratio * each.capUsd, 0) / capUsd;
  return { byCap: last.byCap * byCap, equal: last.equal * equal, used: both.length, of: members.length };
}
