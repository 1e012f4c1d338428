import { exactMoney, exactQuantity, moneyText, type Price, priceOf, type Quantity, quantityText } from "./amount.ts";
import type { Conventions, MethodByYear } from "./conventions.ts";
import type { Disposal, Holding, Ledger } from "./ledger.ts";
import { valuate, type Valuation } from "./valuation.ts";
import type { Activity } from "./activity.ts";
import { activityOf } from "./case-activity.ts";
import { conventionsOf } from "./case-conventions.ts";
import type { LotsCase } from "./case-schema.ts";
import type { Lot } from "./lot.ts";
import { RefusedActivity } from "./refusal.ts";
import { replay } from "./replay.ts";

/** Gains, lots and holdings of a case, or the kind of the refusal. */
export function answerLots(given: LotsCase): object {
  const conventions = conventionsOf(given.conventions);
  try {
    const ledger = replay(activitiesOf(given), { method: methodOf(given), conventions });
    const valuation = valuate(ledger, pricesOf(given));
    return rowsOf(ledger, valuation, { conventions, isAverage: given.method === "average" });
  } catch (error) {
    if (error instanceof RefusedActivity) return { error: error.refusal.kind };
    throw error;
  }
}

function activitiesOf({ transactions, currency, prices }: LotsCase): readonly Activity[] {
  const known = new Map(prices.map(({ asset, time, price }) => [`${asset} ${Date.parse(time)}`, price]));
  const priceAt = (asset: string, at: number): string | undefined => known.get(`${asset} ${at}`);
  return transactions.flatMap((transaction, order) => activityOf(transaction, order, { currency, priceAt }) ?? []);
}

function methodOf({ method, methodByYear = {} }: LotsCase): MethodByYear | Exclude<LotsCase["method"], "byYear"> {
  if (method !== "byYear") return method;
  return new Map(Object.entries(methodByYear).map(([year, of]) => [Number(year), of]));
}

function pricesOf({ prices, conventions: { sharedBasis = {} } }: LotsCase): ReadonlyMap<string, Price> {
  const valuations = prices.filter(({ valuation }) => valuation === true);
  return new Map(valuations.map(({ asset, price }) => [sharedBasis[asset] ?? asset, priceOf(price)]));
}

/** An instant as cases write it: without the milliseconds where there are none. */
const timeText = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

function rowsOf(
  ledger: Ledger,
  valuation: Valuation,
  { conventions, isAverage }: { conventions: Conventions; isAverage: boolean },
): object {
  const { sums } = ledger;
  const holdings = [...ledger.holdings.values()];
  const shown = (quantity: Quantity): Quantity => (quantity < conventions.dust ? 0n : quantity);
  return {
    disposals: ledger.disposals.map((disposal) => disposalRow(disposal, isAverage)),
    income: ledger.income.map(({ activityId, at, asset, quantity, value }) => ({
      txId: activityId,
      time: timeText(at),
      asset,
      quantity: quantityText(quantity),
      value: moneyText(value),
    })),
    expenses: ledger.expenses.map(({ activityId, at, value }) => ({
      txId: activityId,
      time: timeText(at),
      value: moneyText(value),
    })),
    missing: ledger.missing.map(({ asset, found, missing }) => ({
      asset,
      found: quantityText(found),
      missing: quantityText(missing),
    })),
    totals: {
      proceeds: moneyText(sums.proceeds),
      cost: moneyText(sums.cost),
      gain: moneyText(sums.gain),
      shortTermGain: moneyText(sums.shortTermGain),
      longTermGain: moneyText(sums.longTermGain),
      income: moneyText(sums.income),
      expenses: moneyText(sums.expenses),
      net: moneyText(sums.gain - sums.expenses),
    },
    ...(isAverage ? {} : { remainingLots: holdings.flatMap(({ asset, lots }) => lots.map(lotRow(asset))) }),
    holdings: Object.fromEntries(
      holdings.map((holding) => [holding.asset, holdingRow(holding, shown(holding.quantity), valuation)]),
    ),
    ...(valuation.holdings.size === 0 ? {} : { portfolio: portfolioRow(valuation) }),
    accountBalances: Object.fromEntries(
      [...ledger.accounts].map(([account, balances]) => [
        account,
        Object.fromEntries([...balances].map(([asset, quantity]) => [asset, quantityText(quantity)])),
      ]),
    ),
  };
}

function disposalRow(
  { id, at, asset, kind, quantity, proceeds, cost, gain, lots }: Disposal,
  isAverage: boolean,
): object {
  return {
    txId: id,
    time: timeText(at),
    asset,
    kind,
    quantity: quantityText(quantity),
    proceeds: moneyText(proceeds),
    cost: moneyText(cost),
    gain: moneyText(gain),
    ...(isAverage
      ? {}
      : {
          lots: lots.map((lot) => ({
            lotTxId: lot.activityId,
            acquired: timeText(lot.acquiredAt),
            quantity: quantityText(lot.quantity),
            proceeds: moneyText(lot.proceeds),
            cost: moneyText(lot.cost),
            gain: moneyText(lot.proceeds - lot.cost),
            ...(lot.term === undefined ? {} : { term: lot.term }),
          })),
        }),
  };
}

const lotRow =
  (asset: string) =>
  ({ activityId, acquiredAt, quantity, cost }: Lot): object => ({
    lotTxId: activityId,
    asset,
    acquired: timeText(acquiredAt),
    quantity: quantityText(quantity),
    cost: moneyText(cost),
  });

function holdingRow({ asset, cost }: Holding, quantity: Quantity, { holdings }: Valuation): object {
  const valued = holdings.get(asset);
  const isHeld = quantity > 0n;
  return {
    quantity: quantityText(quantity),
    cost: isHeld ? moneyText(cost) : "0",
    averageCost: isHeld ? exactMoney(cost).div(exactQuantity(quantity)).toFixed() : "0",
    ...(valued && {
      marketPrice: moneyText(valued.price * 10n ** 18n),
      value: moneyText(valued.value),
      unrealised: moneyText(valued.unrealised),
    }),
  };
}

function portfolioRow({ value, cost, unrealised, holdings }: Valuation): object {
  const shares = [...holdings.values()].flatMap(({ asset, share }) =>
    share === undefined || share.isZero() ? [] : [[asset, share.toFixed()] as const],
  );
  return {
    value: moneyText(value),
    cost: moneyText(cost),
    unrealised: moneyText(unrealised),
    ...(shares.length === 0 ? {} : { allocation: Object.fromEntries(shares) }),
  };
}
