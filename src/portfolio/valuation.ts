import { exactMoney, type Exact, type Money, type Price, type Quantity, valueAt } from "./amount.ts";
import type { Ledger } from "./ledger.ts";

/** A holding at a price. */
interface ValuedHolding {
  readonly asset: string;
  readonly quantity: Quantity;
  readonly cost: Money;
  readonly price: Price;
  readonly value: Money;
  /** Value less cost. */
  readonly unrealised: Money;
  /** Its part of the value of all that has a price; none where that is zero. */
  readonly share: Exact | undefined;
}

/** What is held, at prices given. */
export interface Valuation {
  /** Sums over the holdings that have a price, those only. */
  readonly value: Money;
  readonly cost: Money;
  readonly unrealised: Money;
  readonly holdings: ReadonlyMap<string, ValuedHolding>;
  /** Coins that are held and have no price: left out of all sums, to be named beside them. */
  readonly unpriced: readonly string[];
}

/** Values what a ledger says is held. A coin without a price is left out and named, never counted as nothing. */
export function valuate(ledger: Pick<Ledger, "holdings">, prices: ReadonlyMap<string, Price>): Valuation {
  const priced: Omit<ValuedHolding, "share">[] = [];
  const unpriced: string[] = [];
  for (const { asset, quantity, cost } of ledger.holdings.values()) {
    const price = prices.get(asset);
    if (price === undefined) {
      if (quantity !== 0n) unpriced.push(asset);
      continue;
    }
    const value = valueAt(quantity, price);
    priced.push({ asset, quantity, cost, price, value, unrealised: value - cost });
  }
  const value = priced.reduce((sum, holding) => sum + holding.value, 0n);
  const cost = priced.reduce((sum, holding) => sum + holding.cost, 0n);
  const share = (part: Money): Exact | undefined =>
    value === 0n ? undefined : exactMoney(part).div(exactMoney(value));
  return {
    value,
    cost,
    unrealised: value - cost,
    holdings: new Map(priced.map((holding) => [holding.asset, { ...holding, share: share(holding.value) }])),
    unpriced,
  };
}
