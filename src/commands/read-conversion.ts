import { Decimal } from "decimal.js";
import { readNumber } from "../core/fields.ts";

/** What a conversion was asked for. `amount` in plain digits; `to` is absent where nothing was named. */
export interface Conversion {
  readonly amount: string;
  readonly from: string;
  readonly to: string | undefined;
}

/** The fields as they were typed or given; people put more into one than belongs there. */
export interface ConversionInput {
  readonly amount: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Between what is converted and what into. */
const KEYWORD = /\s+(?:to|in|into|as|->|→|=)\s+/i;

const SCALES: Readonly<Record<string, string>> = { k: "1e3", m: "1e6", b: "1e9" };

/** Exact, where `readNumber` would round: "0.1234567890123456789", "1,000.50", "2.5k". */
function exact(typed: string): string | undefined {
  if (readNumber(typed) === undefined) return undefined;
  const plain = typed.trim().replaceAll(/[,_]/g, "").toLowerCase();
  const scale = SCALES[plain.at(-1) ?? ""];
  const value = new Decimal(scale === undefined ? plain : plain.slice(0, -1)).times(scale ?? 1);
  return value.isFinite() ? value.toString() : undefined;
}

/** A number and the unit that was written to it, before or behind: "2.5tao", "€100", "100 usd". */
function numberIn(typed: string, isKnown: (word: string) => boolean): { amount: string; unit: string } | undefined {
  const whole = exact(typed);
  if (whole !== undefined) return { amount: whole, unit: "" };
  // "1inch" and "0g" are names.
  if (isKnown(typed)) return undefined;
  const [, sign = "", digits = "", unit = ""] = /^([^\d\s.,+-]{0,3})\s*([+-]?[\d.,_]+)\s*(.*)$/s.exec(typed) ?? [];
  const suffixed = /^([kmb])(?![a-z0-9])\s*(.*)$/is.exec(unit);
  const amount = exact(suffixed ? `${digits}${suffixed[1]}` : digits);
  if (amount === undefined) return undefined;
  return { amount, unit: `${sign} ${suffixed ? suffixed[2] : unit}`.trim() };
}

/**
 * Sorts what was typed into amount, from and to. Without a number the amount is 1.
 * @param isKnown  whether a word is a currency or a coin that many know; settles where one name ends and the next begins
 * @returns undefined when no unit was named, or when there is one word too many at the place of the number ("NaN TAO to EUR")
 */
export function readConversion(
  { amount: typed, from = "", to = "" }: ConversionInput,
  isKnown: (word: string) => boolean,
): Conversion | undefined {
  const number = numberIn(typed, isKnown);
  const left = [number ? number.unit : typed, from].filter((part) => part.trim() !== "").join(" ");
  const amount = number?.amount ?? "1";
  const both = split(left.trim(), to.trim(), isKnown);
  if (both.from === "") return undefined;
  const isStray = number === undefined && from !== "" && both.to !== undefined && !isKnown(both.from);
  return isStray ? undefined : { amount, from: both.from, to: both.to };
}

function split(
  left: string,
  right: string,
  isKnown: (word: string) => boolean,
): { from: string; to: string | undefined } {
  if (left !== "" && isKnown(left) && isKnown(right)) return { from: left, to: right };
  const text = `${left} ${right}`.trim();
  const [before, ...behind] = ` ${text}`.split(KEYWORD).map((part) => part.trim());
  if (before && behind.length > 0) return { from: before, to: behind.join(" ") };
  const words = text.split(/\s+/);
  for (let first = words.length - 1; first > 0; first--) {
    const [from, to] = [words.slice(0, first).join(" "), words.slice(first).join(" ")];
    if (isKnown(from) && isKnown(to)) return { from, to };
  }
  if (right !== "" && left !== "") return { from: left, to: right };
  if (words.length < 2 || isKnown(text)) return { from: text, to: undefined };
  return { from: words.slice(0, -1).join(" "), to: words.at(-1) };
}
