import type { Candle } from "../../core/reply.ts";
import type { Chain } from "../chains.ts";
import type { Patience } from "../../wire/transport.ts";
import type { Points } from "../source.ts";

/** One side of a pool. Whoever made the contract chose name and symbol: cleaned, but imitations of known ones are common. */
export interface PoolToken {
  readonly address: string;
  readonly name: string;
  readonly symbol: string;
}

/** A pool on a decentralised exchange, as seen from one of its two tokens. Amounts in US dollars; what nobody said is absent. */
export interface TokenPool {
  readonly chain: Chain;
  readonly address: string;
  /** The exchange, as the source calls it. */
  readonly dex: string;
  /** The token that the figures are about. */
  readonly token: PoolToken;
  readonly other: PoolToken;
  /** Which side of the pool `token` is. */
  readonly side: "base" | "quote";
  readonly price?: number;
  /** Fractions. Sources give them for the base token alone, so they are absent on the quote side. */
  readonly change5m?: number;
  readonly change1h?: number;
  readonly change6h?: number;
  readonly change24h?: number;
  /** What both sides of the pool are worth. */
  readonly liquidity?: number;
  readonly volume24h?: number;
  /** Trades in which `token` was bought or sold in 24 hours. */
  readonly buys24h?: number;
  readonly sells24h?: number;
  readonly fdv?: number;
  readonly cap?: number;
  /** UTC epoch milliseconds. */
  readonly createdAt?: number;
}

/** What was found under an address. */
export interface Found {
  /** Pools that trade a token of this address, or the one pool of this address, seen from its base token. */
  readonly pools: readonly TokenPool[];
  /** Whether the address is a pool's own. */
  readonly isPool: boolean;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
}

/** The pools of a token, as a source lists them. */
export interface PoolList {
  readonly pools: readonly TokenPool[];
  readonly asOf: number;
}

/** What a source knows of a token besides its pools. */
export interface TokenInfo {
  readonly holders?: number;
  /** The part of all tokens that the ten largest holders have, as a fraction. Exchanges and pools count as holders. */
  readonly top10?: number;
  /** Whether somebody can still make new tokens. */
  readonly canMint?: boolean;
  /** Whether somebody can freeze a holder's tokens. */
  readonly canFreeze?: boolean;
  readonly asOf: number;
}

/** What a candle of a pool stands for. */
export type Interval = "15m" | "1h" | "4h" | "1d";

/** Which candles of a pool. */
export interface CandleQuestion {
  readonly chain: Chain;
  readonly pool: string;
  /** Whose price. */
  readonly side: "base" | "quote";
  readonly interval: Interval;
  /** At most 1,000. */
  readonly count: number;
}

/** Candles in US dollars, oldest first. An interval without a trade has none. */
export interface PoolCandles {
  /** At least one. */
  readonly candles: readonly Candle[];
  /** What was traded in each interval. */
  readonly volumes: Points;
  readonly intervalMs: number;
  readonly source: string;
  /** UTC epoch milliseconds up to which the newest candle goes. */
  readonly asOf: number;
}

/** A provider of pools. Every method throws ProviderError when it got no usable answer. */
export interface DexSource {
  /** As shown: "GeckoTerminal". */
  readonly source: string;
  /** Pools by the address of a token or of a pool, on every chain that the source knows or on one. */
  find(address: string, chain: Chain | undefined, patience: Patience): Promise<Found>;
  /** The pools of a token on a chain, at most some 20 to 30; none when the source does not know it. */
  pools(chain: Chain, address: string, patience: Patience): Promise<PoolList>;
}

/** A provider of pools that knows tokens and their past as well. */
export interface DexDataSource extends DexSource {
  /** Undefined when the source knows nothing of the token. */
  info(chain: Chain, address: string, patience: Patience): Promise<TokenInfo | undefined>;
  /** Undefined when the pool has none. */
  candles(question: CandleQuestion, patience: Patience): Promise<PoolCandles | undefined>;
}
