import type { FlowDay } from "./holding-flows.ts";
import { roughMoney } from "./amount.ts";

/** What something did over a span in which a portfolio is told, beside it. */
export interface Benchmark {
  /** From the end of the day before the span to its last, as a fraction. */
  readonly priceReturn: number;
  /**
   * What would be there at the end if what was there at the start, and all that was put in and taken out since, had gone into
   * and come out of it at each day's close. None where more was taken out than there would have been.
   */
  readonly sameMoney: number | undefined;
}

/** What a portfolio was worth before a span, and what went in and out on its days. */
export interface FlowsOf {
  readonly startValue: bigint;
  readonly days: readonly Pick<FlowDay, "day" | "paid" | "received">[];
}

/**
 * A portfolio's money in something else.
 * @param levelOn  its price or level at the end of a day, or the last before; in any unit, since only ratios count
 * @returns undefined where its level is not known at the beginning or the end
 */
export function benchmarkOf(
  { startValue, days }: FlowsOf,
  levelOn: (day: number) => number | undefined,
): Benchmark | undefined {
  const [first, last] = [days[0], days.at(-1)];
  const [from, to] = first && last ? [levelOn(first.day - 1), levelOn(last.day)] : [];
  if (from === undefined || to === undefined || !(from > 0)) return undefined;
  let units: number | undefined = roughMoney(startValue) / from;
  for (const { day, paid, received } of days) {
    if (paid === received) continue;
    const level = levelOn(day);
    if (level === undefined || !(level > 0)) return undefined;
    if (units !== undefined) units += roughMoney(paid - received) / level;
    if (units !== undefined && units < -1e-12 * (roughMoney(paid + received) / level)) units = undefined;
  }
  return { priceReturn: to / from - 1, sameMoney: units === undefined ? undefined : Math.max(0, units) * to };
}
