import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { type CoinParts, coinMeant } from "../commands/portfolio-coins.ts";
import { UserError } from "../core/errors.ts";
import type { UnclearSymbol } from "../commands/import-book.ts";

export interface ImportCoinParts extends CoinParts {
  readonly assets: Pick<Assets, "one" | "byId" | "bearerOf">;
}

/** What a symbol in a file means. */
export type Meant = { readonly asset: Asset } | Omit<UnclearSymbol, "rows" | "symbol">;

/** So many different coins are looked for in one file. */
const SYMBOLS = 2_000;

/**
 * What each symbol of a file means: what the caller said it means, or the id of an asset, or the best known coin of that
 * ticker if it is one of the larger ones. Anything else is asked about.
 */
export function createImportCoins(parts: ImportCoinParts, call: Call): (symbol: string) => Promise<Meant> {
  const known = new Map<string, Promise<Meant>>();
  return (symbol) => {
    const before = known.get(symbol);
    if (before) return before;
    if (known.size >= SYMBOLS)
      return Promise.resolve({ why: "there are too many different coins in this file", candidates: [] });
    const meant = meaningOf(symbol);
    known.set(symbol, meant);
    return meant;
  };

  async function meaningOf(symbol: string): Promise<Meant> {
    const byId = parts.assets.byId(symbol) ?? parts.migrations.oldAsset(symbol);
    if (byId) return { asset: byId };
    try {
      return { asset: (await coinMeant(symbol, parts, call, {})).asset };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const bearer = parts.assets.bearerOf(symbol);
      if (bearer?.rank !== undefined) return { asset: bearer };
      const choices = error.alternatives?.choices ?? [];
      return { why: error.message, candidates: choices.map(({ label, value }) => ({ label, value })) };
    }
  }
}
