import { averageInvestment, type Invested, investedOn } from "./investment.ts";
import { exactMoney, exactQuantity, Exact, moneyOf, moneyText, type Price, priceOf, quantityText } from "./amount.ts";
import { DAY_MS, dayOf } from "./day-track.ts";
import type { Activity } from "./activity.ts";
import { activityOf } from "./case-activity.ts";
import { closesOf } from "./closes.ts";
import { conventionsOf } from "./case-conventions.ts";
import type { Holding } from "./ledger.ts";
import type { PerformanceCase } from "./case-schema.ts";
import { replay } from "./replay.ts";

/** Turns an amount of a foreign currency on a day into the case's. */
type Rated = (amount: string, currency: string | undefined, day: number) => string;

const dayOfDate = (date: string): number => dayOf(Date.parse(date));

/** How the holdings of a case did by its last day, under average cost with fees apart, as the case measures it. */
export function answerPerformance(given: PerformanceCase): object {
  const asOfDay = dayOfDate(given.asOf);
  const fixed = books(given, () => asOfDay);
  const eachDay = books(given, (day) => day);
  const isForeign = given.transactions.some(({ currency = given.currency }) => currency !== given.currency);
  const positions = fixed.map((book, at) => [
    book.asset,
    { ...positionRow(book, asOfDay, given), ...(isForeign ? effectRow(eachDay[at]!, asOfDay) : {}) },
  ]);
  const total = (day: number): Totals => totalsOn(fixed, day);
  const fees = total(asOfDay).fees.add(chargesUntil(given));
  const { value, investment, net } = total(asOfDay);
  const { ranges, seriesDates } = given.query;
  return {
    positions: Object.fromEntries(positions),
    totals: text({ value, fees, investment, netPerformance: net }),
    ...(seriesDates && {
      series: seriesDates.map((date) => {
        const on = total(dayOfDate(date));
        return { date, ...text({ value: on.value, investment: on.investment, netPerformance: on.net }) };
      }),
    }),
    ...(ranges && {
      netPerformanceByRange: Object.fromEntries(
        ranges.map((range) => [range, net.sub(total(dayBefore(range, asOfDay)).net).toFixed()]),
      ),
    }),
  };
}

interface Book {
  readonly asset: string;
  readonly holding: Holding;
  readonly price: (day: number) => Price | undefined;
  /** Of the coin's own currency on the last day. */
  readonly rate: Exact;
}

/** The holdings with all amounts at the rates of the days that `rateDay` names. */
function books(given: PerformanceCase, rateDay: (day: number) => number): readonly Book[] {
  const rated = ratesOf(given);
  const at: Rated = (amount, currency, day) => rated(amount, currency, rateDay(day));
  const currencies = new Map(given.transactions.map(({ asset, currency }) => [asset, currency]));
  const activities = given.transactions.flatMap((transaction, order): Activity | readonly Activity[] => {
    const { type, asset, currency, price, value, fee } = transaction;
    if (type === "fee" && (asset === undefined || asset === given.currency)) return [];
    const day = dayOf(Date.parse(transaction.time));
    const inOurs = {
      ...transaction,
      // Only the day counts here, and within it the order of entry.
      time: new Date(day * DAY_MS).toISOString(),
      price: price && at(price, currency, day),
      value: value && at(value, currency, day),
      fee: fee && at(fee, currency, day),
    };
    return activityOf(inOurs, order, { currency: given.currency, priceAt: () => undefined }) ?? [];
  });
  const conventions = { ...conventionsOf(given.conventions), oversell: "zero_cost" as const };
  const { holdings } = replay(activities, { method: "average", conventions });
  return [...holdings.values()].map((holding) => {
    const currency = currencies.get(holding.asset);
    const price = closeIn(given, holding, (amount, day) => at(amount, currency, day));
    return { asset: holding.asset, holding, price, rate: new Exact(rated("1", currency, dayOfDate(given.asOf))) };
  });
}

/** The close of a day or the last before; before the first, that of the last day of all, or what was paid first. */
function closeIn(
  { closes, asOf }: PerformanceCase,
  { asset, lots }: Holding,
  rated: (amount: string, day: number) => string,
): (day: number) => Price | undefined {
  const own = closes.filter((row) => row.asset === asset).map(({ date, price }) => [dayOfDate(date), price] as const);
  const read = closesOf(new Map([[asset, new Map(own.map(([day, price]) => [day, priceOf(price)]))]]), asset);
  const [first] = lots;
  const firstPaid = first && first.paid / first.paidFor;
  const native = (day: number): Price | undefined => read(day) ?? read(dayOfDate(asOf)) ?? firstPaid;
  return (day) => {
    const price = native(day);
    return price === undefined ? undefined : priceOf(rated(exactPrice(price), day));
  };
}

const exactPrice = (price: Price): string => moneyText(price * 10n ** 18n);

