import type { Asset } from "./asset.ts";
import type { Candles, Days, History, MarketSource } from "./source.ts";
import type { Patience } from "../wire/transport.ts";
import { isQuotedIn } from "./currencies.ts";
import { createMemory, type Standing } from "./memory.ts";

/** What prices have been. */
export interface Histories {
  /**
   * Prices of the last days with what was traded; undefined when there are none.
   * In US dollars when the provider has no prices in `currency`; the answer says so.
   * @param currency  any case
   * @throws ProviderError when the provider does not answer and nothing younger than a day is known
   */
  of(asset: Asset, currency: string, days: Days, patience?: Patience): Promise<(History & Standing) | undefined>;
  /** The same as candles, in the interval that the provider has for so many days. */
  candles(asset: Asset, currency: string, days: Days, patience?: Patience): Promise<(Candles & Standing) | undefined>;
}

export interface HistoriesParts {
  readonly markets: Pick<MarketSource, "history" | "candles">;
  readonly clock: () => number;
  /** From what age of the newest price on a history is called stale; Infinity for sample data. */
  readonly staleAfterMs?: number;
}

/** A week's points are minutes or an hour apart, a year's a day. */
const SHORT_CACHE_MS = 5 * 60_000;
const LONG_CACHE_MS = 60 * 60_000;
/** Small coins are quoted once in some hours; a coin that is no longer traded not for days. */
const STALE_AFTER_MS = 36 * 60 * 60_000;
/** A history has up to some 2,000 points, so this is some 20 MB. */
const CACHE_SIZE = 300;

interface Asked {
  readonly asset: Asset;
  readonly code: string;
  readonly days: Days;
}

/** Histories with a cache, one request for what several ask at once, and a memory of a day for when nobody answers. */
export function createHistories({ markets, clock, staleAfterMs = STALE_AFTER_MS }: HistoriesParts): Histories {
  const common = {
    keyOf: ({ asset, code, days }: Asked) => `${code} ${days} ${asset.id}`,
    cacheMs: ({ days }: Asked) => (days !== "max" && days <= 7 ? SHORT_CACHE_MS : LONG_CACHE_MS),
    staleAfterMs,
    clock,
    size: CACHE_SIZE,
  };
  const histories = createMemory<Asked, History>({
    ...common,
    name: "history",
    ask: ({ asset, code, days }, patience) => markets.history(asset.id, code, days, patience),
  });
  const candles = createMemory<Asked, Candles>({
    ...common,
    name: "candles",
    ask: ({ asset, code, days }, patience) => markets.candles(asset.id, code, days, patience),
  });
  const asked = (asset: Asset, currency: string, days: Days): Asked => {
    const code = currency.toUpperCase();
    return { asset, code: isQuotedIn(code) ? code : "USD", days };
  };
  return {
    of: (asset, currency, days, patience) => histories(asked(asset, currency, days), patience),
    candles: (asset, currency, days, patience) => candles(asked(asset, currency, days), patience),
  };
}
