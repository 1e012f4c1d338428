import { ema, rsi, sma } from "../market/indicators.ts";
import type { Points } from "../market/source.ts";
import type { Subject, Way } from "./subject.ts";

/** Subjects whose value comes from daily closes alone. */
export type StudiedSubject = Extract<Subject, { kind: "rsi" | "crossing" | "range_break" }>;

/**
 * A study's value after each close that has enough of them before it, oldest first. Relative strength from 0 to 100; of two averages
 * how far the fast one is above the slow one; of a range how far the close is beyond its edge, below zero while it is inside.
 * Fractions but for relative strength. @param closes  oldest first, above zero
 */
export function studied(subject: StudiedSubject, closes: Points): Points {
  switch (subject.kind) {
    case "rsi":
      return rsi(closes, subject.days);
    case "crossing": {
      const average = subject.average === "sma" ? sma : ema;
      const slow = new Map(average(closes, subject.slowDays));
      return average(closes, subject.fastDays).flatMap(([at, fast]) => {
        const other = slow.get(at);
        return other === undefined ? [] : [[at, fast / other - 1] as const];
      });
    }
    case "range_break":
      return closes.slice(subject.days).map(([at, close], index) => {
        const range = closes.slice(index, index + subject.days).map(([, value]) => value);
        const up = close / Math.max(...range) - 1;
        const down = Math.min(...range) / close - 1;
        return [at, inWay(subject.direction, up, down)] as const;
      });
  }
  return subject satisfies never;
}

/** How far a price has moved within a window, as a fraction: up from the lowest, down from the highest price in it. */
export function moved(price: number, range: { readonly low: number; readonly high: number }, direction: Way): number {
  const up = price / Math.min(range.low, price) - 1;
  const down = 1 - price / Math.max(range.high, price);
  return inWay(direction, up, down);
}

/** Of a change with a sign, what counts for a direction. */
export const changeIn = (direction: Way, change: number): number => inWay(direction, change, -change);

/** How far a price is below a high, as a fraction; 0 above it. */
export const fallen = (price: number, high: number): number => Math.max(0, 1 - price / high);

function inWay(direction: Way, up: number, down: number): number {
  if (direction === "either") return Math.max(up, down);
  return direction === "up" ? up : down;
}
