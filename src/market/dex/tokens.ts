import type { Chain } from "../chains.ts";
import { crossCheck, type Checked } from "./cross-check.ts";
import { createMemory, type Standing } from "../memory.ts";
import type {
  CandleQuestion,
  DexDataSource,
  DexSource,
  Found,
  PoolCandles,
  PoolList,
  PoolToken,
  TokenInfo,
  TokenPool,
} from "./source.ts";
import { ProviderError } from "../../core/errors.ts";

/** A token of a chain, found by its address or by that of a pool. */
export interface TokenView extends Checked, Standing {
  readonly chain: Chain;
  readonly token: PoolToken;
  /** Where a pool's address was asked for. */
  readonly askedPool?: { readonly address: string; readonly other: PoolToken };
  /** Other chains where a token has the same address, the most liquid first. */
  readonly elsewhere: readonly { readonly chain: Chain; readonly address: string; readonly liquidity: number }[];
  readonly info?: TokenInfo;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
  /** Sources that did not answer. */
  readonly silent: readonly string[];
}

/** Tokens on decentralised exchanges. */
export interface DexTokens {
  /**
   * Finds a token with its pools. Where several chains have the address, the one with the most liquidity is taken.
   * @returns the sources that did not answer where nobody knows the address
   * @throws ProviderError when no source answers and nothing younger than a day is known
   */
  of(address: string, chain?: Chain): Promise<TokenView | { readonly silent: readonly string[] }>;
  /** Undefined when the pool has none. @throws ProviderError */
  candles(question: CandleQuestion): Promise<(PoolCandles & Standing) | undefined>;
}

export interface DexTokensParts {
  /** Asked first, and the only one with candles. */
  readonly data: DexDataSource;
  /** Falls back on it, and checks against it. */
  readonly check?: DexSource;
  readonly clock: () => number;
  /** How many times longer answers are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
  /** Whether figures get old; those of sample data do not. */
  readonly ages?: "never";
}

/** As long as GeckoTerminal caches its own answers. */
const POOLS_CACHE_MS = 60_000;
/** Holders are counted once in some hours. */
const INFO_CACHE_MS = 60 * 60_000;
const STALE_AFTER_MS = 10 * 60_000;
/** A pool in which nobody trades any more has its last candle days ago. */
const CANDLES_STALE_AFTER_MS = 36 * 60 * 60_000;

interface Asked {
  readonly address: string;
  readonly chain: Chain | undefined;
}

interface OnChain {
  readonly address: string;
  readonly chain: Chain;
}

interface FoundBy extends Found {
  readonly source: string;
  readonly silent: readonly string[];
}

interface Pools extends PoolList {
  readonly source: string;
}

