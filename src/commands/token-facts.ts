import type { Asset } from "../market/asset.ts";
import { byDepth, figuresOf, isDeep } from "../market/dex/pool-figures.ts";
import { CAP_FACTOR, type Contradiction, LIQUIDITY_FACTOR, PRICE_FACTOR } from "../market/dex/cross-check.ts";
import { chainNamed } from "../market/chains.ts";
import { known } from "../wire/figure.ts";
import { mayBeKey } from "../core/pasted-secret.ts";
import { MIN_POOL_LIQUIDITY_USD } from "../market/liquidity.ts";
import type { Origin } from "./source-line.ts";
import type { TokenPool } from "../market/dex/source.ts";
import type { TokenView } from "../market/dex/tokens.ts";

/** How many pools a card names. */
const POOLS = 4;
/** How many other chains are offered. */
const CHAINS = 6;

/** A token on a chain, from the pools that trade it. Amounts in US dollars; what nobody said is absent. */
export interface TokenFacts extends Origin {
  readonly contract: string;
  readonly chainId: string;
  readonly chainName: string;
  /** As given by whoever made the contract: untrusted, and imitations of known tokens are common. */
  readonly nameGivenByMaker: string;
  readonly symbolGivenByMaker: string;
  /** The coin of our list that this contract belongs to; the list is CoinGecko's. */
  readonly listedAs?: { readonly assetId: string; readonly symbol: string; readonly name: string };
  /** Absent where every pool is below the floor. */
  readonly priceUsd?: number;
  /** In its place: what a pool below the floor says, which is not a price that one can trade at. */
  readonly thinPriceUsd?: number;
  readonly change5mFraction?: number;
  readonly change1hFraction?: number;
  readonly change6hFraction?: number;
  readonly change24hFraction?: number;
  readonly isThin: boolean;
  /** Pools with less are left out of all sums, unless none has more. */
  readonly liquidityFloorUsd: number;
  readonly liquidityUsd?: number;
  readonly volume24hUsd?: number;
  /** The 24-hour volume divided by the liquidity; hundreds are seen where the same money goes in circles. */
  readonly volumeToLiquidityMultiple?: number;
  readonly buys24hCount?: number;
  readonly sells24hCount?: number;
  readonly fdvUsd?: number;
  readonly marketCapUsd?: number;
  readonly oldestPoolCreatedAt?: number;
  readonly largestPoolShareFraction?: number;
  readonly holderCount?: number;
  /** Exchanges and pools count as holders. */
  readonly top10HoldersShareFraction?: number;
  readonly isMintable?: boolean;
  readonly isFreezable?: boolean;
  /** How many pools the sums are over, and how many the source lists. */
  readonly countedPools: number;
  readonly listedPools: number;
  /** The deepest first. */
  readonly pools: readonly PoolFacts[];
  readonly contradictions: readonly ContradictionFacts[];
  /** Another source, whose price agrees. */
  readonly checkedWith?: string;
  /** What was asked for where pools say US dollars only. */
  readonly currencyNotSaid?: string;
  /** Sources that did not answer. */
  readonly unansweredBy: readonly string[];
  /** Where a token of the same address is besides, or the other token of the pool that was asked for. */
  readonly choices: readonly {
    readonly label: string;
    readonly contract: string;
    readonly chainId: string;
    readonly liquidityUsd?: number;
  }[];
}

interface PoolFacts {
  readonly dex: string;
  /** The symbols that the makers gave. */
  readonly pair: string;
  readonly pool: string;
  readonly isThin: boolean;
  readonly liquidityUsd?: number;
  readonly volume24hUsd?: number;
  readonly createdAt?: number;
}

/** Figures that cannot both be right. The factor is that from which on two figures contradict each other. */
interface ContradictionFacts {
  readonly about: "liquidity" | "price" | "cap";
  /** Only of liquidity. */
  readonly pool?: string;
  readonly usedUsd?: number;
  readonly usedSource?: string;
  readonly droppedUsd: number;
  /** The value of all tokens, where a cap contradicts it. */
  readonly droppedFdvUsd?: number;
  readonly droppedSource: string;
  readonly factor: number;
}

