import { Exact } from "../amount.ts";
import { type Outcome, RowError } from "./draft.ts";
import { charged, exchanged, type Leg, type Occasion } from "./trade.ts";

/** The sum of each coin, coins in the order in which they first come; what comes to nothing is left out. */
function sums(legs: readonly Leg[]): readonly Leg[] {
  const bySymbol = new Map<string, Exact>();
  for (const { symbol, amount } of legs) bySymbol.set(symbol, (bySymbol.get(symbol) ?? new Exact(0)).plus(amount));
  return [...bySymbol].map(([symbol, amount]) => ({ symbol, amount })).filter(({ amount }) => !amount.isZero());
}

/**
 * The trade, or trades, that some changes of balances of one moment make up. Signs tell the side. Several trades at once are
 * told apart only where each coin that left is followed, or preceded, by one that came.
 * @param fees  changes as well: what was paid is below zero
 * @throws RowError when they make up no trade, or several that cannot be told apart
 */
export function tradesOf(legs: readonly Leg[], fees: readonly Leg[], occasion: Occasion): readonly Outcome[] {
  const all = sums(legs);
  const out = all.filter(({ amount }) => amount.isNegative());
  const into = all.filter(({ amount }) => amount.isPositive());
  const paid = sums(fees).map(({ symbol, amount }) => ({ symbol, amount: amount.neg() }));
  if (out.length === 1 && into.length === 1 && out[0] && into[0]) {
    const [first, ...more] = paid;
    return [
      exchanged({ ...occasion, out: out[0], into: into[0], fee: first }),
      ...more.map((fee) => charged(fee, occasion)),
    ];
  }
  if (out.length === 0 || into.length === 0) throw new RowError("only one side of this trade is in the file");
  return [
    ...pairs(legs).map(([left, came]) => exchanged({ ...occasion, out: left, into: came })),
    ...paid.map((fee) => charged(fee, occasion)),
  ];
}

function pairs(legs: readonly Leg[]): readonly (readonly [out: Leg, into: Leg])[] {
  const out = legs.filter(({ amount }) => amount.isNegative());
  const into = legs.filter(({ amount }) => amount.isPositive());
  const areSideBySide = legs.every(
    ({ amount }, index) => index % 2 === 0 || amount.isNegative() !== legs[index - 1]?.amount.isNegative(),
  );
  if (out.length !== into.length || !areSideBySide)
    throw new RowError(
      "several trades of one second cannot be told apart; enter these by hand, or export the trades themselves",
    );
  return out.flatMap((left, index) => {
    const came = into[index];
    return came ? [[left, came] as const] : [];
  });
}
