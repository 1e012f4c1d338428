import type { Asset } from "./asset.ts";
import type { Candles, Days, History, MarketSource, Patience } from "./source.ts";
import { isQuotedIn } from "./currencies.ts";
import { ProviderError } from "../core/errors.ts";

/** How an answer stands in time. */
interface Standing {
  /** Nothing newer could be had, or the asset is no longer traded. */
  readonly isStale: boolean;
}

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
const LAST_KNOWN_MS = 24 * 60 * 60_000;
/** Small coins are quoted once in some hours; a coin that is no longer traded not for days. */
const STALE_AFTER_MS = 36 * 60 * 60_000;
/** A history has up to some 2,000 points, so this is some 20 MB. */
const CACHE_SIZE = 300;

/** Histories with a cache, one request for what several ask at once, and a memory of a day for when nobody answers. */
export function createHistories({ markets, clock, staleAfterMs = STALE_AFTER_MS }: HistoriesParts): Histories {
  const remember = <Answer extends { readonly asOf: number }>(
    fetch: (id: string, currency: string, days: Days, patience: Patience) => Promise<Answer | undefined>,
  ) => {
    const cache = new Map<string, { readonly answer: Answer | undefined; readonly at: number }>();
    const open = new Map<string, Promise<Answer | undefined>>();

    const ask = async (key: string, ...asked: Parameters<typeof fetch>): Promise<Answer | undefined> => {
      const answer = await fetch(...asked);
      cache.delete(key);
      cache.set(key, { answer, at: clock() });
      const oldest = cache.keys().next();
      if (cache.size > CACHE_SIZE && oldest.done !== true) cache.delete(oldest.value);
      return answer;
    };

    const marked = (answer: Answer | undefined, isStale: boolean): (Answer & Standing) | undefined =>
      answer && { ...answer, isStale: isStale || clock() - answer.asOf > staleAfterMs };

    /** A clock that was set back must not make an entry last for ever. */
    const isWithin = (at: number, ms: number): boolean => clock() - at < ms && clock() >= at;

    return async (asset: Asset, currency: string, days: Days, patience: Patience = "person") => {
      const code = isQuotedIn(currency.toUpperCase()) ? currency.toUpperCase() : "USD";
      const key = `${code} ${days} ${asset.id}`;
      const known = cache.get(key);
      if (known && isWithin(known.at, days !== "max" && days <= 7 ? SHORT_CACHE_MS : LONG_CACHE_MS))
        return marked(known.answer, false);
      const way = `${patience} ${key}`;
      const running = open.get(way) ?? ask(key, asset.id, code, days, patience).finally(() => open.delete(way));
      open.set(way, running);
      try {
        return marked(await running, false);
      } catch (error) {
        if (!(error instanceof ProviderError) || !known?.answer || !isWithin(known.at, LAST_KNOWN_MS)) throw error;
        return marked(known.answer, true); // The transport has logged it.
      }
    };
  };

  return {
    of: remember((id, currency, days, patience) => markets.history(id, currency, days, patience)),
    candles: remember((id, currency, days, patience) => markets.candles(id, currency, days, patience)),
  };
}