/** The figures of a token under names that say their units. */
export function tokenFacts(view: TokenView, listed: Asset | undefined): TokenFacts {
  const figures = figuresOf(view.pools);
  const { price, liquidity, volume24h } = figures;
  return {
    contract: view.token.address,
    chainId: view.chain.id,
    chainName: view.chain.name,
    nameGivenByMaker: view.token.name,
    symbolGivenByMaker: view.token.symbol,
    ...(listed === undefined ? {} : { listedAs: { assetId: listed.id, symbol: listed.symbol, name: listed.name } }),
    ...known({
      [figures.isThin ? "thinPriceUsd" : "priceUsd"]: price,
      change5mFraction: figures.change5m,
      change1hFraction: figures.change1h,
      change6hFraction: figures.change6h,
      change24hFraction: figures.change24h,
    }),
    isThin: figures.isThin,
    liquidityFloorUsd: MIN_POOL_LIQUIDITY_USD,
    ...known({
      liquidityUsd: liquidity,
      volume24hUsd: volume24h,
      volumeToLiquidityMultiple: liquidity === undefined || volume24h === undefined ? undefined : volume24h / liquidity,
      buys24hCount: figures.buys24h,
      sells24hCount: figures.sells24h,
      fdvUsd: figures.fdv,
      marketCapUsd: figures.cap,
      oldestPoolCreatedAt: figures.oldestPoolAt,
      largestPoolShareFraction: figures.largestShare,
      holderCount: view.info?.holders,
      top10HoldersShareFraction: view.info?.top10,
      isMintable: view.info?.canMint,
      isFreezable: view.info?.canFreeze,
    }),
    countedPools: figures.counted,
    listedPools: view.pools.length,
    pools: byDepth(view.pools).slice(0, POOLS).map(poolFacts),
    contradictions: view.contradictions.map(contradictionFacts),
    ...known({ checkedWith: view.checkedWith }),
    unansweredBy: view.silent,
    choices: choicesOf(view),
    source: view.source,
    asOf: view.asOf,
    isStale: view.isStale,
  };
}

const poolFacts = (pool: TokenPool): PoolFacts => ({
  dex: pool.dex,
  pair: pairOf(pool),
  pool: pool.address,
  isThin: !isDeep(pool),
  ...known({ liquidityUsd: pool.liquidity, volume24hUsd: pool.volume24h, createdAt: pool.createdAt }),
});

/** "VIRTUAL/WETH", the asked token first. */
export const pairOf = ({ token, other }: TokenPool): string => `${token.symbol}/${other.symbol}`;

function contradictionFacts(each: Contradiction): ContradictionFacts {
  const { about, droppedSource } = each;
  if (about === "cap")
    return { about, droppedUsd: each.cap, droppedFdvUsd: each.fdv, droppedSource, factor: CAP_FACTOR };
  const { used: usedUsd, usedSource, dropped: droppedUsd } = each;
  const base = { about, usedUsd, usedSource, droppedUsd, droppedSource };
  return about === "price" ? { ...base, factor: PRICE_FACTOR } : { ...base, pool: each.pool, factor: LIQUIDITY_FACTOR };
}

function choicesOf({ chain, askedPool, elsewhere }: TokenView): TokenFacts["choices"] {
  const counterpart = askedPool?.other;
  const other = counterpart && {
    label: `${counterpart.symbol}, the other side of that pool`,
    contract: counterpart.address,
    chainId: chain.id,
  };
  const chains = elsewhere.slice(0, CHAINS).map(({ chain: { id, name }, address, liquidity }) => ({
    label: `on ${name}`,
    contract: address,
    chainId: id,
    liquidityUsd: liquidity,
  }));
  return other ? [other, ...chains] : chains;
}

/**
 * What stands for a token in a command's input. An address that may be a key is refused there, so one that a source gave for a
 * token is put as the link to its page.
 */
export function tokenReference({ contract, chainId }: Pick<TokenFacts, "contract" | "chainId">): string {
  const network = chainNamed(chainId)?.geckoterminal ?? chainId;
  return mayBeKey(contract) ? `https://www.geckoterminal.com/${network}/tokens/${contract}` : `${chainId}:${contract}`;
}
