import { type AnswerBook, createMemory } from "./memory.ts";
import type { ExchangeRates, MarketSource } from "./source.ts";
import type { Patience } from "../wire/transport.ts";
import { CURRENCIES } from "./currencies.ts";
import type { Log } from "../core/log.ts";

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
  /** How many times longer rates are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
}

const CACHE_MS = 5 * 60_000;

/** Exchange rates from one provider, kept for five minutes and remembered for a day. */
export function createRates({ markets, book, clock, log, cacheMs = CACHE_MS, stretch }: RatesParts): Rates {
  const learned = new Set(CURRENCIES);
  const memory = createMemory<"", ExchangeRates>({
    name: "exchange rates",
    ask: async (_all, patience) => {
      const rates = await markets.exchangeRates(patience);
      for (const [code, { kind }] of rates.perBitcoin) if (kind !== "crypto") learned.add(code);
      return rates;
    },
    keyOf: () => "",
    cacheMs,
    staleAfterMs: Number.POSITIVE_INFINITY,
    clock,
    ...(stretch ? { stretch } : {}),
    ...(book ? { book: answersIn(book, log) } : {}),
  });

  return {
    isCurrency: (code) => learned.has(code.toUpperCase()),

    currencies: () => [...learned],

    async rate(from, to, patience) {
      const rates = await memory("", patience);
      const source = rates?.perBitcoin.get(from.toUpperCase())?.value;
      const target = rates?.perBitcoin.get(to.toUpperCase())?.value;
      if (rates === undefined || source === undefined || target === undefined) return undefined;
      const value = target / source;
      if (!Number.isFinite(value) || value <= 0) return undefined;
      return { value, source: rates.source, asOf: rates.asOf, isStale: rates.isStale };
    },
  };
}

/** The book of rates as a memory knows one: it has a single answer, and never rejects. */
const answersIn = (book: RateBook, log: Log): AnswerBook => ({
  async keep(_name, _key, answer) {
    try {
      await book.keep(answer as ExchangeRates);
    } catch (error) {
      log.error({ error }, "rates not kept"); // The answer is there; only the next process has less to fall back on.
    }
  },
  async lastKnown(_name, _key, since) {
    try {
      const last = await book.last();
      return last !== undefined && last.asOf > since ? last : undefined;
    } catch (error) {
      log.error({ error }, "rates not recalled");
      return undefined;
    }
  },
});
