import {
  AmountError,
  Exact,
  moneyText,
  PRICE_PLACES,
  priceOf,
  QUANTITY_PLACES,
  quantityOf,
  valueAt,
} from "../portfolio/amount.ts";
import { cleanLine } from "../core/clean.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import type { Rates } from "../market/rates.ts";
import { readNumber } from "../core/fields.ts";
import type { StatedMoney } from "../portfolio/entry.ts";
import { UserError } from "../core/errors.ts";

/** The sign of a currency that is not named: one's own is meant. */
export const OWN_CURRENCY = "¤";

const SCALES: Readonly<Record<string, string>> = { k: "1e3", m: "1e6", b: "1e9" };

const quoted = (text: string): string => `"${cleanLine(text, 40)}"`;

/** "2.5", "1,000.50", "2.5k" in plain digits, exactly; undefined for anything else. */
function plainDigits(typed: string): string | undefined {
  const line = typed.trim();
  if (line.length > 100 || readNumber(line) === undefined) return undefined;
  const plain = line.replaceAll(/[,_]/g, "").toLowerCase();
  const scale = SCALES[plain.at(-1) ?? ""];
  const value = new Exact(scale === undefined ? plain : plain.slice(0, -1)).mul(scale ?? 1);
  return value.isFinite() ? value.toFixed() : undefined;
}

/** @throws UserError when it is no number */
export function readQuantity(typed: string): string {
  const digits = plainDigits(typed);
  if (digits === undefined && /^\p{L}/u.test(amountAndUnit(typed)?.unit ?? ""))
    throw new UserError(`How many coins? ${quoted(typed)} is neither a number of them nor money.`, {
      hint: "Give it as 2.5.",
    });
  if (digits === undefined)
    throw new UserError(`${quoted(typed)} is not a number.`, {
      hint: /^\d+(?:\.\d{3})*,\d+$/.test(typed.trim())
        ? `Write it with a point: ${typed.trim().replaceAll(".", "").replace(",", ".")}.`
        : "Give it as 2.5.",
    });
  return digits;
}

/** A number and what it is of: "310 usd", "$310", "310usd", "usd 310", "0.01 ETH"; `unit` is empty where none is named. */
export function amountAndUnit(typed: string): { readonly digits: string; readonly unit: string } | undefined {
  const line = typed.trim().replace(/\s+/g, " ");
  const whole = plainDigits(line);
  if (whole !== undefined) return { digits: whole, unit: "" };
  const behind =
    /^([+-]?[\d.,_]+(?:e[+-]?\d+)?[kmb]?(?![\p{L}]))\s*(\D.*)$/iu.exec(line) ??
    /^([+-]?[\d.,_]+)\s*(\D.*)$/u.exec(line);
  const before = /^(\D*?[^\d\s.,+-])\s*([+-]?[\d.,_]+[kmb]?)$/iu.exec(line);
  const [number, unit] = behind ? [behind[1], behind[2]] : [before?.[2], before?.[1]];
  const digits = number === undefined ? undefined : plainDigits(number);
  return digits === undefined || unit === undefined ? undefined : { digits, unit: unit.trim() };
}

/**
 * Money as it was typed.
 * @param currency  where none is named
 * @throws UserError when it is no amount of a currency that is known
 */
export function readMoney(
  typed: string,
  currency: string,
  rates: Pick<Rates, "isCurrency" | "currencies">,
): StatedMoney {
  const read = amountAndUnit(typed);
  if (!read) throw new UserError(`${quoted(typed)} is not an amount of money.`, { hint: "Give it as 310 or 310 EUR." });
  const code =
    read.unit === "" || read.unit === OWN_CURRENCY
      ? currency
      : (currencyOf(read.unit, rates) ?? quoteCurrency(read.unit, rates));
  return { amount: read.digits, currency: code };
}

/**
 * What so many coins cost at a price for each, exactly.
 * @throws UserError when one of the two has more digits than can be kept
 */
export function valueOf(quantity: string, price: string): string {
  const coins = exactly(quantity, quantityOf, QUANTITY_PLACES);
  const each = exactly(price, priceOf, PRICE_PLACES);
  return moneyText(valueAt(coins, each));
}

function exactly<Amount>(digits: string, read: (digits: string) => Amount, places: number): Amount {
  try {
    return read(digits);
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    if (error.problem !== "too_precise") throw new UserError(`${quoted(digits)} is more than there can be.`);
    throw new UserError(`${quoted(digits)} has more decimal places than can be kept: at most ${places}.`);
  }
}

/** How many coins an amount of money is at a price for each; what is smaller than the smallest unit is cut off. */
export const coinsFor = (amount: string, price: string): string =>
  new Exact(amount).div(price).toDecimalPlaces(QUANTITY_PLACES, Exact.ROUND_DOWN).toFixed();
