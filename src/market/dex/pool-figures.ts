import { MIN_POOL_LIQUIDITY_USD } from "../liquidity.ts";
import { known } from "../../wire/figure.ts";
import type { TokenPool } from "./source.ts";

/** Whether a pool is deep enough for its price to be one. One of unknown depth is not. */
export const isDeep = ({ liquidity }: TokenPool): boolean =>
  liquidity !== undefined && liquidity >= MIN_POOL_LIQUIDITY_USD;

/**
 * Deepest first; a deep pool in which nobody traded for a day comes after those in which somebody did, since whoever makes a
 * pool of worthless tokens can have it say any depth.
 */
export function byDepth(pools: readonly TokenPool[]): readonly TokenPool[] {
  const place = (pool: TokenPool): number => (!isDeep(pool) ? 2 : pool.volume24h === 0 ? 1 : 0);
  return pools.toSorted((a, b) => place(a) - place(b) || (b.liquidity ?? 0) - (a.liquidity ?? 0));
}

/** The pool whose price is the token's: the deepest that has one. */
export const pricedPool = (pools: readonly TokenPool[]): TokenPool | undefined =>
  byDepth(pools).find(({ price }) => price !== undefined);

/** A token over its pools, in US dollars. What nobody said is absent. */
export interface TokenFigures {
  readonly price?: number;
  /** Fractions, of the deepest pool that says any. */
  readonly change5m?: number;
  readonly change1h?: number;
  readonly change6h?: number;
  readonly change24h?: number;
  /** Of all pools that count. */
  readonly liquidity?: number;
  readonly volume24h?: number;
  readonly buys24h?: number;
  readonly sells24h?: number;
  readonly fdv?: number;
  readonly cap?: number;
  /** UTC epoch milliseconds; of all pools, thin ones too. */
  readonly oldestPoolAt?: number;
  /** The part of the liquidity that is in the largest pool, as a fraction. */
  readonly largestShare?: number;
  /** No pool reaches the floor: the price is not one that anybody can trade at. Then thin pools count. */
  readonly isThin: boolean;
  /** How many pools the sums are over. */
  readonly counted: number;
}

/** Sums over the pools above the floor, or over all where none is. */
export function figuresOf(pools: readonly TokenPool[]): TokenFigures {
  const deep = pools.filter(isDeep);
  const counted = byDepth(deep.length > 0 ? deep : pools);
  const priced = pricedPool(counted);
  // Changes are of the base token: a pool that has the token on its other side says none.
  const moving = priced && hasChange(priced) ? priced : counted.find(hasChange);
  const liquidity = sum(counted, (pool) => pool.liquidity);
  const largest = Math.max(...counted.map((pool) => pool.liquidity ?? 0));
  const ages = pools.flatMap(({ createdAt }) => createdAt ?? []);
  const caps = counted.find(({ fdv, cap }) => fdv !== undefined || cap !== undefined);
  return {
    isThin: deep.length === 0,
    counted: counted.length,
    ...known({
      price: priced?.price,
      change5m: moving?.change5m,
      change1h: moving?.change1h,
      change6h: moving?.change6h,
      change24h: moving?.change24h,
      liquidity,
      volume24h: sum(counted, (pool) => pool.volume24h),
      buys24h: sum(counted, (pool) => pool.buys24h),
      sells24h: sum(counted, (pool) => pool.sells24h),
      fdv: caps?.fdv,
      cap: caps?.cap,
      oldestPoolAt: ages.length === 0 ? undefined : Math.min(...ages),
      largestShare: liquidity === undefined ? undefined : largest / liquidity,
    }),
  };
}

const hasChange = ({ change1h, change6h, change24h }: TokenPool): boolean =>
  change24h !== undefined || change6h !== undefined || change1h !== undefined;

/** Undefined where nobody says anything, which is not nothing. */
function sum(pools: readonly TokenPool[], of: (pool: TokenPool) => number | undefined): number | undefined {
  const said = pools.flatMap((pool) => of(pool) ?? []);
  return said.length === 0 ? undefined : said.reduce((total, each) => total + each, 0);
}
