import { exactMoney, type Money, roughMoney } from "./amount.ts";
import { type FlowDay, holdingFlows, type HoldingFlows, moveOf } from "./holding-flows.ts";
import { linked, stretchReturn } from "./time-weighted.ts";
import { type Rate, rateOf, rateOver } from "./rate.ts";
import { closeReaders, type Closes } from "./closes.ts";
import { dayOf } from "./day-track.ts";
import type { Ledger } from "./ledger.ts";
import type { Span } from "./value-series.ts";

/** How something did over a span. Rates are fractions: 0.1 is ten percent. */
export interface Performance {
  /** At the end of the day before the span, and of its last. */
  readonly startValue: Money;
  readonly endValue: Money;
  readonly paid: Money;
  readonly received: Money;
  /** What it is worth and gave, less what it was worth and took. */
  readonly gain: Money;
  /** The gain over all that was in it: what it was worth at the start and what was put in. None where that is nothing. */
  readonly simple: number | undefined;
  /** For the whole span, not for a year. A day on which something came out of nothing has no rate and is left out. */
  readonly timeWeighted: number;
  /** For a year. */
  readonly moneyWeighted: Rate;
  /** The same from the first day of the span on which there was money in it. */
  readonly moneyWeightedOfTime: Rate;
}

/** All holdings together and each. */
export interface PortfolioPerformance {
  readonly whole: Performance;
  /** `contribution` is the part of the whole's simple return that is this holding's; they add up to it, but for charges. */
  readonly holdings: ReadonlyMap<string, Performance & { readonly contribution: number | undefined }>;
  /** Coins of which a close is missing for a day on which it is needed: they are in nothing of this. */
  readonly leftOut: readonly string[];
  /** The whole on each day of the span, with what went in or out. */
  readonly days: readonly FlowDay[];
}

const DAYS_A_YEAR = 365;

/**
 * How a portfolio did over a span of days, from its ledger and the closes of its coins. What is put in counts from the start
 * of its day and what is taken out until the end, so a purchase bears the whole of its first day; swaps inside the whole are
 * no flows of it, and fees lower every figure.
 */
export function performanceOf(ledger: Ledger, closes: Closes, span: Span): PortfolioPerformance {
  const { known, leftOut, whole: flows } = flowsOf(ledger, closes, span);
  const whole = performanceOfFlows(flows, span);
  const base = exactMoney(whole.startValue + whole.paid);
  return {
    whole,
    holdings: new Map(
      known.map((each) => {
        const own = performanceOfFlows(each, span);
        const contribution = base.isZero() ? undefined : exactMoney(own.gain).div(base).toNumber();
        return [each.asset, { ...own, contribution }];
      }),
    ),
    leftOut,
    days: flows.days,
  };
}

/** What went into and out of each holding and of all together on each day of a span, without any rate. */
export function flowsOf(
  ledger: Ledger,
  closes: Closes,
  span: Span,
): {
  readonly known: readonly HoldingFlows[];
  readonly leftOut: readonly string[];
  readonly whole: Omit<HoldingFlows, "asset">;
} {
  const known: HoldingFlows[] = [];
  const leftOut: string[] = [];
  const closeOf = closeReaders(closes);
  const moves = ledger.migrations.map((migration) => moveOf(migration, closeOf));
  for (const holding of ledger.holdings.values()) {
    const flows = holdingFlows(holding, moves, closeOf(holding.asset), span);
    if (flows) known.push(flows);
    else leftOut.push(holding.asset);
  }
  return { known, leftOut, whole: wholeFlows(known, ledger, span) };
}

/**
 * All holdings as one. What one gave and another took on a day cancels out, which is what a swap is; of the rest it is told
 * whether money went in or out on that day.
 */
function wholeFlows(
  known: readonly HoldingFlows[],
  { charges }: Ledger,
  { fromDay, toDay }: Span,
): Omit<HoldingFlows, "asset"> {
  const charged = new Map<number, Money>();
  for (const { at, value } of charges) charged.set(dayOf(at), (charged.get(dayOf(at)) ?? 0n) + value);
  const days = Array.from({ length: Math.max(0, toDay - fromDay + 1) }, (_, at): FlowDay => {
    const day = fromDay + at;
    let value = 0n;
    let put = charged.get(day) ?? 0n;
    for (const flows of known) {
      const row = flows.days[at]!;
      value += row.value;
      if (row.paid !== row.received) put += row.paid - row.received;
    }
    return { day, value, paid: put > 0n ? put : 0n, received: put < 0n ? -put : 0n };
  });
  return { startValue: known.reduce((sum, { startValue }) => sum + startValue, 0n), days };
}

/** How something did of which the days of a span are known, all of them in order. */
export function performanceOfFlows(
  { startValue, days }: Omit<HoldingFlows, "asset">,
  { fromDay, toDay }: Span,
): Performance {
  const endValue = days.at(-1)?.value ?? startValue;
  const paid = days.reduce((sum, row) => sum + row.paid, 0n);
  const received = days.reduce((sum, row) => sum + row.received, 0n);
  const gain = endValue + received - startValue - paid;
  const base = startValue + paid;
  const length = toDay - fromDay + 1;
  // By the calendar, as spreadsheets do it: a day's money moves at its end.
  const flows = [
    { day: 0, amount: -roughMoney(startValue) },
    ...days.flatMap(({ day, paid: put, received: taken }) =>
      put === taken ? [] : [{ day: day - fromDay + 1, amount: roughMoney(taken - put) }],
    ),
    { day: length, amount: roughMoney(endValue) },
  ].filter(({ amount }) => amount !== 0);
  const first = flows[0]?.day ?? 0;
  const daysIn = Math.max(1, length - first);
  const ofTime = rateOf(flows.map(({ day, amount }) => ({ years: (day - first) / daysIn, amount })));
  return {
    startValue,
    endValue,
    paid,
    received,
    gain,
    simple: base === 0n ? undefined : exactMoney(gain).div(exactMoney(base)).toNumber(),
    timeWeighted: linked(dailyReturns(startValue, days)),
    moneyWeighted: rateOver(ofTime, DAYS_A_YEAR / daysIn),
    moneyWeightedOfTime: ofTime,
  };
}

function dailyReturns(startValue: Money, days: readonly FlowDay[]): readonly number[] {
  return days.flatMap(({ value, paid, received }, at) => {
    const before = at === 0 ? startValue : days[at - 1]!.value;
    return (
      stretchReturn({ start: roughMoney(before + paid), end: roughMoney(value), income: roughMoney(received) }) ?? []
    );
  });
}
