import { cleanLine } from "../../core/clean.ts";
import { Exact } from "../amount.ts";
import { RowError } from "./draft.ts";

/** A part of the file as it may be repeated in a reason. */
export const quoted = (text: string): string => `"${cleanLine(text, 30)}"`;

const PLAIN = /^[+-]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})(e[+-]?\d{1,2})?$/i;
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d{1,60})?$/;

/**
 * The amount in a cell: "1234.5", "4.615E-06", "$1,234.50", "($1.92)" below zero, "0.07 BTC". Undefined where there is none.
 * A comma without a point behind it or a money sign before it may be a decimal comma, so it is not read at all.
 * @throws RowError when it is something else
 */
export function amountIn(cell: string): Exact | undefined {
  const text = cell.replaceAll(/[\s\u00a0]/g, "");
  if (text === "" || text === "-" || text === "--") return undefined;
  const [, open, sign, money, digits = "", close] =
    /^(\()?([+-]?)([$€£¥]?)([^()]*?)(?:[A-Z]{2,6})?(\))?$/.exec(text) ?? [];
  const isGrouped = GROUPED.test(digits) && (money !== "" || digits.includes("."));
  const plain = isGrouped ? digits.replaceAll(",", "") : digits;
  if (!PLAIN.test(plain) || (open === undefined) !== (close === undefined))
    throw new RowError(`${quoted(cell)} is not a number that can be read for certain`);
  const amount = new Exact(plain);
  return (sign === "-") !== (open !== undefined) ? amount.neg() : amount;
}

/** @throws RowError when the cell is empty or no number. @param what  "quantity" */
export function neededAmount(cell: string, what: string): Exact {
  const amount = amountIn(cell);
  if (amount === undefined) throw new RowError(`the ${what} is missing`);
  return amount;
}

const TIME = /[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?/.source;
const ZONE = /\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?/.source;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:${TIME})?${ZONE}$`, "i");
const DAY_FIRST = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})(?:${TIME})?${ZONE}$`, "i");

/**
 * The instant in a cell: year first with dashes, slashes or points, or day first with points; UTC unless it says otherwise.
 * @param offsetMinutes  of the file's own zone, east of UTC
 * @throws RowError for anything else, and for days that no calendar has
 */
export function instantIn(cell: string, offsetMinutes = 0): number {
  const text = cell.trim();
  const first = YEAR_FIRST.exec(text);
  const last = first ? null : DAY_FIRST.exec(text);
  const parts = first ?? last;
  if (!parts) {
    if (/^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}/.test(text))
      throw new RowError(`nobody can tell day and month apart in ${quoted(text)}; export with dates as 2026-03-01`);
    throw new RowError(text === "" ? "the date is missing" : `${quoted(text)} is not a date that can be read`);
  }
  const [, a, b, c, hour = "0", minute = "0", second = "0", fraction = "", zone] = parts;
  const [year, month, day] = (first ? [a, b, c] : [c, b, a]).map(Number) as [number, number, number];
  const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
  const at = Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second), ms);
  const made = new Date(at);
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day || Number(hour) > 23 || Number(minute) > 59)
    throw new RowError(`there is no ${quoted(text)}`);
  return at - (zone === undefined ? offsetMinutes : offsetIn(zone)) * 60_000;
}

/** Minutes east of UTC: "UTC+8", "UTC+01:00", "+0530", "Z". 0 where nothing is said. */
export function offsetIn(text: string): number {
  const [, sign, hours, minutes = "0"] = /([+-])(\d{1,2}):?(\d{2})?/.exec(text) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
