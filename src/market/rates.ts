import type { ExchangeRates, MarketSource } from "./source.ts";
import type { Patience } from "../wire/transport.ts";
import { CURRENCIES } from "./currencies.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";

/** How much of one currency another buys. */
interface Rate {
  /** One unit of `from` is `value` units of `to`. */
  readonly value: number;
  readonly source: string;
  /** UTC epoch milliseconds. */
  readonly asOf: number;
  /** No provider answered; this is the last known one. */
  readonly isStale: boolean;
}

/** Exchange rates between currencies. */
export interface Rates {
  /** Whether a code is money or a metal ("eur", "XAU"); coins are assets, though `rate` knows some. From memory, any case. */
  isCurrency(code: string): boolean;
  /** Codes for which `isCurrency` holds, upper case, the most used first. */
  currencies(): readonly string[];
  /**
   * @param from  a currency, or BTC, ETH and a few more coins; any case
   * @returns undefined when one of the two is not known
   * @throws ProviderError when no provider answers and nothing younger than a day is known
   */
  rate(from: string, to: string, patience: Patience): Promise<Rate | undefined>;
}

/** Where the last known rates outlive the process. */
export interface RateBook {
  keep(rates: ExchangeRates): Promise<void>;
  last(): Promise<ExchangeRates | undefined>;
}

export interface RatesParts {
  readonly markets: Pick<MarketSource, "exchangeRates">;
  /** Without one, rates are forgotten at the end of the process; sample rates have to be. */
  readonly book?: RateBook;
  readonly clock: () => number;
  readonly log: Log;
  readonly cacheMs?: number;
}

const CACHE_MS = 5 * 60_000;
const LAST_KNOWN_MS = 24 * 60 * 60_000;

/** Exchange rates from one provider, kept for five minutes and remembered for a day. */
export function createRates({ markets, book, clock, log, cacheMs = CACHE_MS }: RatesParts): Rates {
  let latest: { readonly rates: ExchangeRates; readonly at: number } | undefined;
  const learned = new Set(CURRENCIES);

  return {
    isCurrency: (code) => learned.has(code.toUpperCase()),

    currencies: () => [...learned],

    async rate(from, to, patience) {
      const { rates, isStale } = await current(patience);
      const source = rates.perBitcoin.get(from.toUpperCase())?.value;
      const target = rates.perBitcoin.get(to.toUpperCase())?.value;
      if (source === undefined || target === undefined) return undefined;
      const value = target / source;
      if (!Number.isFinite(value) || value <= 0) return undefined;
      return { value, source: rates.source, asOf: rates.asOf, isStale };
    },
  };

  async function current(patience: Patience): Promise<{ rates: ExchangeRates; isStale: boolean }> {
    if (latest && isWithin(latest.at, cacheMs)) return { rates: latest.rates, isStale: false };
    try {
      const rates = await markets.exchangeRates(patience);
      latest = { rates, at: clock() };
      for (const [code, { kind }] of rates.perBitcoin) if (kind !== "crypto") learned.add(code);
      await remember(rates);
      return { rates, isStale: false };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const last = latest?.rates ?? (await recall());
      if (last === undefined || !isWithin(last.asOf, LAST_KNOWN_MS)) throw error;
      return { rates: last, isStale: true };
    }
  }

  function isWithin(at: number, ms: number): boolean {
    const age = clock() - at;
    return age < ms && age > -ms;
  }

  async function remember(rates: ExchangeRates): Promise<void> {
    try {
      await book?.keep(rates);
    } catch (error) {
      log.error({ error }, "rates not kept"); // The answer is there; only the next process has less to fall back on.
    }
  }

  async function recall(): Promise<ExchangeRates | undefined> {
    try {
      return await book?.last();
    } catch (error) {
      log.error({ error }, "rates not recalled");
      return undefined;
    }
  }
}
