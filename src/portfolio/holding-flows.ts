import type { Holding, Migrated } from "./ledger.ts";
import { type Money, type Price, type Quantity, valueAt } from "./amount.ts";
import { dayOf } from "./day-track.ts";
import type { Span } from "./value-series.ts";

/** A holding's day, all of it in money. */
export interface FlowDay {
  readonly day: number;
  /** At the end of the day. */
  readonly value: Money;
  /** What was put in and taken out on the day. */
  readonly paid: Money;
  readonly received: Money;
}

/** A holding through a span. */
export interface HoldingFlows {
  readonly asset: string;
  /** At the end of the day before the span. */
  readonly startValue: Money;
  readonly days: readonly FlowDay[];
}

/** Coins that became others, at one value for both: what leaves the one holding enters the other. */
export interface Move {
  readonly day: number;
  readonly asset: string;
  readonly toAsset: string;
  /** None where neither coin has a close. */
  readonly value: Money | undefined;
}

/** The closes of a coin, by day. */
type CloseOf = (asset: string) => (day: number) => Price | undefined;

/** A migration at the close of the new coin, or of the old one where the new one has none yet. */
export function moveOf({ at, asset, quantity, toAsset, toQuantity }: Migrated, closeOf: CloseOf): Move {
  const day = dayOf(at);
  const worth = (of: string, coins: Quantity): Money | undefined => {
    const price = closeOf(of)(day);
    return price === undefined ? undefined : valueAt(coins, price);
  };
  return { day, asset, toAsset, value: worth(toAsset, toQuantity) ?? worth(asset, quantity) };
}

/**
 * Values a holding on each day of a span, with what went in and out. Coins that came or went without a value count at the
 * day's close, so that a transfer is no gain.
 * @returns none when a close is missing for a day on which it is needed
 */
export function holdingFlows(
  { asset, days }: Holding,
  moves: readonly Move[],
  close: ReturnType<CloseOf>,
  { fromDay, toDay }: Span,
): HoldingFlows | undefined {
  let next = days.findIndex(({ day }) => day >= fromDay);
  if (next < 0) next = days.length;
  const own = moves.filter(
    (move) => (move.asset === asset || move.toAsset === asset) && isWithin(move, fromDay, toDay),
  );
  const worth = (quantity: Quantity, day: number): Money | undefined => {
    if (quantity === 0n) return 0n;
    const price = close(day);
    return price === undefined ? undefined : valueAt(quantity, price);
  };
  let quantity = days[next - 1]?.quantity ?? 0n;
  const startValue = worth(quantity, fromDay - 1);
  if (startValue === undefined || own.some(({ value }) => value === undefined)) return undefined;
  const rows: FlowDay[] = [];
  for (let day = fromDay; day <= toDay; day += 1) {
    const change = days[next]?.day === day ? days[next] : undefined;
    if (change) {
      quantity = change.quantity;
      next += 1;
    }
    const value = worth(quantity, day);
    const today = own.length === 0 ? own : own.filter((move) => move.day === day);
    // Most days: nothing came or went.
    if (value !== undefined && !change && today.length === 0) {
      rows.push({ day, value, paid: 0n, received: 0n });
      continue;
    }
    const arrived = worth(change?.arrived ?? 0n, day);
    const left = worth(change?.left ?? 0n, day);
    if (value === undefined || arrived === undefined || left === undefined) return undefined;
    const movedIn = sumOf(today.filter(({ toAsset }) => toAsset === asset));
    const movedOut = sumOf(today.filter((move) => move.asset === asset));
    const paid = (change?.paid ?? 0n) + arrived + movedIn;
    rows.push({ day, value, paid, received: (change?.received ?? 0n) + left + movedOut });
  }
  return { asset, startValue, days: rows };
}

const isWithin = ({ day }: Move, fromDay: number, toDay: number): boolean => day >= fromDay && day <= toDay;

const sumOf = (moves: readonly Move[]): Money => moves.reduce((sum, { value }) => sum + (value ?? 0n), 0n);