/** @throws RangeError when a rate is missing: counting it as one would be a made-up figure */
function ratesOf({ fx, currency: ours }: PerformanceCase): Rated {
  const rates = new Map(fx.map(({ from, date, rate }) => [`${from} ${dayOfDate(date)}`, rate]));
  return (amount, currency = ours, day) => {
    if (currency === ours) return amount;
    const rate = rates.get(`${currency} ${day}`);
    if (rate === undefined) throw new RangeError(`There is no rate of ${currency} on day ${day}.`);
    return new Exact(amount).mul(rate).toDecimalPlaces(30).toFixed();
  };
}

function positionRow({ holding, price, rate }: Book, day: number, given: PerformanceCase): object {
  const invested = needed(investedOn(holding.days, day, price(day)));
  const close = price(day);
  const dust = new Exact(given.conventions.dust ?? "0");
  const quantity = exactQuantity(holding.quantity);
  const isHeld = quantity.gt(0) && quantity.gte(dust);
  const average = averageInvestment(holding.days, day);
  const [gross, net] = [exactMoney(invested.gross), exactMoney(invested.net)];
  return {
    quantity: isHeld ? quantityText(holding.quantity) : "0",
    averagePrice: isHeld ? exactMoney(holding.cost).div(quantity).div(rate).toFixed() : "0",
    investment: isHeld ? moneyText(invested.investment) : "0",
    value: isHeld ? moneyText(invested.value) : "0",
    ...(close === undefined ? {} : { marketPrice: new Exact(exactPrice(close)).div(rate).toFixed() }),
    fees: moneyText(invested.fees),
    grossPerformance: gross.toFixed(),
    netPerformance: net.toFixed(),
    timeWeightedInvestment: average.toFixed(),
    grossPerformancePercentage: fraction(gross, average),
    netPerformancePercentage: fraction(net, average),
  };
}

/** The same at the rate of each day. */
function effectRow({ holding, price }: Book, day: number): object {
  const invested = needed(investedOn(holding.days, day, price(day)));
  const average = averageInvestment(holding.days, day);
  const [gross, net] = [exactMoney(invested.gross), exactMoney(invested.net)];
  return {
    investmentWithCurrencyEffect: moneyText(invested.investment),
    grossPerformanceWithCurrencyEffect: gross.toFixed(),
    netPerformanceWithCurrencyEffect: net.toFixed(),
    timeWeightedInvestmentWithCurrencyEffect: average.toFixed(),
    grossPerformancePercentageWithCurrencyEffect: fraction(gross, average),
    netPerformancePercentageWithCurrencyEffect: fraction(net, average),
  };
}

const fraction = (part: Exact, whole: Exact): string => (whole.isZero() ? "0" : part.div(whole).toFixed());

function needed(invested: Invested | undefined): Invested {
  if (invested === undefined) throw new RangeError("A holding has no close on the last day, and none before it.");
  return invested;
}

interface Totals {
  readonly value: Exact;
  readonly investment: Exact;
  readonly fees: Exact;
  readonly net: Exact;
}

function totalsOn(all: readonly Book[], day: number): Totals {
  const rows = all.map(({ holding, price }) => needed(investedOn(holding.days, day, price(day))));
  const sum = (of: "value" | "investment" | "fees" | "net"): Exact =>
    exactMoney(rows.reduce((total, row) => total + row[of], 0n));
  return { value: sum("value"), investment: sum("investment"), fees: sum("fees"), net: sum("net") };
}

/** Fees that belong to no coin. */
function chargesUntil({ transactions, currency }: PerformanceCase): Exact {
  return transactions
    .filter(({ type, asset }) => type === "fee" && (asset === undefined || asset === currency))
    .reduce((sum, { value, fee, quantity }) => sum.add(value ?? fee ?? quantity ?? "0"), exactMoney(moneyOf("0")));
}

const text = (figures: Readonly<Record<string, Exact>>): object =>
  Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, value.toFixed()]));

/** The day before a range that ends on a day: one day, a number of years, or since a week, month or year began. */
function dayBefore(range: string, day: number): number {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const years = /^(\d+)y$/.exec(range)?.[1];
  const back = /^(\d+)d$/.exec(range)?.[1];
  if (years !== undefined) return dayOf(Date.UTC(year - Number(years), month, date.getUTCDate()));
  if (back !== undefined) return day - Number(back);
  switch (range) {
    case "wtd":
      // Weeks begin on Monday; Sunday is their seventh day.
      return day - ((date.getUTCDay() + 6) % 7) - 1;
    case "mtd":
      return dayOf(Date.UTC(year, month, 1)) - 1;
    case "ytd":
      return dayOf(Date.UTC(year, 0, 1)) - 1;
    case "max":
      return -Infinity;
  }
  throw new RangeError(`A range is called "${range}".`);
}
