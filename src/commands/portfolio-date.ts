import { DateTime, type DurationLikeObject } from "luxon";

/** When something was, as it was typed. */
export interface ReadDate {
  /** UTC epoch milliseconds. */
  readonly at: number;
  /** Only a day was named; `at` is noon of it, or now where noon is still to come. */
  readonly isDay: boolean;
}

/** A day as it is shown: "2026-03-01". @param zone  IANA name */
export const shownDay = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd");

/** A minute as it is shown: "2026-03-01 14:30". @param zone  IANA name */
export const shownMinute = (at: number, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd HH:mm");

/** Whether there is such a zone. */
export const isZone = (zone: string): boolean => DateTime.local({ zone }).isValid;

const DAY = String.raw`(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|today|yesterday)`;
const CLOCK = String.raw`(?:(?: at)?[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:z|utc)|[+-]\d{2}:?\d{2})?)`;
const AGO = String.raw`(?:\d{1,5}|an?) ?(?:m|min|mins|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?) ago`;
const MONTH = String.raw`(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)`;
const NTH = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
/** No day, but meant as one: the answer has to be about the time, and not about the coin that stands before it. */
const VAGUE = String.raw`(?:(?:last|this|next) (?:week|weekend|month|year|morning|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|tomorrow|tonight|in (?:\d{4}|${MONTH})(?: \d{4})?)`;
const TIME_AT_END = new RegExp(String.raw`(?:^|\s)(${DAY}${CLOCK}?|now|${AGO}|${VAGUE})$`, "i");
const TIME_AT_START = new RegExp(String.raw`^(?:on )?(${DAY}${CLOCK}?|${AGO}|${VAGUE}),?\s`, "i");
/** Behind something else only: "10 MAY" may be coins. */
const MONTH_AT_END = new RegExp(
  String.raw`\s((?:${NTH}(?: of)? ${MONTH}(?:,? \d{4})?|${MONTH} ${NTH}(?:,? \d{4})?)${CLOCK}?)$`,
  "i",
);

/** A time that a text ends with, which needs no "on": "310 usd yesterday", "Kraken 1 Feb 2026". */
export const timeAtEnd = (text: string): string | undefined => (TIME_AT_END.exec(text) ?? MONTH_AT_END.exec(text))?.[1];

/** A time that a text begins with, as it stands there: "yesterday I bought 2 TAO". */
export const timeAtStart = (text: string): string | undefined => TIME_AT_START.exec(text)?.[0].trim();

const DATE_START = new RegExp(
  String.raw`^(?:${NTH}|\d+[mhdwy]?|\d+[-/.:].*|today|yesterday|now|an?|last|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|${MONTH})$`,
  "i",
);

/** Whether a word behind "on" tells a time, and not a place: "1inch" is one. */
export const startsDate = (word: string): boolean => DATE_START.test(word);

const FORMS = ["yyyy-M-d", "yyyy/M/d", "d.M.yyyy", "d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy"] as const;
const NOON = { hour: 12, minute: 0, second: 0, millisecond: 0 } as const;

/** Without a year the last such day is meant. */
const FORMS_OF_THE_YEAR = ["d MMMM", "d MMM", "MMMM d", "MMM d"] as const;

/**
 * When "2026-03-01", "2026-03-01 14:30", "yesterday", "3 days ago", "2 h ago", "1 March 2026" or "March 1st" is. A day without a time is its
 * noon: from the middle of the day in most zones it is the same day in UTC, in which days' prices and rates are kept.
 * @param now  UTC epoch milliseconds
 * @param zone  IANA name, in which it was typed; "UTC", "Z" or "+02:00" behind a time is taken at its word
 * @returns undefined when it cannot be told; "03/04/2026" is one of these, since half the world means another day by it
 */
export function readDate(typed: string, { now, zone }: { now: number; zone: string }): ReadDate | undefined {
  const line = typed.trim().replace(/\s+/g, " ").toLowerCase();
  const here = DateTime.fromMillis(now, { zone });
  if (line === "now") return { at: now, isDay: false };
  const ago = /^(\d{1,5}|an?) ?(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?) ago$/.exec(line);
  if (ago?.[1] !== undefined && ago[2] !== undefined) return readAgo(ago[1], ago[2], here, now);
  const [, date = "", clock, mark] =
    /^(.*?)(?:(?: at)?[ t]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?(z|utc|[+-]\d{2}:?\d{2}))?)?$/.exec(line) ?? [];
  const day = dayIn(date, mark === undefined ? here : here.setZone(zoneOf(mark)));
  if (!day?.isValid) return undefined;
  if (clock === undefined) return wholeDay(day, now);
  const [hour = 0, minute = 0, second = 0] = clock.split(":").map(Number);
  if (hour > 23 || minute > 59 || second >= 60) return undefined;
  const time = day.set({ hour, minute, second: Math.floor(second), millisecond: 0 });
  return time.isValid ? { at: time.toMillis(), isDay: false } : undefined;
}

function readAgo(count: string, word: string, here: DateTime, now: number): ReadDate | undefined {
  const number = count.startsWith("a") ? 1 : Number(count);
  const unit = unitOf(word);
  const then = here.minus({ [unit]: number } satisfies DurationLikeObject);
  if (!then.isValid) return undefined;
  return unit === "minutes" || unit === "hours" ? { at: then.toMillis(), isDay: false } : wholeDay(then, now);
}

function unitOf(word: string): "minutes" | "hours" | "days" | "weeks" | "months" | "years" {
  if (word.startsWith("mo")) return "months";
  if (word.startsWith("m")) return "minutes";
  if (word.startsWith("h")) return "hours";
  if (word.startsWith("d")) return "days";
  return word.startsWith("w") ? "weeks" : "years";
}

/** As luxon names it. @param mark  "z", "utc" or an offset such as "+0200" */
const zoneOf = (mark: string): string => (/^[zu]/.test(mark) ? "utc" : `utc${mark.replace(/^(...):?/, "$1:")}`);

function dayIn(typed: string, here: DateTime): DateTime | undefined {
  if (typed === "today") return here;
  if (typed === "yesterday") return here.minus({ days: 1 });
  const zone = here.zoneName ?? "utc";
  const word = typed
    .replace(/,/g, "")
    .replace(/\b(\d{1,2})(?:st|nd|rd|th)\b/, "$1")
    .replace(/ of /, " ");
  const inForm = (form: string, text = word): DateTime => DateTime.fromFormat(text, form, { zone, locale: "en" });
  const read = FORMS.map((form) => inForm(form)).find(({ isValid }) => isValid);
  if (read) return read;
  // Read with a year: 29 February is in some only.
  const lastIn = (form: string): DateTime | undefined =>
    [here.year, here.year - 1]
      .map((year) => inForm(`${form} yyyy`, `${word} ${year}`))
      .find((day) => day.isValid && day <= here);
  return FORMS_OF_THE_YEAR.map(lastIn).find((day) => day !== undefined);
}

function wholeDay(day: DateTime, now: number): ReadDate {
  const noon = day.set(NOON).toMillis();
  const isToday = day.hasSame(DateTime.fromMillis(now, { zone: day.zoneName ?? "utc" }), "day");
  return { at: isToday ? Math.min(noon, now) : noon, isDay: true };
}
