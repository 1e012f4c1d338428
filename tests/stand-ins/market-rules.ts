import type { filler, StandInAsset } from "./market-assets.ts";
import type { StandInPool } from "./market-dex.ts";
import type { IncomingHttpHeaders } from "node:http";

/** A request as the stand-in keeps it. */
export interface MarketRequest {
  readonly provider:
    | "coingecko"
    | "coingecko-pro"
    | "coinpaprika"
    | "defillama"
    | "defillama-coins"
    | "fear-greed"
    | "binance"
    | "geckoterminal"
    | "dexscreener"
    | "binance-futures"
    | "bybit"
    | "okx"
    | "bitget";
  /** From the provider's base on, not decoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

export interface Asked extends MarketRequest {
  /** Refuses parameters that the path does not have. */
  readonly only: (allowed: readonly string[]) => Answer | undefined;
}

export interface World {
  readonly assets: readonly StandInAsset[];
  readonly filler: ReturnType<typeof filler>;
  readonly keys: ReadonlySet<string>;
  readonly now: () => number;
  /** On decentralised exchanges. */
  readonly pools?: readonly StandInPool[];
  /** Ids of the categories that CoinGecko sorts coins into. */
  readonly categories: readonly string[];
  /** Ids of the coins in them. */
  readonly categoryMembers: ReadonlyMap<string, readonly string[]>;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  /** What the request did that no client of ours may do. */
  readonly violation?: string;
}

export const refused = (violation: string): Answer => ({ status: 400, body: { error: violation }, violation });

/** Rules that hold for every provider: a User-Agent, no blanks around the items of a list. */
export function commonProblem({ headers, query }: MarketRequest): Answer | undefined {
  const agent = headers["user-agent"] ?? "";
  if (!/^Westbound\/\d/.test(agent)) return { ...refused(`User-Agent "${agent}" does not say who asks`), status: 403 };
  if (Object.values(query).some((value) => value.split(",").some((item) => item !== item.trim() || item === "")))
    return refused("a list with blanks or gaps");
  return undefined;
}

export const only =
  (query: MarketRequest["query"]) =>
  (allowed: readonly string[]): Answer | undefined => {
    const unknown = Object.keys(query).filter((name) => !allowed.includes(name));
    return unknown.length === 0 ? undefined : refused(`unknown parameter ${unknown.join(", ")}`);
  };
