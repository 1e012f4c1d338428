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

const FORMS = ["yyyy-M-d", "yyyy/M/d", "d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy"] as const;
const NOON = { hour: 12, minute: 0, second: 0, millisecond: 0 } as const;

/**
 * When "2026-03-01", "2026-03-01 14:30", "yesterday", "3 days ago", "2 h ago" or "1 March 2026" is. A day without a time is its
 * noon: from the middle of the day in most zones it is the same day in UTC, in which days' prices and rates are kept.
 * @param now  UTC epoch milliseconds
 * @param zone  IANA name, in which it was typed; "UTC" or "Z" behind a time is taken at its word
 * @returns undefined when it cannot be told; "03/04/2026" is one of these, since half the world means another day by it
 */
export function readDate(typed: string, { now, zone }: { now: number; zone: string }): ReadDate | undefined {
  const line = typed.trim().replace(/\s+/g, " ").toLowerCase();
  const here = DateTime.fromMillis(now, { zone });
  if (line === "now") return { at: now, isDay: false };
  const ago = /^(\d{1,5}|an?) ?(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?) ago$/.exec(line);
  if (ago?.[1] !== undefined && ago[2] !== undefined) return readAgo(ago[1], ago[2], here, now);
  const [, date = "", clock, mark] =
    /^(.*?)(?:[ t]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?( ?z| ?utc)?$/.exec(line) ?? [];
  const day = dayIn(date.replace(/,/g, ""), mark === undefined ? here : here.toUTC());
  if (!day?.isValid) return undefined;
  if (clock === undefined) return mark === undefined ? wholeDay(day, now) : undefined;
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

function dayIn(word: string, here: DateTime): DateTime | undefined {
  if (word === "today") return here;
  if (word === "yesterday") return here.minus({ days: 1 });
  const zone = here.zoneName ?? "utc";
  const read = FORMS.map((form) => DateTime.fromFormat(word, form, { zone, locale: "en" }));
  return read.find(({ isValid }) => isValid);
}

function wholeDay(day: DateTime, now: number): ReadDate {
  const noon = day.set(NOON).toMillis();
  const isToday = day.hasSame(DateTime.fromMillis(now, { zone: day.zoneName ?? "utc" }), "day");
  return { at: isToday ? Math.min(noon, now) : noon, isDay: true };
}
