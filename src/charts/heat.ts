import { HEAT } from "./look.ts";

/** Ends of the colour scale that people can read off. */
const LIMITS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;
/** So much of what is shown has a colour of its own; what is beyond shares the strongest. */
const INSIDE = 0.85;

/** The change that has the strongest colour, on both sides of zero: a fraction. One wild coin does not make the others grey. */
export function heatLimit(changes: readonly number[]): number {
  const sizes = changes.map((change) => Math.abs(change)).toSorted((one, other) => one - other);
  const size = sizes[Math.max(0, Math.ceil(sizes.length * INSIDE) - 1)] ?? 0;
  return LIMITS.find((limit) => limit >= size) ?? 1;
}

const channels = (color: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/** The ground of a cell. @param change  a fraction; undefined where nobody knows it */
export function heatColor(change: number | undefined, limit: number): string {
  if (change === undefined) return HEAT.unknown;
  const part = Math.min(1, Math.abs(change) / limit);
  const [from, to] = [channels(HEAT.none), channels(change < 0 ? HEAT.fall : HEAT.rise)];
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
