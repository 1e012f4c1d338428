import { type Closes, closesOf, heldOn } from "./closes.ts";
import { type Money, valueAt } from "./amount.ts";
import type { Ledger } from "./ledger.ts";

/** The days of a question, both included, since 1970-01-01 in UTC. */
export interface Span {
  readonly fromDay: number;
  readonly toDay: number;
}

/** What all holdings with a close were worth at the end of a day. */
export interface ValuePoint {
  readonly day: number;
  readonly value: Money;
  /** What those holdings cost. */
  readonly cost: Money;
  /** Coins that were held and had no close yet: in neither sum. */
  readonly unpriced: readonly string[];
}

/** The value of each day of a span. A day without a close has the last one known before it. */
export function valueSeries(
  { holdings }: Pick<Ledger, "holdings">,
  closes: Closes,
  { fromDay, toDay }: Span,
): readonly ValuePoint[] {
  const readers = [...holdings.values()].map(({ asset, days }) => ({
    asset,
    held: heldOn(days),
    close: closesOf(closes, asset),
  }));
  return Array.from({ length: Math.max(0, toDay - fromDay + 1) }, (_, at) => {
    const day = fromDay + at;
    const unpriced: string[] = [];
    let [value, cost] = [0n, 0n];
    for (const { asset, held, close } of readers) {
      const { quantity, cost: paid } = held(day);
      if (quantity === 0n) continue;
      const price = close(day);
      if (price === undefined) unpriced.push(asset);
      else {
        value += valueAt(quantity, price);
        cost += paid;
      }
    }
    return { day, value, cost, unpriced };
  });
}
