import { Decimal } from "decimal.js";
import type { Asset } from "./asset.ts";
import { dayClosedAt, dayOf } from "./closes.ts";
import type { Days, History } from "./source.ts";
import type { Histories } from "./history.ts";
import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";
import type { Rates } from "./rates.ts";

/** What a currency was worth at the end of a UTC day. */
export interface DayRate {
  /** ISO 4217 code, or BTC or ETH. */
  readonly currency: string;
  /** Counted since 1970 in UTC. */
  readonly day: number;
  /** Units of it for one US dollar, as decimal text. */
  readonly perUsd: string;
  /** As shown: "CoinGecko". */
  readonly source: string;
}

/** Where rates of days that are over are kept. */
export interface DayRateBook {
  of(currency: string, fromDay: number, toDay: number): Promise<readonly DayRate[]>;
  keep(rates: readonly DayRate[]): Promise<void>;
}

/** Exchange rates of days, also of long ago. */
export interface DayRates {
  /**
   * @param days  by currency; US dollars need not be asked for
   * @returns those that are known. Nobody having one is no error: then it is not among them
   */
  of(days: ReadonlyMap<string, ReadonlySet<number>>, patience: Patience): Promise<readonly DayRate[]>;
}

export interface DayRateParts {
  readonly histories: Pick<Histories, "daily">;
  readonly rates: Pick<Rates, "rate">;
  /** Without one, nothing is kept: sample rates must not be. */
  readonly book?: DayRateBook;
  readonly clock: () => number;
}

/** Asked for as so many days, so that several questions are one. */
const SPANS = [30, 90, 365] as const;

const BITCOIN: Asset = { id: "bitcoin", symbol: "BTC", name: "Bitcoin" };
const COINS: Readonly<Record<string, Asset>> = {
  BTC: BITCOIN,
  ETH: { id: "ethereum", symbol: "ETH", name: "Ethereum" },
};

/**
 * Rates of days as the ratio of what a bitcoin closed at in both currencies; today's are the exchange rates of now. Whoever
 * tells prices tells them in many currencies, while rates of the past are sold apart.
 */
export function createDayRates({ histories, rates, book, clock }: DayRateParts): DayRates {
  return {
    async of(days, patience) {
      const found = await Promise.all(
        [...days].filter(([code]) => code !== "USD").map(([code, of]) => ofCurrency(code, of, patience)),
      );
      return found.flat();
    },
  };

  async function ofCurrency(
    currency: string,
    days: ReadonlySet<number>,
    patience: Patience,
  ): Promise<readonly DayRate[]> {
    const today = dayOf(clock());
    const past = [...days].filter((day) => day < today).toSorted((a, b) => a - b);
    const now = past.length < days.size ? await ofToday(currency, today, patience) : [];
    const [first, last] = [past[0], past.at(-1)];
    if (first === undefined || last === undefined) return now;
    const kept = (await book?.of(currency, first, last)) ?? [];
    const known = new Set(kept.map(({ day }) => day));
    const missing = past.filter((day) => !known.has(day));
    if (missing.length === 0) return [...now, ...kept];
    const wanted = new Set(missing);
    const asked = (await closesOf(currency, today - (missing[0] ?? today) + 1, patience)).filter(({ day }) =>
      wanted.has(day),
    );
    await book?.keep(asked);
    return [...now, ...kept, ...asked];
  }

  async function ofToday(currency: string, day: number, patience: Patience): Promise<readonly DayRate[]> {
    const rate = await orNothing(() => rates.rate("USD", currency, patience));
    return rate === undefined
      ? []
      : [{ currency, day, perUsd: new Decimal(rate.value).toFixed(), source: rate.source }];
  }

  async function closesOf(currency: string, days: number, patience: Patience): Promise<readonly DayRate[]> {
    const span: Days = SPANS.find((each) => each >= days) ?? "max";
    const history = (asset: Asset, code: string): Promise<History | undefined> =>
      orNothing(() => histories.daily(asset, code, span, patience));
    const coin = COINS[currency];
    if (coin) {
      const inUsd = await history(coin, "USD");
      return ratios(currency, undefined, inUsd);
    }
    const [theirs, inUsd] = await Promise.all([history(BITCOIN, currency), history(BITCOIN, "USD")]);
    return theirs?.currency === currency ? ratios(currency, theirs, inUsd) : [];
  }
}

/** Units of a currency for a dollar on each day that both tell. @param theirs  undefined for one bitcoin being one */
function ratios(currency: string, theirs: History | undefined, inUsd: History | undefined): readonly DayRate[] {
  if (inUsd?.currency !== "USD") return [];
  const others = theirs && closesByDay(theirs);
  const source = [...new Set([theirs?.source ?? inUsd.source, inUsd.source])].join(", ");
  return [...closesByDay(inUsd)].flatMap(([day, usd]) => {
    const other = others ? others.get(day) : 1;
    if (other === undefined) return [];
    // Both are doubles: more digits than theirs say nothing.
    const perUsd = new Decimal(other).div(usd).toSignificantDigits(15).toFixed();
    return [{ currency, day, perUsd, source }];
  });
}

/** The price nearest to the end of each day, of days that a price was taken at the end of. */
export function closesByDay({ points }: History): ReadonlyMap<number, number> {
  const nearest = new Map<number, readonly [at: number, value: number]>();
  for (const point of points) {
    const day = dayClosedAt(point[0]);
    if (day === undefined || !(point[1] > 0)) continue;
    const end = (day + 1) * 86_400_000;
    const other = nearest.get(day);
    if (!other || Math.abs(point[0] - end) < Math.abs(other[0] - end)) nearest.set(day, point);
  }
  return new Map([...nearest].map(([day, [, value]]) => [day, value]));
}

/** A provider that fails knows none; the rate is unknown, which is said where it counts. */
async function orNothing<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
