import type { Money, Price, Quantity } from "./amount.ts";
import type { Day } from "./day-track.ts";

/** Coin → UTC day since 1970-01-01 → its price at the day's end. */
export type Closes = ReadonlyMap<string, ReadonlyMap<number, Price>>;

/** From a list by rising days, finds the last entry of a day or of one before it. */
function lastUntil<Row>(rows: readonly Row[], dayOfRow: (row: Row) => number, day: number): Row | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dayOfRow(rows[middle]!) <= day) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

/** Reads the close of a day, or the last one known before; none before the first. */
export function closesOf(closes: Closes, asset: string): (day: number) => Price | undefined {
  const known = closes.get(asset) ?? new Map<number, Price>();
  let rows: readonly (readonly [number, Price])[] | undefined;
  return (day) => {
    // Nearly every day has its own; putting them in order is for those that have none.
    const own = known.get(day);
    if (own !== undefined) return own;
    rows ??= [...known].toSorted(([a], [b]) => a - b);
    return lastUntil(rows, ([of]) => of, day)?.[1];
  };
}

/** The same for any coin; each is made ready once. */
export function closeReaders(closes: Closes): (asset: string) => (day: number) => Price | undefined {
  const readers = new Map<string, (day: number) => Price | undefined>();
  return (asset) => {
    const reader = readers.get(asset) ?? closesOf(closes, asset);
    readers.set(asset, reader);
    return reader;
  };
}

/** Reads what was held at the end of a day, and what it cost. */
export function heldOn(days: readonly Day[]): (day: number) => { readonly quantity: Quantity; readonly cost: Money } {
  return (day) => lastUntil(days, (row) => row.day, day) ?? { quantity: 0n, cost: 0n };
}
