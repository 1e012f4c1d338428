import type { Call } from "../core/call.ts";
import type { PriceFigures } from "./price-facts.ts";
import type { ResolvedWords } from "./resolve-each.ts";

/** As many as a phone shows without losing the thread, and one request asks for. */
export const WATCHLIST_LIMIT = 50;

/** The caller's watchlist. Changes are carried out once for each call; their facts are made of what was changed, and kept with it. */
export interface Watchlist {
  /** Asset ids, in the order added. */
  of(call: Call): Promise<readonly string[]>;
  add<Facts>(
    assetIds: readonly string[],
    call: Call,
    factsOf: (change: {
      readonly added: readonly string[];
      readonly alreadyThere: readonly string[];
      readonly leftOut: readonly string[];
      /** On the list now. */
      readonly count: number;
    }) => Facts,
  ): Promise<Facts>;
  remove<Facts>(
    assetIds: readonly string[],
    call: Call,
    factsOf: (change: { readonly removed: readonly string[]; readonly count: number }) => Facts,
  ): Promise<Facts>;
}

/** An asset by its name; one that is no longer listed goes by its id. */
export interface WatchedAsset {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
}

/** A watchlist with its prices. */
export interface WatchlistFacts {
  /** ISO 4217 code, or BTC or ETH; all prices are in it. */
  readonly currency: string;
  readonly assets: readonly (WatchedAsset & {
    /** Absent when nobody has a price right now. */
    readonly quote?: PriceFigures;
  })[];
}

export interface WatchlistAddedFacts {
  readonly added: readonly WatchedAsset[];
  readonly alreadyThere: readonly WatchedAsset[];
  /** For which there was no room. */
  readonly leftOut: readonly WatchedAsset[];
  readonly notFound: ResolvedWords["notFound"];
  readonly unclear: ResolvedWords["unclear"];
  readonly count: number;
}

export interface WatchlistRemovedFacts {
  readonly removed: readonly WatchedAsset[];
  /** Words that mean nothing on the list. */
  readonly notThere: readonly string[];
  /** What to choose from, where nothing was named, or a name that several have. */
  readonly toChoose: readonly WatchedAsset[];
  readonly count: number;
}

/** The asset as it is listed, or by its id where it is no longer. */
export function watchedAsset(
  id: string,
  assets: { byId(id: string): { readonly symbol: string; readonly name: string } | undefined },
): WatchedAsset {
  const asset = assets.byId(id);
  return { assetId: id, symbol: asset?.symbol ?? id, name: asset?.name ?? id };
}
