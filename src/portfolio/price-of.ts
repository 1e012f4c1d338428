import { Exact, type Price, priceOf } from "./amount.ts";

const PLACES = 30;

/** So many digits a number holds exactly. */
const SAFE_DIGITS = 15;
const POWERS = Array.from({ length: PLACES + 1 }, (_, places) => 10n ** BigInt(places));

/** A price as providers give it, a double, with every digit that it is written with. @throws AmountError for what is none */
export function priceFrom(price: number): Price {
  const written = String(price);
  // What nearly every price is: read without a decimal in between, since a year of forty coins has 14,600 closes.
  const point = written.indexOf(".");
  const places = point < 0 ? 0 : written.length - point - 1;
  if (price >= 0 && places <= PLACES && !written.includes("e") && Number.isFinite(price)) {
    const digits = point < 0 ? written : written.slice(0, point) + written.slice(point + 1);
    return (digits.length <= SAFE_DIGITS ? BigInt(Number(digits)) : BigInt(digits)) * POWERS[PLACES - places]!;
  }
  return priceOf(new Exact(written).toDecimalPlaces(PLACES).toFixed());
}

/** A price in US dollars in another currency. @param perUsd  units of it for one dollar, as decimal text */
export const convertedPrice = (usd: number, perUsd: string): Price =>
  priceOf(new Exact(usd).mul(perUsd).toDecimalPlaces(PLACES).toFixed());
