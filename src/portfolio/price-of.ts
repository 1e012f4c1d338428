import { Exact, type Price, priceOf } from "./amount.ts";

const PLACES = 30;

/** A price as providers give it, a double, with every digit that it is written with. @throws AmountError for what is none */
export function priceFrom(price: number): Price {
  const written = String(price);
  // What nearly every price is: read without a decimal in between, since a year of forty coins has 14,600 closes.
  const [, whole, fraction = ""] = /^(\d{1,21})(?:\.(\d{1,30}))?$/.exec(written) ?? [];
  if (whole !== undefined) return BigInt(whole + fraction.padEnd(PLACES, "0"));
  return priceOf(new Exact(written).toDecimalPlaces(PLACES).toFixed());
}

/** A price in US dollars in another currency. @param perUsd  units of it for one dollar, as decimal text */
export const convertedPrice = (usd: number, perUsd: string): Price =>
  priceOf(new Exact(usd).mul(perUsd).toDecimalPlaces(PLACES).toFixed());
