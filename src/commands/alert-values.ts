import { cleanLine } from "../core/clean.ts";
import { readNumber } from "../core/fields.ts";
import { UserError } from "../core/errors.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE,
  min: MINUTE,
  mins: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  hr: HOUR,
  hrs: HOUR,
  hour: HOUR,
  hours: HOUR,
  d: DAY,
  day: DAY,
  days: DAY,
  w: 7 * DAY,
  week: 7 * DAY,
  weeks: 7 * DAY,
};

/** "1h", "90m", "2 days", "a week", "day" in milliseconds; anything else as undefined. */
export function timeOf(typed: string): number | undefined {
  const match = /^(\d{1,5}(?:\.\d{1,3})?|an?|one)?\s?([a-z]{1,7})$/i.exec(typed.trim());
  const word = match?.[2]?.toLowerCase() ?? "";
  const unit = Object.hasOwn(UNITS, word) ? UNITS[word] : undefined;
  if (unit === undefined) return undefined;
  const count = /^\d/.test(match?.[1] ?? "") ? Number(match?.[1]) : 1;
  return Math.round(count * unit);
}

/** A time as it is typed: "90m", "6h", "30d". @param ms  milliseconds */
export function typedTime(ms: number): string {
  if (ms % DAY === 0) return `${ms / DAY}d`;
  return ms % HOUR === 0 ? `${ms / HOUR}h` : `${Math.round(ms / MINUTE)}m`;
}

/**
 * A stretch of time within bounds, in milliseconds.
 * @throws UserError that names the word
 */
export function readTime(typed: string, what: string, from: number, to: number): number {
  const ms = timeOf(typed);
  if (ms === undefined)
    throw new UserError(`"${shown(typed)}" is no length of time for ${what.charAt(0).toLowerCase()}${what.slice(1)}.`, {
      hint: "For example 90m, 6h or 30d.",
    });
  if (ms < from || ms > to)
    throw new UserError(`${what} can be from ${typedTime(from)} to ${typedTime(to)}, not "${shown(typed)}".`);
  return ms;
}

/** "5%", "5 pct", "-5 per cent", "+5" as a fraction of one; undefined for anything else. */
function fractionOf(typed: string): number | undefined {
  const bare = typed.trim().replace(/\s*(?:%|pct|percent|per cent)\.?$/i, "");
  const value = readNumber(bare.replace(/^\u2212/, "-"));
  // Through the text of it: 7 / 100 is 0.07, but 0.55 / 100 is not what "0.0055" is.
  return value === undefined ? undefined : Number((value / 100).toPrecision(12));
}

/** The other way about: 0.05 is "5%". */
export const typedFraction = (fraction: number): string => `${Number((fraction * 100).toPrecision(12))}%`;

/**
 * A share or change within bounds, as a fraction.
 * @throws UserError that names the word
 */
export function readFraction(typed: string, what: string, from: number, to: number): number {
  const fraction = fractionOf(typed);
  if (fraction === undefined)
    throw new UserError(`"${shown(typed)}" is no percentage for ${what}.`, { hint: "For example 5% or 12.5%." });
  if (!(fraction >= from && fraction <= to))
    throw new UserError(`${what} can be from ${typedFraction(from)} to ${typedFraction(to)}, not "${shown(typed)}".`);
  return fraction;
}

/** What somebody writes for an amount, with the sign or code of its money. */
export interface Amount {
  readonly value: number;
  readonly currency?: string;
}

/** Below and above nothing is priced; a slip of the finger is likelier. */
const SMALLEST = 1e-18;
const LARGEST = 1e18;

const SCALES: Readonly<Record<string, string>> = {
  thousand: "k",
  million: "m",
  mn: "m",
  mio: "m",
  billion: "b",
  bn: "b",
};

/**
 * "400", "$1,000.50", "2.5k", "500 million", "0.30€" as an amount above zero.
 * @throws UserError that names the word
 */
export function readAmount(typed: string, what: string): Amount {
  const word = typed.trim();
  if (/(?:%|pct|percent|per cent)$/i.test(word))
    throw new UserError(`"${shown(word)}" is a percentage, and ${what} is an amount.`, {
      hint: "For a change in percent: /alert add tao moves 5% in 24h",
    });
  const [, before, digits = "", scale = "", behind] =
    /^([$€£¥₹]|us\$)?\s?(-?[\d.,_]+(?:e[+-]?\d{1,3})?)\s?(k|m|b|bn|mn|mio|thousand|million|billion)?\s?([$€£¥₹]|\p{L}{3,5})?$/iu.exec(
      word.replace(/^\u2212/, "-"),
    ) ?? [];
  const value = readNumber(`${digits}${SCALES[scale.toLowerCase()] ?? scale}`);
  if (value === undefined)
    throw new UserError(`"${shown(word)}" is no amount for ${what}.`, { hint: "For example 400, 0.005 or 2.5b." });
  if (!(value > 0))
    throw new UserError(`${what[0]?.toUpperCase()}${what.slice(1)} has to be above zero, not "${shown(word)}".`);
  if (value < SMALLEST || value > LARGEST)
    throw new UserError(`"${shown(word)}" is nothing that ${what} will ever be.`);
  const currency = before ?? behind;
  return currency === undefined ? { value } : { value, currency };
}

/**
 * A whole number within bounds.
 * @throws UserError that names the word
 */
export function readCount(typed: string, what: string, from: number, to: number): number {
  const value = Number(/^\d{1,6}$/.test(typed.trim()) ? typed.trim() : Number.NaN);
  if (!(value >= from && value <= to))
    throw new UserError(`${what} can be a whole number from ${from} to ${to}, not "${shown(typed)}".`);
  return value;
}

/** A word of somebody's in a sentence of ours. */
export const shown = (typed: string): string => cleanLine(typed, 40);
