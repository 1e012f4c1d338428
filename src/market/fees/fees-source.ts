import type { Patience } from "../../wire/transport.ts";
import type { Points } from "../source.ts";

/** A protocol, or a chain, as the provider lists it. Names are cleaned, but from outside all the same. */
export interface ListedProtocol {
  /** The provider's id in its addresses: "aave-v3". */
  readonly slug: string;
  readonly name: string;
  readonly kind: "protocol" | "chain";
  /** Upper case; of its token. */
  readonly symbol?: string;
  /** CoinGecko's id of its token, which is our asset id. */
  readonly assetId?: string;
  /** Slug of the family it belongs to: "aave" of "aave-v3". Families have no row of their own. */
  readonly family?: string;
  /** US dollars; absent where the provider counts it elsewhere. */
  readonly tvlUsd?: number;
  /** Counted elsewhere in its family already. */
  readonly isOutsideFamilyTvl?: true;
  readonly chains: readonly string[];
  readonly category?: string;
}

/** What one protocol took in, in US dollars. Zero is a figure: nothing was taken. */
export interface Takings {
  readonly slug: string;
  readonly name: string;
  readonly family?: string;
  readonly last24hUsd?: number;
  readonly last7dUsd?: number;
  readonly last30dUsd?: number;
  /** Of the 30 days before. */
  readonly previous30dUsd?: number;
  readonly chains: readonly string[];
  /** The provider's own words on what it counts, cleaned and cut: "Fees", "Revenue". */
  readonly methodology: Readonly<Record<string, string>>;
}

/** What users paid, and the part of it that the protocol or its token's holders keep. */
export type TakingsKind = "fees" | "revenue";

/** Fees of one protocol day by day. */
export interface DailyFees {
  /** As the provider calls it: the only place where families have a name. */
  readonly name: string;
  readonly assetId?: string;
  /** Whole UTC days, oldest first, US dollars. */
  readonly points: Points;
  readonly asOf: number;
}

interface Listed<Row> {
  readonly rows: readonly Row[];
  /** The provider's lists say no time: when they were fetched. */
  readonly asOf: number;
}

/** A provider of protocols' fees. Every method throws ProviderError when it got no usable answer. */
export interface FeesSource {
  /** As shown: "DefiLlama". */
  readonly source: string;
  protocols(patience: Patience): Promise<Listed<ListedProtocol>>;
  chains(patience: Patience): Promise<Listed<ListedProtocol>>;
  takings(kind: TakingsKind, patience: Patience): Promise<Listed<Takings>>;
  /** Of a protocol, family or chain that has fees. */
  daily(slug: string, patience: Patience): Promise<DailyFees>;
}
