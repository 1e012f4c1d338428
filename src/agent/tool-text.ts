import { cleanLine } from "../core/clean.ts";
import { age, duration, percent, utcMinute } from "../core/format.ts";
import { citationMark } from "./citations.ts";

/** Characters of one tool result that the model reads; about 600 tokens, so that four fit a small context. */
const RESULT_LIMIT = 2_400;
/** Characters of one string in it: a name or a title fits, a page of instructions does not. */
const STRING_LIMIT = 160;
const DEPTH_LIMIT = 6;

/** Keys that hold an instant: `asOf`, `createdAt`, `dueOn`, `date`. */
export const isTimeKey = (key: string): boolean =>
  /(?:At|On|Of|Since|Until|Time|Date|Day)$|^(?:at|on|date|day|time|since|until)$/.test(key);

/** Epoch milliseconds between 2001 and 2100. */
export const isInstant = (value: number): boolean =>
  Number.isInteger(value) && value > 978_307_200_000 && value < 4_102_444_800_000;

/** Keys whose value is a fraction and is said in percent: `change24hFraction`, `change7d`, `priceChange`. */
export const isChangeKey = (key: string): boolean =>
  /Fraction$|^fraction$/.test(key) || /^change(?:\d+[smhdwMy])?$|Change(?:\d+[smhdwMy])?$/.test(key);

/** "3 h ago", or "in 3 h": payments to come are facts too. What is ahead by less than a minute is a clock that differs. */
const fromNow = (at: number, now: number): string => (at - now < 60_000 ? age(at, now) : `in ${duration(at - now)}`);

/** Seven digits are more than anybody says; the rest costs tokens. Digits before the point stay: cut ones would read as zeros. */
const short = (value: number): number => (Math.abs(value) >= 1e6 ? Math.round(value) : Number(value.toPrecision(7)));

/** Points of a series that the model reads; the chart shows all. */
const SERIES_LIMIT = 6;

type Point = readonly [at: number, value: number];

const isSeries = (list: unknown): list is readonly Point[] =>
  Array.isArray(list) &&
  list.length > 0 &&
  list.every(
    (each) => Array.isArray(each) && each.length === 2 && typeof each[1] === "number" && isInstant(Number(each[0])),
  );

/** Evenly, the first and the last among them. */
const thinned = (points: readonly Point[], limit: number): readonly Point[] =>
  points.length <= limit
    ? points
    : Array.from(
        { length: limit },
        (_, index) => points[Math.round((index * (points.length - 1)) / Math.max(1, limit - 1))],
      ).filter((point) => point !== undefined);

/** Said of nearly every figure; what a model has to know is the exception. */
const isUsual = (name: string, value: unknown): boolean => name === "isStale" && value === false;

function shape(value: unknown, key: string, now: number, items: number, depth: number): unknown {
  if (typeof value === "string") return citationMark(key, value) ?? cleanLine(value, STRING_LIMIT);
  if (typeof value === "number") {
    // Small models neither turn milliseconds into dates nor fractions into percent without slips.
    if (isTimeKey(key) && isInstant(value)) return `${utcMinute(value)} (${fromNow(value, now)})`;
    if (isChangeKey(key)) return percent(value, "en");
    return Number.isFinite(value) ? short(value) : null;
  }
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? value : null;
  if (depth >= DEPTH_LIMIT) return "…";
  if (isSeries(value))
    return thinned(value, Math.min(items, SERIES_LIMIT)).map(([at, size]) => `${utcMinute(at)}: ${short(size)}`);
  if (Array.isArray(value)) {
    const shown = value.slice(0, items).map((each) => shape(each, key, now, items, depth + 1));
    return value.length > items ? [...shown, `… and ${value.length - items} more`] : shown;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, each]) => each !== undefined && typeof each !== "function" && !isUsual(name, each))
      .map(([name, each]) => [cleanLine(name, 40), shape(each, name, now, items, depth + 1)]),
  );
}

/**
 * Facts as a model reads them: compact JSON under a key that nothing from outside can know, so that text in it cannot pretend
 * to stand outside of it. Strings are cleaned and cut, long lists end with a count; instead of an address stands its citation.
 * @param marker  the key, new for each message
 */
export function toolText(facts: unknown, marker: string, now: number): string {
  for (const items of [30, 12, 6, 3, 1]) {
    const json = JSON.stringify({ [marker]: shape(facts, "", now, items, 0) });
    if (json.length <= RESULT_LIMIT) return json;
  }
  return JSON.stringify({ [marker]: "The result is too large to be shown here; the person sees it as a card." });
}
