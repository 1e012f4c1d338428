import { decimalsOf, LETTERS } from "./scale.ts";

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** How the number and its unit stand together. */
const format = (value: number, unit: string, letter: string, options: Intl.NumberFormatOptions): string => {
  const shared = { ...options, signDisplay: "negative" } as const;
  if (CURRENCIES.has(unit))
    return new Intl.NumberFormat("en", { style: "currency", currency: unit, ...shared }).format(value) + letter;
  const number = new Intl.NumberFormat("en", shared).format(value) + letter;
  return unit === "%" || unit === "" ? `${number}${unit}` : `${number} ${unit}`;
};

/** Four digits of a value that the digits of its series would leave with less than two: small beside large is not zero. */
const digitsFor = (size: number, digits: number): number =>
  size === 0 || size * 10 ** digits >= 10 ? digits : 3 - Math.floor(Math.log10(size));

/**
 * A value with its unit as it stands in a picture's head: "$67,123.46", "$12.42B", "34.5%", "12.0 letters". All values of a
 * series have the digits that tell them apart. Pictures are seen by everybody in a chat, so numbers are in English.
 * @param step  between two lines of an axis for this series
 */
export function figureText(value: number, unit: string, step: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-12 || size >= 1e15))
    return format(value, unit, "", { notation: "scientific", maximumSignificantDigits: 4 });
  const large = LETTERS.find((each) => each.size >= 1e6 && size >= each.size * 10);
  if (large) {
    const digits = Math.min(3, decimalsOf(step / large.size) + 1);
    return format(value / large.size, unit, large.letter, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }
  const digits = Math.min(20, digitsFor(size, Math.max(CURRENCIES.has(unit) ? 2 : 0, decimalsOf(step) + 1)));
  return format(value, unit, "", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
