import { annualised, linked, modifiedDietz, stretchReturn } from "./time-weighted.ts";
import { DAY_MS } from "./day-track.ts";
import { Exact } from "./amount.ts";
import { type Flow, presentValue, rateOf } from "./rate.ts";
import type { ReturnsCase } from "./case-schema.ts";

const DAYS_A_YEAR = 365;

/** The rates that a case asks for, by what its input has; null for a rate that is none. */
export function answerReturns({ input }: ReturnsCase): object {
  const { cashFlows, rate, periodicFlows, subperiods, years, modifiedDietz: dietz } = input;
  return {
    ...(cashFlows && cashFlowRates(datedFlows(cashFlows), rate)),
    ...(periodicFlows && {
      irrPerPeriod: rateText(periodicFlows.map((amount, at) => ({ years: at, amount: Number(amount) }))),
    }),
    ...(subperiods && stretchRates(subperiods, years)),
    ...(dietz && dietzRates(dietz)),
  };
}

function datedFlows(rows: readonly { readonly date: string; readonly amount: string }[]): readonly Flow[] {
  const start = Math.min(...rows.map(({ date }) => Date.parse(date)));
  return rows.map(({ date, amount }) => ({
    years: (Date.parse(date) - start) / DAY_MS / DAYS_A_YEAR,
    amount: Number(amount),
  }));
}

const cashFlowRates = (flows: readonly Flow[], rate: string | undefined): object => ({
  xirr: rateText(flows),
  ...(rate !== undefined && { xnpv: numberText(presentValue(flows, Number(rate))) }),
});

function stretchRates(rows: NonNullable<ReturnsCase["input"]["subperiods"]>, years: string | undefined): object {
  const stretches = rows.map(({ start, end, income = "0" }) => ({
    start: Number(start),
    end: Number(end),
    income: Number(income),
  }));
  const returns = stretches.map(stretchReturn);
  const twr = linked(returns.filter((one) => one !== undefined));
  return {
    subperiodReturns: returns.map(numberText),
    twr: numberText(twr),
    ...(years !== undefined && { twrAnnualised: numberText(annualised(twr, Number(years))) }),
  };
}

function dietzRates({ startValue, endValue, days, flows }: NonNullable<ReturnsCase["input"]["modifiedDietz"]>): object {
  const { rate, gain, averageCapital } = modifiedDietz({
    startValue: Number(startValue),
    endValue: Number(endValue),
    days: Number(days),
    flows: flows.map(({ day, amount }) => ({ day: Number(day), amount: Number(amount) })),
  });
  return { modifiedDietz: numberText(rate), gain: numberText(gain), averageCapital: numberText(averageCapital) };
}

function rateText(flows: readonly Flow[]): string | null {
  const found = rateOf(flows);
  return found.kind === "none" ? null : numberText(found.rate);
}

const numberText = (value: number | undefined): string | null =>
  value === undefined ? null : new Exact(value).toFixed();
