import { cleanLine } from "../core/clean.ts";
import { splitList } from "../core/fields.ts";
import { UserError } from "../core/errors.ts";

const DAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const DAY_SETS: Readonly<Record<string, readonly number[]>> = {
  daily: [1, 2, 3, 4, 5, 6, 7],
  day: [1, 2, 3, 4, 5, 6, 7],
  all: [1, 2, 3, 4, 5, 6, 7],
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  weekends: [6, 7],
  weekly: [1],
};

/** ISO days that words name; undefined where one of them names none. */
export function daysOf(typed: string): readonly number[] | undefined {
  const known = Object.hasOwn(DAY_SETS, typed.toLowerCase()) ? DAY_SETS[typed.toLowerCase()] : undefined;
  if (known) return known;
  const words = splitList(typed.toLowerCase());
  const days = words.flatMap(daysIn);
  return words.length === 0 || days.includes(0) ? undefined : [...new Set(days)].toSorted((a, b) => a - b);
}

/** The days of "mon", or of "mon-fri"; 0 among them where there is none. */
function daysIn(word: string): readonly number[] {
  const [from = 0, to, ...more] = word.split(/[-\u2013]/).map(dayOf);
  if (to === undefined) return [from];
  if (from === 0 || to === 0 || more.length > 0) return [0];
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => ((from - 1 + index) % 7) + 1);
}

const dayOf = (word: string): number =>
  word.length < 2 ? 0 : DAY_NAMES.findIndex((name) => name.startsWith(word)) + 1;

/** @throws UserError where a word names no day */
export function readDays(typed: string): readonly number[] {
  const days = daysOf(typed);
  if (days) return days;
  throw new UserError(`"${cleanLine(typed, 30)}" names no days.`, {
    hint: "For example daily, weekdays, weekly, or mon,thu.",
  });
}

/** "mon,thu", as it can be typed. */
export const daysTyped = (days: readonly number[]): string =>
  days.map((day) => (DAY_NAMES[day - 1] ?? "monday").slice(0, 3)).join(",");
