import { type Money, type Price, type Quantity, valueAt } from "./amount.ts";
import type { Holding, Ledger } from "./ledger.ts";

/** What a coin is worth now. */
export interface PriceNow {
  readonly price: Price;
  /** Over the last 24 hours, as a fraction; absent where nobody says it. */
  readonly change24h?: number;
}

/** A holding as it stands at the price of now. Money in units of 1e-48. */
interface StandingHolding {
  readonly asset: string;
  readonly quantity: Quantity;
  /** Of what of it has a known cost. */
  readonly cost: Money;
  /** How much of it has none. */
  readonly unknownCost: Quantity;
  /** Absent without a price. */
  readonly priced?: {
    readonly price: Price;
    readonly value: Money;
    /** Of what has a known cost: its value less that. */
    readonly unrealised: Money;
    /** What it is worth more than 24 hours ago, were all of it held since. */
    readonly change?: Money;
  };
}

/** All that is held, at the prices of now. */
export interface Standing {
  /** The most valuable first; those without a price last. */
  readonly holdings: readonly StandingHolding[];
  /** Of holdings with a price. */
  readonly value: Money;
  readonly unrealised: Money;
  /** Of holdings with a price and a change; none where there is not one. */
  readonly day: { readonly change: Money; readonly before: Money } | undefined;
}

/** Places of a fraction that a change is read to: more than any provider tells. */
const FRACTION = 10n ** 12n;

/** Values what is held. A coin without a price is in no sum, and one without a known cost in no gain. */
export function standingOf({ holdings }: Pick<Ledger, "holdings">, prices: ReadonlyMap<string, PriceNow>): Standing {
  const held: StandingHolding[] = [];
  for (const holding of holdings.values())
    if (holding.quantity !== 0n) held.push(standing(holding, prices.get(holding.asset)));
  let [value, unrealised, change, before, changed] = [0n, 0n, 0n, 0n, 0];
  for (const { priced } of held) {
    if (!priced) continue;
    value += priced.value;
    unrealised += priced.unrealised;
    if (priced.change === undefined) continue;
    changed += 1;
    change += priced.change;
    before += priced.value - priced.change;
  }
  return {
    holdings: held.toSorted((a, b) => compare(b.priced?.value ?? -1n, a.priced?.value ?? -1n)),
    value,
    unrealised,
    day: changed === 0 ? undefined : { change, before },
  };
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function standing({ asset, quantity, lots }: Holding, now: PriceNow | undefined): StandingHolding {
  let [cost, unknownCost] = [0n, 0n];
  for (const lot of lots) {
    if (lot.isCostKnown) cost += lot.cost;
    else unknownCost += lot.quantity;
  }
  if (now === undefined) return { asset, quantity, cost, unknownCost };
  const value = valueAt(quantity, now.price);
  const unrealised = valueAt(quantity - unknownCost, now.price) - cost;
  return {
    asset,
    quantity,
    cost,
    unknownCost,
    priced: { price: now.price, value, unrealised, ...changeOf(value, now) },
  };
}

function changeOf(value: Money, { change24h }: PriceNow): { readonly change?: Money } {
  // From nothing, or by everything, there is no value of yesterday to be told.
  if (change24h === undefined || !Number.isFinite(change24h) || change24h <= -1) return {};
  const factor = BigInt(Math.round((1 + change24h) * Number(FRACTION)));
  return factor <= 0n ? {} : { change: value - (value * FRACTION) / factor };
}