export function createDexTokens({ data, check, clock, stretch = () => 1, ages }: DexTokensParts): DexTokens {
  const sources: readonly DexSource[] = check === undefined ? [data] : [data, check];
  const staleAfter = (ms: number): number => (ages === "never" ? Number.POSITIVE_INFINITY : ms);

  const find = createMemory<Asked, FoundBy>({
    name: "token addresses",
    ask: async ({ address, chain }, patience) => {
      const silent: string[] = [];
      let failure: ProviderError | undefined;
      for (const source of sources) {
        try {
          const found = await source.find(address, chain, patience);
          if (found.pools.length > 0) return { ...found, source: source.source, silent };
        } catch (error) {
          if (!(error instanceof ProviderError)) throw error;
          failure ??= error;
          silent.push(source.source);
        }
      }
      if (failure && silent.length === sources.length) throw failure;
      return { pools: [], isPool: false, source: data.source, silent, asOf: clock() };
    },
    keyOf: ({ address, chain }) => `${chain?.id ?? ""} ${address}`,
    cacheMs: POOLS_CACHE_MS,
    staleAfterMs: staleAfter(STALE_AFTER_MS),
    clock,
    stretch,
  });

  const poolsOf = sources.map((source) =>
    createMemory<OnChain, Pools>({
      name: `pools ${source.source}`,
      ask: async ({ chain, address }, patience) => ({
        source: source.source,
        ...(await source.pools(chain, address, patience)),
      }),
      keyOf: ({ chain, address }) => `${chain.id} ${address}`,
      cacheMs: POOLS_CACHE_MS,
      staleAfterMs: staleAfter(STALE_AFTER_MS),
      clock,
      stretch,
    }),
  );

  const infoOf = createMemory<OnChain, TokenInfo>({
    name: "token info",
    ask: ({ chain, address }, patience) => data.info(chain, address, patience),
    keyOf: ({ chain, address }) => `${chain.id} ${address}`,
    cacheMs: INFO_CACHE_MS,
    staleAfterMs: Number.POSITIVE_INFINITY,
    clock,
    stretch,
  });

  const candles = createMemory<CandleQuestion, PoolCandles>({
    name: "pool candles",
    ask: (question, patience) => data.candles(question, patience),
    keyOf: ({ chain, pool, side, interval, count }) => `${chain.id} ${pool} ${side} ${interval} ${count}`,
    cacheMs: ({ interval }) => (interval === "1d" ? 5 * POOLS_CACHE_MS : POOLS_CACHE_MS),
    staleAfterMs: staleAfter(CANDLES_STALE_AFTER_MS),
    clock,
    stretch,
  });

  return {
    candles: (question) => candles(question),

    async of(address, chain) {
      const found = await find({ address, chain });
      const [best, ...elsewhere] = byChain(found?.pools ?? []);
      if (!found || !best) return { silent: found?.silent ?? [] };
      const where = { chain: best.chain, address: best.token.address };
      const [answers, info] = await Promise.all([
        Promise.all(poolsOf.map((ask) => settled(ask(where)))),
        settled(infoOf(where)),
      ]);
      const silent = sources.filter((_, index) => answers[index] === "failed").map(({ source }) => source);
      // What is fresh comes before what is only remembered.
      const told = answers
        .flatMap((answer) => (answer === "failed" || !answer || answer.pools.length === 0 ? [] : [answer]))
        .toSorted((a, b) => Number(a.isStale) - Number(b.isStale));
      // Where nobody lists its pools, those that led to the token are all there is.
      const first = told[0] ?? { source: found.source, pools: best.pools, asOf: found.asOf, isStale: found.isStale };
      const second = told[1] && !told[1].isStale ? told[1] : undefined;
      const checked = crossCheck(first, second);
      const used = checked.source === first.source ? first : (second ?? first);
      return {
        ...checked,
        chain: best.chain,
        // The name of the source that is shown.
        token: checked.pools[0]?.token ?? best.token,
        ...(found.isPool && best.pools[0] ? { askedPool: best.pools[0] } : {}),
        elsewhere: elsewhere.map(({ chain: other, token, liquidity }) => ({
          chain: other,
          address: token.address,
          liquidity,
        })),
        ...(info === "failed" || !info ? {} : { info }),
        asOf: used.asOf,
        isStale: used.isStale,
        silent: [...new Set([...found.silent, ...silent])],
      };
    },
  };
}

/** The answer, or that there was none: one source that is down takes no other with it. */
async function settled<Value>(asked: Promise<Value>): Promise<Value | "failed"> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProviderError) return "failed";
    throw error;
  }
}

interface OfChain {
  readonly chain: Chain;
  readonly token: PoolToken;
  readonly pools: readonly TokenPool[];
  readonly liquidity: number;
}

/** Pools by chain, the most liquid chain first. */
function byChain(pools: readonly TokenPool[]): readonly OfChain[] {
  const groups = new Map<string, TokenPool[]>();
  for (const pool of pools) groups.set(pool.chain.id, [...(groups.get(pool.chain.id) ?? []), pool]);
  const each = [...groups.values()].flatMap((group): OfChain[] => {
    const [first] = group;
    const liquidity = group.reduce((total, pool) => total + (pool.liquidity ?? 0), 0);
    return first ? [{ chain: first.chain, token: first.token, pools: group, liquidity }] : [];
  });
  return each.toSorted((a, b) => b.liquidity - a.liquidity);
}
