import { Decimal } from "decimal.js";
import { decimalText } from "../core/decimal-text.ts";

/**
 * How exact amounts are kept: whole numbers of a small unit, so that adding, subtracting and multiplying round nothing.
 *
 * A quantity has 18 places (the smallest unit of an ERC-20 token), a price 30 (all digits of any double above 1e-13, and
 * prices come as doubles). Money has 18 + 30 = 48, so quantity times price is money without a remainder: no cost, no
 * proceeds and no value is ever rounded when it is made. Only dividing rounds, in two places: the cost of a part of a lot
 * and the share of proceeds that falls on it. There the part is cut off at 1e-48, what was cut stays with the rest, and the
 * last part takes all that is left: sums are exact whatever the number of parts.
 */
export const QUANTITY_PLACES = 18;
export const PRICE_PLACES = 30;
const MONEY_PLACES = QUANTITY_PLACES + PRICE_PLACES;

/** So many coins, in units of 1e-18. */
export type Quantity = bigint;
/** Money for one coin, in units of 1e-30 of the portfolio's currency. */
export type Price = bigint;
/** An amount of the portfolio's currency, in units of 1e-48. */
export type Money = bigint;

/** More digits before the point than any supply times any price; a longer number is a mistake or an attack. */
const MAX_WHOLE_DIGITS = 40;

/** The decimal numbers of ratios and of everything that is shown; the lot engine itself never uses it. */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -1e9, toExpPos: 1e9 });
export type Exact = Decimal;

/** Why a text is no amount. */
export class AmountError extends RangeError {
  readonly problem: "not_a_number" | "too_large" | "too_precise";

  constructor(problem: "not_a_number" | "too_large" | "too_precise") {
    super(`An amount is ${problem.replaceAll("_", " ")}.`);
    this.problem = problem;
  }
}

/** Plain digits, as nearly all stored amounts are: read without decimal.js, which takes twenty times as long. */
const PLAIN = /^(\d{1,40})(?:\.(\d{1,48}))?$/;

function scaled(text: string, places: number): bigint {
  const [, whole, fraction = ""] = PLAIN.exec(text) ?? [];
  if (whole !== undefined && fraction.length <= places) return BigInt(whole + fraction.padEnd(places, "0"));
  // Before decimal.js sees it: it also reads "0x1f" and "Infinity", and takes its time over a megabyte of digits.
  if (!/^[+-]?(\d{1,100}(\.\d{0,200})?|\.\d{1,200})(e[+-]?\d{1,3})?$/i.test(text))
    throw new AmountError("not_a_number");
  const decimal = new Exact(text);
  if (!decimal.isZero() && decimal.e >= MAX_WHOLE_DIGITS) throw new AmountError("too_large");
  if (decimal.decimalPlaces() > places) throw new AmountError("too_precise");
  return BigInt(decimal.toFixed(places).replace(".", ""));
}

/** @throws AmountError when the text is no decimal number, has more than 18 places or more than 40 digits before the point */
export const quantityOf = (text: string): Quantity => scaled(text, QUANTITY_PLACES);

/** @throws AmountError as `quantityOf`, with 30 places */
export const priceOf = (text: string): Price => scaled(text, PRICE_PLACES);

/** @throws AmountError as `quantityOf`, with 48 places */
export const moneyOf = (text: string): Money => scaled(text, MONEY_PLACES);

/** What so many coins cost at a price, exactly (see the places above). */
export const valueAt = (quantity: Quantity, price: Price): Money => quantity * price;

/** A part of an amount: `amount` times `part` over `whole`, cut off towards zero. `whole` is above zero. */
export const shareOf = (amount: bigint, part: bigint, whole: bigint): bigint =>
  part === whole ? amount : (amount * part) / whole;

const exact = (amount: bigint, places: number): Exact => new Exact(amount.toString()).mul(new Exact(10).pow(-places));

/** For ratios and for showing; exact up to 60 digits. */
export const exactQuantity = (quantity: Quantity): Exact => exact(quantity, QUANTITY_PLACES);

/** For ratios and for showing; exact up to 60 digits. */
export const exactMoney = (money: Money): Exact => exact(money, MONEY_PLACES);

/** As a double, for rates and pictures: within two units of its last place. */
export const roughMoney = (money: Money): number => Number(money) / 10 ** MONEY_PLACES;

/** The quantity as plain decimal text, every digit of it: the form in which it is stored and read back. */
export const quantityText = (quantity: Quantity): string => decimalText(quantity, QUANTITY_PLACES);

/** The amount as plain decimal text, every digit of it. */
export const moneyText = (money: Money): string => decimalText(money, MONEY_PLACES);
