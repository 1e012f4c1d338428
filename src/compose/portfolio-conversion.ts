import type { Conversion } from "../portfolio/activities-of.ts";
import type { DayRates } from "../market/day-rates.ts";
import { Exact, type Price, priceOf } from "../portfolio/amount.ts";
import { turns } from "../portfolio/in-turns.ts";
import type { Entry, StatedMoney } from "../portfolio/entry.ts";

const DAY_MS = 86_400_000;

/** All money of an entry. */
function moneyIn(entry: Entry): readonly StatedMoney[] {
  const value = "value" in entry ? entry.value : undefined;
  const fee = "fee" in entry ? entry.fee : undefined;
  return [value, fee?.kind === "money" ? fee : fee?.value].filter((money) => money !== undefined);
}

/** A conversion with the rates that some entries need, and whether any of them may be another one later. */
export interface ReadyConversion extends Conversion {
  /** A rate of a day that is not over, or one that nobody had just now. */
  readonly isProvisional: boolean;
}

/**
 * Gets the rates of the days on which money was stated in another currency. Nobody having one is no error.
 * @param now  UTC epoch milliseconds
 * @param pause  lets others have their turn
 */
export async function conversionFor(
  entries: readonly Entry[],
  currency: string,
  rates: DayRates,
  now: number,
  pause: () => Promise<void>,
): Promise<ReadyConversion> {
  const needed = new Map<string, Set<number>>();
  const need = (code: string, day: number): void => {
    const days = needed.get(code);
    if (days) days.add(day);
    else needed.set(code, new Set([day]));
  };
  const takeTurn = turns(pause);
  for (const [index, entry] of entries.entries()) {
    if (index % 256 === 0) await takeTurn();
    const day = Math.floor(entry.at / DAY_MS);
    for (const money of moneyIn(entry)) {
      if (money.currency === currency) continue;
      need(money.currency, day);
      need(currency, day);
    }
  }
  needed.delete("USD");
  const found = needed.size === 0 ? [] : await rates.of(needed, "person");
  const perUsd = new Map(found.map((rate) => [`${rate.currency} ${rate.day}`, new Exact(rate.perUsd)]));
  const today = Math.floor(now / DAY_MS);
  const all = [...needed].flatMap(([code, days]) => [...days].map((day) => ({ key: `${code} ${day}`, day })));
  const known = new Map<string, Price | undefined>();
  const oneUsd = new Exact(1);
  const inUsd = (code: string, day: number): Exact | undefined =>
    code === "USD" ? oneUsd : perUsd.get(`${code} ${day}`);

  return {
    currency,
    isProvisional: all.some(({ key, day }) => day >= today || !perUsd.has(key)),
    rateOf(code, day) {
      const key = `${code} ${day}`;
      if (known.has(key)) return known.get(key);
      const [from, to] = [inUsd(code, day), inUsd(currency, day)];
      const rate = from && to && !from.isZero() ? to.div(from).toDecimalPlaces(30) : undefined;
      const price = rate === undefined || rate.isZero() ? undefined : priceOf(rate.toFixed());
      known.set(key, price);
      return price;
    },
  };
}
