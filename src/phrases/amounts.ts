import { readNumber } from "../core/fields.ts";

/** Digits with the signs that languages put between them, and a scale. */
const WRITTEN = /^(?<sign>[-+−]?)(?<digits>\d[\d.,_'’]*|[.,]\d+)(?<scale>e[+-]?\d+|[kmb])?$/i;

const GROUPED_BY_DOTS = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const GROUPED_BY_COMMAS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * An amount as it was written in any of our languages, in the form that commands read: "1.234,56", "1,234.56" and "1'234.56"
 * are "1234.56", "2,5k" is "2.5k". Where a language alone decides, it is read as English: "1,234" is a thousand, "1.234" is
 * not. Undefined for what is no number.
 */
export function plainAmount(typed: string): string | undefined {
  const { sign = "", digits, scale = "" } = WRITTEN.exec(typed)?.groups ?? {};
  if (digits === undefined) return undefined;
  const plain = `${sign.replace("−", "-").replace("+", "")}${plainDigits(digits.replaceAll(/['’_]/g, ""))}${scale}`;
  return readNumber(plain) === undefined ? undefined : plain;
}

function plainDigits(digits: string): string {
  const isDotted = GROUPED_BY_DOTS.test(digits) && (digits.includes(",") || digits.split(".").length > 2);
  if (isDotted) return digits.replaceAll(".", "").replace(",", ".");
  if (GROUPED_BY_COMMAS.test(digits) && !digits.startsWith("0")) return digits.replaceAll(",", "");
  return /^\d*,\d+$/.test(digits) ? digits.replace(",", ".") : digits;
}
