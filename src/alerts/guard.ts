/**
 * From what jump since the last accepted figure on a second source has to confirm it: a fifth of the price or cap, or four times
 * the volume, which sources count differently and which does change by the day.
 */
const JUMP = { price: 0.2, cap: 0.2, volume: 3 } as const;

/** How far apart two sources may be and still say the same, as a part of the smaller figure. */
const AGREEMENT = { price: 0.05, cap: 0.25, volume: 1 } as const;

/** How long a jump has to stand before it is believed of a coin that only one source has at all. */
export const SOLE_SOURCE_MS = 10 * 60_000;

export type Guarded = keyof typeof JUMP;

/** How far apart two figures are, as a part of the smaller one: 1 is twice as much. Both are above zero. */
const apart = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b) - 1;

/** Whether a figure is too far from the last one to be taken from one source alone. */
export const isWild = (figure: Guarded, value: number, last: number | undefined): boolean =>
  last !== undefined && last > 0 && apart(value, last) > JUMP[figure];

/** Whether two sources say the same. */
export const agrees = (figure: Guarded, value: number, other: number): boolean =>
  apart(value, other) <= AGREEMENT[figure];
