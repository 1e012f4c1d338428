const HOURS_A_YEAR = 365 * 24;

/**
 * What a rate comes to in a year if every payment were like this one, not compounded. A fraction, like the rate.
 * @param intervalHours  between two payments
 */
export const annualOf = (rate: number, intervalHours: number): number => (rate * HOURS_A_YEAR) / intervalHours;

/** One contract's part in the whole. */
export interface Weighed {
  /** Fraction a year. */
  readonly annual?: number;
  readonly openInterestUsd?: number;
  readonly openInterestCoins?: number;
}

/** Sums over the contracts that have the figure; absent where none has. */
export interface Whole {
  readonly openInterestUsd?: number;
  readonly openInterestCoins?: number;
  /** Mean of the yearly rates, each weighing as much as the contract's open interest. A fraction. */
  readonly meanAnnual?: number;
}

/** All contracts together: by the year, since a rate of an hour and one of eight hours cannot be averaged. */
export function wholeOf(contracts: readonly Weighed[]): Whole {
  const open = contracts.filter((each) => each.openInterestUsd !== undefined);
  const rated = open.flatMap(({ annual, openInterestUsd = 0 }) =>
    annual === undefined ? [] : [{ annual, weight: openInterestUsd }],
  );
  const weight = rated.reduce((sum, each) => sum + each.weight, 0);
  return {
    ...(open.length === 0
      ? {}
      : {
          openInterestUsd: open.reduce((sum, each) => sum + (each.openInterestUsd ?? 0), 0),
          openInterestCoins: open.reduce((sum, each) => sum + (each.openInterestCoins ?? 0), 0),
        }),
    ...(weight > 0 ? { meanAnnual: rated.reduce((sum, each) => sum + each.annual * each.weight, 0) / weight } : {}),
  };
}
