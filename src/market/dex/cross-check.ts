import { byDepth, isDeep, pricedPool } from "./pool-figures.ts";
import { isSame } from "./address.ts";
import type { TokenPool } from "./source.ts";

/** Two sources that differ by more than this on a price contradict each other: pools of one token are traded against each other all day. */
export const PRICE_FACTOR = 1.25;
/** The same for what a pool holds, which sources count in different ways. */
export const LIQUIDITY_FACTOR = 3;
/** A cap that is so many times the value of all tokens there will be. Below it, tokens on other chains may explain it. */
export const CAP_FACTOR = 10;

/** What a source says of a token's pools. */
export interface Said {
  readonly source: string;
  readonly pools: readonly TokenPool[];
}

/** Figures that cannot both be right, and what became of them. US dollars. */
export type Contradiction =
  /** Of one pool: the lower one is used. */
  | {
      readonly about: "liquidity";
      readonly pool: string;
      readonly used: number;
      readonly usedSource: string;
      readonly dropped: number;
      readonly droppedSource: string;
    }
  /** The one from the deeper pool is used, and nothing else of the other source. */
  | {
      readonly about: "price";
      readonly used: number;
      readonly usedSource: string;
      readonly dropped: number;
      readonly droppedSource: string;
    }
  /** Of one source: neither is used. */
  | { readonly about: "cap"; readonly cap: number; readonly fdv: number; readonly droppedSource: string };

/** What is left of the pools once contradictions are out. */
export interface Checked extends Said {
  /** The other source, where its price agrees. */
  readonly checkedWith?: string;
  readonly contradictions: readonly Contradiction[];
}

/**
 * Holds the first source against the second. A public record shows one token's liquidity at 4 to 5 million dollars on five days
 * and at 8.6 billion on another, so no single figure is taken at its word where there are two.
 */
export function crossCheck(first: Said, second: Said | undefined): Checked {
  const [main, caps] = withoutAbsurdCaps(first);
  if (second === undefined) return { ...main, contradictions: caps };
  const [other, otherCaps] = withoutAbsurdCaps(second);
  const depths = depthsOf(main, other);
  const [one, two] = [pricedPool(depths.first), pricedPool(depths.second)];
  const checked: Checked = { ...main, pools: depths.first, contradictions: [...caps, ...depths.contradictions] };
  if (one?.price === undefined || two?.price === undefined) return checked;
  // Thin pools are priced by whoever traded last: they neither confirm nor refute.
  if (!isDeep(two) && isDeep(one)) return checked;
  const ratio = Math.max(one.price, two.price) / Math.min(one.price, two.price);
  if (ratio <= PRICE_FACTOR) return { ...checked, checkedWith: other.source };
  const isFirstDeeper = byDepth([one, two])[0] === one;
  const [used, dropped] = isFirstDeeper ? [one.price, two.price] : [two.price, one.price];
  const [kept, left] = isFirstDeeper ? [main, other] : [other, main];
  const price = { about: "price", used, usedSource: kept.source, dropped, droppedSource: left.source } as const;
  return {
    source: kept.source,
    pools: isFirstDeeper ? depths.first : depths.second,
    contradictions: [...(isFirstDeeper ? caps : otherCaps), ...depths.contradictions, price],
  };
}

/** Where both know a pool and differ, both get the lower depth. */
function depthsOf(first: Said, second: Said) {
  const contradictions: Contradiction[] = [];
  const lowered = new Map<string, number>();
  for (const pool of first.pools) {
    const twin = second.pools.find((each) => isSame(each.address, pool.address));
    const [a, b] = [pool.liquidity, twin?.liquidity];
    if (a === undefined || b === undefined || Math.max(a, b) / Math.min(a, b) <= LIQUIDITY_FACTOR) continue;
    lowered.set(pool.address.toLowerCase(), Math.min(a, b));
    contradictions.push({
      about: "liquidity",
      pool: `${pool.token.symbol}/${pool.other.symbol} on ${pool.dex}`,
      used: Math.min(a, b),
      usedSource: a <= b ? first.source : second.source,
      dropped: Math.max(a, b),
      droppedSource: a <= b ? second.source : first.source,
    });
  }
  const adjusted = (pools: readonly TokenPool[]): readonly TokenPool[] =>
    pools.map((pool) => {
      const liquidity = lowered.get(pool.address.toLowerCase());
      return liquidity === undefined ? pool : { ...pool, liquidity };
    });
  return { first: adjusted(first.pools), second: adjusted(second.pools), contradictions };
}

/** Pools without cap and value where those contradict each other; said once, of the deepest. */
function withoutAbsurdCaps({ source, pools }: Said): readonly [Said, readonly Contradiction[]] {
  const isAbsurd = ({ cap, fdv }: TokenPool): boolean =>
    cap !== undefined && fdv !== undefined && cap > fdv * CAP_FACTOR;
  const worst = byDepth(pools).find(isAbsurd);
  if (worst?.cap === undefined || worst.fdv === undefined) return [{ source, pools }, []];
  const kept = pools.map((pool) => {
    const { cap: _cap, fdv: _fdv, ...rest } = pool;
    return isAbsurd(pool) ? rest : pool;
  });
  return [{ source, pools: kept }, [{ about: "cap", cap: worst.cap, fdv: worst.fdv, droppedSource: source }]];
}
