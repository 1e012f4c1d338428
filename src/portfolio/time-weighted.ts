/** A stretch of time between two flows: what was there at its start, with what was put in, and at its end, with what it paid. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** What it paid out meanwhile. */
  readonly income: number;
}

/** The return of one stretch as a fraction; none where there was nothing to begin with. */
export const stretchReturn = ({ start, end, income }: Stretch): number | undefined =>
  start === 0 ? undefined : (end + income) / start - 1;

/** The time-weighted return of all stretches together, as a fraction: each counts alike, however much was in it. */
export const linked = (returns: readonly number[]): number =>
  returns.reduce((product, one) => product * (1 + one), 1) - 1;

/** The same return for one year; none where everything, or more, was lost. */
export const annualised = (total: number, years: number): number | undefined =>
  total <= -1 || years <= 0 ? undefined : (1 + total) ** (1 / years) - 1;

/** A portfolio between two valuations, with the flows that went in (above zero) or out on its days. */
export interface DietzPeriod {
  readonly startValue: number;
  readonly endValue: number;
  readonly days: number;
  readonly flows: readonly { readonly day: number; readonly amount: number }[];
}

/**
 * The modified Dietz return: the gain over the average capital, in which a flow on day d of n weighs (n - d) / n. The return
 * is none where no capital was there on average.
 */
export function modifiedDietz({ startValue, endValue, days, flows }: DietzPeriod): {
  readonly gain: number;
  readonly averageCapital: number;
  readonly rate: number | undefined;
} {
  const put = flows.reduce((sum, { amount }) => sum + amount, 0);
  const weighted = flows.reduce((sum, { day, amount }) => sum + (amount * (days - day)) / days, 0);
  const gain = endValue - startValue - put;
  const averageCapital = startValue + weighted;
  return { gain, averageCapital, rate: averageCapital > 0 ? gain / averageCapital : undefined };
}
